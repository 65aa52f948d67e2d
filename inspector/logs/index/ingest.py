"""From a file's bytes to index rows: read, cut, insert on two workers, commit in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import duckdb

from inspector.base.cancel import CancelToken
from inspector.logs.formats import Detection
from inspector.logs.index.blocks import continues_record
from inspector.logs.index.chunk import Chunk, Figures, insert
from inspector.logs.index.chunks import Start, chunks
from inspector.logs.index.database import Database
from inspector.logs.index.habits import Habits
from inspector.logs.index.progress import Progress
from inspector.logs.index.segment import SegmentIndex
from inspector.logs.sources.file import FINGERPRINT_BYTES, Fingerprint, LogFile, digests

_WORKERS = 2
_LOOK_BYTES = 64 << 10
"""Of a new line, to see whether it goes on with the record before it."""

_AHEAD = 2
"""Chunks being inserted while the next one is read."""


class ChangedWhileReading(Exception):  # noqa: N818 - not a fault: the log was rewritten while it was read
    """The bytes before the position are no longer those that were indexed."""


@dataclass(frozen=True, slots=True)
class _Inserted:
    """A chunk inside an open transaction."""

    chunk: Chunk
    cursor: duckdb.DuckDBPyConnection
    figures: Figures


class Ingest:
    """Brings one segment's index up to a size of its file, on the engine thread."""

    def __init__(
        self,
        database: Database,
        segment: SegmentIndex,
        file: LogFile,
        detection: Detection,
        habits: Habits,
        cancel: CancelToken | None = None,
    ) -> None:
        self._database = database
        self._segment = segment
        self._file = file
        self._detection = detection
        self._habits = habits
        self._cancel = cancel

    def run(self, size: int, whole: bool, committed: Callable[[], None]) -> None:
        """Index complete lines up to `size`; with `whole` also a last line without its end.

        `committed` is called after every commit. Raises ChangedWhileReading before anything read from
        other content becomes visible, and Cancelled.
        """
        progress = self._segment.progress
        retract = progress.records > 0 and self._goes_on(size, progress)
        if retract:
            start = Start(progress.last_offset, progress.last_line - 1, progress.records - 1, False)
        else:
            start = Start(progress.end, progress.lines, progress.records, progress.open_traceback)
        found = chunks(self._file, self._detection, start, size, whole)
        first = next(found, None)
        if first is None:
            return
        inserted = self._insert(first, retract)
        self._commit(inserted)
        committed()
        second = next(found, None)
        if second is not None:
            self._by_workers(second, found, committed)

    def _by_workers(self, chunk: Chunk | None, rest: Iterator[Chunk], committed: Callable[[], None]) -> None:
        waiting: deque[Future[_Inserted]] = deque()
        with ThreadPoolExecutor(_WORKERS, "log-index") as pool:
            try:
                while chunk is not None or waiting:
                    if chunk is not None:
                        waiting.append(pool.submit(self._insert, chunk))
                        chunk = next(rest, None)
                    if len(waiting) >= _AHEAD or chunk is None:
                        self._commit(waiting.popleft().result())
                        committed()
            finally:
                for future in waiting:
                    future.cancel()
                for future in waiting:
                    if not future.cancelled() and future.exception() is None:
                        future.result().cursor.close()

    def _insert(self, chunk: Chunk, retract: bool = False) -> _Inserted:
        """Insert a chunk in a transaction of its own, which stays open."""
        cursor = self._database.cursor()
        try:
            with self._database.interruptible(cursor, self._cancel):
                cursor.execute("BEGIN")
                if retract:
                    self._segment.retract(cursor)
                figures = insert(cursor, self._segment.table, chunk, self._detection, self._habits)
        except BaseException:
            cursor.close()
            raise
        return _Inserted(chunk, cursor, figures)

    def _commit(self, inserted: _Inserted) -> None:
        """Make a chunk visible, if the file still is what it was when it was read."""
        cursor = inserted.cursor
        try:
            with self._database.interruptible(cursor, self._cancel):
                known = self._segment.progress.fingerprint
                if known != self._file.fingerprint(known.end):
                    raise ChangedWhileReading
                fingerprint = _fingerprint_of(inserted.chunk, self._file)
                self._segment.commit(cursor, inserted.chunk, inserted.figures, fingerprint)
        finally:
            cursor.close()

    def _goes_on(self, size: int, progress: Progress) -> bool:
        """Whether the new bytes belong to the last record: to its line, or as a line that continues it."""
        if size <= progress.end:
            return False
        if progress.unterminated:
            return True
        line = self._file.read(progress.end, min(size - progress.end, _LOOK_BYTES)).partition(b"\n")[0]
        return continues_record(line, self._detection, progress.open_traceback)


def _fingerprint_of(chunk: Chunk, file: LogFile) -> Fingerprint:
    """The fingerprint up to a chunk's end; raises ChangedWhileReading when the file holds other bytes now.

    Made of bytes that were compared with those of the chunk: a file that is truncated and written anew at
    this moment must not be taken for one that was read.
    """
    size = min(chunk.end, FINGERPRINT_BYTES)
    head, tail = file.read(0, size), file.read(chunk.end - size, size)
    if len(tail) < size or not (_stands_in(chunk, 0, head) and _stands_in(chunk, chunk.end - size, tail)):
        raise ChangedWhileReading
    return digests(chunk.end, head, tail)


def _stands_in(chunk: Chunk, place: int, data: bytes) -> bool:
    """Whether bytes of the file are those of the chunk, as far as it has them."""
    begin = max(place, chunk.offset)
    end = min(place + len(data), chunk.offset + len(chunk.data))
    mine = chunk.data[begin - chunk.offset : end - chunk.offset]
    return begin >= end or data[begin - place : end - place] == mine
