"""The example service: Inspector and the service's own loader agree on everything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inspector.base.findings import Finding, Severity
from inspector.config.report import Report, Request, build_report

ENVIRONMENTS = ("development", "staging", "production")

_MERGED = """
import json, sys, settings
print(json.dumps(settings.merged(sys.argv[1])))
"""

# The keys that validation refuses; none when the service starts.
_PROBLEMS = """
import json, sys, pydantic, settings
try:
    settings.load(sys.argv[1])
except pydantic.ValidationError as error:
    print(json.dumps([".".join(problem["loc"]) for problem in error.errors()]))
else:
    print("[]")
"""


@pytest.fixture
def example(root: Path) -> Path:
    """The example's folder."""
    return root / "resources" / "examples" / "ml-service"


def _service(example: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python beside the service's code with exactly these variables."""
    keep = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-B", *words],
        cwd=example,
        env={**keep, "PYTHONUTF8": "1", **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def _report(example: Path, environment: str, **variables: str) -> Report:
    return build_report(
        Request(
            workspace=example, environment=environment, environ=tuple(variables.items()), environ_label="test"
        )
    )


def _tree(report: Report) -> dict[str, Any]:
    """The effective values, nested as the service has them."""
    tree: dict[str, Any] = {}
    for setting in report.settings:
        *sections, last = setting.path
        branch = tree
        for section in sections:
            branch = branch.setdefault(section, {})
        branch[last] = setting.value
    return tree


def _within(key: str, section: str) -> bool:
    """An unknown section is one refusal, and its finding may name a setting in it."""
    return key == section or key.startswith(f"{section}.")


def _tells_of(finding: Finding, section: str) -> bool:
    """A variable that lands elsewhere is a finding about the key that it misses."""
    return _within(finding.key or "", section) or f" lands on {section}." in finding.message


def _errors(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"ML_DATABASE_HOST": "db.example.com", "ML_TRAINING_EPOCHS": "7", "ML_LOGGING_LEVEL": ""},
        {"ML_MODEL_THRESHOLD": "9e-1", "ML_SERVER_PORT": "08080", "OTHER": "1", "ml_server_port": "1"},
        {"ML_ALERTS": "off", "ML_A_B_C": "1_000", "ML_SERVICE__NAME": "x"},
    ],
    ids=["none", "plain", "numbers", "odd"],
)
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_inspector_and_the_service_get_the_same_values(
    example: Path, environment: str, variables: dict[str, str]
) -> None:
    """Every value and its type is what the service's own loader puts together."""
    done = _service(example, "-c", _MERGED, environment, **variables)

    assert done.stderr == ""
    assert _tree(_report(example, environment, **variables)) == json.loads(done.stdout)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_service_refuses_what_inspector_calls_an_error(example: Path, environment: str) -> None:
    """Every error is a refusal by pydantic, and no refusal goes without an error or a warning."""
    refused = json.loads(_service(example, "-c", _PROBLEMS, environment).stdout)
    report = _report(example, environment)
    errors = [finding.key or "" for finding in _errors(report)]
    told = [finding for finding in report.findings if finding.severity is not Severity.INFO]

    assert [error for error in errors if not any(_within(error, key) for key in refused)] == []
    assert [key for key in refused if not any(_tells_of(finding, key) for finding in told)] == []


@pytest.mark.parametrize(
    ("variables", "exception"),
    [
        ({"ML_SERVICE_NAME_X": "1"}, "AttributeError: 'str' object has no attribute 'setdefault'"),
        ({"ML_SERVICE_NAME_X_Y": "1"}, "AttributeError: 'str' object has no attribute 'setdefault'"),
        ({"ML_DATABASE": "off"}, "TypeError: 'str' object does not support item assignment"),
        ({"ML_MODEL_LABELS_X": "1"}, "TypeError: list indices must be integers or slices, not str"),
    ],
)
def test_what_stops_the_service_is_a_finding_that_names_it(
    example: Path, variables: dict[str, str], exception: str
) -> None:
    """A variable that runs into a value crashes the start; the finding says with what."""
    done = _service(example, "-c", _MERGED, "development", **variables)
    findings = _errors(_report(example, "development", **variables))

    last_line = done.stderr.strip().splitlines()[-1]
    assert any(last_line in finding.message for finding in findings), (last_line, findings)


def test_the_schema_is_that_of_the_models(example: Path) -> None:
    """settings.schema.json is what the pydantic models say, so that both can be trusted."""
    code = "import json, settings; print(json.dumps(settings.Settings.model_json_schema()))"
    schema = json.loads((example / "settings.schema.json").read_text("utf-8"))

    assert schema.pop("$schema") == "https://json-schema.org/draft/2020-12/schema"
    assert schema == json.loads(_service(example, "-c", code).stdout)


def test_the_service_starts_in_development_only(example: Path) -> None:
    """As its README says; what it prints has no password."""
    done = {name: _service(example, "settings.py", name) for name in ENVIRONMENTS}

    assert {name: result.returncode for name, result in done.items()} == {
        "development": 0,
        "staging": 1,
        "production": 1,
    }
    assert json.loads(done["development"].stdout)["database"]["password"] == "**********"
    assert "12398745" not in done["production"].stderr
    assert "trainig: Extra inputs are not permitted" in done["production"].stderr
