"""The window as a user meets it: start page, opening, switching, closing, remembering."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.prefs import PrefsStore
from inspector.ui.kit import theme
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.jobs import ManualJobs
from inspector.ui.kit.status import StatusLine
from inspector.ui.shell.menus import VIEW
from inspector.ui.shell.rail import RailButton
from inspector.ui.shell.start_page import RecentRow
from inspector.ui.shell.window import MainWindow
from tests.ui.dialogs import Asked, RecordedDialogs
from tests.ui.shell.pages import FakePage, FakePages


@dataclass
class Desktop:
    """A window and all that it talks to."""

    folder: Path
    qtbot: QtBot
    jobs: ManualJobs = field(default_factory=ManualJobs)
    pages: FakePages = field(default_factory=FakePages)
    dialogs: RecordedDialogs = field(default_factory=RecordedDialogs)

    def __post_init__(self) -> None:
        """Read the prefs and show the window."""
        self.prefs = PrefsStore(self.folder / "prefs" / "prefs.json")
        self.prefs.load()
        self.window = MainWindow(self.jobs, self.pages, self.prefs, self.dialogs, self.folder / "own.jsonl")
        self.qtbot.addWidget(self.window)
        self.window.show()
        self.qtbot.waitExposed(self.window)

    def open(self, *paths: Path) -> None:
        """Open paths and let all jobs run."""
        self.window.open_paths(list(paths))
        self.jobs.drain()

    def trigger(self, action: str) -> None:
        """Choose a menu entry."""
        self.window.actions_by_id[action].trigger()
        self.jobs.drain()

    def page(self, name: str) -> FakePage:
        """The page that was made."""
        return self.pages.made[name]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "service"
    (folder / "logs").mkdir(parents=True)
    (folder / "config.yaml").write_text("a: 1\n", "utf-8")
    (folder / "logs" / "app.jsonl").write_text("{}\n", "utf-8")
    return folder


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path: Path) -> Desktop:
    return Desktop(tmp_path, qtbot)


def test_an_empty_window_offers_ways_to_begin(desktop: Desktop) -> None:
    """The start page is in front, nothing is marked, nothing can be closed."""
    assert desktop.window.desk.current is None
    assert desktop.window.desk.start_page.isVisible()
    assert desktop.window.windowTitle() == "Inspector"
    assert not desktop.window.actions_by_id["close"].isEnabled()
    assert desktop.pages.made == {}


def test_a_folder_opens_in_config_and_its_logs_on_demand(desktop: Desktop, workspace: Path) -> None:
    """The log workbench is not loaded before somebody looks."""
    desktop.open(workspace)
    assert desktop.window.desk.current == "config"
    assert desktop.page("config").opened == [(workspace,)]
    assert "logs" not in desktop.pages.made

    desktop.trigger("show-logs")
    assert desktop.window.desk.current == "logs"
    assert desktop.page("logs").opened == [(workspace / "logs" / "app.jsonl",)]
    desktop.trigger("show-config")
    assert desktop.window.desk.current == "config"
    assert desktop.page("config").isVisible()


def test_the_rail_switches_pages(desktop: Desktop, workspace: Path) -> None:
    """Its buttons are marked by what is in front."""
    desktop.open(workspace)
    buttons = {button.accessibleName(): button for button in desktop.window.rail.findChildren(RailButton)}
    assert (buttons["Config"].isChecked(), buttons["Logs"].isChecked()) == (True, False)
    QTest.mouseClick(buttons["Logs"], Qt.MouseButton.LeftButton)
    assert (buttons["Config"].isChecked(), buttons["Logs"].isChecked()) == (False, True)
    QTest.mouseClick(buttons["Logs"], Qt.MouseButton.LeftButton)
    assert buttons["Logs"].isChecked()


def test_a_workbench_without_content_says_what_to_do(desktop: Desktop) -> None:
    """And its button asks for it."""
    desktop.trigger("show-logs")
    button = next(
        pill for pill in desktop.window.desk.findChildren(Pill) if pill.isVisible() and "log" in pill.text()
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert desktop.dialogs.asked == [Asked("open_files", "Open log")]


def test_dialogs_open_what_was_chosen(desktop: Desktop, workspace: Path) -> None:
    """A file chosen as a log is a log, whatever its name."""
    desktop.dialogs.folder = workspace
    desktop.dialogs.files = (workspace / "config.yaml",)
    desktop.trigger("open-folder")
    desktop.trigger("open-log")

    assert desktop.page("config").opened == [(workspace,)]
    assert desktop.page("logs").opened == [(workspace / "config.yaml",)]
    assert desktop.window.desk.current == "logs"


def test_status_and_title_are_those_of_the_page_in_front(desktop: Desktop, workspace: Path) -> None:
    """Each page keeps its own line."""
    desktop.open(workspace, workspace / "logs" / "app.jsonl")
    desktop.page("config").title_changed.emit("service")
    desktop.page("config").status_changed.emit(StatusLine("46 settings", "config.yaml changed", 2, 4))
    desktop.page("logs").title_changed.emit("app.jsonl")
    desktop.page("logs").status_changed.emit(StatusLine("9 records", error_text="3 errors", errors=3))
    shown = desktop.window.status.texts()
    assert (desktop.window.windowTitle(), shown) == (
        "service – Inspector",
        ("2", "4", "46 settings", "config.yaml changed"),
    )

    desktop.trigger("show-logs")
    shown = desktop.window.status.texts()
    assert (desktop.window.windowTitle(), shown) == (
        "app.jsonl – Inspector",
        ("3 errors", "", "9 records", ""),
    )


def test_closing_ends_a_page_and_returns_to_the_other(desktop: Desktop, workspace: Path) -> None:
    """The last one returns to the start page."""
    desktop.open(workspace, workspace / "logs" / "app.jsonl")
    desktop.trigger("close")
    assert (desktop.page("config").ended, desktop.window.desk.current) == (True, "logs")
    desktop.trigger("close")
    assert (desktop.page("logs").ended, desktop.window.desk.current) == (True, None)
    desktop.open(workspace)
    assert desktop.window.desk.current == "config"


def test_missing_paths_are_told_in_a_banner(desktop: Desktop, workspace: Path) -> None:
    """What exists opens; the next good opening clears the banner."""
    gone = workspace / "gone"
    desktop.open(gone, workspace)
    assert desktop.window.desk.banner.text == f"{gone} does not exist."
    assert desktop.page("config").opened == [(workspace,)]
    desktop.open(workspace)
    assert desktop.window.desk.banner.isHidden()


def test_settled_when_every_page_is_ready(desktop: Desktop, workspace: Path) -> None:
    """Which is when a picture may be taken."""
    settled: list[bool] = []
    desktop.window.desk.settled.connect(lambda: settled.append(True))
    desktop.open(workspace, workspace / "logs" / "app.jsonl")
    desktop.page("logs").ready.emit()
    assert settled == []
    desktop.page("config").ready.emit()
    assert settled == [True]
    assert desktop.window.desk.is_settled


def test_the_keyboard_goes_to_the_page(desktop: Desktop, workspace: Path, qtbot: QtBot) -> None:
    """Arrow keys work without a click."""
    desktop.open(workspace)
    desktop.page("config").ready.emit()
    desktop.window.activateWindow()

    assert desktop.window.focusWidget() is desktop.page("config").table


def test_recent_paths_are_remembered_and_open(qtbot: QtBot, tmp_path: Path, workspace: Path) -> None:
    """On the start page and in the menu; the list can be cleared."""
    Desktop(tmp_path, qtbot).open(workspace)
    again = Desktop(tmp_path, qtbot)
    rows = again.window.desk.start_page.findChildren(RecentRow)
    assert [row.path for row in rows] == [workspace]
    QTest.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    again.jobs.drain()
    assert again.page("config").opened == [(workspace,)]

    menu = again.window.menus["&File/Open &recent"]
    assert menu.actions()[0].text() == str(workspace)
    menu.actions()[0].trigger()
    again.jobs.drain()
    assert again.page("config").opened == [(workspace,)] * 2
    again.trigger("clear-recent")
    assert again.prefs.prefs.recent == ()
    assert not menu.isEnabled()


def test_the_example_opens(desktop: Desktop, root: Path) -> None:
    """It is a recent path like any other."""
    desktop.trigger("open-example")

    assert desktop.page("config").opened == [(root / "resources" / "examples" / "ml-service",)]


def test_a_theme_is_chosen_and_remembered(desktop: Desktop, qapp: QApplication) -> None:
    """At once, without a restart."""
    desktop.trigger("theme-dark")

    assert theme.current() is theme.DARK
    assert qapp.palette().window().color().name() == theme.DARK.background
    again = PrefsStore(desktop.prefs.path)
    again.load()
    assert again.prefs.theme == "dark"


def _entering(data: QMimeData) -> QDragEnterEvent:
    with warnings.catch_warnings():
        # Qt 6.12 would rather have a QPointF, which 6.11 does not take.
        warnings.simplefilter("ignore", DeprecationWarning)
        return QDragEnterEvent(
            QPoint(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )


def test_files_can_be_dropped(desktop: Desktop, workspace: Path) -> None:
    """Folders and files as in the command line; anything else is not accepted."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(workspace))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = _entering(data)
    desktop.window.dragEnterEvent(enter)
    assert enter.isAccepted()
    desktop.window.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, Qt.KeyboardModifier.NoModifier))
    desktop.jobs.drain()
    assert desktop.page("config").opened == [(workspace,)]

    text = QMimeData()
    text.setUrls([QUrl("https://example.org/")])
    enter = _entering(text)
    enter.ignore()
    desktop.window.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_the_place_of_the_window_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    """Its size comes back in the next run."""
    first = Desktop(tmp_path, qtbot)
    first.window.resize(700, 500)
    with qtbot.waitSignal(first.window.closed):
        first.window.close()
    first.prefs.save()
    second = Desktop(tmp_path, qtbot)

    assert (second.window.width(), second.window.height()) == (700, 500)


