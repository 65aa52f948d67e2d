"""Why is it not 64? The reasons, the closest first."""

from __future__ import annotations

from pathlib import Path

from inspector.config.report import Request, asked, build_report
from inspector.config.report.why_not import why_not

_FILES = {
    "config.yaml": "training: {batch_size: 32, flag: NO, id: 007, name: a}\n",
    "config.production.yaml": "training: {batch_size: 128}\n",
    "config.staging.yaml": "training: {batch_size: 16}\n",
    ".env": "ML_TRAINING_BATCH_SIZE=64\nML_TRAINING_NAME=b\n",
    "config.schema.json": '{"properties": {"training": {"properties": {"batch_size": {"maximum": 500}}}}}',
}


def _reasons(folder: Path, key: str, typed: str) -> list[str]:
    for name, text in _FILES.items():
        (folder / name).write_text(text, "utf-8")
    request = Request(folder, "production", environ=(("ML_TRAINING_NAME", "c"),))
    report = build_report(request)
    meant = asked(report, request, key)
    assert meant is not None
    return [reason.sentence for reason in why_not(report, request, meant, typed)]


def test_a_layer_that_lost_is_named_with_its_reason(tmp_path: Path) -> None:
    """Then what decides, and that no variable can."""
    assert _reasons(tmp_path, "training.batch_size", "32") == [
        "config.yaml sets it, but: overridden by config.production.yaml.",
        "config.production.yaml decides: the highest layer that sets it.",
        "No variable sets it: names are split at each _, so that none reaches a key that holds one.",
    ]


def test_a_variable_that_lands_elsewhere_is_named(tmp_path: Path) -> None:
    """Its name looks right."""
    first = _reasons(tmp_path, "training.batch_size", "64")[0]
    assert first == "ML_TRAINING_BATCH_SIZE in .env is set to it, but lands on training.batch.size."


def test_another_environment_is_named(tmp_path: Path) -> None:
    """Where it would be so."""
    assert (
        _reasons(tmp_path, "training.batch_size", "16")[0] == "config.staging.yaml sets it, only in staging."
    )


def test_what_is_written_so_and_read_otherwise_is_told(tmp_path: Path) -> None:
    """NO is false in YAML 1.1, 007 a number."""
    first = _reasons(tmp_path, "training.id", "007")[0]
    assert first == "It is, as int."
    assert (
        _reasons(tmp_path, "training.flag", "NO")[0]
        == "config.yaml has it in writing, but it is read as bool."
    )


def test_a_value_that_nobody_sets_is_told_with_what_would_set_it(tmp_path: Path) -> None:
    """And that the schema would refuse it."""
    assert _reasons(tmp_path, "training.batch_size", "1000")[:3] == [
        "No layer sets training.batch_size to it.",
        "config.production.yaml decides: the highest layer that sets it.",
        "The schema would refuse it: it must be at most 500.",
    ]
    assert _reasons(tmp_path, "training.name", "z")[-1] == "ML_TRAINING_NAME=z would set it."


def test_a_variable_that_was_set_before_is_the_reason(tmp_path: Path) -> None:
    """The .env file lost against the process."""
    first = _reasons(tmp_path, "training.name", "b")[0]
    assert first.startswith("ML_TRAINING_NAME in .env sets it, but: ")


def test_what_it_is_already_is_said(tmp_path: Path) -> None:
    """128 is 128."""
    assert _reasons(tmp_path, "training.batch_size", " 128 ") == ["It is."]
