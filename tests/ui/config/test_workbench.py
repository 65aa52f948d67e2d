"""The Config workbench as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.report import Report
from inspector.ui.config.session import Session
from inspector.ui.config.workbench import ConfigWorkbench
from inspector.ui.kit.banner import Banner
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.jobs import ManualJobs, ThreadJobs
from inspector.ui.kit.progress import Progress
from inspector.ui.kit.resources import resources_folder
from inspector.ui.kit.status import StatusLine
from inspector.ui.kit.text import Label
from tests.ui.config.sample import make_report, with_value
from tests.ui.config.test_session import Builder, Watcher


@pytest.fixture
def jobs() -> ManualJobs:
    return ManualJobs()


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    return Builder(make_report(tmp_path))


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


@pytest.fixture
def bench(qtbot: QtBot, jobs: ManualJobs, builder: Builder, watcher: Watcher) -> Iterator[ConfigWorkbench]:
    session = Session(jobs, build=builder.build, wait=watcher.wait)
    made = ConfigWorkbench(jobs, session=session)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    yield made
    made.shutdown()
    made.hide()


class Heard:
    """What a workbench told the shell."""

    def __init__(self, bench: ConfigWorkbench) -> None:
        self.reports: list[Report | None] = []
        self.lines: list[StatusLine] = []
        self.titles: list[str] = []
        self.ready = 0
        bench.report_changed.connect(self.on_report)
        bench.status_changed.connect(self.on_status)
        bench.title_changed.connect(self.on_title)
        bench.ready.connect(self.on_ready)

    def on_report(self, report: Report | None) -> None:
        self.reports.append(report)

    def on_status(self, line: StatusLine) -> None:
        self.lines.append(line)

    def on_title(self, title: str) -> None:
        self.titles.append(title)

    def on_ready(self) -> None:
        self.ready += 1

    def is_ready(self) -> bool:
        return self.ready > 0


def _selected(bench: ConfigWorkbench) -> str:
    row = bench.tree.current_row()
    return row.key if row is not None else ""


def test_opening_shows_and_tells(
    bench: ConfigWorkbench, jobs: ManualJobs, builder: Builder, tmp_path: Path
) -> None:
    """Title, report, status and one ready, once the source is on show too."""
    heard = Heard(bench)

    bench.open(tmp_path, "production")
    jobs.drain()

    assert [tmp_path.name] == heard.titles
    assert [builder.report] == heard.reports
    assert heard.ready == 1
    line = heard.lines[-1]
    assert (
        line.summary,
        line.event,
        line.errors,
        line.warnings,
    ) == ("7 settings · 4 overridden · 5 layers", "", 1, 2)
    assert builder.requests[0].environment == "production"


def test_the_first_selection_shows_what_the_program_is_for(
    bench: ConfigWorkbench, jobs: ManualJobs, tmp_path: Path
) -> None:
    """A setting with a finding and several candidates, opened, with its source."""
    bench.open(tmp_path)
    jobs.drain()

    assert _selected(bench) == "training.batch_size"
    assert bench.detail.source.view.marked_text == "128"
    assert bench.tree.hasFocus() or not bench.isActiveWindow()


def test_an_environment_keeps_selection(
    bench: ConfigWorkbench, jobs: ManualJobs, builder: Builder, tmp_path: Path
) -> None:
    """Switching compares the same setting in another environment."""
    bench.open(tmp_path)
    jobs.drain()
    bench.show_setting("database.host")
    builder.report = replace(builder.report, environment="staging", settings=builder.report.settings[1:])

    bench.context.environment_chosen.emit("staging")
    jobs.drain()

    assert builder.requests[-1].environment == "staging"
    assert _selected(bench) == "database.host"


def test_a_changed_file_is_told_and_selection_stays(
    bench: ConfigWorkbench, jobs: ManualJobs, builder: Builder, watcher: Watcher, tmp_path: Path
) -> None:
    """The status bar says what changed; the detail shows the new value."""
    heard = Heard(bench)
    bench.open(tmp_path)
    swap = _Swap(bench, builder, with_value(builder.report, "training.batch_size", 96))
    watcher.changes = [(tmp_path / "config.production.yaml",)]

    jobs.drain()

    assert swap.done
    assert heard.lines[-1].event == "config.production.yaml changed just now: training.batch_size 128 → 96"
    assert _selected(bench) == "training.batch_size"
    assert bench.detail.trace[1].text == "int 96"


def test_a_finding_selects_and_jumps(bench: ConfigWorkbench, jobs: ManualJobs, tmp_path: Path) -> None:
    """Setting and place, also when a query hides the setting."""
    bench.open(tmp_path)
    jobs.drain()
    bench.context.search.setText("epochs")
    QTest.keyClick(bench.context.search, Qt.Key.Key_Return)
    assert _selected(bench) == ""

    bench.show_setting("database.country")
    bench.show_place(Place("config.production.yaml", 6, 12, 6, 14))
    jobs.drain()

    assert _selected(bench) == "database.country"
    assert bench.detail.source.view.marked_text == "NO"
    assert bench.context.search.text() == ""


def test_a_query_without_hits_says_so(bench: ConfigWorkbench, jobs: ManualJobs, tmp_path: Path) -> None:
    """The page in place of the tree offers to clear it; the status bar counts the hits."""
    heard = Heard(bench)
    bench.open(tmp_path)
    jobs.drain()

    QTest.keyClicks(bench.context.search, "nowhere")
    QTest.keyClick(bench.context.search, Qt.Key.Key_Return)
    (page,) = (state for state in bench.findChildren(EmptyState) if state.isVisible())
    assert page.title == "No setting matches"
    assert heard.lines[-1].summary.startswith("0 of 7 settings")

    page.triggered.emit("clear")

    assert bench.tree.isVisible()
    assert bench.context.search.text() == ""
    assert heard.lines[-1].summary.startswith("7 settings")


@pytest.mark.parametrize(("key", "text"), [(Qt.Key.Key_Escape, ""), (Qt.Key.Key_Down, "epochs")])
def test_the_search_box_is_left_by_keyboard(
    bench: ConfigWorkbench, jobs: ManualJobs, tmp_path: Path, key: Qt.Key, text: str
) -> None:
    """Down goes to the hits; Esc clears and goes back."""
    bench.open(tmp_path)
    jobs.drain()
    bench.context.go_to_search()
    QTest.keyClicks(bench.context.search, "epochs")
    QTest.keyClick(bench.context.search, Qt.Key.Key_Return)

    QTest.keyClick(bench.context.search, key)

    assert text == bench.context.search.text()
    assert bench.tree is bench.focusWidget()


@pytest.mark.parametrize("key", ["no.such.key", ""])
def test_an_unknown_key_selects_nothing_else(
    bench: ConfigWorkbench, jobs: ManualJobs, tmp_path: Path, key: str
) -> None:
    """A finding about a missing setting leaves the selection alone."""
    bench.open(tmp_path)
    jobs.drain()

    bench.show_setting(key)

    assert _selected(bench) == "training.batch_size"


def test_a_mapping_can_be_shown(bench: ConfigWorkbench, jobs: ManualJobs, tmp_path: Path) -> None:
    """An unknown section is a finding about a mapping."""
    bench.open(tmp_path)
    jobs.drain()

    bench.show_setting("database")

    assert _selected(bench) == "database"


def test_enter_moves_to_the_source(bench: ConfigWorkbench, jobs: ManualJobs, tmp_path: Path) -> None:
    """The keyboard goes where the eye goes."""
    bench.open(tmp_path)
    jobs.drain()

    QTest.keyClick(bench.tree, Qt.Key.Key_Return)

    assert bench.detail.source.view is bench.focusWidget()


def test_revealing_reaches_tree_and_source(bench: ConfigWorkbench, jobs: ManualJobs, tmp_path: Path) -> None:
    """One switch for everything."""
    bench.open(tmp_path)
    jobs.drain()
    bench.show_setting("database.password")

    bench.context.reveal_changed.emit(True)
    jobs.drain()

    assert bench.detail.source.view.marked_text == "prod-hunter2"
    assert bench.tree.rows.reveal


def test_reading_can_be_cancelled(bench: ConfigWorkbench, jobs: ManualJobs, tmp_path: Path) -> None:
    """What takes long says what it does, and stops when told to."""
    heard = Heard(bench)
    bench.open(tmp_path)
    (progress,) = (one for one in bench.findChildren(Progress) if one.parent() is bench)
    assert (True, f"Reading {tmp_path.name}") == (progress.active, progress.text)

    progress.cancelled.emit()
    jobs.drain()

    (empty,) = (state for state in bench.findChildren(EmptyState) if state.isVisible())
    assert empty.title == "Nothing to show"
    assert not progress.active
    assert heard.reports == []
    assert heard.ready == 1


def test_cancelling_another_environment_goes_back(
    bench: ConfigWorkbench, jobs: ManualJobs, tmp_path: Path
) -> None:
    """The switch shows what is on screen, not what was wished for."""
    bench.open(tmp_path, "production")
    jobs.drain()
    bench.context.environment_chosen.emit("staging")
    (progress,) = (one for one in bench.findChildren(Progress) if one.parent() is bench)

    progress.cancelled.emit()
    jobs.drain()

    assert bench.context.switch.current() == "production"
    assert bench.tree.isVisible()


def test_a_missing_folder_is_told(
    qtbot: QtBot, bench: ConfigWorkbench, jobs: ManualJobs, builder: Builder, tmp_path: Path
) -> None:
    """A banner, an empty page, ready all the same; its button opens another folder."""
    heard = Heard(bench)
    builder.error = FileNotFoundError(2, "gone")

    bench.open(tmp_path / "gone")
    jobs.drain()

    (banner,) = (one for one in bench.findChildren(Banner) if one is not bench.model.banner)
    assert "does not exist" in banner.text
    assert heard.reports == [None]
    assert heard.ready == 1
    with qtbot.waitSignal(bench.open_requested):
        banner.action.emit()


def test_a_report_on_show_survives_its_folder(
    bench: ConfigWorkbench, jobs: ManualJobs, builder: Builder, watcher: Watcher, tmp_path: Path
) -> None:
    """The folder goes: what was read stays readable. It comes back: the banner goes."""
    bench.open(tmp_path)
    jobs.drain()
    builder.error = FileNotFoundError(2, "gone")
    bench.context.environ_chosen.emit("none")
    jobs.drain()
    (banner,) = (one for one in bench.findChildren(Banner) if one is not bench.model.banner)
    assert banner.isVisible()
    assert bench.tree.isVisible()

    builder.error = None
    bench.context.environ_chosen.emit("none")
    jobs.drain()

    assert not banner.isVisible()


@pytest.mark.parametrize(
    ("layers", "title"),
    [(False, "Nothing here"), (True, "No settings")],
)
def test_nothing_to_show_says_what_to_do(
    qtbot: QtBot,
    bench: ConfigWorkbench,
    jobs: ManualJobs,
    builder: Builder,
    tmp_path: Path,
    layers: bool,
    title: str,
) -> None:
    """A folder without configuration, and one whose files give nothing."""
    finding = Finding(
        "nothing-found", Severity.INFO, "Nothing here. Looked for config.yaml.", hint="Write one."
    )
    kept = builder.report.layers if layers else ()
    builder.report = replace(builder.report, settings=(), layers=kept, findings=(finding,))

    bench.open(tmp_path)
    jobs.drain()

    (empty,) = (state for state in bench.findChildren(EmptyState) if state.isVisible())
    assert title == empty.title
    with qtbot.waitSignal(bench.open_requested):
        empty.triggered.emit("open")


def test_the_example_from_disk_to_screen(qtbot: QtBot, tmp_path: Path) -> None:
    """The real core, real threads: open, switch, jump, change a file, and see it."""
    workspace = tmp_path / "ml-service"
    shutil.copytree(resources_folder() / "examples" / "ml-service", workspace)
    jobs = ThreadJobs()
    bench = ConfigWorkbench(jobs)
    qtbot.addWidget(bench)
    bench.resize(1200, 700)
    bench.show()
    heard = Heard(bench)
    bench.open(workspace, "production")
    qtbot.waitUntil(heard.is_ready)

    bench.show_setting("training.batch_size")
    qtbot.waitUntil(lambda: bench.detail.source.view.marked_text == "128")
    number = bench.tree.rows.outline.row_of(("training", "batch", "size"))
    production = workspace / "config.production.yaml"
    production.write_text(production.read_text().replace("batch_size: 128", "batch_size: 96"))
    qtbot.waitUntil(lambda: bench.detail.source.view.marked_text == "96", timeout=10_000)

    assert number is not None
    assert "training.batch_size 128 → 96" in heard.lines[-1].event
    assert _selected(bench) == "training.batch_size"
    bench.shutdown()
    assert jobs.shutdown(timeout_s=10)
    bench.hide()


class _Swap:
    """After the first report, the workspace has another one."""

    def __init__(self, bench: ConfigWorkbench, builder: Builder, report: Report) -> None:
        self._builder, self._report = builder, report
        self.done = False
        bench.report_changed.connect(self.swap)

    def swap(self, _report: Report) -> None:
        self._builder.report = self._report
        self.done = True


def test_what_is_being_read_is_named(bench: ConfigWorkbench, jobs: ManualJobs, tmp_path: Path) -> None:
    """A big folder takes a while; "Nothing is open" would be wrong all that time."""
    bench.open(tmp_path)

    assert f"Reading {tmp_path.name}…" in [label.text() for label in bench.findChildren(Label)]
    jobs.drain()
