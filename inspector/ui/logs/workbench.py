"""The log workbench: context, filters, records, detail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from inspector.logs.query import Query
from inspector.logs.records import Level, Record
from inspector.ui.kit import fonts
from inspector.ui.kit.actions import build_actions
from inspector.ui.kit.banner import Banner
from inspector.ui.kit.jobs import Jobs
from inspector.ui.kit.split import Splitter
from inspector.ui.kit.state import State
from inspector.ui.kit.status import StatusLine
from inspector.ui.logs.actions import MINIMUM, PAGE_ACTIONS
from inspector.ui.logs.cache import LineCache
from inspector.ui.logs.commands import RecordCommands
from inspector.ui.logs.context import ContextBar
from inspector.ui.logs.detail import RecordDetail
from inspector.ui.logs.filters import FilterBar
from inspector.ui.logs.known import RequestTeacher
from inspector.ui.logs.lines import Line
from inspector.ui.logs.model import RecordModel
from inspector.ui.logs.opening import LogOpener, Opener
from inspector.ui.logs.page import RecordPage, nothing_to_show
from inspector.ui.logs.session import Session
from inspector.ui.logs.table import RecordTable
from inspector.ui.logs.texts import (
    count,
    indexing,
    newest_only,
    problems,
    source_events,
    source_names,
    spans_days,
    summary,
    title,
)

if TYPE_CHECKING:
    from inspector.logs.follow import LogState


class LogWorkbench(QWidget):
    """Shows one log, made of one or more files, and follows it.

    `cache` is the folder where indexes are kept between runs, None for none.
    """

    status_changed = Signal(object)
    title_changed = Signal(object)
    ready = Signal()

    def __init__(
        self,
        jobs: Jobs,
        state: State,
        parent: QWidget | None = None,
        *,
        cache: Path | None = None,
        opener: Opener | None = None,
    ) -> None:
        super().__init__(parent)
        self._lines = LineCache(jobs, self)
        self._model = RecordModel(self._lines, self)
        self._last_state: LogState | None = None
        self._event = ""
        self._waiting_for_ready = False
        self._detail_wanted = True

        self.context = ContextBar()
        self.banner = Banner()
        self.filters = FilterBar()
        self.table = RecordTable(self._model, state)
        self.page = RecordPage(self.table)
        self.detail = RecordDetail(state)
        self.detail.hide()
        self.split = Splitter(Qt.Orientation.Horizontal, state, "logs.detail")
        self.split.addWidget(self.page)
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.split.restore([fonts.char_width() * 110, fonts.char_width() * 56])
        self.session = Session(jobs, opener or LogOpener(), cache, self._lines, self._model, self.table, self)
        self.commands = RecordCommands(jobs, self.session, self._lines, self._model, self.table, self)
        self._teacher = RequestTeacher(jobs, self.session, self.filters.request, self)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.context)
        column.addWidget(self.filters)
        column.addWidget(self.banner)
        column.addWidget(self.split, 1)
        self.setFocusProxy(self.table)
        self._connect()
        self._build_actions()
        self._show_page()

    def _connect(self) -> None:
        session, table, context, commands = self.session, self.table, self.context, self.commands
        session.began.connect(self._began)
        session.state_changed.connect(self._state_changed)
        session.answered.connect(self._answered)
        session.grew.connect(self._show_page)
        session.stopped.connect(self._stopped)
        session.rejected.connect(self._rejected)
        session.troubled.connect(self._troubled)
        self.filters.changed.connect(self._query_changed)
        table.following_changed.connect(self._show_following)
        table.waiting_changed.connect(self._show_following)
        table.record_shown.connect(self._record_shown)
        table.request_activated.connect(self._visit_request)
        table.doubleClicked.connect(self._open_detail)
        commands.request_wanted.connect(self._visit_request)
        commands.detail_wanted.connect(self._open_detail)
        commands.search_wanted.connect(self._focus_text)
        commands.told.connect(self._tell)
        self._teacher.told.connect(self._tell)
        context.follow_toggled.connect(commands.toggle_follow)
        context.reveal_toggled.connect(self._reveal)
        context.back_wanted.connect(self._back)
        context.key_wanted.connect(self._use_key)
        context.progress.cancelled.connect(self.session.halt)
        self.page.triggered.connect(self._page_action)
        self.detail.request_wanted.connect(self._visit_request)
        self.detail.closed.connect(self._toggle_detail)
        self.banner.action.connect(self._read_on)

    def _build_actions(self) -> None:
        slots = {
            "back": self._back,
            "find": self._focus_text,
            "find_request": self._focus_request,
            "clear": self.filters.clear,
            "toggle_detail": self._toggle_detail,
        }
        minimums = dict.fromkeys(MINIMUM, self._set_minimum)
        self._actions = build_actions(self, PAGE_ACTIONS, slots | minimums)

    # What the shell calls

    def open(self, paths: Sequence[Path]) -> None:
        """Show these files as one log, in place of what was open."""
        self._waiting_for_ready = True
        self._last_state = None
        self._event = ""
        self.banner.clear()
        self.filters.show_query(Query())
        self.filters.set_total(0, 0)
        self._teacher.forget()
        self.commands.cancel()
        self.table.follow()
        self.session.open(paths)
        self.title_changed.emit(title([str(path) for path in paths]))
        self._show_page()

    def shutdown(self) -> None:
        """Stop following and close the files, now."""
        self._teacher.forget()
        self.commands.cancel()
        self.context.progress.finish()
        self.session.shutdown()

    def menu_actions(self) -> tuple[QAction, ...]:
        """What a menu of the window offers of this page."""
        own, table = self._actions, self.commands.actions
        found = (own["find"], own["clear"], own["back"])
        return (*found, table["request"], table["next_error"], table["previous_error"])

    def judge_actions(self) -> None:
        """Disable what would do nothing now; whoever shows a menu enables it again."""
        line = self.table.current_line()
        rows = self._model.size > 0
        own, table = self._actions, self.commands.actions
        own["clear"].setEnabled(not self.session.query.everything)
        own["back"].setEnabled(self.session.depth > 0)
        table["request"].setEnabled(line is not None and bool(line.record.request_id))
        table["next_error"].setEnabled(rows)
        table["previous_error"].setEnabled(rows)

    # What the log tells

    @Slot()
    def _began(self) -> None:
        self.table.follow()
        self._show_page()

    @Slot(object)
    def _state_changed(self, state: LogState) -> None:
        before, self._last_state = self._last_state, state
        self._model.source_names = source_names([source.path for source in state.sources])
        if before is None or len(before.sources) != len(state.sources):
            self.table.fit_columns()
        days = spans_days(state.first_ns, state.last_ns)
        if days != self._model.dates:
            self._model.set_dates(days)
            self.table.fit_columns()
        self.context.show_state(state)
        self.filters.levels.set_counts(state.levels)
        self._show_progress(state)
        # Without records the page itself says what is wrong.
        trouble = problems(state.sources) if state.records else ""
        if trouble and self.banner.text != trouble:
            self.banner.show_problem(trouble, "warning")
        elif not trouble and before is not None and problems(before.sources):
            self.banner.clear()
        events = source_events(before.sources, state.sources) if before is not None else ()
        self._event = " · ".join(events) or self._event
        self._show_page()
        self._tell_status()

    @Slot()
    def _answered(self) -> None:
        self.context.show_back(self.session.depth)
        self._show_page()
        self._tell_status()

    @Slot()
    def _show_page(self) -> None:
        state, query = self.session.state, self.session.query
        total = 0 if state is None else state.records
        self.filters.set_total(self._model.size, total)
        if self._model.size:
            self.page.show_table()
            self._take_focus()
        else:
            self.page.show_nothing(nothing_to_show(state, query, settled=not self.session.searching))
            self.detail.hide()
        self._tell_ready()

    def _take_focus(self) -> None:
        """The keys are the table's from the start, unless something else of this page has the focus."""
        focus = QApplication.focusWidget()
        inside = isinstance(focus, QWidget) and focus.isVisible() and self.isAncestorOf(focus)
        if self.isVisible() and not inside:
            self.table.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_focus()

    def _show_progress(self, state: LogState) -> None:
        if state.first_pass and not self.session.halted and state.size_bytes:
            share = state.indexed_bytes / state.size_bytes
            self.context.progress.update_to(share, indexing(state))
        else:
            self.context.progress.finish()

    def _tell_ready(self) -> None:
        state = self.session.state
        if not self._waiting_for_ready or state is None or state.first_pass or self.session.searching:
            return
        if self._model.buffer is not None or not state.records:
            self._waiting_for_ready = False
            self.ready.emit()

    def _tell_status(self) -> None:
        state = self._last_state
        if state is None:
            return
        errors = state.levels.get(Level.ERROR, 0) + state.levels.get(Level.CRITICAL, 0)
        self.status_changed.emit(
            StatusLine(
                summary(state),
                newest_only(self._model.size, self._model.left_out) or self._event,
                errors=errors,
                error_text=count(errors, "error") if errors else "",
            )
        )

    @Slot(object)
    def _tell(self, event: object) -> None:
        self._event = str(event)
        self._tell_status()

    def _forget_event(self) -> None:
        """What was said about the selection before is no longer so."""
        if self._event:
            self._tell("")

    @Slot(object)
    def _troubled(self, text: object) -> None:
        self.banner.show_problem(str(text))
        if self.session.logs is None and self._waiting_for_ready:
            self._waiting_for_ready = False
            self.ready.emit()

    # Filters and views

    @Slot(object)
    def _query_changed(self, query: Query) -> None:
        if query.everything:
            self.session.forget_views()
        self._event = ""
        self.session.set_query(query)
        self.context.show_back(self.session.depth)
        self._show_page()

    @Slot(object)
    def _rejected(self, reason: object) -> None:
        self.filters.reject_text(str(reason), self.session.query)
        self._show_page()

    @Slot(object)
    def _visit_request(self, record: Record) -> None:
        if record.request_id and self.session.query != Query(request=record.request_id):
            self.session.visit(Query(request=record.request_id))
            self.filters.show_query(self.session.query)
            self.context.show_back(self.session.depth)
            self._show_page()

    @Slot()
    def _back(self) -> None:
        if not self.filters.leave_text() and self.session.back():
            self.filters.show_query(self.session.query)
            self.context.show_back(self.session.depth)
            self._show_page()
        self.table.setFocus()

    @Slot(object)
    def _page_action(self, _action: object) -> None:
        self.filters.clear()
        self.table.setFocus()

    @Slot()
    def _set_minimum(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.filters.set_minimum(MINIMUM[action.data()])

    @Slot()
    def _focus_text(self) -> None:
        self.filters.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.text.selectAll()

    @Slot()
    def _focus_request(self) -> None:
        self.filters.request.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.request.selectAll()

    # Following, moving

    @Slot(object)
    def _show_following(self, _news: object) -> None:
        self.context.show_following(following=self.table.following, waiting=self.table.waiting)

    @Slot()
    def _stopped(self) -> None:
        state = self.session.state
        share = state.indexed_bytes / state.size_bytes if state is not None and state.size_bytes else 0
        text = f"Indexing was stopped at {share:.0%}. What is indexed so far is shown.".replace("%", " %")
        self.banner.show_problem(text, "info", "Go on")

    @Slot()
    def _read_on(self) -> None:
        self.session.resume()
        self.banner.clear()

    # Detail, copying

    @Slot(object)
    def _record_shown(self, line: Line | None) -> None:
        if line is not None:
            self._forget_event()
            self.detail.show_line(line, reveal=self._lines.reveal)
            self.detail.setVisible(self._detail_wanted)
        elif not self.table.currentIndex().isValid():
            self.detail.show_line(None, reveal=self._lines.reveal)
            self.detail.hide()

    @Slot()
    def _open_detail(self) -> None:
        self._detail_wanted = True
        self.detail.setVisible(self.table.current_line() is not None)

    @Slot()
    def _toggle_detail(self) -> None:
        self._detail_wanted = not self.detail.isVisible()
        self.detail.setVisible(self._detail_wanted and self.table.current_line() is not None)

    @Slot(object)
    def _use_key(self, key: object) -> None:
        self.session.use_request_key(str(key))
        self._teacher.forget()

    @Slot(object)
    def _reveal(self, reveal: bool) -> None:
        self._lines.set_reveal(reveal)
        self.table.viewport().update()
