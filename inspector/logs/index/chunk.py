"""One stretch of whole records: read by SQL straight into the index, and the odd ones by decode()."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import duckdb
import nanoarrow
import numpy as np
from numpy.typing import NDArray

from inspector.logs.formats import Decoded, Detection, Shape, decode_beginning
from inspector.logs.index.arrow import Batch, column, integers, slices
from inspector.logs.index.blocks import HUGE_LINE_BYTES, Records
from inspector.logs.index.extract import ODD, extraction
from inspector.logs.index.filling import filled, has_filling
from inspector.logs.index.habits import Habits, Traits, is_simple
from inspector.logs.index.pairs import as_objects
from inspector.logs.index.stamps import NO_STAMP, stamps_ns
from inspector.logs.records import Level

KEPT_OF_HUGE_BYTES = 64 << 10
"""How much of a huge line is read."""

_ASCII = bytes(range(0x80)) + b"?" * 0x80
_LEVELS = len(Level)


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Whole records in bytes of a log, and where they stand: byte offset, line and sequence of the first.

    There may be more bytes than records. `terminated` is False when the last line had no end yet. `numbers`
    has the first line of each record where lines are counted in what the log was made of.
    """

    data: bytes
    records: Records
    offset: int
    line: int
    sequence: int
    terminated: bool = True
    numbers: NDArray[np.int64] | None = None

    @property
    def line_numbers(self) -> NDArray[np.int64]:
        """The line of each record, from 1."""
        return self.records.first_lines + self.line if self.numbers is None else self.numbers

    @property
    def end(self) -> int:
        """The offset after the last record."""
        return self.offset + int(self.records.starts[-1] + self.records.lengths[-1])

    def record(self, index: int) -> bytes:
        """The bytes of one record; of a huge one its first part."""
        start, length = int(self.records.starts[index]), int(self.records.lengths[index])
        return self.data[start : start + (length if length <= HUGE_LINE_BYTES else KEPT_OF_HUGE_BYTES)]


