"""The selected setting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QScrollArea
from pytestqt.qtbot import QtBot

from inspector.base.places import Place
from inspector.base.secrets import MASK
from inspector.config.report import Report
from inspector.config.resolve import KeyInfo
from inspector.ui.config.detail import DetailPanel
from inspector.ui.config.ladder import Column, LadderModel
from inspector.ui.config.outline import Outline, Row, build_outline
from inspector.ui.config.trace import ladder
from inspector.ui.kit import fonts
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.jobs import ManualJobs
from inspector.ui.kit.state import MemoryState
from tests.ui.config.sample import make_report


@pytest.fixture
def report() -> Report:
    return make_report(Path("/w"))


@pytest.fixture
def outline(report: Report) -> Outline:
    return build_outline(report)


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


def _row(outline: Outline, *path: str) -> Row:
    number = outline.row_of(path)
    assert number is not None
    return outline.rows[number]


def test_a_setting_is_shown_with_ladder_trace_and_source(
    detail: DetailPanel, outline: Outline, jobs: ManualJobs
) -> None:
    """Everything about it, and the place in its file."""
    detail.show_row(_row(outline, "training", "batch_size"))
    jobs.drain()

    assert detail.title == "training.batch_size"
    assert detail.ladder.rungs.rowCount() == 5
    assert [step.name for step in detail.trace] == ["text", "read as", "validated", "why"]
    assert detail.source.view.marked_text == "128"
    source = detail.source.view.source
    assert source is not None
    assert source.path == "config.production.yaml"


def test_a_rung_chooses_trace_and_source(detail: DetailPanel, outline: Outline, jobs: ManualJobs) -> None:
    """Moving down the ladder shows the candidate below in its own file."""
    detail.show_row(_row(outline, "training", "batch_size"))
    jobs.drain()

    QTest.keyClick(detail.ladder, Qt.Key.Key_Down)
    jobs.drain()

    assert detail.trace[0].text == "“32”"
    assert detail.source.view.marked_text == "32"
    source = detail.source.view.source
    assert source is not None
    assert source.path == "config.yaml"


def test_a_rung_without_candidate_changes_nothing(
    detail: DetailPanel, outline: Outline, jobs: ManualJobs
) -> None:
    """There is nothing to jump to."""
    detail.show_row(_row(outline, "training", "batch_size"))
    jobs.drain()

    QTest.keyClick(detail.ladder, Qt.Key.Key_Up)
    jobs.drain()

    assert detail.source.view.marked_text == "128"


def test_a_candidate_row_chooses_its_rung(detail: DetailPanel, outline: Outline, jobs: ManualJobs) -> None:
    """Selecting an overridden row of the tree shows where it is written."""
    number = outline.row_of(("training", "batch_size"))
    assert number is not None

    detail.show_row(outline.rows[outline.children[number][0]])
    jobs.drain()

    assert detail.source.view.marked_text == "32"
    assert detail.ladder.currentIndex().row() == 3


def test_a_process_variable_has_no_file(detail: DetailPanel, outline: Outline, jobs: ManualJobs) -> None:
    """The source area says where it was set."""
    detail.show_row(_row(outline, "database", "port"))
    jobs.drain()

    assert detail.source.remark == "set in this shell: ML_DATABASE_PORT"


def test_a_file_that_was_not_read_is_named(detail: DetailPanel) -> None:
    """A place in the schema can be asked for though the report has no text of it."""
    detail.show_place(Place("settings.schema.json", 31, 7))

    assert detail.source.remark == "settings.schema.json is not one of the files that were read."


def test_secrets_are_masked_everywhere(detail: DetailPanel, outline: Outline, jobs: ManualJobs) -> None:
    """Ladder, trace and source hide it, show it on purpose, and hide it again."""
    detail.show_row(_row(outline, "database", "password"))
    jobs.drain()
    seen = []
    for reveal in (None, True, False):
        if reveal is not None:
            detail.set_reveal(reveal)
            jobs.drain()
        cells = [detail.ladder.rungs.index(row, Column.VALUE).data() for row in range(5)]
        seen.append(" ".join([*cells, *(s.text for s in detail.trace), detail.source.view.toPlainText()]))

    assert "hunter2" not in seen[0]
    assert seen[1].count("prod-hunter2") == 4
    assert seen[0] == seen[2]
    assert detail.source.view.marked_text == MASK


def test_a_mapping_is_summed_up(detail: DetailPanel, outline: Outline) -> None:
    """It has no value of its own."""
    detail.show_row(_row(outline, "database"))

    assert detail.title == "database"
    assert not detail.ladder.isVisible()


def test_a_place_of_another_candidate_chooses_it(
    detail: DetailPanel, outline: Outline, jobs: ManualJobs
) -> None:
    """A finding may point at the value that lost."""
    detail.show_row(_row(outline, "database", "host"))
    jobs.drain()

    detail.show_place(Place("config.yaml", 6, 9, 6, 18))
    jobs.drain()

    assert detail.source.view.marked_text == "localhost"
    assert detail.trace[0].text == "“localhost”"


def test_a_reload_shows_the_new_text(
    detail: DetailPanel, outline: Outline, report: Report, jobs: ManualJobs
) -> None:
    """The place on show is looked up in the new file."""
    detail.show_row(_row(outline, "training", "batch_size"))
    jobs.drain()
    path = "config.production.yaml"
    text = report.texts[path].text.replace("128", "192")
    newer = replace(report, texts={**report.texts, path: replace(report.texts[path], text=text)})

    detail.show_report(newer)
    jobs.drain()

    assert detail.source.view.marked_text == "192"


def test_files_can_be_picked(qtbot: QtBot, detail: DetailPanel, jobs: ManualJobs) -> None:
    """Every file of the report is in the menu."""
    pill = next(pill for pill in detail.source.findChildren(Pill))
    QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)

    names = [action.text() for action in menu.actions()]
    menu.actions()[0].trigger()
    menu.close()
    jobs.drain()

    assert names == [".env.production", "config.production.yaml", "config.yaml"]
    assert "ML_TRAINING_BATCH_SIZE" in detail.source.view.toPlainText()


def test_the_ladder_model_is_sound(qtbot: QtBot, report: Report) -> None:
    """Qt's own checks, and what a screen reader says about the winner."""
    model = LadderModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    setting = report.setting("training.batch_size")
    assert setting is not None

    model.show_rungs(setting, ladder(report, setting), reveal=False)

    assert tester.model() is model
    assert model.rowCount(model.index(0, 0)) == 0
    spoken = model.index(2, Column.LAYER).data(Qt.ItemDataRole.AccessibleTextRole)
    assert (
        spoken == "environment, 128, config.production.yaml:3:15, effective, the highest layer that sets it"
    )
    assert model.index(1, Column.LAYER).data() == ".env"
    tip = model.index(1, Column.NOTE).data(Qt.ItemDataRole.ToolTipRole).replace("\n", " ")
    assert tip.count("lands on training.batch.size") == 1


