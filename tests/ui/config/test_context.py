"""The row of context."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QMenu
from pytestqt.qtbot import QtBot

from inspector.config.report import Report
from inspector.ui.config.context import ContextRow
from inspector.ui.config.query import Query, parse_query
from tests.ui.config.sample import make_report


@pytest.fixture
def report() -> Report:
    return make_report(Path("/w"))


@pytest.fixture
def row(qtbot: QtBot, report: Report) -> Iterator[ContextRow]:
    made = ContextRow()
    qtbot.addWidget(made)
    made.resize(1200, 44)
    made.show_report(report)
    made.show()
    yield made
    made.hide()


def _button(row: ContextRow, name: str) -> QAbstractButton:
    return next(b for b in row.findChildren(QAbstractButton) if b.accessibleName().startswith(name))


def test_a_click_chooses_an_environment(qtbot: QtBot, row: ContextRow) -> None:
    """The one in force is marked; another one is asked for."""
    assert row.switch.current() == "production"

    with qtbot.waitSignal(row.environment_chosen) as told:
        QTest.mouseClick(_button(row, "staging"), Qt.MouseButton.LeftButton)

    assert told.args == ["staging"]


def test_many_environments_are_a_box(qtbot: QtBot, row: ContextRow, report: Report) -> None:
    """Seven segments would push everything else away."""
    names = tuple(f"region{number}" for number in range(7))
    row.show_report(replace(report, environments=names, environment="region3"))
    (box,) = row.switch.findChildren(QComboBox)

    assert box.isVisible()
    assert row.switch.current() == "region3"
    with qtbot.waitSignal(row.environment_chosen) as told:
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert told.args == ["region4"]


def test_no_environments_show_no_switch(row: ContextRow, report: Report) -> None:
    """A workspace may have one configuration for everything."""
    row.show_report(replace(report, environments=(), environment=None))

    assert not row.switch.isVisible()


def test_an_environment_without_a_file_is_shown_too(row: ContextRow, report: Report) -> None:
    """The command line may ask for one that does not exist."""
    row.show_report(replace(report, environment="prod"))

    assert row.switch.names == ("development", "staging", "production", "prod")
    assert row.switch.current() == "prod"


def test_the_process_environment_can_be_left_out(qtbot: QtBot, row: ContextRow) -> None:
    """A menu says which one counts."""
    QTest.mouseClick(_button(row, "process environment this shell"), Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [(a.text(), a.isChecked()) for a in menu.actions()] == [("this shell", True), ("none", False)]

    with qtbot.waitSignal(row.environ_chosen) as told:
        menu.actions()[1].trigger()
    menu.close()

    assert told.args == ["none"]


def test_the_rules_give_their_reasons(row: ContextRow) -> None:
    """Same file names can follow different rules, so the guess is explained."""
    QTest.mouseClick(_button(row, "rules layered · ML_"), Qt.MouseButton.LeftButton)
    popup = QApplication.activePopupWidget()
    assert popup is not None

    texts = [label.text() for label in popup.findChildren(QLabel)]
    popup.close()

    assert "·  config.yaml + config.production.yaml" in texts
    assert any(text.startswith("process environment") for text in texts)


def test_typing_filters(qtbot: QtBot, row: ContextRow) -> None:
    """Enter does not wait for a pause."""
    with qtbot.waitSignal(row.query_changed) as told:
        QTest.keyClicks(row.search, "@invalid port")
        QTest.keyClick(row.search, Qt.Key.Key_Return)

    assert [parse_query("@invalid port")] == told.args


def test_a_word_that_means_nothing_is_explained(qtbot: QtBot, row: ContextRow) -> None:
    """The box turns red and says which words there are; then it is as before."""
    tip = row.search.toolTip()

    row.search.setText("@foo")
    QTest.keyClick(row.search, Qt.Key.Key_Return)
    assert row.search.toolTip().startswith("@foo means nothing here.")
    assert "@modified" in row.search.toolTip()

    with qtbot.waitSignal(row.query_changed) as told:
        row.clear_search()
    assert [Query()] == told.args
    assert tip == row.search.toolTip()


def test_secrets_start_hidden(qtbot: QtBot, row: ContextRow) -> None:
    """Revealing is on purpose, by mouse or keyboard."""
    button = _button(row, "Reveal secrets")
    assert not button.isChecked()

    with qtbot.waitSignal(row.reveal_changed) as told:
        QTest.keyClick(button, Qt.Key.Key_Space)

    assert told.args == [True]


def test_every_control_has_a_name(row: ContextRow) -> None:
    """A screen reader meets no nameless button."""
    assert all(button.accessibleName() for button in row.findChildren(QAbstractButton) if button.isVisible())
