"""Sentences about reloads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inspector.config.report import Report
from inspector.ui.config.changes import Change, Touched, age_text, describe_change
from tests.ui.config.sample import make_report, with_value

WORKSPACE = Path("/w")
FILES = Touched((WORKSPACE / "config.production.yaml",))


def _described(before: Report, after: Report, touched: Touched) -> Change:
    change = describe_change(before, after, touched)
    assert change is not None
    return change


def test_one_setting_is_told_in_full() -> None:
    """The sentence names file, age, key, and both values."""
    before = make_report(WORKSPACE)
    after = with_value(before, "training.batch_size", 96)

    sentence = _described(before, after, FILES).sentence(4.2)

    assert sentence == "config.production.yaml changed 4 s ago: training.batch_size 128 → 96"


def test_several_settings_are_counted() -> None:
    """Nobody reads a list in a status bar."""
    before = make_report(WORKSPACE)
    after = with_value(with_value(before, "training.batch_size", 96), "training.epochs", 11)

    assert _described(before, after, FILES).effect == "2 settings changed"


def test_a_secret_is_not_told() -> None:
    """Neither the old nor the new value of a secret leaves the report."""
    before = make_report(WORKSPACE)
    after = with_value(before, "database.password", "new-hunter2")

    assert _described(before, after, FILES).effect == "database.password has another value"


@pytest.mark.parametrize(("value", "effect"), [(True, "1 → "), (1.0, "1 → ")])
def test_equal_values_of_other_types_are_changes(value: object, effect: str) -> None:
    """1, 1.0 and true are equal in Python and different in a configuration."""
    before = with_value(make_report(WORKSPACE), "training.epochs", 1)

    assert effect in _described(before, with_value(before, "training.epochs", value), FILES).effect


def test_settings_come_and_go() -> None:
    """A key that is new or gone is said to be."""
    more = make_report(WORKSPACE)
    less = replace(more, settings=more.settings[1:])

    assert _described(more, less, FILES).effect == "training.batch_size is gone"
    assert _described(less, more, FILES).effect == "training.batch_size added, 128"


def test_a_comment_changes_nothing() -> None:
    """A changed file with the same values says so."""
    report = make_report(WORKSPACE)

    assert _described(report, report, FILES).effect == "no setting changed"


@pytest.mark.parametrize(
    ("files", "text"),
    [
        ((), "workspace"),
        ((WORKSPACE / "a" / "b.yaml",), "a/b.yaml"),
        ((Path("/else/x.yaml"),), "/else/x.yaml"),
        ((WORKSPACE / "a", WORKSPACE / "b"), "2 files"),
    ],
)
def test_files_are_named_from_the_workspace(files: tuple[Path, ...], text: str) -> None:
    """Paths are relative where they can be."""
    report = make_report(WORKSPACE)

    after = with_value(report, "training.epochs", 11)

    assert text == _described(report, after, Touched(files)).files


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.3, "just now"), (59, "59 s ago"), (61, "1 min ago"), (7300, "2 h ago")]
)
def test_ages_are_round(seconds: float, text: str) -> None:
    """One number is enough."""
    assert text == age_text(seconds)


@pytest.mark.parametrize(
    ("touched", "sentence"),
    [
        (Touched(added=(WORKSPACE / "a.yaml",)), "a.yaml was added just now: no setting changed"),
        (Touched(deleted=(WORKSPACE / "a.yaml",)), "a.yaml was deleted just now: no setting changed"),
        (
            Touched(deleted=(WORKSPACE / "a.yaml", WORKSPACE / "b.yaml")),
            "2 files were deleted just now: no setting changed",
        ),
        (
            Touched((WORKSPACE / "a.yaml",), (WORKSPACE / "b.yaml",)),
            "2 files changed just now: no setting changed",
        ),
    ],
)
def test_files_that_come_and_go_are_said_to(touched: Touched, sentence: str) -> None:
    """Deleting a file is no change of it."""
    report = make_report(WORKSPACE)

    assert sentence == _described(report, report, touched).sentence(0)


def test_a_folder_of_logs_has_nothing_to_say() -> None:
    """A file that came or went beside the configuration changed nothing of it."""
    report = make_report(WORKSPACE)

    assert describe_change(report, report, Touched()) is None
