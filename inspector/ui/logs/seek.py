"""Going from error to error among the rows shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from inspector.logs.query import Query
from inspector.ui.kit.jobs import Jobs, Latest
from inspector.ui.logs.levels import ERRORS
from inspector.ui.logs.model import RecordModel
from inspector.ui.logs.opening import Logs
from inspector.ui.logs.work import FindError


class ErrorSeeker(QObject):
    """Asks the log which records are errors and which of them comes next; a job does both."""

    found = Signal(object)
    """The row to go to."""
    missed = Signal(object)
    """There is none in this direction; a sentence."""

    def __init__(self, jobs: Jobs, model: RecordModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._search = Latest(jobs)
        self._model = model
        self._forward = True

    def seek(self, logs: Logs | None, query: Query, start: int, *, forward: bool) -> None:
        """Find the first error at or after a row (at or before it, going back)."""
        self._forward = forward
        buffer = self._model.buffer
        if buffer is None:
            self._seek_preview(start)
        elif logs is not None:
            find = FindError(logs, query, buffer.ids, start, forward)
            self._search.start(find, self._arrived, self._failed)

    def cancel(self) -> None:
        """The question is void."""
        self._search.cancel()

    def _seek_preview(self, start: int) -> None:
        rows = range(start, self._model.size) if self._forward else range(start, -1, -1)
        for row in rows:
            line = self._model.line(row)
            if line is not None and line.record.level in ERRORS:
                self.found.emit(row)
                return
        self._miss()

    @Slot(object)
    def _arrived(self, row_id: object) -> None:
        row = self._model.position(row_id) if isinstance(row_id, int) else None
        if row is None:
            self._miss()
        else:
            self.found.emit(row)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.missed.emit(f"Errors cannot be searched for: {error}")

    def _miss(self) -> None:
        self.missed.emit(f"No {'later' if self._forward else 'earlier'} error among the records shown")