def test_the_reason_of_a_gap_is_readable_whole(qtbot: QtBot, detail: DetailPanel, outline: Outline) -> None:
    """It names its file, wraps, and its row grows; other rows keep to one line."""
    detail.show_row(_row(outline, "training", "batch_size"))
    gap, one_line = detail.ladder.rowHeight(1), detail.ladder.rowHeight(2)

    assert gap > one_line
    assert detail.ladder.rungs.index(1, Column.NOTE).data().startswith(".env.production · ML_TRAINING")
    whole = sum(detail.ladder.rowHeight(row) for row in range(5))
    qtbot.waitUntil(lambda: detail.ladder.height() >= whole)
    assert one_line == detail.ladder.rowHeight(0)


def test_a_high_ladder_takes_room_from_the_source(
    detail: DetailPanel, outline: Outline, jobs: ManualJobs
) -> None:
    """Nothing has to be scrolled while the source still shows some lines."""
    detail.resize(detail.width(), 480)
    detail.show_row(_row(outline, "training", "batch_size"))
    jobs.drain()

    bar = detail.findChildren(QScrollArea)[0].verticalScrollBar()
    assert bar.maximum() == 0
    assert detail.source.height() >= 6 * fonts.row_height()


@pytest.mark.parametrize("schema", [True, False])
def test_a_schema_is_spoken_of_only_where_there_is_one(
    schema: bool, detail: DetailPanel, report: Report
) -> None:
    """A key that it does not know is worth telling then; node-config's map of variables is no schema."""
    settings = tuple(replace(setting, description="", constraint="") for setting in report.settings)
    name = "settings.schema.json" if schema else None
    silent = replace(report, settings=settings, schema=name, keys={("other",): KeyInfo()})
    detail.show_report(silent)
    detail.show_row(_row(build_outline(silent), "database", "host"))

    said = [label.text() for label in detail.findChildren(QLabel) if "schema says" in label.text()]

    assert said == (["The schema says nothing about this key."] if schema else [])
