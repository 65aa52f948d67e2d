"""Keys that are no text: numbers, dates, null, true and false."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.config.export import effective_text, report_document
from inspector.config.report import Request, asked
from inspector.config.report.asking import AmbiguousKeyError
from inspector.config.values import join_key
from tests.config.workspace import found, report_of

_KEYS = st.sampled_from(
    [1, "1", 2.5, "2.5", None, "null", True, "true", False, dt.date(2024, 5, 1), "2024-05-01", "a", "[1]", -3]
)
_TREES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["x", 1, None, True, [1, 2], {}]),
    lambda below: st.dictionaries(_KEYS, below, max_size=4),
    max_leaves=10,
)
_MAPPINGS = st.dictionaries(_KEYS, _TREES, max_size=4)
_BESIDE = 'errors: {404: base, "404": text, only: {7: seven}}\n'


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(low=_MAPPINGS, high=_MAPPINGS)
def test_every_setting_has_its_own_key_and_value(low: Any, high: Any, tmp_path: Path) -> None:
    """The key leads to the value in the application's tree; the exports are read as the same tree."""
    files = {"config.yaml": yaml.safe_dump(low), "config.production.yaml": yaml.safe_dump(high)}

    report = report_of(tmp_path, files, {"ML_1": "9", "ML_A_1": "8"})

    keys = [setting["key"] for setting in json.loads(json.dumps(report_document(report)))["settings"]]
    assert len(set(keys)) == len(keys)
    for setting in report.settings:
        value: Any = report.values
        for part in setting.path:
            value = value[part]
        assert setting.value == value
        assert report.setting(setting.key) is setting
    assert yaml.safe_load(effective_text(report, "yaml", reveal=True)) == report.values
    tomllib.loads(effective_text(report, "toml", reveal=True))


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (("errors", 404, "title"), "errors[404].title"),
        (("errors", "404"), "errors.404"),
        ((1, 2.5, None, True), "[1][2.5][null][true]"),
        ((dt.date(2024, 5, 1), dt.datetime(2024, 5, 1, 10)), "[2024-05-01][2024-05-01 10:00:00]"),
        (("[1]", float("inf"), float("-inf"), float("nan")), '"[1]"[.inf][-.inf][.nan]'),
        ((10**5000,), f"[{hex(10**5000)}]"),
    ],
)
def test_parts_that_are_no_text_stand_between_brackets(path: tuple[Any, ...], key: str) -> None:
    """As YAML spells them, and text keeps its look."""
    assert join_key(path) == key


def test_a_variable_sets_the_text_and_not_the_number(tmp_path: Path) -> None:
    """Both stand side by side, each with its own origin."""
    report = report_of(
        tmp_path,
        {"config.yaml": _BESIDE, "config.production.yaml": "errors: {404: above}\n"},
        {"ML_ERRORS_404": "variable"},
    )

    assert {s.key: (s.value, s.source.place.variable) for s in report.settings} == {
        "errors[404]": ("above", None),
        "errors.404": ("variable", "ML_ERRORS_404"),
        "errors.only[7]": ("seven", None),
    }
    rules, spec = report.spec.rules, report.spec
    assert [name.name for name in rules.names_for(spec, ("errors", "404"))] == ["ML_ERRORS_404"]
    assert rules.names_for(spec, ("errors", 404)) == ()
    (finding,) = found(report, "unreachable-key")
    assert "errors[404], errors.only[7]" in finding.message
    assert effective_text(report, "yaml") == (
        "errors:\n"
        "  404: above  # config.production.yaml:1 (base: base @ config.yaml:1)\n"
        "  '404': variable  # ML_ERRORS_404 in process environment (base: text @ config.yaml:1)\n"
        "  only:\n"
        "    7: seven  # config.yaml:1\n"
    )
    assert effective_text(report, "toml") == (
        "[errors]\n"
        "# errors[404] is a key of this spelling for the second time, which TOML cannot hold"
        "  # config.production.yaml:1 (base: base @ config.yaml:1); a key of type int\n"
        '404 = "variable"  # ML_ERRORS_404 in process environment (base: text @ config.yaml:1)\n'
        "\n[errors.only]\n"
        '7 = "seven"  # config.yaml:1; a key of type int\n'
    )
    assert "# errors[404]: no variable can set this key  # config.production.yaml:1" in effective_text(
        report, "dotenv"
    )


def test_a_key_may_be_asked_for_without_brackets(tmp_path: Path) -> None:
    """Where no text key is meant."""
    report = report_of(tmp_path, {"config.yaml": "errors: {404: a, true: b}\nboth: {5: a, '5': b}\n"})
    request = Request(tmp_path)

    for typed, key in [("errors.404", "errors[404]"), ("errors.true", "errors[true]"), ("both.5", "both.5")]:
        meant = asked(report, request, typed)
        assert meant is not None
        assert meant.key == key
    with pytest.raises(AmbiguousKeyError):
        asked(report, request, "BOTH.5")


def test_a_schema_names_its_keys_in_text(tmp_path: Path) -> None:
    """Its words, its secrets and its violations belong to the key of the application."""
    schema = {
        "properties": {
            "errors": {
                "properties": {"404": {"type": "integer", "description": "Not found.", "writeOnly": True}},
                "additionalProperties": False,
            }
        }
    }
    files = {"config.yaml": "errors: {404: s3cr3tword, 500: x}\n", "schema.json": json.dumps(schema)}
    report_of(tmp_path, files)
    toml = {"inspector.toml": 'dialect = "layered"\nschema = "schema.json"\n'}

    report = report_of(tmp_path, toml)

    setting = report.setting("errors[404]")
    assert setting is not None
    assert (setting.secret, setting.description) == (True, "Not found.")
    assert [finding.key for finding in found(report, "invalid-value")] == ["errors[404]"]
    assert [finding.key for finding in found(report, "unknown-key")] == ["errors[500]"]
    text = report.texts["config.yaml"]
    assert [text.text[start:end] for start, end in text.secrets] == ["s3cr3tword"]
