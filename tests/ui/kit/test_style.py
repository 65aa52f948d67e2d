"""Scroll bars without arrows that scroll like others."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar
from pytestqt.qtbot import QtBot

from inspector.ui.kit import theme
from inspector.ui.kit.style import FlatStyle


def _bar(qtbot: QtBot, maximum: int) -> QScrollBar:
    bar = QScrollBar(Qt.Orientation.Vertical)
    qtbot.addWidget(bar)
    bar.resize(14, 200)
    bar.setPageStep(100)
    bar.setRange(0, maximum)
    bar.show()
    return bar


def _ink(bar: QScrollBar) -> list[int]:
    image = bar.grab().toImage()
    ground = theme.current().background
    return [y for y in range(bar.height()) if image.pixelColor(bar.width() // 2, y).name() != ground]


def test_the_slider_is_all_that_is_painted(qtbot: QtBot) -> None:
    """At the top, at the end, and not at all when everything is in sight."""
    bar = _bar(qtbot, 300)
    top = _ink(bar)
    bar.setValue(300)
    end = _ink(bar)
    bar.setRange(0, 0)

    assert isinstance(QApplication.style(), FlatStyle)
    assert 30 <= len(top) <= 50
    assert top[0] < 5
    assert end[-1] > 194
    assert _ink(bar) == []


def test_clicks_page_and_drags_move(qtbot: QtBot) -> None:
    """Below the slider one page down; the slider itself goes where it is dragged."""
    bar = _bar(qtbot, 300)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(7, 190))
    assert bar.value() == 100
    bar.setValue(0)
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(7, 10))
    QTest.mouseMove(bar, QPoint(7, 300))
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(7, 300))
    assert bar.value() == 300


def test_fifty_million_rows_leave_a_slider_to_grab(qtbot: QtBot) -> None:
    """It never gets shorter than twice its width."""
    assert len(_ink(_bar(qtbot, 50_000_000))) >= 20