@pytest.mark.parametrize("geometry", ["no base64", "AAAA", "ÿ"])
def test_a_broken_place_is_ignored(qtbot: QtBot, tmp_path: Path, geometry: str) -> None:
    """The window has its usual size, or what the screen allows."""
    store = PrefsStore(tmp_path / "prefs" / "prefs.json")
    store.set_geometry(geometry)
    store.save()

    assert Desktop(tmp_path, qtbot).window.isVisible()


def test_the_own_log_opens_in_logs(desktop: Desktop) -> None:
    """It is not a recent path; without one, a banner says so."""
    desktop.trigger("own-log")
    assert "has logged nothing yet" in desktop.window.desk.banner.text
    own = desktop.folder / "own.jsonl"
    own.write_text("{}\n", "utf-8")
    desktop.trigger("own-log")

    assert desktop.page("logs").opened == [(own,)]
    assert desktop.prefs.prefs.recent == ()


def test_about_names_the_version(desktop: Desktop) -> None:
    """In a message of its own."""
    desktop.trigger("about")

    assert [asked.title for asked in desktop.dialogs.asked] == ["About Inspector"]


def test_every_control_has_a_name(desktop: Desktop) -> None:
    """For those who do not see the icons."""
    buttons = desktop.window.findChildren(RailButton) + desktop.window.findChildren(Pill)

    assert [button for button in buttons if not button.accessibleName() and button.isVisible()] == []


