"""Findings as rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.ui.findings.model import FINDING_ROLE, Column, FindingsModel, copied_text, places_text

ERROR = Finding(
    "invalid-value",
    Severity.ERROR,
    "port is <b>70000</b>",
    "port",
    "Set a port.",
    (Place("config.yaml", 3, 7), Place("config.yaml", 9, 7), Place("settings.schema.json", 31)),
)
WARNING = Finding(
    "duplicate-key", Severity.WARNING, "a is written twice", "a", places=(Place("config.yaml", 1, 1),)
)
INFO = Finding("unreachable-key", Severity.INFO, "1 key cannot be set")


@pytest.fixture
def model() -> Iterator[FindingsModel]:
    made = FindingsModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.show_findings((ERROR, WARNING, INFO))
    yield made
    made.deleteLater()


def test_rows_are_texts_with_the_finding_itself(model: FindingsModel) -> None:
    """Sentence and places as text, the frozen finding as payload."""
    assert [model.index(0, column).data() for column in Column] == [
        "port is <b>70000</b>",
        "config.yaml:3:7, 9:7 · settings.schema.json:31",
    ]
    assert model.index(1, 0).data(FINDING_ROLE) is WARNING
    assert model.rowCount(model.index(0, 0)) == 0


def test_severities_filter(model: FindingsModel) -> None:
    """Rows keep the report's order."""
    model.show_severities(frozenset((Severity.ERROR, Severity.INFO)))

    assert model.shown == (ERROR, INFO)


def test_a_screen_reader_hears_the_severity(model: FindingsModel) -> None:
    """The icon has no text of its own."""
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "error: port is <b>70000</b>"


def test_tips_are_no_html(model: FindingsModel) -> None:
    """Sentence, hint and every place, with markup shown as it is written."""
    tip = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)

    assert "<b>" not in tip
    assert "Set a port." in tip
    assert "settings.schema.json:31" in tip


def test_a_finding_is_found_again_after_a_reload(model: FindingsModel) -> None:
    """The same one, or the one with its code and key; a missing one is none."""
    moved = Finding("duplicate-key", Severity.WARNING, "a is written 3 times", "a")

    assert model.row_of(WARNING) == 1
    assert model.row_of(moved) == 1
    assert model.row_of(Finding("other", Severity.ERROR, "x")) is None
    assert model.row_of(None) is None


@pytest.mark.parametrize(
    ("places", "text"),
    [
        ((), ""),
        ((Place(variable="ML_A"),), "ML_A"),
        (
            (Place(".env", 3, 1, variable="ML_A"), Place(".env", 4, 1, variable="ML_B")),
            ".env:3:1 ML_A · .env:4:1 ML_B",
        ),
        ((Place("a.yaml"), Place("a.yaml")), "a.yaml · a.yaml"),
    ],
)
def test_places_name_their_file_once(places: tuple[Place, ...], text: str) -> None:
    """Only a bare spot in the same file is shortened."""
    assert text == places_text(Finding("x", Severity.INFO, "x", places=places))


def test_a_copy_is_complete() -> None:
    """For a ticket: severity, code, sentence, hint, places."""
    expected = (
        "error invalid-value: port is <b>70000</b>\n"
        "  Set a port.\n"
        "  at config.yaml:3:7\n"
        "  at config.yaml:9:7\n"
        "  at settings.schema.json:31"
    )
    assert expected == copied_text(ERROR)
