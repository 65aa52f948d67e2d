"""What the keyboard and the context menu do with the records of the table."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu

from inspector.ui.kit.actions import build_actions
from inspector.ui.kit.jobs import Jobs
from inspector.ui.logs import clipboard
from inspector.ui.logs.actions import TABLE_ACTIONS
from inspector.ui.logs.cache import LineCache
from inspector.ui.logs.model import RecordModel
from inspector.ui.logs.seek import ErrorSeeker
from inspector.ui.logs.session import Session
from inspector.ui.logs.table import RecordTable


class RecordCommands(QObject):
    """Actions of the table; they serve as shortcuts and as its menu."""

    request_wanted = Signal(object)
    """The record whose request should be shown alone."""
    detail_wanted = Signal()
    search_wanted = Signal()
    told = Signal(object)
    """A sentence for the status bar."""

    def __init__(
        self,
        jobs: Jobs,
        session: Session,
        lines: LineCache,
        model: RecordModel,
        table: RecordTable,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._lines, self._table = session, lines, table
        self._seeker = ErrorSeeker(jobs, model, self)
        self._seeker.found.connect(self._go_to_row)
        self._seeker.missed.connect(self.told)
        self.actions = build_actions(
            table,
            TABLE_ACTIONS,
            {
                "request": self._want_request,
                "next_error": self._next_error,
                "previous_error": self._previous_error,
                "follow": self.toggle_follow,
                "search": self._want_search,
                "detail": self._want_detail,
                "copy": self._copy,
                "copy_raw": self._copy_raw,
                "copy_json": self._copy_json,
            },
        )
        for action in self.actions.values():
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        table.customContextMenuRequested.connect(self._menu_at)

    def cancel(self) -> None:
        """Another log comes: what was asked is void."""
        self._seeker.cancel()

    @Slot()
    def toggle_follow(self) -> None:
        """Follow the end, or stay."""
        if self._table.following:
            self._table.pause()
        else:
            self._table.follow()

    @Slot()
    def _want_request(self) -> None:
        line = self._table.current_line()
        if line is None or not line.record.request_id:
            self.told.emit("Select a record that has a request ID first")
        else:
            self.request_wanted.emit(line.record)

    @Slot()
    def _want_search(self) -> None:
        self.search_wanted.emit()

    @Slot()
    def _want_detail(self) -> None:
        self.detail_wanted.emit()

    @Slot()
    def _next_error(self) -> None:
        self._seek(forward=True)

    @Slot()
    def _previous_error(self) -> None:
        self._seek(forward=False)

    def _seek(self, *, forward: bool) -> None:
        current = self._table.currentIndex().row()
        if current >= 0:
            start = current + (1 if forward else -1)
        else:
            start = self._table.rows_in_view()[0 if forward else 1]
        self._seeker.seek(self._session.logs, self._session.query, start, forward=forward)

    @Slot(object)
    def _go_to_row(self, row: object) -> None:
        assert isinstance(row, int)
        self._table.select_row(row)

    @Slot(QPoint)
    def _menu_at(self, point: QPoint) -> None:
        line = self._table.current_line()
        self.actions["request"].setEnabled(line is not None and bool(line.record.request_id))
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.aboutToHide.connect(self._menu_closed)
        for spec in TABLE_ACTIONS:
            if spec.separated:
                menu.addSeparator()
            menu.addAction(self.actions[spec.id])
        menu.popup(self._table.viewport().mapToGlobal(point))

    @Slot()
    def _menu_closed(self) -> None:
        # The key tells why it does nothing; a disabled action could not.
        self.actions["request"].setEnabled(True)

    @Slot()
    def _copy(self) -> None:
        clipboard.copy_message(self._table.current_line())

    @Slot()
    def _copy_raw(self) -> None:
        clipboard.copy_raw(self._table.current_line())

    @Slot()
    def _copy_json(self) -> None:
        clipboard.copy_json(self._table.current_line(), reveal=self._lines.reveal)