def _nothing() -> NDArray[np.int64]:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a chunk added. `leading` is how many records stand before the first that has a time.

    `sequences` and `times_ns` are those of the records that have a time, in their order.
    `invalid` counts records that are not UTF-8, `huge` those of which only the beginning was read.
    """

    unparsed: int
    levels: tuple[int, ...]
    first_ns: int | None
    last_ns: int | None
    carried_ns: int | None
    leading: int
    sequences: NDArray[np.int64] = field(default_factory=_nothing, compare=False)
    times_ns: NDArray[np.int64] = field(default_factory=_nothing, compare=False)
    invalid: int = 0
    huge: int = 0
    last_invalid: bool = False


def insert(
    cursor: duckdb.DuckDBPyConnection, table: str, chunk: Chunk, detection: Detection, habits: Habits
) -> Figures:
    """Add a chunk's rows to the index, in the cursor's transaction. Runs on any thread."""
    records = chunk.records
    data, invalid = _as_utf8(chunk.data, records.starts, records.lengths)
    end = min(chunk.end - chunk.offset, len(data))
    if records.inner is None:
        text, starts, lines = data, records.starts, records.lines
    else:
        inner = records.inner
        text, inner_invalid = _as_utf8(inner.data, inner.starts, inner.lengths)
        starts, lines = inner.starts, inner.lines
        invalid = sorted({*invalid, *inner_invalid})
    octets = np.frombuffer(text, np.uint8)
    huge = records.lengths > HUGE_LINE_BYTES
    # Of a huge record only its beginning is read, by the decoder.
    lines = np.where(huge, 2, lines)
    times = _stamps(octets, starts, detection, habits)
    objects = bool((lines == 1).all() and len(octets) and (octets[starts] == ord("{")).all())
    timed = bool((times != NO_STAMP).all())
    simple = objects and text.isascii() and is_simple(text)
    columns = {
        "sequence": integers(np.arange(chunk.sequence, chunk.sequence + len(records))),
        "line": integers(chunk.line_numbers),
        "offset": integers(records.starts + chunk.offset),
        "length": integers(records.lengths),
        "lines": integers(lines),
        "stamp_ns": integers(times),
    }
    text_end = end if records.inner is None else int(starts[-1] + records.inner.lengths[-1])
    columns["text"] = slices(text, starts, text_end)
    if detection.envelope is not None:
        columns["head"] = slices(data, records.starts, end)
    spec = detection.format
    if has_filling(spec):
        columns["filled"] = column(filled(text, starts, text_end, lines, spec), nanoarrow.string())
    paired = spec.shape is Shape.LOGFMT
    if paired:
        made = as_objects(text[:text_end], starts)
        columns |= {"object": made.texts, "plain": made.plain}
    traits = Traits(objects, timed, simple, has_filling(spec), paired)
    with _registered(cursor, "batch", Batch(columns)):
        cursor.execute(f"INSERT INTO {table} {extraction(detection, habits, traits)}")
    _decode_odd(cursor, table, chunk, detection, habits, [chunk.sequence + index for index in invalid])
    return replace(
        _figures(cursor, table, chunk),
        invalid=len(invalid),
        huge=int(huge.sum()),
        last_invalid=bool(invalid) and invalid[-1] == len(records) - 1,
    )


def _stamps(
    octets: NDArray[np.uint8], starts: NDArray[np.int64], detection: Detection, habits: Habits
) -> NDArray[np.int64]:
    """The times of lines that begin with the one that counts; NO_STAMP for all others."""
    stamp = habits.stamp
    keys = detection.format.time_keys
    if stamp is None or detection.format.shape is not Shape.JSON or stamp.key not in keys[:1]:
        return np.full(len(starts), NO_STAMP, np.int64)
    return stamps_ns(octets, starts, stamp, detection.zone)


def _as_utf8(data: bytes, starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> tuple[bytes, list[int]]:
    """The same number of bytes, valid as UTF-8, and which records were not."""
    if data.isascii():
        return data, []
    try:
        str(memoryview(data)[: int(starts[-1] + lengths[-1])], "utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return data, []
    fixed = bytearray(data)
    bad = []
    for index in range(len(starts)):
        start, length = int(starts[index]), int(lengths[index])
        piece = data[start : start + length]
        try:
            piece.decode()
        except UnicodeDecodeError:
            fixed[start : start + len(piece)] = piece.translate(_ASCII)
            bad.append(index)
    return bytes(fixed), bad


def _decode_odd(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    chunk: Chunk,
    detection: Detection,
    habits: Habits,
    bad: Sequence[int],
) -> None:
    """Replace what SQL may have read differently by what decode() says."""
    rows = cursor.execute(
        f"SELECT sequence FROM {table} WHERE sequence >= {chunk.sequence} AND level = {ODD}"
    ).fetchall()
    odd = sorted({row[0] for row in rows}.union(bad))
    if not odd:
        return
    decoded = [_decoded(chunk, sequence - chunk.sequence, detection) for sequence in odd]
    habits.learn(decoded)
    text = nanoarrow.string()
    fixed = Batch(
        {
            "number": column(odd, nanoarrow.int64()),
            "order_ns": column([record.time_ns for record in decoded], nanoarrow.int64()),
            "level": column([int(record.level) for record in decoded], nanoarrow.uint8()),
            "structured": column([int(record.structured) for record in decoded], nanoarrow.uint8()),
            "request": column([record.request_id for record in decoded], text),
            "logger": column([record.logger for record in decoded], text),
            "message": column([record.message for record in decoded], text),
            "detail": column([record.detail for record in decoded], text),
        }
    )
    with _registered(cursor, "fixed", fixed):
        cursor.execute(
            f"""UPDATE {table} SET order_ns = fixed.order_ns, timed = fixed.order_ns IS NOT NULL,
                level = fixed.level, structured = fixed.structured::BOOLEAN, request = fixed.request,
                logger = fixed.logger, message = fixed.message, detail = fixed.detail
                FROM fixed WHERE sequence >= {chunk.sequence} AND sequence = fixed.number"""
        )


def _decoded(chunk: Chunk, index: int, detection: Detection) -> Decoded:
    return decode_beginning(chunk.record(index), int(chunk.records.lengths[index]), detection)


def _figures(cursor: duckdb.DuckDBPyConnection, table: str, chunk: Chunk) -> Figures:
    """Count the new rows; a record without a time is ordered by that of the record before it."""
    fresh = f"sequence >= {chunk.sequence}"
    rows = cursor.execute(
        f"""SELECT level, count(*), count_if(NOT structured), count(order_ns), min(order_ns), max(order_ns)
            FROM {table} WHERE {fresh} GROUP BY level"""
    ).fetchall()
    levels = [0] * _LEVELS
    for row in rows:
        levels[row[0]] = row[1]
    timed = [row for row in rows if row[3]]
    if not timed:
        return Figures(sum(row[2] for row in rows), tuple(levels), None, None, None, len(chunk.records))
    if sum(row[3] for row in rows) < len(chunk.records):
        cursor.execute(
            f"""UPDATE {table} SET order_ns = filled.order_ns
                FROM (SELECT sequence AS number,
                             last_value(order_ns IGNORE NULLS) OVER (ORDER BY sequence) AS order_ns
                      FROM {table} WHERE {fresh}) AS filled
                WHERE {fresh} AND NOT timed AND sequence = filled.number"""
        )
    found = cursor.execute(
        f"SELECT sequence, order_ns FROM {table} WHERE {fresh} AND timed ORDER BY sequence"
    ).fetchnumpy()
    sequences, times_ns = (np.asarray(found[name], np.int64) for name in ("sequence", "order_ns"))
    return Figures(
        unparsed=sum(row[2] for row in rows),
        levels=tuple(levels),
        first_ns=min(row[4] for row in timed),
        last_ns=max(row[5] for row in timed),
        carried_ns=int(times_ns[-1]),
        leading=int(sequences[0]) - chunk.sequence,
        sequences=sequences,
        times_ns=times_ns,
    )


@contextmanager
def _registered(cursor: duckdb.DuckDBPyConnection, name: str, batch: Batch) -> Iterator[None]:
    cursor.register(name, batch)
    try:
        yield
    finally:
        cursor.unregister(name)
