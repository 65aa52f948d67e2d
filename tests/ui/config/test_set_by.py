"""What a setting is set by, and what findings say of it, in the detail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from inspector.base.places import Place
from inspector.config.report import Report
from inspector.ui.config.detail import DetailPanel
from inspector.ui.config.link import PlaceLink
from inspector.ui.config.outline import build_outline
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.jobs import ManualJobs
from inspector.ui.kit.state import MemoryState
from inspector.ui.kit.tabs import TabBar
from tests.ui.config.sample import make_report


@pytest.fixture
def report() -> Report:
    made = make_report(Path("/w"))
    return replace(made, spec=replace(made.spec, prefix="ML_"))


@pytest.fixture
def jobs() -> ManualJobs:
    return ManualJobs()


@pytest.fixture
def detail(qtbot: QtBot, jobs: ManualJobs, report: Report) -> Iterator[DetailPanel]:
    made = DetailPanel(jobs, MemoryState())
    qtbot.addWidget(made)
    made.resize(470, 600)
    made.show_report(report)
    made.show()
    yield made
    made.hide()


def _show(detail: DetailPanel, report: Report, key: str, tab: str) -> TabBar:
    outline = build_outline(report)
    number = outline.row_of(tuple(key.split(".")))
    assert number is not None
    detail.show_row(outline.rows[number])
    (bar,) = detail.findChildren(TabBar)
    titles = [bar.tabText(index) for index in range(bar.count())]
    bar.setCurrentIndex(next(index for index, title in enumerate(titles) if title.startswith(tab)))
    return bar


def _texts(detail: QWidget) -> list[str]:
    return [label.text() for label in detail.findChildren(QLabel) if label.isVisible()]


def _links(detail: QWidget) -> list[PlaceLink]:
    return [link for link in detail.findChildren(PlaceLink) if link.isVisible()]


def test_a_line_to_paste_is_copied_by_keyboard(detail: DetailPanel, report: Report) -> None:
    """Space opens the menu of forms."""
    _show(detail, report, "database.port", "Set by")
    (copy,) = (pill for pill in detail.findChildren(Pill) if pill.accessibleName().startswith("Copy ML_"))

    QTest.keyClick(copy, Qt.Key.Key_Space)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Shell export").trigger()
    menu.close()

    assert QApplication.clipboard().text() == "export ML_DATABASE_PORT=70000"
    assert "✔ sets it now, in this shell" in _texts(detail)


def test_an_unreachable_key_says_why(detail: DetailPanel, report: Report) -> None:
    """In place of names."""
    _show(detail, report, "training.batch_size", "Set by")

    assert any(text.startswith("No variable sets it. Names are split") for text in _texts(detail))


def test_the_place_of_a_variable_in_a_file_leads_there(
    detail: DetailPanel, report: Report, jobs: ManualJobs
) -> None:
    """The source area shows its line."""
    _show(detail, report, "database.password", "Set by")
    (link,) = _links(detail)

    QTest.keyClick(link, Qt.Key.Key_Space)
    jobs.drain()

    assert link.place.variable == "ML_DATABASE_PASSWORD"
    source = detail.source.view.source
    assert source is not None
    assert source.path == ".env.production"


def test_findings_about_it_are_counted_and_lead_to_their_places(
    detail: DetailPanel, report: Report, jobs: ManualJobs
) -> None:
    """Sign, sentence, and every place as a link."""
    bar = _show(detail, report, "database.country", "Findings")
    first, second = _links(detail)

    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    jobs.drain()

    assert bar.tabText(bar.currentIndex()) == "Findings 1"
    assert "⚠" in _texts(detail)
    assert "database.country: NO is read as false (YAML 1.1)." in _texts(detail)
    assert second.place == Place("config.production.yaml", 6, 3, 6, 10)
    assert detail.source.view.marked_text == "NO"


def test_a_setting_without_findings_says_so(qtbot: QtBot, detail: DetailPanel, report: Report) -> None:
    """After one that has some."""
    _show(detail, report, "database.country", "Findings")

    bar = _show(detail, report, "training.epochs", "Findings")

    assert bar.tabText(bar.currentIndex()) == "Findings"
    qtbot.waitUntil(lambda: "No finding is about this setting." in _texts(detail))
    assert _links(detail) == []
