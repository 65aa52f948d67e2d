"""Each rule finds what it is for, at the right place, and is silent otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from inspector.base.findings import Severity
from inspector.config.rules import RULES
from tests.config.workspace import found, report_of

_BASE = """\
training:
  batch_size: 32
  epochs: 3
model: resnet
version: "3.1"
rate: 0.5
debug: false
layers: [1, 2]
"""
_PRODUCTION = "rate: 0.25\n"

# What is special about the workspace, then the finding: code, key, words of the message, places.
_CASES: Sequence[tuple[Mapping[str, str], Mapping[str, str], str, str | None, str, Sequence[str]]] = (
    (
        {".env.production": "\nML_TRAINING_BATCH_SIZE=64\n"},
        {},
        "variable-lands-elsewhere",
        "training.batch_size",
        "ML_TRAINING_BATCH_SIZE lands on training.batch.size; training.batch_size cannot be set",
        [".env.production:2:24 ML_TRAINING_BATCH_SIZE", "config.yaml:2:15"],
    ),
    (
        {},
        {"ML_TRAINING_EPOCH": "5"},
        "variable-lands-elsewhere",
        "training.epoch",
        "training.epoch, which is unknown. Did you mean training.epochs?",
        ["ML_TRAINING_EPOCH", "config.yaml:3:11"],
    ),
    (
        {},
        {"ML_PLATFORM": "x"},
        "variable-lands-elsewhere",
        "platform",
        "sets platform, which no file and no schema knows",
        ["ML_PLATFORM"],
    ),
    (
        {},
        {"ML_MODEL_NAME": "x"},
        "variable-crashes-start",
        "model",
        "model is no mapping: the application stops at start with TypeError: 'str' object does not support",
        ["ML_MODEL_NAME", "config.yaml:4:8"],
    ),
    (
        {"config.yaml": "# empty\n", "config.production.yaml": "# empty\n"},
        {},
        "file-crashes-start",
        None,
        "AttributeError: 'NoneType' object has no attribute 'copy'",
        ["config.yaml", "config.production.yaml"],
    ),
    (
        {},
        {"ML_TRAINING": "9"},
        "variable-replaces-mapping",
        "training",
        "ML_TRAINING replaces all of training: its 2 settings are gone.",
        ["ML_TRAINING", "config.yaml:1:1"],
    ),
    (
        {},
        {"ML_TRAINING__EPOCHS": "9"},
        "variable-malformed",
        "training.epochs",
        'lands on training."".epochs',
        ["ML_TRAINING__EPOCHS"],
    ),
    (
        {},
        {"ml_MODEL": "x"},
        "variable-near-miss",
        None,
        "ml_MODEL is ignored: the prefix is ML_",
        ["ml_MODEL"],
    ),
    (
        {},
        {"ML_RATE": "1", "ML_rate": "2"},
        "variable-order-decides",
        "rate",
        "ML_RATE and ML_rate both set rate; ML_rate wins because it comes later.",
        ["ML_rate", "ML_RATE"],
    ),
    (
        {},
        {"ML_A_B": "1", "ML_A": "2"},
        "variable-order-decides",
        "a",
        "ML_A comes after ML_A_B and takes its key",
        ["ML_A", "ML_A_B"],
    ),
    (
        {},
        {"ML_A": "1", "ML_A_B": "2"},
        "variable-order-decides",
        "a.b",
        "ML_A_B comes after ML_A and cannot go below it",
        ["ML_A_B", "ML_A"],
    ),
    (
        {},
        {"ML_DEBUG": "false"},
        "text-looks-like-bool",
        "debug",
        "ML_DEBUG stays the text “false”, which counts as true.",
        ["ML_DEBUG"],
    ),
    (
        {},
        {"ML_MODEL": ""},
        "variable-empty",
        "model",
        "ML_MODEL is empty, and the empty text replaces the value of base.",
        ["ML_MODEL", "config.yaml:4:8"],
    ),
    (
        {},
        {"ML_VERSION": "3.10"},
        "number-changed",
        "version",
        "ML_VERSION is “3.10” and becomes the float 3.1.",
        ["ML_VERSION"],
    ),
    (
        {},
        {"ML_RATE": "1e400"},
        "number-changed",
        "rate",
        "becomes the float inf",
        ["ML_RATE"],
    ),
    (
        {".env": "ML_DB_PASSWORD=00123\n"},
        {},
        "secret-changed-by-coercion",
        "db.password",
        "the application does not get the secret that was written",
        [".env:1:16 ML_DB_PASSWORD"],
    ),
    (
        {"config.production.yaml": "rate: 1e-5\n"},
        {},
        "yaml-text-looks-like-number",
        "rate",
        "rate: 1e-5 is read as text (YAML 1.1), not as the number 1e-05.",
        ["config.production.yaml:1:7"],
    ),
    (
        {"config.production.yaml": "country: NO\n"},
        {},
        "yaml-word-read-as-bool",
        "country",
        "country: NO is read as false (YAML 1.1).",
        ["config.production.yaml:1:10"],
    ),
    (
        {"config.production.yaml": "on: 1\n"},
        {},
        "yaml-word-read-as-bool",
        "True",
        "The key on is read as True",
        ["config.production.yaml:1:1"],
    ),
    (
        {"config.production.yaml": "times: [1:30, 7]\n"},
        {},
        "yaml-number-surprise",
        "times",
        "times: 1:30 is read as 90 (YAML 1.1); YAML 1.2 reads the text 1:30.",
        ["config.production.yaml:1:9"],
    ),
    (
        {"config.production.yaml": "training:\n"},
        {},
        "null-replaces-mapping",
        "training",
        "config.production.yaml sets training to null, and its 2 settings are gone.",
        ["config.production.yaml:1:1", "config.yaml:1:1"],
    ),
    (
        {"config.production.yaml": "model: {name: x}\n"},
        {},
        "type-conflict",
        "model",
        "model is a single value (str) in config.yaml and a mapping in config.production.yaml",
        ["config.production.yaml:1:1", "config.yaml:4:1"],
    ),
    (
        {"config.production.yaml": "layers: [3]\n"},
        {},
        "list-replaced",
        "layers",
        "config.production.yaml replaces the list layers as a whole",
        ["config.production.yaml:1:9", "config.yaml:8:9"],
    ),
    (
        {"config.production.yaml": "model: resnet\n"},
        {},
        "equal-override",
        "model",
        "config.production.yaml says again what a lower layer says: model.",
        ["config.production.yaml:1:8", "config.yaml:4:8"],
    ),
    (
        {".env": "ML_MODEL=a\n"},
        {"ML_MODEL": "b"},
        "dotenv-shadowed",
        None,
        "ML_MODEL in .env is ignored: process environment already has it.",
        [".env:1:10 ML_MODEL", "ML_MODEL"],
    ),
    (
        {},
        {},
        "unreachable-key",
        "training.batch_size",
        "1 of 7 settings cannot be set by a variable: training.batch_size.",
        ["config.yaml:2:3"],
    ),
)


@pytest.mark.parametrize(
    ("files", "environ", "code", "key", "words", "places"), _CASES, ids=[f"{c[2]}-{c[3]}" for c in _CASES]
)
def test_finding(
    files: dict[str, str],
    environ: dict[str, str],
    code: str,
    key: str | None,
    words: str,
    places: list[str],
    tmp_path: Path,
) -> None:
    """The workspace shows exactly this finding of its code."""
    workspace = {"config.yaml": _BASE, "config.production.yaml": _PRODUCTION, **files}

    report = report_of(tmp_path, workspace, environ)

    (finding,) = found(report, code)
    assert finding.key == key
    assert words in finding.message
    assert [str(place) for place in finding.places] == places
    assert finding.hint
    assert "  " not in finding.message + finding.hint


def test_every_rule_has_a_case() -> None:
    """No rule is without a workspace that shows it; the missing file has tests of its own."""
    assert {case[2] for case in _CASES} | {"environment-file-missing"} == {rule.code for rule in RULES}


def test_a_healthy_workspace_is_quiet(tmp_path: Path) -> None:
    """Overrides, numbers and real booleans are no findings."""
    files = {
        "config.yaml": "a: {rate: 0.5, debug: true}\nb: [1]\nc: 08x\nd: 1.0e-5\n",
        "config.production.yaml": "a: {rate: 0.25}\n",
        ".env": "ML_A_RATE=0.10\nOTHER=true\n",
    }

    assert report_of(tmp_path, files, {"PATH": "/bin", "MLFLOW_URI": "x"}).findings == ()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (
            "prod",
            "config.prod.yaml does not exist, so that nothing of the environment prod applies. "
            "Did you mean production?",
        ),
        ("Production", "Did you mean production?"),
        ("moon", "nothing of the environment moon applies."),
    ],
)
def test_environment_without_a_file(asked: str, words: str, tmp_path: Path) -> None:
    """A name that nobody wrote a file for is told, with the one that was meant."""
    files = {"config.yaml": "a: 1\n", "config.production.yaml": "a: 2\n"}

    report = report_of(tmp_path, files, environment=asked)

    (finding,) = found(report, "environment-file-missing")
    assert words in finding.message


def test_environment_comes_from_the_process(tmp_path: Path) -> None:
    """ENVIRONMENT selects; without it the default counts, silently when it has no file."""
    files = {"config.yaml": "a: 1\n", "config.production.yaml": "a: 2\n"}

    selected = report_of(tmp_path, files, {"ENVIRONMENT": "production"}, environment=None)
    default = report_of(tmp_path, files, environment=None)
    wrong = report_of(tmp_path, files, {"ENVIRONMENT": "prd"}, environment=None)

    assert (selected.environment, default.environment) == ("production", "development")
    assert default.environments == ("development", "production")
    assert found(default, "environment-file-missing") == []
    assert len(found(wrong, "environment-file-missing")) == 1


def test_refused_key_of_a_variable_is_one_error(tmp_path: Path) -> None:
    """A key that the schema refuses and that a variable made is told once, as an error."""
    schema = '{"type": "object", "additionalProperties": false, "properties": {"model": {"type": "string"}}}'
    files = {"config.yaml": "model: x\n", "config.schema.json": schema}

    report = report_of(tmp_path, files, {"ML_MODLE": "y"}, environment=None)

    assert [(f.code, f.severity) for f in report.findings] == [("variable-lands-elsewhere", Severity.ERROR)]


def test_a_secret_changed_is_never_shown(tmp_path: Path) -> None:
    """Neither message nor hint holds what was written or what it became."""
    report = report_of(tmp_path, {"config.yaml": "a: 1\n"}, {"ML_DB_PASSWORD": "0123456789"})

    for finding in report.findings:
        assert "123456789" not in finding.message + finding.hint
