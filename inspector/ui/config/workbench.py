"""The Config workbench: context above, tree at the left, detail at the right."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from inspector.base.findings import Severity
from inspector.base.places import Place
from inspector.config.report import Report
from inspector.config.values import KeyPath
from inspector.ui.config.changes import Change
from inspector.ui.config.compare.comparing import Comparing
from inspector.ui.config.context import ContextRow
from inspector.ui.config.detail import DetailPanel
from inspector.ui.config.outline import Row, RowKind
from inspector.ui.config.query import Query
from inspector.ui.config.repair_desk import RepairDesk
from inspector.ui.config.session import Built, Session, Wish
from inspector.ui.config.summary import empty_texts, first_choice, status_line
from inspector.ui.config.tree import SettingsTree
from inspector.ui.config.trust import ModelDesk
from inspector.ui.config.views import VIEW_ACTIONS, SettingsViews
from inspector.ui.config.what_if_row import WHAT_IF_ACTIONS, WhatIfRow
from inspector.ui.kit.actions import ActionSpec, build_actions
from inspector.ui.kit.banner import Banner
from inspector.ui.kit.empty import EmptyAction, EmptyState
from inspector.ui.kit.jobs import Jobs
from inspector.ui.kit.progress import Progress
from inspector.ui.kit.split import Splitter
from inspector.ui.kit.state import MemoryState, State, TrustedFolders
from inspector.ui.kit.status import StatusLine
from inspector.ui.kit.text import Line

_TICK_MS = 1_000
_OPEN_OTHER = EmptyAction("open", "Open another folder…", "folder")

_CLEAR = EmptyAction("clear", "Clear the filter", "close")

_ACTIONS = (
    ActionSpec("find", "Find setting", "Ctrl+F"),
    ActionSpec("reload", "Read again", "F5"),
    ActionSpec("compare", "Compare", "Ctrl+D"),
    ActionSpec("why", "Why is it not …?", "?"),
)


class ConfigWorkbench(QWidget):
    """Shows one workspace. All work happens in jobs; the report on show stays until the next is ready."""

    report_changed = Signal(object)
    """The Report on show, or None."""
    status_changed = Signal(object)
    """A StatusLine."""
    title_changed = Signal(object)
    """The name of the workspace."""
    open_requested = Signal()
    """The user wants to open another folder."""
    ready = Signal()
    """What was opened is on show, or cannot be."""

    def __init__(
        self,
        jobs: Jobs,
        state: State | None = None,
        parent: QWidget | None = None,
        *,
        session: Session | None = None,
        trust: TrustedFolders | None = None,
    ) -> None:
        """Without `trust`, trust in folders ends with the program."""
        super().__init__(parent)
        state = state if state is not None else MemoryState()
        self._session = session if session is not None else Session(jobs, self)
        self._session.setParent(self)
        self._report: Report | None = None
        self._change: tuple[Change, float] | None = None
        self._line, self._told = StatusLine(), StatusLine()
        self._waiting_ready = False
        self._context = ContextRow()
        self._banner = Banner()
        self._tree = SettingsTree(state)
        self.what_if = WhatIfRow(jobs, self._session, self._tree)
        self.repair = RepairDesk(jobs, self._tree, self)
        self.model = ModelDesk(jobs, self._session, self, trust)
        self._said = ""
        self._detail = DetailPanel(jobs, state)
        self._comparing = Comparing(jobs, state, self._session, self._context, self)
        self._empty = EmptyState("Nothing is open")
        self._no_hits = EmptyState("No setting matches", "", (_CLEAR,))
        self._progress = Progress()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._build(state)
        self._wire()

    @property
    def report(self) -> Report | None:
        """The report on show."""
        return self._report

    @property
    def context(self) -> ContextRow:
        """The row above."""
        return self._context

    @property
    def tree(self) -> SettingsTree:
        """The settings."""
        return self._tree

    @property
    def views(self) -> SettingsViews:
        """The settings as a tree and by layers."""
        return self._views

    @property
    def detail(self) -> DetailPanel:
        """The selected setting."""
        return self._detail

    def open(self, workspace: Path, environment: str | None = None) -> None:
        """Show a workspace, in an environment or in the one that its rules choose."""
        wish = self._session.wish
        self._change = None
        self._waiting_ready = True
        name = workspace.resolve().name or str(workspace)
        self._context.show_name(name)
        if self._report is None:
            self._empty.show_state(f"Reading {name}…")
        environ = wish.environ if wish is not None else "current"
        self._session.ask(Wish(workspace, environment, environ))

    @Slot(object)
    def show_setting(self, key: str) -> None:
        """Select a setting; a query that hides it is dropped. An unknown key selects nothing."""
        path = self._path_of(key)
        number = self._tree.rows.outline.row_of(path) if path else None
        if number is None:
            return
        if not self._tree.select(number):
            self._context.clear_search()
            self._tree.select(number)

    @Slot(object)
    def show_place(self, place: Place) -> None:
        """Jump the source area to a place."""
        self._detail.show_place(place)

    def shutdown(self) -> None:
        """Stop watching and building."""
        self._tick.stop()
        self._progress.finish()
        self._session.close()
        self._comparing.page.close_jobs()
        self._detail.close_jobs()
        self.what_if.close_jobs()
        self.repair.close()
        self.model.close()

    def _build(self, state: State) -> None:
        split = Splitter(Qt.Orientation.Horizontal, state, "config")
        left = QWidget()
        self._views = SettingsViews(self._tree, self._no_hits, state)
        self._left = QStackedLayout(left)
        self._left.addWidget(self._views)
        self._left.addWidget(self._comparing.page)
        split.addWidget(left)
        split.addWidget(self._detail)
        split.restore([1000, 580])
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 1)
        body = QWidget()
        self._pages = QStackedLayout(body)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(split)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._context, Line(), self.what_if, self.model.banner, self._banner):
            column.addWidget(widget)
        column.addWidget(body, 1)
        column.addWidget(self._progress)

    def _wire(self) -> None:
        self._context.environment_chosen.connect(self._on_environment)
        self._context.environ_chosen.connect(self._on_environ)
        self._context.query_changed.connect(self._on_query)
        self._context.reveal_changed.connect(self._on_reveal)
        self._context.search_left.connect(self._go_to_tree)
        self._comparing.toggled.connect(self._on_compare)
        self._comparing.key_chosen.connect(self.show_setting)
        self._no_hits.triggered.connect(self._on_clear)
        self._tree.selected.connect(self._on_selected)
        self._tree.jumped.connect(self._on_jumped)
        self._context.problem_changed.connect(self._views.show_problem)
        self._detail.source.settled.connect(self._tell_ready)
        self._detail.why.left.connect(self._go_to_tree)
        self._session.built.connect(self._on_built)
        self._session.failed.connect(self._on_failed)
        self._session.busy_changed.connect(self._on_busy)
        self._progress.cancelled.connect(self._on_cancelled)
        self._empty.triggered.connect(self._on_empty_action)
        self._banner.action.connect(self.open_requested)
        self._tick.timeout.connect(self._tell_status)
        self._context.what_if_wanted.connect(self.what_if.open)
        self.what_if.told.connect(self._tell_status)
        self.actions_by_id = build_actions(
            self,
            _ACTIONS,
            {
                "find": self._comparing.find,
                "reload": self._reload,
                "compare": self._context.compare.toggle,
                "why": self._detail.ask_why,
            },
        )
        self.actions_by_id |= build_actions(self, VIEW_ACTIONS, {"layers": self._views.toggle})
        self.actions_by_id |= build_actions(self, WHAT_IF_ACTIONS, self.what_if.slots())
        self.actions_by_id |= self.repair.actions_by_id | self.model.actions_by_id
        self._views.layers.addActions(self._tree.actions())
        self.model.judged.connect(self._on_built)
        self.model.told.connect(self._tell_status)
        self.repair.told.connect(self._on_told)
        self.repair.refused.connect(self._on_refused)

    def _path_of(self, key: str) -> KeyPath | None:
        for row in self._tree.rows.outline.rows[1:]:
            if row.kind is not RowKind.CANDIDATE and row.key == key:
                return row.path
        return None

    def _show(self, built: Built) -> None:
        first = self._report is None or self._report.workspace != built.report.workspace
        self._report = built.report
        self._context.show_report(built.report)
        self.repair.show_report(built.report)
        self._said = ""
        self._detail.show_report(built.report, built.request)
        self._banner.clear()
        self._tree.show_outline(built.outline)
        if first:
            self._tree.start_at(first_choice(built.outline))
        self._views.refresh()
        if first:
            self._go_to_tree()
        self._comparing.take(built)
        if built.report.settings:
            self._pages.setCurrentIndex(1)
        else:
            self._show_empty(built.report)

    def _show_empty(self, report: Report) -> None:
        self._empty.show_state(*empty_texts(report), (_OPEN_OTHER,))
        self._pages.setCurrentIndex(0)

    @Slot(object)
    def _on_built(self, built: Built) -> None:
        self._show(built)
        if built.change is not None:
            self._change = (built.change, time.monotonic())
            self._tick.start()
        self.title_changed.emit(built.report.workspace.resolve().name)
        self.report_changed.emit(built.report)
        self._count()
        if not self._detail.source.busy:
            self._tell_ready()

    @Slot(object)
    def _on_failed(self, sentence: object) -> None:
        self._banner.show_problem(str(sentence), Severity.ERROR.value, "Open another folder…")
        if self._report is None:
            self._empty.show_state("Nothing to show", "The message above says why.")
            self._pages.setCurrentIndex(0)
            self.report_changed.emit(None)
        self._tell_ready()

    @Slot()
    def _tell_ready(self) -> None:
        if self._waiting_ready:
            self._waiting_ready = False
            self.ready.emit()

    @Slot(object)
    def _on_busy(self, busy: object) -> None:
        wish = self._session.wish
        if busy and wish is not None:
            self._progress.update_to(None, f"Reading {wish.workspace.name}")
        else:
            self._progress.finish()
            if self._report is not None:
                self._context.show_report(self._report)

    @Slot()
    def _on_cancelled(self) -> None:
        self._session.stop()
        if self._report is None:
            self._empty.show_state("Nothing to show", "Reading was cancelled.", (_OPEN_OTHER,))
            self._tell_ready()

    @Slot(object)
    def _on_environment(self, name: object) -> None:
        wish = self._session.wish
        if wish is not None:
            self._ask(environment=str(name), what_if=replace(wish.what_if, environment=None))

    @Slot(object)
    def _on_environ(self, environ: object) -> None:
        self._ask(environ=str(environ))

    @Slot()
    def _on_compare(self) -> None:
        comparing = self._comparing.active
        self._left.setCurrentWidget(self._comparing.page if comparing else self._views)
        if not comparing:
            self._go_to_tree()

    @Slot()
    def _reload(self) -> None:
        self._comparing.page.forget()
        self._ask()

    def _ask(self, **wishes: object) -> None:
        if self._session.wish is not None:
            if wishes:
                self._change = None
            self._session.ask(replace(self._session.wish, **wishes))  # type: ignore[arg-type]

    @Slot(object)
    def _on_query(self, query: object) -> None:
        if isinstance(query, Query):
            self._tree.set_query(query)
            self._views.refresh()
            self._count()

    @Slot(object)
    def _on_clear(self, _id: object) -> None:
        self._context.clear_search()
        self._go_to_tree()

    @Slot()
    def _go_to_tree(self) -> None:
        self._views.focus_settings()

    @Slot(object)
    def _on_reveal(self, reveal: object) -> None:
        self._tree.set_reveal(bool(reveal))
        self._views.refresh()
        self._detail.set_reveal(bool(reveal))
        self._comparing.page.set_reveal(bool(reveal))

    @Slot(object)
    def _on_selected(self, row: object) -> None:
        self._detail.show_row(row if isinstance(row, Row) else None)

    @Slot(object)
    def _on_jumped(self, _row: object) -> None:
        self._detail.source.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(object)
    def _on_empty_action(self, _id: object) -> None:
        self.open_requested.emit()

    @Slot(object)
    def _on_told(self, sentence: object) -> None:
        """Say what was done, until the next report."""
        self._said = str(sentence)
        self._tell_status()

    @Slot(object)
    def _on_refused(self, sentence: object) -> None:
        self._banner.show_problem(str(sentence), Severity.WARNING.value)

    @Slot()
    def _tell_status(self) -> None:
        """Say what is on show, and how long ago it changed."""
        event = ""
        if self._change is not None:
            change, since = self._change
            event = change.sentence(time.monotonic() - since)
        event = self._said or self.what_if.sentence or event or self.model.words
        line = replace(self._line, event=event)
        if line != self._told:
            self._told = line
            self.status_changed.emit(line)

    def _count(self) -> None:
        """What the status bar says until the next report or query."""
        if self._report is None:
            return
        rows = self._tree.rows
        self._line = status_line(self._report, None if rows.query.empty else rows.shape.hits)
        self._tell_status()
