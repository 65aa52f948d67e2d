"""One finding per cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.base.findings import Severity
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
            "a: {v: x}\n",
            {"ML_A_V": ""},
            '{"not": {"const": ""}}',
            "variable-empty",
            "ML_A_V is empty, and the empty text replaces the value of base. The schema refuses it.",
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
