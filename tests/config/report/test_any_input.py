"""Whatever stands in the files, a report comes out and nothing is raised."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.config.export import effective_text, report_document, shown_value
from inspector.config.report import Request, build_report

_NAMES = (
    *("config.yaml", "config.production.yaml", ".env", ".env.production", "config.schema.json"),
    *("inspector.toml", "layer.json", "layer.toml", "settings.py"),
)
_WORDS = st.sampled_from(
    [
        *"""a: b: - [ ] { } "x" 'y' &a *a << : , ? | > # ~ null true 1 1e5 !!set !!binary ---""".split(),
        *"... = ML_A=1 ML_A_B=${C} properties type $ref #/a default enum required anyOf pattern ( é".split(),
        *"additionalProperties [[layers]] path kind layers prefix environments url://u:p@h".split(),
        *("\t", "\0", "\ud7ff"),
    ]
)
_TEXT = st.lists(st.one_of(_WORDS, st.sampled_from(["\n", " ", "  ", "\n  "])), max_size=30).map("".join)
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 99), st.text("ab#/$(", max_size=4)),
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.dictionaries(
            st.sampled_from(
                "a b properties type $ref default enum required additionalProperties anyOf allOf "
                "items pattern multipleOf const format writeOnly layers path prefix".split()
            ),
            below,
            max_size=4,
        ),
    ),
    max_leaves=12,
).map(json.dumps)
_CONTENT = st.one_of(_TEXT.map(str.encode), _JSON.map(str.encode), st.binary(max_size=40))


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    files=st.dictionaries(st.sampled_from(_NAMES), _CONTENT, min_size=1, max_size=5),
    environ=st.dictionaries(
        st.sampled_from(["ML_A", "ML_A_B", "ML_", "ENVIRONMENT", "C"]), st.text(max_size=4), max_size=3
    ),
)
def test_any_files(files: dict[str, bytes], environ: dict[str, str], tmp_path: Path) -> None:
    """Reports and documents of odd files, broken schemas and odd declarations."""
    for old in tmp_path.iterdir():
        old.unlink()
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)

    report = build_report(Request(tmp_path, environ=tuple(environ.items())))

    json.dumps(report_document(report), allow_nan=False)
    for setting in report.settings:
        assert "\n" not in shown_value(setting.value, secret=setting.secret)
        assert setting.source in setting.candidates
    for format_name in ("yaml", "toml", "dotenv"):
        effective_text(report, format_name)
    for source in report.texts.values():
        assert all(0 <= start < end <= len(source.text) for start, end in source.secrets)
