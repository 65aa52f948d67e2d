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

# What the loader puts together, or the exception that stops it, for each case of environment and variables.
_MERGED = """
import json, os, sys, settings
outcomes = []
for environment, variables in json.loads(sys.argv[1]):
    os.environ.clear()
    os.environ.update(variables)
    try:
        outcomes.append(["values", settings.merged(environment)])
    except Exception as error:
        outcomes.append(["stops", f"{type(error).__name__}: {error}"])
print(json.dumps(outcomes))
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
    tree: dict[Any, Any] = {}
    for setting in report.settings:
        *sections, last = setting.path
        branch = tree
        for section in sections:
            branch = branch.setdefault(section, {})
        branch[last] = setting.value
    return tree


def _reordered(theirs: Any, ours: Any) -> Any:
    """Their value with its mappings in the order of ours: order is no difference."""
    if isinstance(theirs, dict) and isinstance(ours, dict) and theirs.keys() == ours.keys():
        return {key: _reordered(theirs[key], ours[key]) for key in ours}
    return theirs


def _within(key: str, section: str) -> bool:
    """An unknown section is one refusal, and its finding may name a setting in it."""
    return key == section or key.startswith(f"{section}.")


def _tells_of(finding: Finding, section: str) -> bool:
    """A variable that lands elsewhere is a finding about the key that it misses."""
    return _within(finding.key or "", section) or f" lands on {section}." in finding.message


def _errors(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.severity is Severity.ERROR]


def _outcomes(example: Path, cases: list[tuple[str, dict[str, str]]]) -> list[tuple[str, Any]]:
    done = _service(example, "-c", _MERGED, json.dumps(cases))
    assert done.stderr == ""
    return [(kind, result) for kind, result in json.loads(done.stdout)]


def test_inspector_and_the_service_get_the_same_values(example: Path) -> None:
    """Every value and its type is what the service's own loader puts together."""
    variables: list[dict[str, str]] = [
        {},
        {"ML_DATABASE_HOST": "db.example.com", "ML_TRAINING_EPOCHS": "7", "ML_LOGGING_LEVEL": ""},
        {"ML_MODEL_THRESHOLD": "9e-1", "ML_SERVER_PORT": "08080", "OTHER": "1", "ml_server_port": "1"},
        {"ML_ALERTS": "off", "ML_A_B_C": "1_000", "ML_SERVICE__NAME": "x", "ML_QUEUE_RETRIES": "1e400"},
    ]
    cases = [(environment, some) for environment in ENVIRONMENTS for some in variables]
    theirs = _outcomes(example, cases)
    ours = [("values", _tree(_report(example, environment, **some))) for environment, some in cases]

    assert len(ours) == 12
    # Equal as text, too: 1 and 1.0 and true are different values.
    assert [repr(outcome) for outcome in ours] == [
        repr((kind, _reordered(values, mine))) for (kind, values), (_, mine) in zip(theirs, ours, strict=True)
    ]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_service_refuses_what_inspector_calls_an_error(example: Path, environment: str) -> None:
    """Every error is a refusal by pydantic, and no refusal goes without an error or a warning."""
    refused = json.loads(_service(example, "-c", _PROBLEMS, environment).stdout)
    report = _report(example, environment)
    told = [finding for finding in report.findings if finding.severity is not Severity.INFO]

    assert [error for error in _errors(report) if not any(_tells_of(error, key) for key in refused)] == []
    assert [key for key in refused if not any(_tells_of(finding, key) for finding in told)] == []


def test_what_stops_the_service_is_a_finding_that_names_it(example: Path) -> None:
    """A variable that runs into a value crashes the start; the finding says with what."""
    cases = [
        ("development", {"ML_SERVICE_NAME_X": "1"}),
        ("development", {"ML_SERVICE_NAME_X_Y": "1"}),
        ("development", {"ML_DATABASE": "off"}),
        ("production", {"ML_TRAINING": "off"}),
        ("staging", {"ML_MODEL_LABELS_X": "1"}),
    ]
    outcomes = _outcomes(example, cases)
    messages = [
        " ".join(finding.message for finding in _errors(_report(example, environment, **variables)))
        for environment, variables in cases
    ]

    assert [kind for kind, _ in outcomes] == ["stops"] * len(cases)
    assert len({exception for _, exception in outcomes}) == 3
    assert [
        exception for (_, exception), told in zip(outcomes, messages, strict=True) if exception not in told
    ] == []


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
