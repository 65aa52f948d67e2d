"""Violations in plain words, with the value's place and the rule's."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from inspector.config.resolve import Status
from tests.config.workspace import found, report_of


def _schema(**properties: Any) -> str:
    return json.dumps({"type": "object", "properties": properties}, indent=1)


@pytest.mark.parametrize(
    ("rule", "value", "said"),
    [
        ({"maximum": 9}, "10", "a is 10: must be at most 9."),
        ({"minimum": 1}, "0", "a is 0: must be at least 1."),
        ({"exclusiveMinimum": 0}, "0", "a is 0: must be greater than 0."),
        ({"exclusiveMaximum": 1}, "1.5", "a is 1.5: must be less than 1."),
        ({"multipleOf": 8}, "12", "a is 12: must be a multiple of 8."),
        ({"multipleOf": 0.1}, ".inf", "a is Infinity: must be a multiple of 0.1."),
        ({"type": "integer"}, "x", 'a is "x": must be a whole number.'),
        ({"type": ["string", "null"]}, "5", "a is 5: must be text or null."),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "5", "a is 5: must be text or null."),
        ({"type": "boolean"}, "1", "a is 1: must be true or false."),
        ({"type": "number"}, "~", "a is null: must be a number."),
        ({"enum": ["cpu", "cuda", 3]}, "tpu", 'a is "tpu": must be one of cpu, cuda, 3.'),
        ({"const": "x"}, "y", 'a is "y": must be x.'),
        ({"pattern": "^[a-z]+$"}, "A1", 'a is "A1": must be text that matches ^[a-z]+$.'),
        ({"minLength": 3}, "ab", 'a is "ab": must be at least 3 characters long.'),
        ({"type": "array", "minItems": 2}, "[1]", "a is [1]: must be a list of at least 2 items."),
        ({"type": "array", "items": {"type": "integer"}}, "[1, x]", 'a[1] is "x": must be a whole number.'),
        (
            {"type": "array", "uniqueItems": True},
            "[1, 1]",
            "a is [1, 1]: must be a list without repeated items.",
        ),
        ({"not": {"const": 5}}, "5", "a is 5: breaks the rule not of the schema."),
    ],
)
def test_violation_in_words(rule: dict[str, Any], value: str, said: str, tmp_path: Path) -> None:
    """Each rule of JSON Schema reads as a sentence."""
    report = report_of(
        tmp_path, {"config.schema.json": _schema(a=rule), "config.yaml": f"a: {value}\n"}, environment=None
    )

    (finding,) = found(report, "invalid-value")
    assert finding.message == said
    assert finding.key == "a"
    assert finding.places[0].path == "config.yaml"
    assert finding.places[-1].path == "config.schema.json"


def test_the_rule_is_found_behind_references(tmp_path: Path) -> None:
    """The second place is the very keyword, also behind `$ref`."""
    schema = """{
  "$defs": {"Port": {
    "type": "integer",
    "maximum": 65535}},
  "properties": {"database": {"properties": {"port": {"$ref": "#/$defs/Port"}}}}
}"""
    files = {
        "config.schema.json": schema,
        "config.yaml": "database: {port: 5432}\n",
        "config.production.yaml": "database:\n  port: 70000\n",
    }

    report = report_of(tmp_path, files)

    (finding,) = found(report, "invalid-value")
    assert finding.message == "database.port is 70000: must be at most 65535. Also set in base (5432)."
    assert [str(place) for place in finding.places] == [
        "config.production.yaml:2:9",
        "config.schema.json:4:5",
    ]
    assert "base counts" in finding.hint
    setting = report.setting("database.port")
    assert setting is not None
    assert setting.source.status is Status.INVALID
    assert setting.source is setting.candidates[-1]
    assert setting.constraint == "A whole number, at most 65535."


def test_defaults_become_a_layer(tmp_path: Path) -> None:
    """Defaults have places in the schema, and descriptions and constraints reach the settings."""
    schema = json.dumps(
        {
            "properties": {
                "a": {"$ref": "#/$defs/A", "description": "All of a."},
                "list": {"default": [1]},
                "map": {"default": {"x": 1}, "properties": {"x": {"default": 2}, "y": {"default": 3}}},
                "maybe": {"anyOf": [{"$ref": "#/$defs/A"}, {"type": "null"}], "default": None},
            },
            "$defs": {"A": {"properties": {"size": {"default": 8, "description": "How big.", "minimum": 1}}}},
        },
        indent=1,
    )

    report = report_of(tmp_path, {"config.schema.json": schema, "config.yaml": "z: 1\n"}, environment=None)

    assert {setting.key: setting.value for setting in report.settings} == {
        "a.size": 8,
        "list": [1],
        "map.x": 1,
        "maybe": None,
        "z": 1,
    }
    size = report.setting("a.size")
    assert size is not None
    assert (size.description, size.constraint) == ("How big.", "At least 1.")
    assert size.source.raw is None
    text = schema.splitlines()[(size.source.place.line or 0) - 1]
    assert text[(size.source.place.column or 0) - 1 :].startswith("8")
    assert report.layers[0].id == "default:config.schema.json"
    assert report.layers[0].size == 4


def test_required_keys(tmp_path: Path) -> None:
    """A missing key names the variable that could set it, and the rule's place."""
    schema = json.dumps({"required": ["a_b", "c"], "properties": {"a_b": {}, "c": {}}}, indent=1)

    report = report_of(tmp_path, {"config.schema.json": schema, "config.yaml": "{}\n"}, environment=None)

    findings = found(report, "missing-required")
    assert [(f.key, f.hint) for f in findings] == [
        (
            "a_b",
            "Write it in a file. ML_A_B would set it if names were split at __, which the application "
            "does not do today.",
        ),
        ("c", "Write it in a file, or set ML_C."),
    ]
    assert findings[0].message == "a_b is required, and no layer sets it."
    assert findings[0].places[0].path == "config.schema.json"


