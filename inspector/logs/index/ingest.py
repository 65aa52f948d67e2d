"""From a file's bytes to index rows: read, cut, prepare on two workers, append in order."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from inspector.base.cancel import CancelToken
from inspector.logs.formats import Detection, continues, line_kind
from inspector.logs.index.blocks import HUGE_LINE_BYTES, Records, split
from inspector.logs.index.chunk import KEPT_OF_HUGE_BYTES, Chunk, Prepared, Words, discard, prepare
from inspector.logs.index.database import Database
from inspector.logs.index.segment import SegmentIndex
from inspector.logs.sources.file import LogFile

_CHUNK_BYTES = 4 << 20
_WORKERS = 2
_AHEAD = 4
_COMMIT_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class _Start:
    """Where reading begins: byte offset, lines and records before it."""

    offset: int
    line: int
    sequence: int
    open_traceback: bool


class ChangedWhileReading(Exception):  # noqa: N818 - not a fault: the log was rewritten while it was read
    """The bytes before the position are no longer those that were indexed."""


class Ingest:
    """Brings one segment's index up to a size of its file, on the engine thread."""

    def __init__(
        self,
        database: Database,
        segment: SegmentIndex,
        file: LogFile,
        detection: Detection,
        words: Words,
        cancel: CancelToken | None = None,
    ) -> None:
        self._database = database
        self._segment = segment
        self._file = file
        self._detection = detection
        self._words = words
        self._cancel = cancel

    def run(self, size: int, whole: bool, committed: Callable[[], None]) -> None:
        """Index complete lines up to `size`; with `whole` also a last line without its end.

        `committed` is called after every commit. Raises ChangedWhileReading before anything read from
        other content becomes visible, and Cancelled.
        """
        progress = self._segment.progress
        start = _Start(progress.end, progress.lines, progress.records, progress.open_traceback)
        retract = False
        if progress.records and self._continues(size, progress.unterminated):
            start = _Start(progress.last_offset, progress.last_line - 1, progress.records - 1, False)
            retract = True
        chunks = self._chunks(start, size, whole)
        group: list[tuple[Chunk, Prepared]] = []
        group_bytes = 0
        prepared = self._prepared(chunks, workers=size - start.offset > _CHUNK_BYTES)
        with contextlib.closing(prepared):
            try:
                for chunk, table in prepared:
                    group.append((chunk, table))
                    group_bytes += len(chunk.data)
                    if group_bytes >= _COMMIT_BYTES:
                        self._commit(group, retract)
                        retract = False
                        group_bytes = 0
                        committed()
                if group:
                    self._commit(group, retract)
                    committed()
            finally:
                self._discard(group)

    def _commit(self, group: list[tuple[Chunk, Prepared]], retract: bool) -> None:
        with self._segment.writing() as cursor, self._database.interruptible(cursor, self._cancel):
            if retract:
                self._segment.retract()
            for chunk, prepared in group:
                self._segment.append(chunk, prepared)
            self._verify()
            self._segment.stamp(self._file.fingerprint(self._segment.written.end))
        self._discard(group)

    def _verify(self) -> None:
        """What was indexed before must still stand there, or what was just read is of another content."""
        known = self._segment.progress.fingerprint
        if known != self._file.fingerprint(known.end):
            raise ChangedWhileReading

    def _discard(self, group: list[tuple[Chunk, Prepared]]) -> None:
        with contextlib.closing(self._database.cursor()) as cursor:
            for _, prepared in group:
                discard(cursor, prepared)
        group.clear()

    def _continues(self, size: int, unterminated: bool) -> bool:
        """Whether the new bytes belong to the last record: to its line, or as a line that continues it."""
        progress = self._segment.progress
        if size <= progress.end:
            return False
        if unterminated:
            return True
        line = self._file.read(progress.end, min(size - progress.end, 1024)).partition(b"\n")[0]
        return continues(line_kind(line, self._detection), progress.open_traceback)[0]

    def _prepared(self, chunks: Iterator[Chunk], workers: bool) -> Iterator[tuple[Chunk, Prepared]]:
        """The chunks in their order, each with its table."""
        if not workers:
            for chunk in chunks:
                yield chunk, self._prepare(chunk)
            return
        waiting: deque[tuple[Chunk, Future[Prepared]]] = deque()
        with ThreadPoolExecutor(_WORKERS, "log-index") as pool:
            try:
                for chunk in chunks:
                    waiting.append((chunk, pool.submit(self._prepare, chunk)))
                    if len(waiting) > _AHEAD:
                        first, future = waiting.popleft()
                        yield first, future.result()
                while waiting:
                    first, future = waiting.popleft()
                    yield first, future.result()
            finally:
                for _, future in waiting:
                    future.cancel()
                done = [(chunk, future.result()) for chunk, future in waiting if _succeeded(future)]
                self._discard(done)

    def _prepare(self, chunk: Chunk) -> Prepared:
        with self._database.reading(self._cancel) as cursor:
            return prepare(cursor, chunk, self._detection, self._words)

    def _chunks(self, start: _Start, size: int, whole: bool) -> Iterator[Chunk]:
        """Whole records, a few megabytes at a time; the last record of a chunk waits for the next one."""
        offset, line, sequence, open_traceback = (
            start.offset,
            start.line,
            start.sequence,
            start.open_traceback,
        )
        wanted = _CHUNK_BYTES
        while offset < size:
            data = self._file.read(offset, min(wanted, size - offset))
            at_end = offset + len(data) >= size or len(data) < min(wanted, size - offset)
            cut = data.rfind(b"\n") + 1
            terminated = True
            if at_end and whole and cut < len(data):
                cut, terminated = len(data), False
            if cut == 0:
                if len(data) < wanted and not len(data) >= HUGE_LINE_BYTES:
                    return  # half a line: it waits
                if wanted < HUGE_LINE_BYTES:
                    wanted = HUGE_LINE_BYTES
                    continue
                chunk = self._huge(offset, size, whole, line, sequence)
                if chunk is None:
                    return
                records = chunk.records
                rest = False
            else:
                records = split(data[:cut], self._detection, open_traceback)
                rest = not at_end and len(records) > 1
                if rest:
                    cut = int(records.starts[-1])
                    records = records.without_last()
                chunk = Chunk(data[:cut], records, offset, line + 1, sequence, terminated)
            yield chunk
            wanted = _CHUNK_BYTES
            offset += int(records.starts[-1] + records.lengths[-1])
            line += int(records.lines.sum())
            sequence += len(records)
            open_traceback = False if rest else records.open_traceback
            if at_end:
                return

    def _huge(self, offset: int, size: int, whole: bool, line: int, sequence: int) -> Chunk | None:
        """A line beyond all measure as one record; None while its end is not written."""
        end = offset
        terminated = False
        while end < size and not terminated:
            piece = self._file.read(end, min(HUGE_LINE_BYTES, size - end))
            if not piece:
                break
            newline = piece.find(b"\n") + 1
            terminated = newline > 0
            end += newline or len(piece)
        if not terminated and not whole:
            return None
        one = np.ones(1, np.int64)
        records = Records(one * 0, one * (end - offset), one, one * 0, open_traceback=False)
        kept = self._file.read(offset, KEPT_OF_HUGE_BYTES)
        return Chunk(kept, records, offset, line + 1, sequence, terminated)


def _succeeded(future: Future[Prepared]) -> bool:
    return not future.cancelled() and future.exception() is None
