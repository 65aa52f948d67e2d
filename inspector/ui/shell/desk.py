"""What fills the window: the start page, the workbenches, and a banner above them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from inspector.base.cancel import CancelToken
from inspector.ui.kit.banner import Banner
from inspector.ui.kit.empty import EmptyAction, EmptyState
from inspector.ui.kit.jobs import Jobs, Latest
from inspector.ui.kit.status import StatusLine
from inspector.ui.shell.opening import Opening, plan_opening
from inspector.ui.shell.pages import Page, Pages
from inspector.ui.shell.rail import CONFIG, LOGS
from inspector.ui.shell.start_page import StartPage

_NOTHING = {
    CONFIG: (
        "No folder is open",
        "Open a folder that holds configuration files: config.yaml, .env, settings.toml …",
        (EmptyAction("open-folder", "Open folder…", "folder"),),
    ),
    LOGS: (
        "No log is open",
        "Open log files: JSON lines, or plain text.",
        (EmptyAction("open-log", "Open log…", "logs"),),
    ),
}


class Desk(QWidget):
    """Opens paths in the workbench that they belong to, and shows one workbench at a time."""

    page_changed = Signal(object)
    """CONFIG, LOGS, or None for the start page."""
    status_changed = Signal(object)
    """The StatusLine of the page in front."""
    title_changed = Signal(object)
    """What the page in front shows, "" for nothing."""
    opened = Signal(object)
    """A tuple of Paths that were opened, to remember them."""
    action_wanted = Signal(object)
    """The id of an action that a button stands for."""
    recent_wanted = Signal(object)
    """A Path chosen from the recent ones."""
    settled = Signal()
    """All that was asked for is on screen."""

    def __init__(self, pages: Pages, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._factory = pages
        self._planning = Latest(jobs)
        self._pages: dict[str, Page] = {}
        self._lines: dict[str, StatusLine] = {}
        self._titles: dict[str, str] = {}
        self._waiting: set[str] = set()
        self._found_logs: tuple[Path, ...] = ()
        self._environment: str | None = None
        self.current: str | None = None
        self.banner = Banner()
        self.start_page = StartPage()
        self.start_page.wanted.connect(self.action_wanted)
        self.start_page.recent_chosen.connect(self.recent_wanted)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start_page)
        self._empty: dict[str, EmptyState] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)

    @property
    def is_settled(self) -> bool:
        """True when nothing that was asked for is still on its way."""
        return not self._planning.active and not self._waiting

    def open_paths(self, paths: Sequence[Path], environment: str | None = None) -> None:
        """Open folders and files; what is what is found out off the GUI thread.

        `environment` is the one that Config shows first, None for that of the folder's own rules.
        """
        self._environment = environment
        self._planning.start(partial(_plan, tuple(paths)), self._planned)

    def open_logs(self, paths: tuple[Path, ...]) -> None:
        """Open files as logs, whatever they look like."""
        self._planned(Opening(logs=paths))

    @property
    def menu_actions(self) -> tuple[QAction, ...]:
        """What the page in front adds to the View menu."""
        page = self._pages.get(self.current or "")
        return () if page is None else page.menu_actions()

    @Slot()
    def judge_actions(self) -> None:
        """The menu opens."""
        if (page := self._pages.get(self.current or "")) is not None:
            page.judge_actions()

    @Slot()
    def enable_actions(self) -> None:
        """The menu is closed."""
        if (page := self._pages.get(self.current or "")) is not None:
            page.enable_actions()

    @Slot(object)
    def show_page(self, page: object) -> None:
        """Bring a workbench to the front; None is the start page. Logs found beside a folder open now."""
        if page == LOGS and LOGS not in self._pages and self._found_logs:
            self._open(LOGS, self._found_logs)
        self.current = page if isinstance(page, str) else None
        if self.current is None:
            self._stack.setCurrentWidget(self.start_page)
        else:
            self._stack.setCurrentWidget(self._pages.get(self.current) or self._nothing(self.current))
        self._give_focus()
        self.page_changed.emit(self.current)
        self._tell()

    def close_page(self) -> None:
        """Close what the workbench in front shows."""
        if self.current is None or self.current not in self._pages:
            self.show_page(None)
            return
        name = self.current
        if name == CONFIG:
            self._found_logs = ()
        page = self._pages.pop(name)
        self._lines.pop(name, None)
        self._titles.pop(name, None)
        self._waiting.discard(name)
        page.shutdown()
        self._stack.removeWidget(page)
        page.deleteLater()
        self.show_page(next(iter(self._pages), None))

    def shutdown(self) -> None:
        """Stop all work of all pages."""
        self._planning.cancel()
        for page in self._pages.values():
            page.shutdown()

    @property
    def found_logs(self) -> tuple[Path, ...]:
        """Logs beside the open folder that nobody asked for yet."""
        return () if LOGS in self._pages else self._found_logs

    @Slot(object)
    def _planned(self, opening: object) -> None:
        assert isinstance(opening, Opening)
        if opening.problems:
            self.banner.show_problem(" ".join(opening.problems), "warning" if not opening.empty else "error")
        elif not opening.empty:
            self.banner.clear()
        if opening.logs:
            self._open(LOGS, opening.logs)
        if opening.workspace is not None:
            self._found_logs = opening.found_logs
            self._open(CONFIG, (opening.workspace,))
            if opening.logs_first and opening.found_logs:
                self._open(LOGS, opening.found_logs)
        if not opening.empty:
            self.show_page(LOGS if opening.logs_first or opening.workspace is None else CONFIG)
            self.opened.emit(opening.asked)
        if self.is_settled:
            self.settled.emit()

    def _nothing(self, name: str) -> EmptyState:
        """What stands in place of a workbench that is not open."""
        if name not in self._empty:
            title, text, actions = _NOTHING[name]
            self._empty[name] = EmptyState(title, text, actions)
            self._empty[name].triggered.connect(self.action_wanted)
            self._stack.addWidget(self._empty[name])
        return self._empty[name]

    def _open(self, name: str, paths: tuple[Path, ...]) -> None:
        if name not in self._pages:
            page = self._factory.config() if name == CONFIG else self._factory.logs()
            page.setObjectName(name)
            page.status_changed.connect(self._status)
            page.title_changed.connect(self._title)
            page.ready.connect(self._ready)
            page.action_wanted.connect(self.action_wanted)
            self._pages[name] = page
            self._stack.addWidget(page)
        self._waiting.add(name)
        self._pages[name].open_paths(paths, self._environment if name == CONFIG else None)

    @Slot(object)
    def _status(self, line: object) -> None:
        assert isinstance(line, StatusLine)
        self._lines[self.sender().objectName()] = line
        self._tell()

    @Slot(object)
    def _title(self, title: object) -> None:
        self._titles[self.sender().objectName()] = str(title)
        self._tell()

    @Slot()
    def _ready(self) -> None:
        self._waiting.discard(self.sender().objectName())
        self._give_focus()
        if self.is_settled:
            self.settled.emit()

    def _give_focus(self) -> None:
        front, focus = self._stack.currentWidget(), QApplication.focusWidget()
        if front is None or (focus is not None and front.isAncestorOf(focus)):
            return
        if isinstance(front, Page):
            front.take_focus()
        else:
            front.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        name = self.current or ""
        self.status_changed.emit(self._lines.get(name, StatusLine()))
        self.title_changed.emit(self._titles.get(name, ""))


def _plan(paths: tuple[Path, ...], _token: CancelToken) -> Opening:
    return plan_opening(paths)