def test_unknown_keys(tmp_path: Path) -> None:
    """An unknown key is told once, with the known one close to it, and where it is written."""
    schema = json.dumps(
        {"additionalProperties": False, "properties": {"training": {}}, "patternProperties": {"^x-": {}}}
    )
    files = {
        "config.schema.json": schema,
        "config.yaml": "trainig: {epochs: 1, size: 2}\nx-a: 1\nzebra: 1\n",
        "config.production.yaml": "trainig: {epochs: 2}\n",
    }

    first, second = sorted(
        found(report_of(tmp_path, files), "unknown-key"), key=lambda finding: finding.key or ""
    )

    assert first.message == "trainig is unknown. Did you mean training?"
    assert [str(place) for place in first.places[:2]] == ["config.production.yaml:1:1", "config.yaml:1:1"]
    assert second.message == "zebra is unknown."


def test_secrets_stay_hidden(tmp_path: Path) -> None:
    """A violated rule on a secret says what kind of value is there, not which."""
    schema = _schema(pin={"format": "password", "type": "string"}, api_key={"maxLength": 3})
    files = {
        "config.schema.json": schema,
        "config.yaml": "pin: 918273645\napi_key: abcdef-123456\n",
        "config.production.yaml": "api_key: ghijkl-789012\n",
    }

    report = report_of(tmp_path, files)

    said = {finding.key: finding.message for finding in found(report, "invalid-value")}
    assert said == {
        "pin": "pin is a whole number: must be text.",
        "api_key": "api_key is text: must be at most 3 characters long. Also set in base (hidden).",
    }
    pin = report.setting("pin")
    assert pin is not None
    assert pin.secret


_READS_JSON = 'dialect = "custom"\nprefix = "ML_"\nlayers = [{path = "config.yaml", kind = "base"}]\n'
_READS_JSON += '[variables]\nvalues = "json"\n'


@pytest.mark.parametrize(
    ("declared", "wanted", "text", "hint"),
    [
        ("", "boolean", "maybe", "No variable gives true or false here: set a in a file, and remove ML_A."),
        ("", "array", "x", "No variable gives a list here: set a in a file, and remove ML_A."),
        ("", "integer", "many", "Write a whole number in ML_A, such as ML_A=1."),
        ("", ["integer", "null"], "x", "Write a whole number in ML_A, such as ML_A=1."),
        (
            "",
            "string",
            "12",
            "A text that looks like a number becomes one in ML_A: set a in a file, in quotes.",
        ),
        (_READS_JSON, "boolean", "maybe", "Write true or false in ML_A, such as ML_A=true."),
        (_READS_JSON, "array", "x", """Write a list in ML_A, such as ML_A='["a", "b"]'."""),
        (_READS_JSON, "string", "12", "Write text in ML_A, such as ML_A='\"12\"'."),
    ],
)
def test_advice_is_what_works_in_the_dialect(
    declared: str, wanted: str | list[str], text: str, hint: str, tmp_path: Path
) -> None:
    """A text that gives the type that is wanted, where a variable has one."""
    files = {"config.schema.json": _schema(a={"type": wanted}), "config.yaml": "b: 1\n"}
    files |= {"inspector.toml": declared} if declared else {}

    (finding,) = found(report_of(tmp_path, files, {"ML_A": text}), "invalid-value")

    assert finding.hint == hint


