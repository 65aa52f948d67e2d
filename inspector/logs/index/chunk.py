"""One chunk of a log: its records read by SQL into a table of their own, ready to be appended in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import duckdb
import nanoarrow
import numpy as np

from inspector.logs.formats import Detection, decode
from inspector.logs.index.arrow import Batch, column, integers, slices
from inspector.logs.index.blocks import HUGE_LINE_BYTES, Records
from inspector.logs.index.extract import UNKNOWN_WORD, extraction, level_code
from inspector.logs.records import Level

KEPT_OF_HUGE_BYTES = 64 << 10
"""How much of a huge line is read."""

_MOST_WORDS = 100
_numbers = count()


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Bytes of a log, whole records, and where they stand: byte offset, line and sequence of the first.

    `terminated` is False when the last line had no end yet.
    """

    data: bytes
    records: Records
    offset: int
    line: int
    sequence: int
    terminated: bool = True


@dataclass(frozen=True, slots=True)
class Prepared:
    """A table with the index's columns for one chunk, and its figures."""

    table: str
    records: int
    unparsed: int
    levels: tuple[int, ...]
    first_ns: int | None
    last_ns: int | None
    timed: int


class Words:
    """Levels as written, with their codes: learned from what was met, so that SQL knows them."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def learn(self, words: dict[str, int]) -> None:
        """Remember these for later statements, within bounds."""
        for word, code in words.items():
            if len(self.known) < _MOST_WORDS:
                self.known[word] = code


def prepare(cursor: duckdb.DuckDBPyConnection, chunk: Chunk, detection: Detection, words: Words) -> Prepared:
    """Read a chunk's records into a new table. Runs on any thread, with a cursor of its own."""
    table = f"memory.main.chunk_{next(_numbers)}"
    data, bad = _as_utf8(chunk)
    records = chunk.records
    batch = Batch(
        {
            "sequence": integers(np.arange(chunk.sequence, chunk.sequence + len(records))),
            "line": integers(records.first_lines + chunk.line),
            "offset": integers(records.starts + chunk.offset),
            "length": integers(records.lengths),
            "lines": integers(records.lines),
            "text": slices(data, records.starts),
        }
    )
    with _registered(cursor, "batch", batch):
        cursor.execute(f"CREATE TABLE {table} AS {extraction(detection, dict(words.known))}")
    _name_levels(cursor, table, detection, words)
    _patch(cursor, table, chunk, detection, bad)
    return _figures(cursor, table)


def discard(cursor: duckdb.DuckDBPyConnection, prepared: Prepared) -> None:
    """Drop a prepared table."""
    cursor.execute(f"DROP TABLE {prepared.table}")


def _as_utf8(chunk: Chunk) -> tuple[bytes, list[int]]:
    """The same number of bytes, valid as UTF-8, and which records were not."""
    data = chunk.data
    if data.isascii():
        return data, []
    try:
        data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return data, []
    fixed = bytearray(data)
    bad = []
    for index, (start, length) in enumerate(
        zip(chunk.records.starts.tolist(), chunk.records.lengths.tolist(), strict=True)
    ):
        piece = data[start : start + length]
        try:
            piece.decode()
        except UnicodeDecodeError:
            fixed[start : start + length] = piece.translate(_ASCII)
            bad.append(index)
    return bytes(fixed), bad


_ASCII = bytes(range(0x80)) + b"?" * 0x80


def _name_levels(cursor: duckdb.DuckDBPyConnection, table: str, detection: Detection, words: Words) -> None:
    """Give a code to the level words that the statement did not know."""
    rows = cursor.execute(f"SELECT DISTINCT word FROM {table} WHERE level = {UNKNOWN_WORD}").fetchall()
    if not rows:
        return
    codes = {word: level_code(word, detection) for (word,) in rows}
    words.learn(codes)
    found = Batch(
        {
            "word": column(list(codes), nanoarrow.string()),
            "code": column(list(codes.values()), nanoarrow.uint8()),
        }
    )
    with _registered(cursor, "found_words", found):
        cursor.execute(
            f"UPDATE {table} AS chunk SET level = found_words.code FROM found_words"
            f" WHERE chunk.level = {UNKNOWN_WORD} AND chunk.word = found_words.word"
        )


def _patch(
    cursor: duckdb.DuckDBPyConnection, table: str, chunk: Chunk, detection: Detection, bad: list[int]
) -> None:
    """Replace what SQL may have read differently by what decode() says."""
    odd = {row[0] for row in cursor.execute(f"SELECT sequence FROM {table} WHERE odd").fetchall()}
    odd.update(chunk.sequence + index for index in bad)
    if not odd:
        return
    chosen = sorted(odd)
    decoded = [decode(_record_bytes(chunk, sequence - chunk.sequence), detection) for sequence in chosen]
    text = nanoarrow.string()
    fixed = Batch(
        {
            "sequence": column(chosen, nanoarrow.int64()),
            "time": column([record.time_ns for record in decoded], nanoarrow.int64()),
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
            f"""UPDATE {table} AS chunk SET time = fixed.time, level = fixed.level,
                structured = fixed.structured::BOOLEAN, request = fixed.request, logger = fixed.logger,
                message = fixed.message, detail = fixed.detail
                FROM fixed WHERE chunk.sequence = fixed.sequence"""
        )


def _record_bytes(chunk: Chunk, index: int) -> bytes:
    start, length = int(chunk.records.starts[index]), int(chunk.records.lengths[index])
    return chunk.data[start : start + (length if length <= HUGE_LINE_BYTES else KEPT_OF_HUGE_BYTES)]


def _figures(cursor: duckdb.DuckDBPyConnection, table: str) -> Prepared:
    rows = cursor.execute(
        f"""SELECT level, count(*), count_if(NOT structured), count(time), min(time), max(time)
            FROM {table} GROUP BY level"""
    ).fetchall()
    levels = [0] * len(Level)
    for row in rows:
        levels[row[0]] = row[1]
    return Prepared(
        table=table,
        records=sum(levels),
        unparsed=sum(row[2] for row in rows),
        levels=tuple(levels),
        first_ns=min((row[4] for row in rows if row[4] is not None), default=None),
        last_ns=max((row[5] for row in rows if row[5] is not None), default=None),
        timed=sum(row[3] for row in rows),
    )


@contextmanager
def _registered(cursor: duckdb.DuckDBPyConnection, name: str, batch: Batch) -> Iterator[None]:
    cursor.register(name, batch)
    try:
        yield
    finally:
        cursor.unregister(name)
