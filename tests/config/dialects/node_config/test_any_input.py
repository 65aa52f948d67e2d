"""Whatever files and variables say, a report of node-config comes out in bounded time."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.config.export import effective_text, report_document
from inspector.config.report import Request, build_report
from inspector.config.resolve import Status

_NAMES = [
    *"default.json default.yaml default.toml default.json5 default.js production.yml local.jsonc".split(),
    *"h.json custom-environment-variables.json custom-environment-variables.yaml local.xml".split(),
]
_WORDS = st.sampled_from(
    [
        *"""a b { } [ ] : , "V" 'V' "__name" "__format" "json" "number" "a" null true 1 1e5 - & *""".split(),
        *"~ # // /*".split(),
        *"*/ = [a] &a *a << NaN -0 12345678901234567890 get has util __proto__ \ud7ff 1979-05-27".split(),
        *("\n", "\n  ", "\t", "\0", "1979-05-27T07:32:00Z"),
    ]
)
_TEXT = st.lists(_WORDS, max_size=30).map(" ".join)
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(["V", "W", ""])),
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.dictionaries(
            st.sampled_from("a b get has util __name __format __proto__ 0".split()), below, max_size=4
        ),
    ),
    max_leaves=12,
).map(json.dumps)
_CONTENT = st.one_of(_TEXT.map(str.encode), _JSON.map(str.encode), st.binary(max_size=40))
_SELECTORS = (
    "NODE_ENV NODE_CONFIG_ENV HOST HOSTNAME NODE_APP_INSTANCE NODE_CONFIG_DIR NODE_CONFIG_STRICT_MODE"
)
_VALUES = st.one_of(
    st.sampled_from(
        "production h h.x * ? [ {environment} . .. / , a,b config config:config 1 true ( +".split()
    ),
    st.sampled_from(["", "a" * 5000]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    files=st.dictionaries(st.sampled_from(_NAMES), _CONTENT, min_size=1, max_size=5),
    selectors=st.dictionaries(st.sampled_from(_SELECTORS.split()), _VALUES, max_size=3),
    texts=st.dictionaries(
        st.sampled_from(["V", "W", "NODE_CONFIG", "json"]), st.one_of(_TEXT, _JSON), max_size=3
    ),
)
def test_any_files_and_variables(
    files: dict[str, bytes], selectors: dict[str, str], texts: dict[str, str], tmp_path: Path
) -> None:
    """Reports, documents, names of variables and exports."""
    shutil.rmtree(tmp_path / "config", ignore_errors=True)
    (tmp_path / "config").mkdir()
    for name, content in files.items():
        (tmp_path / "config" / name).write_bytes(content)
    environ = tuple({**selectors, **texts}.items())

    report = build_report(Request(tmp_path, dialect="node-config", environ=environ, what_if=environ[:1]))

    json.dumps(report_document(report), allow_nan=False)
    for setting in report.settings:
        assert setting.source in setting.candidates
        assert setting.source.status is Status.EFFECTIVE
        rules = report.spec.rules
        assert bool(rules.names_for(report.spec, setting.path)) != bool(
            rules.unreachable(report.spec, setting.path)
        )
        rules.text_for(report.spec, setting.path, setting.value)
    ids = [layer.id for layer in report.layers]
    assert len(ids) == len(set(ids))
    for format_name in ("yaml", "toml", "dotenv"):
        effective_text(report, format_name)


@pytest.mark.parametrize("name", ["NODE_ENV", "NODE_CONFIG_DIR", "HOST", "NODE_APP_INSTANCE"])
def test_a_variable_as_long_as_a_system_allows(name: str, tmp_path: Path) -> None:
    """Thousands of deployments or folders are no reason to look for millions of files."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "default.json").write_text('{"a": 1}', "utf-8")
    text = ",".join(f"{number}:" for number in range(20_000))

    report = build_report(Request(tmp_path, dialect="node-config", environ=((name, text),)))

    assert len(report.findings) < 200