def test_advice_never_repeats_a_secret(tmp_path: Path) -> None:
    """Its text is not the example."""
    files = {"config.schema.json": _schema(password={"type": "string"}), "config.yaml": "b: 1\n"}
    files["inspector.toml"] = _READS_JSON

    (finding,) = found(report_of(tmp_path, files, {"ML_PASSWORD": "83729102"}), "invalid-value")

    assert "83729102" not in finding.hint
    assert finding.hint == "Write text in ML_PASSWORD, such as '\"12\"'."


def test_advice_for_texts_of_variables(tmp_path: Path) -> None:
    """Who wrote `maybe` into a variable learns that no variable can give a true or false."""
    files = {"config.schema.json": _schema(cache={"type": "boolean"}), "config.yaml": "cache: true\n"}

    (finding,) = found(report_of(tmp_path, files, {"ML_CACHE": "maybe"}), "invalid-value")

    assert finding.message == 'cache is "maybe": must be true or false. Also set in base (true).'
    assert finding.hint == "No variable gives true or false here: set cache in a file, and remove ML_CACHE."


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ('{"type": 5}', "is no valid JSON Schema: type"),
        ('{"$ref": "https://example.com/other.json"}', "refers to https://example.com/other.json"),
        ('{"properties": {"a": {"$ref": "other.json#/x"}}}', "refers to other.json#/x"),
        ('{"properties": {"a": {"$ref": "#/$defs/none"}}}', "refers to"),
        ('{"properties": {"a": {"pattern": "("}}}', "properties/a/pattern must be of the format regex"),
        (
            '{"odd": {"pattern": "("}, "properties": {"a": {"$ref": "#/odd"}}}',
            f"be applied ({re.error.__name__})",
        ),
        (
            '{"odd": {"minLength": "x"}, "properties": {"a": {"$ref": "#/odd"}}}',
            "be applied (TypeError)",
        ),
        ('{"properties": {"a": {"$ref": "#/properties/a"}}}', "refers to itself without end"),
    ],
)
def test_a_broken_schema_is_a_finding(schema: str, words: str, tmp_path: Path) -> None:
    """Nothing is fetched, nothing is raised, and the settings still show."""
    report = report_of(tmp_path, {"config.schema.json": schema, "config.yaml": "a: x\n"}, environment=None)

    (finding,) = found(report, "schema-broken")
    assert words in finding.message
    assert finding.places[0].path == "config.schema.json"
    assert [setting.key for setting in report.settings] == ["a"]


def test_a_schema_that_is_no_json_is_a_finding(tmp_path: Path) -> None:
    """The reader's own finding tells where the file breaks."""
    report = report_of(tmp_path, {"config.schema.json": '{"a": ', "config.yaml": "a: x\n"}, environment=None)

    assert [finding.code for finding in report.findings] == ["broken-file"]


def test_a_mapping_that_breaks_a_rule(tmp_path: Path) -> None:
    """A rule on a whole mapping is told at the mapping's own key."""
    files = {
        "config.schema.json": _schema(a={"type": "string"}, b={"minProperties": 2}),
        "config.yaml": "a: {x: 1}\nb: {y: 1}\n",
    }

    findings = found(report_of(tmp_path, files, environment=None), "invalid-value")

    assert [(f.key, f.message, str(f.places[0])) for f in findings] == [
        ("a", "a: must be text.", "config.yaml:1:1"),
        ("b", "b: must be a mapping of at least 2 settings.", "config.yaml:2:1"),
    ]


def test_schemas_that_refer_to_themselves(tmp_path: Path) -> None:
    """A tree of nodes has keys without end; those that are written are checked."""
    schema = json.dumps(
        {
            "$defs": {
                "Node": {"properties": {"size": {"type": "integer"}, "next": {"$ref": "#/$defs/Node"}}}
            },
            "properties": {"a": {"$ref": "#/$defs/Node"}, "list": {"$ref": "#/allOf/0"}},
            "allOf": [{"properties": {"b": {"default": 1}}}],
        }
    )

    files = {"config.schema.json": schema, "config.yaml": "a: {next: {next: {size: x}}}\n"}
    report = report_of(tmp_path, files, environment=None)

    assert [f.key for f in found(report, "invalid-value")] == ["a.next.next.size"]
    assert report.values["b"] == 1


@pytest.mark.parametrize("text", ["'1': {a: {}}\n1: {a: {b: 2}}\n", "'1': 5\n1: {a: {b: 2}}\n"])
def test_keys_that_are_the_same_as_text(text: str, tmp_path: Path) -> None:
    """They are one key for the schema, and stay two settings that nothing changes."""
    files = {"config.yaml": text, "config.schema.json": _schema(x={})}

    report = report_of(tmp_path, files, environment=None)

    assert found(report, "schema-broken") == []
    assert report.values[1] == {"a": {"b": 2}}
    assert report.values["1"] in (5, {"a": {}})
