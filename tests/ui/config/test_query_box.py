"""The search box of the settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector.config.report import Report
from inspector.ui.config.query import parse_query, vocabulary_of
from inspector.ui.config.query_box import QueryBox
from inspector.ui.kit import fonts
from tests.ui.config.sample import make_report

Key = Qt.Key


@pytest.fixture
def box(qtbot: QtBot) -> Iterator[QueryBox]:
    made = QueryBox()
    window = QWidget()
    QVBoxLayout(window).addWidget(made)
    qtbot.addWidget(window)
    window.resize(600, 200)
    made.show_vocabulary(vocabulary_of(make_report(Path("/w"))))
    window.show()
    made.setFocus()
    yield made
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.hide()
    window.hide()


def _popup() -> QListView:
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QListView)
    return popup


def _shown() -> list[str]:
    model = _popup().model()
    return [str(model.index(row, 0).data()).split()[0] for row in range(model.rowCount())]


def test_operators_are_offered_while_typing(box: QueryBox) -> None:
    """Plain words get no offers."""
    QTest.keyClicks(box, "port")
    assert not box.offering

    QTest.keyClicks(box, " @s")

    assert _shown() == ["@secret", "@source:"]


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Tab])
def test_an_offer_is_taken_by_keyboard(qtbot: QtBot, box: QueryBox, key: Key) -> None:
    """Down chooses, Enter or Tab takes; behind the colon the layers are offered at once."""
    QTest.keyClicks(box, "@s")
    QTest.keyClick(_popup(), Key.Key_Down)
    QTest.keyClick(_popup(), key)
    assert box.text() == "@source:"
    assert "environment" in "".join(_shown())

    QTest.keyClicks(_popup(), "vari")
    QTest.keyClick(_popup(), key)

    assert box.text() == "@source:variable "
    assert not box.offering
    with qtbot.waitSignal(box.query_changed) as told:
        QTest.keyClick(box, Key.Key_Return)
    assert [parse_query("@source:variable")] == told.args


def test_ctrl_space_shows_what_there_is(box: QueryBox) -> None:
    """Nobody has to know the words."""
    QTest.keyClick(box, Key.Key_Space, Qt.KeyboardModifier.ControlModifier)

    assert _shown()[:2] == ["@modified", "@overridden"]
    assert str(_popup().model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)).startswith(
        "@modified, "
    )


def test_the_offers_are_as_wide_as_their_words(box: QueryBox) -> None:
    """However narrow the box is in a small window."""
    box.setFixedWidth(fonts.char_width() * 20)
    QTest.keyClick(box, Key.Key_Space, Qt.KeyboardModifier.ControlModifier)

    assert _popup().sizeHintForColumn(0) <= _popup().viewport().width()


def test_esc_closes_the_offers_before_it_clears(qtbot: QtBot, box: QueryBox) -> None:
    """One step back at a time."""
    QTest.keyClicks(box, "@s")
    QTest.keyClick(_popup(), Key.Key_Escape)
    assert (box.text(), box.offering) == ("@s", False)

    with qtbot.waitSignal(box.left):
        QTest.keyClick(box, Key.Key_Escape)

    assert box.text() == ""


def test_down_leaves_for_the_settings(qtbot: QtBot, box: QueryBox) -> None:
    """With the words kept."""
    QTest.keyClicks(box, "port")

    with qtbot.waitSignal(box.left):
        QTest.keyClick(box, Key.Key_Down)

    assert box.text() == "port"


def test_a_word_without_meaning_is_told_at_the_box(qtbot: QtBot, box: QueryBox) -> None:
    """As a sentence, to screen readers too; with the mistake the sentence goes."""
    QTest.keyClicks(box, "@modfied")
    with qtbot.waitSignal(box.problem_changed) as told:
        QTest.keyClick(box, Key.Key_Return)
    assert told.args == ["@modfied means nothing here. Did you mean @modified?"]
    assert "Did you mean @modified?" in box.accessibleDescription()
    assert "@overridden" in box.toolTip()

    with qtbot.waitSignal(box.problem_changed) as told:
        box.clear_now()

    assert told.args == [""]
    assert box.accessibleDescription() == ""


def test_another_report_may_know_the_layer(qtbot: QtBot, box: QueryBox) -> None:
    """What is a mistake depends on the layers that there are."""
    QTest.keyClicks(box, "@source:config.staging.yaml")
    QTest.keyClick(box, Key.Key_Return)
    assert "No layer here is called config.staging.yaml." in box.accessibleDescription()
    report = make_report(Path("/w"))

    with qtbot.waitSignal(box.problem_changed):
        box.show_vocabulary(vocabulary_of(_renamed(report, "config.production.yaml", "config.staging.yaml")))

    assert box.accessibleDescription() == ""


def _renamed(report: Report, before: str, after: str) -> Report:
    layers = (replace(one, label=after) if one.label == before else one for one in report.layers)
    return replace(report, layers=tuple(layers))
