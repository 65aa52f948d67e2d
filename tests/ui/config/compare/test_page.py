"""Comparing in the window, as a user does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox
from pytestqt.qtbot import QtBot

from inspector.base.cancel import CancelToken
from inspector.base.secrets import MASK
from inspector.config.report import Report, Request
from inspector.ui.config.compare.building import other_rules
from inspector.ui.config.compare.page import ComparePage
from inspector.ui.config.session import Session
from inspector.ui.config.workbench import ConfigWorkbench
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.jobs import ManualJobs
from inspector.ui.kit.progress import Progress
from inspector.ui.kit.state import MemoryState
from tests.ui.config.sample import make_report, with_value
from tests.ui.config.test_session import Watcher

_SIZES = {"development": 8, "staging": 32, "production": 128}


class Builder:
    """Stands for the config core: another batch size and password in each environment."""

    def __init__(self, workspace: Path) -> None:
        self.report = make_report(workspace)
        self.requests: list[Request] = []

    def build(self, request: Request, _token: CancelToken) -> Report:
        self.requests.append(request)
        environment = request.environment or "production"
        found = with_value(self.report, "training.batch_size", _SIZES[environment])
        if environment == "development":
            found = with_value(found, "database.password", "dev-hunter2")
        if request.environ_label == "none":
            found = with_value(found, "training.epochs", 11)
        if request.dialect is not None:
            found = with_value(found, "database.country", "NO")
        return replace(found, environment=environment)


@pytest.fixture
def jobs() -> ManualJobs:
    return ManualJobs()


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    return Builder(tmp_path)


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


@pytest.fixture
def bench(qtbot: QtBot, jobs: ManualJobs, builder: Builder, tmp_path: Path) -> Iterator[ConfigWorkbench]:
    made = ConfigWorkbench(jobs, session=Session(jobs, build=builder.build, wait=None))
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.open(tmp_path, "production")
    jobs.drain()
    yield made
    made.shutdown()
    made.hide()


def _compare(bench: ConfigWorkbench, jobs: ManualJobs) -> ComparePage:
    bench.actions_by_id["compare"].trigger()
    jobs.drain()
    (page,) = bench.findChildren(ComparePage)
    return page


def _keys(page: ComparePage) -> list[str]:
    return [row.key for row in page.rows.rows]


def _press(page: ComparePage, name: str) -> None:
    buttons = page.findChildren(QAbstractButton)
    QTest.mouseClick(next(b for b in buttons if b.accessibleName() == name), Qt.MouseButton.LeftButton)


def test_only_what_differs_shows_at_first(bench: ConfigWorkbench, jobs: ManualJobs) -> None:
    """All environments side by side, the matrix has the keyboard."""
    page = _compare(bench, jobs)

    titles = [page.rows.headerData(column, Qt.Orientation.Horizontal) for column in range(3)]
    assert titles == ["development", "staging", "production"]
    assert _keys(page) == ["training.batch_size", "database.password"]
    assert [page.rows.index(0, column).data() for column in range(3)] == ["8", "32", "128"]
    assert [page.rows.index(1, column).data() for column in range(3)] == [f"{MASK} {g}" for g in "ABB"]
    assert bench.focusWidget() is page.table


def test_equal_ones_show_on_demand_and_can_be_filtered(bench: ConfigWorkbench, jobs: ManualJobs) -> None:
    """By words of key and value; an empty result says so."""
    page = _compare(bench, jobs)
    _press(page, "only differences")
    assert len(_keys(page)) == 7

    for typed, keys in (("host prod-db", ["database.host"]), ("invalid", ["database.port"]), ("nowhere", [])):
        page.search.setText(typed)
        QTest.keyClick(page.search, Qt.Key.Key_Return)
        assert _keys(page) == keys

    assert page.said == "No key matches"


def test_a_cell_leads_to_its_environment_and_setting(
    bench: ConfigWorkbench, jobs: ManualJobs, builder: Builder
) -> None:
    """The tree and the detail follow, the matrix stays and is not read again."""
    bench.actions_by_id["reload"].trigger()  # pytest changed a variable since the fixture ran
    jobs.drain()
    page = _compare(bench, jobs)
    page.table.setCurrentIndex(page.rows.index(1, 1))
    built = len(builder.requests)

    QTest.keyClick(page.table, Qt.Key.Key_Return)
    jobs.drain()

    assert bench.report is not None
    assert bench.report.environment == "staging"
    assert bench.detail.title == "database.password"
    assert page.isVisible()
    assert len(builder.requests) == built + 1


def test_a_key_selects_its_setting(bench: ConfigWorkbench, jobs: ManualJobs) -> None:
    """In the environment on show."""
    page = _compare(bench, jobs)
    header = page.table.verticalHeader()
    spot = header.rect().center()
    spot.setY(header.sectionViewportPosition(1) + header.sectionSize(1) // 2)

    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    assert bench.detail.title == "database.password"


def test_escape_goes_back_to_the_tree(bench: ConfigWorkbench, jobs: ManualJobs) -> None:
    """With the pill off again."""
    page = _compare(bench, jobs)
    bench.activateWindow()

    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Escape)

    assert bench.tree.isVisible()
    assert not bench.context.compare.isChecked()


def test_two_process_environments_are_compared(
    bench: ConfigWorkbench, jobs: ManualJobs, builder: Builder, tmp_path: Path
) -> None:
    """Known ones, and one that is typed: here a file."""
    page = _compare(bench, jobs)
    _press(page, "process environments")
    jobs.drain()
    assert _keys(page) == ["training.epochs"]
    file = tmp_path / "variables.env"
    file.write_text("ML_X=1\n")
    (second,) = (box for box in page.findChildren(QComboBox) if box.accessibleName() == "The other one")

    second.setEditText(f"file:{file}")
    QTest.keyClick(second, Qt.Key.Key_Return)
    jobs.drain()

    assert page.said == "No differences"
    assert builder.requests[-1].environ == (("ML_X", "1"),)


def test_a_process_environment_that_cannot_be_read_is_told(bench: ConfigWorkbench, jobs: ManualJobs) -> None:
    """In place of the matrix."""
    page = _compare(bench, jobs)
    _press(page, "process environments")
    (second,) = (box for box in page.findChildren(QComboBox) if box.accessibleName() == "The other one")

    second.setEditText("file:/no/such/file")
    QTest.keyClick(second, Qt.Key.Key_Return)
    jobs.drain()

    assert page.said == "Cannot be compared"


def test_the_same_files_are_read_by_other_rules(
    bench: ConfigWorkbench, jobs: ManualJobs, builder: Builder
) -> None:
    """The first other dialect stands beside the one in force."""
    page = _compare(bench, jobs)

    _press(page, "rules")
    jobs.drain()

    assert _keys(page) == ["database.country"]
    assert builder.requests[-1].dialect == other_rules(builder.report)[0]
    assert builder.requests[-2].dialect is None


def test_reading_can_be_cancelled_and_begun_again(bench: ConfigWorkbench, jobs: ManualJobs) -> None:
    """What was cancelled offers to compare."""
    bench.actions_by_id["compare"].trigger()
    (page,) = bench.findChildren(ComparePage)
    (progress,) = page.findChildren(Progress)
    assert (progress.active, progress.text) == (True, "Reading development")

    progress.cancelled.emit()
    jobs.drain()
    assert page.said == "Nothing to show"
    _press(page, "Compare")
    jobs.drain()

    assert page.said == ""
    assert len(_keys(page)) == 2


def test_the_table_is_copied_as_markdown_with_secrets_masked(
    bench: ConfigWorkbench, jobs: ManualJobs
) -> None:
    """Even while the window reveals them."""
    page = _compare(bench, jobs)
    bench.context.reveal_changed.emit(True)
    assert page.rows.index(1, 0).data() == "dev-hunter2"

    _press(page, "Copy as Markdown")

    text = QApplication.clipboard().text()
    assert text.startswith("| Setting | development | staging | production |\n")
    assert f"| `database.password` | `{MASK}` A (.env) |" in text
    assert "hunter2" not in text


def test_reading_again_compares_again(bench: ConfigWorkbench, jobs: ManualJobs, builder: Builder) -> None:
    """F5 reads the other sides, too."""
    page = _compare(bench, jobs)
    builder.report = with_value(builder.report, "training.epochs", 99)
    built = len(builder.requests)

    bench.actions_by_id["reload"].trigger()
    jobs.drain()

    assert len(builder.requests) == built + 4
    assert page.isVisible()


def test_a_changed_file_of_another_side_compares_again(
    qtbot: QtBot, jobs: ManualJobs, builder: Builder, watcher: Watcher, tmp_path: Path
) -> None:
    """One that the settings on show do not come from; the cell that one is at stays."""
    page = ComparePage(jobs, MemoryState(), build=builder.build, wait=watcher.wait)
    qtbot.addWidget(page)
    page.show()
    page.show_report(builder.report, Request(tmp_path), changed=False)
    jobs.drain()
    page.table.setCurrentIndex(page.rows.index(1, 2))
    before = len(builder.requests)
    watcher.changes = [(tmp_path / "config.staging.yaml",)]

    page.show_report(builder.report, Request(tmp_path), changed=True)
    jobs.drain()
    page.close_jobs()
    page.hide()

    assert (before, len(builder.requests)) == (3, 9)
    assert tmp_path / "config.yaml" in watcher.waits[0]
    assert page.rows.row_at(page.table.currentIndex().row()).key == "database.password"
    assert page.table.currentIndex().column() == 2


def test_find_goes_to_the_filter_of_what_is_on_show(bench: ConfigWorkbench, jobs: ManualJobs) -> None:
    """Of the comparison, and of the settings."""
    page = _compare(bench, jobs)
    bench.actions_by_id["find"].trigger()
    assert bench.focusWidget() is page.search

    bench.actions_by_id["compare"].trigger()
    bench.actions_by_id["find"].trigger()

    assert bench.focusWidget() is bench.context.search


def test_one_environment_has_nothing_to_compare_with(
    bench: ConfigWorkbench, jobs: ManualJobs, builder: Builder
) -> None:
    """It says so, and the other comparisons still work."""
    builder.report = replace(builder.report, environments=("production",))
    bench.actions_by_id["reload"].trigger()
    jobs.drain()

    page = _compare(bench, jobs)

    assert page.said == "Nothing to compare"


def test_the_model_is_sound(bench: ConfigWorkbench, jobs: ManualJobs) -> None:
    """Qt's own checks, through filters and masks."""
    page = _compare(bench, jobs)
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(page.rows, fatal, page)

    _press(page, "only differences")
    page.rows.set_reveal(True)
    page.rows.show_comparison(None)

    assert tester.model() is page.rows
    assert page.rows.rowCount(page.rows.index(0, 0)) == 0


def test_the_pill_says_whether_it_compares(bench: ConfigWorkbench, jobs: ManualJobs) -> None:
    """By mouse as by key."""
    (pill,) = (p for p in bench.context.findChildren(Pill) if p.accessibleName() == "Compare")

    QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
    jobs.drain()
    (page,) = bench.findChildren(ComparePage)
    assert page.isVisible()
    QTest.mouseClick(pill, Qt.MouseButton.LeftButton)

    assert not page.isVisible()
    assert bench.tree.isVisible()
