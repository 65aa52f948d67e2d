"""The pages of the window: each holds a workbench and speaks one language to the shell."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.ui.kit.jobs import Jobs
from inspector.ui.kit.split import Splitter
from inspector.ui.kit.state import State, TrustedFolders

_MOST_FOR_FINDINGS = 0.25


class Page(QWidget):
    """One workbench in the window.

    Each page has its own open_paths() and shutdown(); QWidget's metaclass admits no ABC to say so.
    """

    status_changed = Signal(object)
    """A StatusLine."""
    title_changed = Signal(object)
    """What is open, as text for the title bar."""
    ready = Signal()
    """What open_paths() asked for is on screen."""
    action_wanted = Signal(object)
    """The id of an action of the window that a button of the page stands for."""

    def open_paths(self, paths: tuple[Path, ...], environment: str | None = None) -> None:
        """Show these in place of what was shown; configuration in this environment."""
        raise NotImplementedError

    def shutdown(self) -> None:
        """Stop all work; the page is not used afterwards."""
        raise NotImplementedError

    def menu_actions(self) -> tuple[QAction, ...]:
        """What the View menu offers while the page is in front."""
        return ()

    def judge_actions(self) -> None:
        """The menu opens: disable what would do nothing now."""

    def enable_actions(self) -> None:
        """The menu is closed: keys may be pressed at any time, and say themselves why they do nothing."""
        for action in self.menu_actions():
            action.setEnabled(True)

    def take_focus(self) -> None:
        """Give the keyboard to the first table or tree that can be seen."""
        from PySide6.QtWidgets import QAbstractItemView  # a page has one, the start page has none

        for view in self.findChildren(QAbstractItemView):
            if view.isVisible():
                view.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, widget: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(widget)


class Pages(Protocol):
    """Makes pages when they are first needed."""

    def config(self) -> Page:
        """The page for a workspace: one path, a folder."""
        ...

    def logs(self) -> Page:
        """The page for logs: any number of files."""
        ...


class WorkbenchPages:
    """The real pages. A workbench, with all that it imports, is loaded when it is first opened."""

    def __init__(
        self, jobs: Jobs, state: State, cache_folder: Path, trust: TrustedFolders | None = None
    ) -> None:
        self._jobs, self._state, self._cache_folder, self._trust = jobs, state, cache_folder, trust

    def config(self) -> Page:
        """The config workbench with the findings below it."""
        return ConfigPage(self._jobs, self._state, self._trust)

    def logs(self) -> Page:
        """The log workbench."""
        return LogPage(self._jobs, self._state, self._cache_folder)


class ConfigPage(Page):
    """The config workbench over the findings panel."""

    def __init__(
        self,
        jobs: Jobs,
        state: State,
        trust: TrustedFolders | None = None,
        parent: QWidget | None = None,
    ) -> None:
        from inspector.ui.config.workbench import ConfigWorkbench
        from inspector.ui.findings.panel import FindingsPanel

        super().__init__(parent)
        self._workbench = ConfigWorkbench(jobs, state, trust=trust)
        self._findings = FindingsPanel()
        self._workbench.report_changed.connect(self._findings.show_report)
        self._workbench.status_changed.connect(self.status_changed)
        self._workbench.title_changed.connect(self.title_changed)
        self._workbench.ready.connect(self.ready)
        self._workbench.open_requested.connect(self._on_open_requested)
        self._findings.place_activated.connect(self._workbench.show_place)
        self._findings.setting_activated.connect(self._workbench.show_setting)
        self._findings.menu_opening.connect(self._offer_fixes)
        self._workbench.report_changed.connect(self._share_height)
        self._split = Splitter(Qt.Orientation.Vertical, state, "config.findings")
        self._split.addWidget(self._workbench)
        self._split.addWidget(self._findings)
        self._split.setStretchFactor(0, 1)
        self._split.restore([640, 190])
        self._fill(self._split)

    def open_paths(self, paths: tuple[Path, ...], environment: str | None = None) -> None:
        """Show the workspace."""
        self._workbench.open(paths[0], environment)

    def menu_actions(self) -> tuple[QAction, ...]:
        """Find, read again, next and previous finding."""
        return (*self._workbench.actions_by_id.values(), *self._findings.actions_by_id.values())

    def judge_actions(self) -> None:
        """Without findings there is no next one."""
        for action in self._findings.actions_by_id.values():
            action.setEnabled(self._findings.findings.rowCount() > 0)

    def shutdown(self) -> None:
        """Stop watching files."""
        self._workbench.shutdown()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The parts share the height anew."""
        super().resizeEvent(event)
        self._share_height()

    @Slot(object)
    def _share_height(self, _report: object = None) -> None:
        """Until the user moves the line: findings have the height of their rows, up to a quarter."""
        if not self._split.remembered:
            room = self.height() - self._split.handleWidth()
            lower = min(self._findings.sizeHint().height(), round(room * _MOST_FOR_FINDINGS))
            self._split.setSizes([room - lower, lower])

    @Slot(object)
    def _offer_fixes(self, opening: object) -> None:
        from inspector.ui.findings.panel import FindingMenu

        if isinstance(opening, FindingMenu):
            self._workbench.repair.offer_fixes(opening.menu, opening.finding)

    @Slot()
    def _on_open_requested(self) -> None:
        self.action_wanted.emit("open-folder")


class LogPage(Page):
    """The log workbench."""

    def __init__(self, jobs: Jobs, state: State, cache_folder: Path, parent: QWidget | None = None) -> None:
        from inspector.ui.logs.workbench import LogWorkbench

        super().__init__(parent)
        self._workbench = LogWorkbench(jobs, state, cache=cache_folder)
        self._workbench.status_changed.connect(self.status_changed)
        self._workbench.title_changed.connect(self.title_changed)
        self._workbench.ready.connect(self.ready)
        self._fill(self._workbench)

    def open_paths(self, paths: tuple[Path, ...], _environment: str | None = None) -> None:
        """Show these files as one log."""
        self._workbench.open(paths)

    def menu_actions(self) -> tuple[QAction, ...]:
        """What is done with records and filters."""
        return self._workbench.menu_actions()

    def judge_actions(self) -> None:
        """By what is selected, shown and filtered."""
        self._workbench.judge_actions()

    def shutdown(self) -> None:
        """Stop following."""
        self._workbench.shutdown()
