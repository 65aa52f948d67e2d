"""The findings panel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QTreeView
from pytestqt.qtbot import QtBot

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.report import DialectChoice, Report
from inspector.ui.findings.panel import FindingsPanel
from inspector.ui.kit import theme
from inspector.ui.kit.chips import Chip
from tests.ui.findings.test_model import ERROR, INFO, WARNING

REPORT = Report(
    workspace=Path("/w"),
    dialect=DialectChoice("layered", "Layered", "ML_", ()),
    environment="production",
    environments=("production",),
    layers=(),
    settings=(),
    findings=(ERROR, WARNING, INFO),
)


class Heard:
    """What the panel asked for, in order."""

    def __init__(self, panel: FindingsPanel) -> None:
        self.asked: list[object] = []
        panel.setting_activated.connect(self.on_asked)
        panel.place_activated.connect(self.on_asked)

    def on_asked(self, target: object) -> None:
        self.asked.append(target)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[FindingsPanel]:
    made = FindingsPanel()
    qtbot.addWidget(made)
    made.resize(1200, 220)
    made.show_report(REPORT)
    made.show()
    yield made
    made.hide()


@pytest.fixture
def heard(panel: FindingsPanel) -> Heard:
    return Heard(panel)


def _list(panel: FindingsPanel) -> QTreeView:
    (view,) = panel.findChildren(QTreeView)
    return view


def _texts(panel: FindingsPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def _chip(panel: FindingsPanel, severity: Severity) -> Chip:
    return next(chip for chip in panel.findChildren(Chip) if chip.key == severity.value)


def test_the_header_counts(panel: FindingsPanel) -> None:
    """One chip a severity, and which environment this is about."""
    names = [chip.accessibleName() for chip in panel.findChildren(Chip)]

    assert names == ["errors, 1", "warnings, 1", "remarks, 1"]
    assert "production" in _texts(panel)


def test_enter_selects_and_jumps(panel: FindingsPanel, heard: Heard) -> None:
    """The setting first, then the place."""
    view = _list(panel)
    view.setCurrentIndex(view.model().index(0, 0))

    QTest.keyClick(view, Qt.Key.Key_Return)

    assert ["port", ERROR.places[0]] == heard.asked


def test_a_click_does_the_same(panel: FindingsPanel, heard: Heard) -> None:
    """On the sentence or on the place."""
    view = _list(panel)
    spot = view.visualRect(view.model().index(1, 1)).center()

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    assert ["a", WARNING.places[0]] == heard.asked


def test_f8_goes_round(qtbot: QtBot, panel: FindingsPanel, heard: Heard) -> None:
    """Forth and back over the ends; a finding about nothing in particular asks for nothing."""
    for _ in range(4):
        panel.show_next()
    panel.show_previous()

    assert [target for target in heard.asked if isinstance(target, str)] == ["port", "a", "port"]
    assert _list(panel).currentIndex().row() == 2
    assert panel.actions_by_id["next"].shortcut().toString() == "F8"


def test_the_hint_of_the_selected_one_is_shown(panel: FindingsPanel) -> None:
    """A tool tip alone would need a mouse."""
    view = _list(panel)

    view.setCurrentIndex(view.model().index(0, 0))
    assert "Set a port." in _texts(panel)

    view.setCurrentIndex(view.model().index(2, 0))
    assert "Set a port." not in _texts(panel)


def test_chips_filter(panel: FindingsPanel) -> None:
    """Switching all off says that there are findings, only not of these severities."""
    _chip(panel, Severity.ERROR).click()
    assert panel.findings.shown == (WARNING, INFO)

    _chip(panel, Severity.WARNING).click()
    _chip(panel, Severity.INFO).click()
    assert "No findings of these severities." in _texts(panel)


def test_nothing_wrong_is_said(panel: FindingsPanel) -> None:
    """An empty list alone could mean that nothing was checked."""
    panel.show_report(replace(REPORT, findings=()))
    assert "No findings." in _texts(panel)

    panel.show_report(None)
    assert "Nothing has been read yet." in _texts(panel)


def test_the_selected_one_survives_a_reload(panel: FindingsPanel, heard: Heard) -> None:
    """Other findings come and go around it, and nothing jumps by itself."""
    view = _list(panel)
    view.setCurrentIndex(view.model().index(1, 0))

    panel.show_report(replace(REPORT, findings=(WARNING, INFO)))

    assert view.currentIndex().row() == 0
    assert heard.asked == []


def test_a_fixed_finding_leaves_nothing_selected(panel: FindingsPanel) -> None:
    """Its hint goes with it."""
    view = _list(panel)
    view.setCurrentIndex(view.model().index(0, 0))

    panel.show_report(replace(REPORT, findings=(WARNING, INFO)))

    assert not view.currentIndex().isValid()
    assert "Set a port." not in _texts(panel)


def test_the_menu_has_every_place(panel: FindingsPanel, heard: Heard) -> None:
    """A duplicate key has two."""
    view = _list(panel)
    view.setCurrentIndex(view.model().index(0, 0))

    menu = _menu_of(view)
    names = [action.text() for action in menu.actions() if not action.isSeparator()]
    menu.actions()[1].trigger()
    menu.close()

    assert names == [
        "Go to config.yaml:3:7",
        "Go to config.yaml:9:7",
        "Go to settings.schema.json:31",
        "Copy finding",
    ]
    assert [Place("config.yaml", 9, 7)] == heard.asked


def test_ctrl_c_copies(panel: FindingsPanel) -> None:
    """The whole finding as text."""
    view = _list(panel)
    view.setCurrentIndex(view.model().index(1, 0))

    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert (
        QApplication.clipboard().text() == "warning duplicate-key: a is written twice\n  at config.yaml:1:1"
    )


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_severities_have_their_colour(qapp: QApplication, panel: FindingsPanel, mode: theme.Mode) -> None:
    """And a sign of their own, so that colour is not the only difference."""
    theme.apply(qapp, mode)
    view = _list(panel)

    picture = view.viewport().grab(view.visualRect(view.model().index(0, 0))).toImage()

    spots = {picture.pixelColor(x, y).name() for x in range(30) for y in range(picture.height())}
    assert theme.current().error in spots


def test_a_thousand_findings_stay_rows_of_one_height(panel: FindingsPanel) -> None:
    """Uniform rows keep the list quick."""
    many = tuple(Finding("x", Severity.INFO, f"finding {number}") for number in range(1_000))

    panel.show_report(replace(REPORT, findings=many))

    view = _list(panel)
    assert view.uniformRowHeights()
    assert view.model().rowCount() == 1_000


def _menu_of(view: QTreeView) -> QMenu:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), view.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu
