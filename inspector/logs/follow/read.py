"""Records for display: their bytes read from the files and decoded, or what the index kept of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from inspector.logs.formats import decode_beginning
from inspector.logs.index.blocks import HUGE_LINE_BYTES
from inspector.logs.index.chunk import KEPT_OF_HUGE_BYTES
from inspector.logs.index.database import Database
from inspector.logs.index.segment import late_table
from inspector.logs.index.view import SegmentView
from inspector.logs.records import Level, Record, row_id, segment_of, sequence_of

_COLUMNS = """
    sequence, line, "offset", length, CASE WHEN timed THEN order_ns END,
    level, request, logger, message, detail
"""


def read_records(
    database: Database, segments: Mapping[int, SegmentView], ids: Sequence[int]
) -> tuple[Record, ...]:
    """Read and decode these rows, in the given order; raises KeyError for a row that does not exist."""
    wanted: dict[int, list[int]] = {}
    for row in ids:
        wanted.setdefault(segment_of(row), []).append(sequence_of(row))
    found: dict[int, Record] = {}
    with database.reading() as cursor:
        for number, sequences in wanted.items():
            segment = segments[number]
            low, high = min(sequences), max(sequences)
            listed = ", ".join(str(sequence) for sequence in sorted(set(sequences)))
            some = "" if high - low < 2 * len(sequences) else f" AND sequence IN ({listed})"
            rows = cursor.execute(
                f"SELECT {_COLUMNS} FROM {segment.table} WHERE sequence BETWEEN {low} AND {high}{some}"
            ).fetchall()
            chosen = set(sequences)
            late: set[int] = set()
            if segment.progress.out_of_order:
                among = f"FROM {late_table(segment.table)} WHERE sequence BETWEEN {low} AND {high}"
                late = {row[0] for row in cursor.execute(f"SELECT sequence {among}").fetchall()}
            for columns in rows:
                if columns[0] in chosen:
                    record = _record(segment, columns)
                    if columns[0] in late:
                        record = replace(record, late=True)
                    found[row_id(number, columns[0])] = record
    return tuple(found[row] for row in ids)


def _record(segment: SegmentView, row: tuple[Any, ...]) -> Record:
    sequence, line, offset, length, time_ns, level, request, logger, message, detail = row
    kept = length if length <= HUGE_LINE_BYTES else KEPT_OF_HUGE_BYTES
    data = b"" if segment.gone else segment.file.read(offset, kept)
    if len(data) < kept:
        return Record(
            row=row_id(segment.number, sequence),
            source=segment.path,
            line=line,
            offset=offset,
            length=length,
            time_ns=time_ns,
            level=Level(level),
            level_raw=None,
            logger=logger,
            request_id=request,
            request_key=segment.detection.request_key if request is not None else None,
            message=message,
            raw=message,
            detail=detail,
            structured=False,
            gone=True,
        )
    decoded = decode_beginning(data, length, segment.detection)
    return decoded.at(
        row=row_id(segment.number, sequence),
        source=segment.path,
        line=line,
        offset=offset,
        length=length,
    )
