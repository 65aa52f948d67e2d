"""One finding per cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.report.telling import told_once
from inspector.config.resolve import Status
from tests.config.workspace import report_of


def _schema(rule: str) -> str:
    return f'{{"properties": {{"a": {{"properties": {{"password": {rule}, "v": {rule}}}}}}}}}'


@pytest.mark.parametrize(
    ("text", "environ", "rule", "code", "message"),
    [
        (
            "a: {v: NO}\n",
            {},
            '{"type": "string"}',
            "yaml-word-read-as-bool",
            "a.v: NO is read as false (YAML 1.1). The schema wants text.",
        ),
        (
            "a: {v: x}\n",
            {"ML_A_V": "False"},
            '{"type": "boolean"}',
            "text-looks-like-bool",
            "ML_A_V stays the text “False”, which counts as true. The schema wants true or false.",
        ),
        (
            "a: {password: x}\n",
            {"ML_A_PASSWORD": "007"},
            '{"type": "string", "pattern": "^[a-z]+$"}',
            "secret-changed-by-coercion",
            "ML_A_PASSWORD becomes a number (int): the application does not get the secret that was written. "
            "The schema wants text that matches ^[a-z]+$.",
        ),
        (
            "a: {v: 1e-5}\n",
            {},
            '{"type": "number", "minimum": 0}',
            "yaml-text-looks-like-number",
            "a.v: 1e-5 is read as text (YAML 1.1), not as the number 1e-05. "
            "The schema wants a number, at least 0.",
        ),
        (
            "a: {v: 010}\n",
            {},
            '{"const": "A10"}',
            "yaml-number-surprise",
            "a.v: 010 is read as 8 (YAML 1.1); YAML 1.2 reads the int 10. The schema wants exactly A10.",
        ),
        (
            "a: {v: 2020-01-01}\n",
            {},
            '{"type": "string"}',
            "yaml-read-as-date",
            "In config.yaml a.v is read as a date, not as text. The schema wants text.",
        ),
        (
            "a: {v: x}\n",
            {"ML_A_V": "[1]"},
            '{"type": "array"}',
            "text-looks-like-list",
            "ML_A_V stays the text “[1]” and is no list. The schema wants a list.",
        ),
        (
            "a: {v: x}\n",
            {"ML_A_V": ""},
            '{"not": {"const": ""}}',
            "variable-empty",
            "ML_A_V is empty, and the empty text replaces the value of config.yaml. The schema refuses it.",
        ),
    ],
)
def test_the_cause_tells_what_the_schema_refuses(
    text: str, environ: dict[str, str], rule: str, code: str, message: str, tmp_path: Path
) -> None:
    """A rule that says why a value is wrong stands for the violation, as an error with both places."""
    report = report_of(
        tmp_path, {"config.schema.json": _schema(rule), "config.yaml": text}, environ, environment=None
    )

    (finding,) = [finding for finding in report.findings if finding.severity is not Severity.INFO]
    assert (finding.code, finding.severity, finding.message) == (code, Severity.ERROR, message)
    assert finding.places[-1].path == "config.schema.json"
    assert finding.key is not None
    setting = report.setting(finding.key)
    assert setting is not None
    assert setting.source.status is Status.INVALID


def test_causes_of_values_that_fit_stay_warnings(tmp_path: Path) -> None:
    """What the schema accepts is no error."""
    files = {"config.schema.json": _schema('{"type": "string"}'), "config.yaml": "a: {v: 1e-5}\n"}

    (finding,) = report_of(tmp_path, files, environment=None).findings

    assert finding.severity is Severity.WARNING
    assert finding.message == "a.v: 1e-5 is read as text (YAML 1.1), not as the number 1e-05."


def test_types_that_differ_for_a_reason_are_told_with_it(tmp_path: Path) -> None:
    """The reason has the place of the other layer's value, and no finding of its own tells of the types."""
    files = {"config.yaml": "rate: 0.5\n", "config.production.yaml": "rate: 1e-5\n"}

    (finding,) = report_of(tmp_path, files).findings

    assert finding.code == "yaml-text-looks-like-number"
    assert [str(place) for place in finding.places] == ["config.production.yaml:1:7", "config.yaml:1:7"]


def test_a_mistyped_key_is_told_by_the_schema_that_refuses_it(tmp_path: Path) -> None:
    """Not again because lower layers have a key like it; without a schema that refuses it, it is."""
    files = {"config.yaml": "training: {epochs: 1}\n", "config.production.yaml": "trainig: {epochs: 2}\n"}
    schema = '{"properties": {"training": {}}, "additionalProperties": %s}'

    free = report_of(tmp_path / "free", {**files, "config.schema.json": schema % "true"})
    strict = report_of(tmp_path / "strict", {**files, "config.schema.json": schema % "false"})

    assert [finding.code for finding in free.findings] == ["key-near-miss"]
    assert [finding.code for finding in strict.findings] == ["unknown-key"]


def test_what_the_application_refuses_is_told_by_its_refusal() -> None:
    """A guess about the same variable does not take its place, as it does for what a schema alone refuses."""
    place = Place(".env", 1, 5, variable="PRT")
    guess = Finding("variable-lands-elsewhere", Severity.WARNING, "PRT sets prt.", "prt", places=(place,))
    refusal = Finding("unknown-key", Severity.ERROR, "Settings refuses PRT.", "prt", places=(place,))

    assert told_once([guess], [refusal], [], [refusal]) == [refusal]
    assert [finding.message for finding in told_once([guess], [refusal], [])] == ["PRT sets prt."]