def test_a_folder_of_logs_comes_to_the_front_in_logs(desktop: Desktop, tmp_path: Path) -> None:
    """Its logs open at once; Config says that there is nothing."""
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "app.jsonl").write_text("{}\n", "utf-8")
    desktop.open(folder)

    assert desktop.window.desk.current == "logs"
    assert desktop.page("logs").opened == [(folder / "app.jsonl",)]
    assert desktop.page("config").opened == [(folder,)]


def test_the_view_menu_offers_what_the_page_can_do(desktop: Desktop, workspace: Path) -> None:
    """While it is in front, and no longer."""
    desktop.open(workspace)
    view = desktop.window.menus[VIEW]
    action = desktop.page("config").action
    assert action in view.actions()

    desktop.trigger("show-logs")
    assert action not in view.actions()
    desktop.trigger("show-config")
    assert view.actions()[-1] is action
    desktop.trigger("close")
    assert [entry.text() for entry in view.actions()][-1] == "&Theme"


def test_an_environment_is_for_config(desktop: Desktop, workspace: Path) -> None:
    """It is passed on once, to the workspace that it was asked for with."""
    desktop.window.open_paths([workspace], "production")
    desktop.jobs.drain()
    desktop.trigger("show-logs")
    assert (desktop.page("config").environment, desktop.page("logs").environment) == ("production", None)

    desktop.open(workspace)
    assert desktop.page("config").environment is None


def test_the_view_menu_is_judged_when_it_opens(desktop: Desktop, workspace: Path) -> None:
    """What would do nothing now is disabled; keys work again when it is closed."""
    desktop.open(workspace)
    view, page = desktop.window.menus[VIEW], desktop.page("config")
    page.useful = False

    view.aboutToShow.emit()
    assert not page.action.isEnabled()

    view.aboutToHide.emit()
    assert page.action.isEnabled()
