"""A file cut into chunks of whole records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from inspector.logs.formats import Detection
from inspector.logs.index.blocks import HUGE_LINE_BYTES, Records, split
from inspector.logs.index.chunk import KEPT_OF_HUGE_BYTES, Chunk
from inspector.logs.index.segment import ROW_GROUP
from inspector.logs.sources.file import LogFile

_FIRST_BYTES = 4 << 20
"""The first chunk is small: something is there to be seen at once."""

_MOST_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Start:
    """Where reading begins: byte offset, lines and records before it."""

    offset: int
    lines: int
    records: int
    open_traceback: bool


def chunks(file: LogFile, detection: Detection, start: Start, size: int, whole: bool) -> Iterator[Chunk]:
    """Chunks of whole records up to `size`; half a line at the end waits unless `whole` is set.

    The last record of a chunk is left for the next one, since it may go on there.
    """
    wanted = _FIRST_BYTES
    while start.offset < size:
        asked = min(wanted, size - start.offset)
        data = file.read(start.offset, asked)
        at_end = start.offset + len(data) >= size or len(data) < asked
        cut = len(data) if at_end and whole else data.rfind(b"\n") + 1
        if cut == 0:
            if wanted < HUGE_LINE_BYTES and not at_end:
                wanted = HUGE_LINE_BYTES + 1
                continue
            chunk = _huge(file, start, size, whole) if len(data) > HUGE_LINE_BYTES else None
            if chunk is None:
                return
            chunk = _numbered(file, chunk)
            at_end = chunk.end >= size
        else:
            chunk = _numbered(file, _cut(data, cut, detection, start, at_end))
            at_end = at_end and chunk.end == start.offset + cut
        yield chunk
        records = chunk.records
        start = Start(
            chunk.end,
            start.lines + int(records.lines.sum()),
            start.records + len(records),
            records.open_traceback,
        )
        wanted = max(
            _FIRST_BYTES, min(_MOST_BYTES, int((chunk.end - chunk.offset) / len(records) * ROW_GROUP * 1.02))
        )
        if at_end:
            return


def _numbered(file: LogFile, chunk: Chunk) -> Chunk:
    """With the lines of the original, where those are others."""
    numbers = file.lines(chunk.line - 1, int(chunk.records.lines.sum()))
    return chunk if numbers is None else replace(chunk, numbers=numbers[chunk.records.first_lines])


def _cut(data: bytes, cut: int, detection: Detection, start: Start, at_end: bool) -> Chunk:
    records = split(data, cut, detection, start.open_traceback)
    partial = records.inner is not None and records.inner.partial
    terminated = data[cut - 1] == ord("\n") and not partial
    if len(records) > ROW_GROUP:
        records = records.first(ROW_GROUP)
        terminated = True
    elif not at_end and len(records) > 1:
        records = records.first(len(records) - 1)
        terminated = True
    return Chunk(data, records, start.offset, start.lines + 1, start.records, terminated)


def _huge(file: LogFile, start: Start, size: int, whole: bool) -> Chunk | None:
    """A line beyond all measure as one record; None while its end is not written."""
    end = start.offset
    terminated = False
    while end < size and not terminated:
        piece = file.read(end, min(HUGE_LINE_BYTES, size - end))
        if not piece:
            break
        newline = piece.find(b"\n") + 1
        terminated = newline > 0
        end += newline or len(piece)
    if not terminated and not whole:
        return None
    one = np.ones(1, np.int64)
    records = Records(one * 0, one * (end - start.offset), one, one * 0, open_traceback=False)
    kept = file.read(start.offset, KEPT_OF_HUGE_BYTES)
    return Chunk(kept, records, start.offset, start.lines + 1, start.records, terminated)
