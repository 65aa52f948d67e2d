"""Lines of visible rows: fetched by jobs, kept while they are likely to be painted again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from inspector.logs.records import Record, segment_of
from inspector.ui.kit.jobs import Job, Jobs
from inspector.ui.logs.lines import Line, line_of
from inspector.ui.logs.opening import Logs
from inspector.ui.logs.work import Fetch, preview_id

_MOST_LINES = 4_096
_MOST_BYTES = 64_000_000


class LineCache(QObject):
    """Lines by row ID. One fetch runs at a time; what scrolled by meanwhile is never fetched.

    What is on screen comes first, what may follow in a fetch of its own.
    """

    arrived = Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._logs: Logs | None = None
        self._job: Job | None = None
        self._wanted: tuple[int, ...] = ()
        self._later: tuple[int, ...] = ()
        self._seen: frozenset[int] = frozenset()
        self._lines: OrderedDict[int, Line] = OrderedDict()
        self._bytes = 0
        self._stale: set[int] = set()
        self._newest: dict[int, int] = {}
        self._preview: dict[int, Line] = {}
        self.reveal = False
        self.epoch: int | None = None

    def show_preview(self, lines: Sequence[Line]) -> None:
        """Keep these lines, whatever happens, until the next preview."""
        self._preview = {preview_id(position): line for position, line in enumerate(lines)}

    def preview_records(self) -> tuple[Record, ...]:
        """The records of the preview, oldest first."""
        return tuple(line.record for line in self._preview.values())

    def use(self, logs: Logs | None) -> None:
        """Fetch from these logs from now on; what came from others is forgotten. None forgets the preview."""
        self._logs = logs
        self.epoch = None
        if logs is None:
            self._preview = {}
        self.clear()

    def clear(self) -> None:
        """Forget all lines but the preview."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._wanted = self._later = ()
        self._lines.clear()
        self._stale.clear()
        self._newest.clear()
        self._bytes = 0

    def set_reveal(self, reveal: bool) -> None:
        """Show secrets, or hide them again."""
        self.reveal = reveal
        self.clear()
        self._preview = {row: line_of(line.record, reveal=reveal) for row, line in self._preview.items()}
        self.arrived.emit()

    def line(self, row: int) -> Line | None:
        """The line of a row, None while it is not here."""
        return self._preview.get(row) if row < 0 else self._lines.get(row)

    def put(self, lines: Iterable[Line]) -> None:
        """Take lines that came along with an answer."""
        for line in lines:
            row = line.record.row
            old = self._lines.pop(row, None)
            self._bytes += line.record.length - (old.record.length if old else 0)
            self._lines[row] = line
            self._stale.discard(row)
            segment = segment_of(row)
            self._newest[segment] = max(self._newest.get(segment, row), row)
        while len(self._lines) > _MOST_LINES or (self._bytes > _MOST_BYTES and len(self._lines) > 1):
            row, dropped = self._lines.popitem(last=False)
            self._bytes -= dropped.record.length
            self._stale.discard(row)

    def expire_newest(self) -> None:
        """The last record of each segment may have grown by continuation lines: fetch it again when seen."""
        self._stale.update(row for row in self._newest.values() if row in self._lines)

    def want(self, rows: Sequence[int], later: Sequence[int] = ()) -> None:
        """These rows are on screen: get those that are missing, and after them those that may be next."""
        self._seen = frozenset(rows)
        self._wanted = tuple(filter(self._missing, rows))
        self._later = tuple(filter(self._missing, later))
        self._fetch()

    def _fetch(self) -> None:
        if self._job is not None or self._logs is None:
            return
        if self._wanted:
            ids, self._wanted = self._wanted, ()
        elif self._later:
            ids, self._later = self._later, ()
        else:
            return
        self._job = self._jobs.start(Fetch(self._logs, ids, self.reveal, self.epoch), self._got, self._lost)

    @Slot(object)
    def _got(self, lines: object) -> None:
        assert isinstance(lines, tuple)
        self._job = None
        self.put(lines)
        self._fetch_rest()
        if any(line.record.row in self._seen for line in lines):
            self.arrived.emit()

    @Slot(object)
    def _lost(self, error: Exception) -> None:
        # Not asked again before the next paint, so a log that cannot be read does not spin.
        self._job = None
        self.failed.emit(f"Records cannot be read: {error}")

    def _fetch_rest(self) -> None:
        self._wanted = tuple(filter(self._missing, self._wanted))
        self._later = tuple(filter(self._missing, self._later))
        self._fetch()

    def _missing(self, row: int) -> bool:
        return row >= 0 and (row not in self._lines or row in self._stale)
