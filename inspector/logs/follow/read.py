"""Records for display: their bytes read from the files and decoded, or what the index kept of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from inspector.logs.formats import decode_beginning
from inspector.logs.formats.quick import Quick
from inspector.logs.index.blocks import HUGE_LINE_BYTES
from inspector.logs.index.chunk import KEPT_OF_HUGE_BYTES
from inspector.logs.index.database import Database
from inspector.logs.index.segment import late_table
from inspector.logs.index.view import SegmentView
from inspector.logs.records import Level, Record, row_id, segment_of, sequence_of

_BLOCK_BYTES = 1 << 20
_GAP_BYTES = 4 << 10
_LEVELS = tuple(Level)

_COLUMNS = """
    sequence, line, "offset", length, CASE WHEN timed THEN order_ns END,
    level, request, logger, message, detail
"""


T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Maker(Protocol[T_co]):
    """What is made of each record that is read."""

    def known(
        self,
        *,
        row: int,
        source: str,
        line: int,
        offset: int,
        length: int,
        time_ns: int | None,
        level: Level,
        level_raw: str | None,
        logger: str | None,
        request_id: str | None,
        request_key: str | None,
        message: str,
        raw: bytes,
        fields: dict[str, Any],
        late: bool,
    ) -> T_co:
        """Of one that is a line without a traceback: what Record says of these."""
        ...

    def other(self, record: Record) -> T_co:
        """Of any other."""
        ...


class _Records:
    """Makes records."""

    def known(self, *, raw: bytes, **values: Any) -> Record:
        return Record(raw=raw.decode().rstrip("\r\n"), **values)

    def other(self, record: Record) -> Record:
        return record


RECORDS = _Records()


def read_records(
    database: Database, segments: Mapping[int, SegmentView], ids: Sequence[int], make: Maker[T]
) -> tuple[T, ...]:
    """Read and decode these rows, in the given order; raises KeyError for a row that does not exist."""
    wanted: dict[int, list[int]] = {}
    for row in ids:
        wanted.setdefault(segment_of(row), []).append(sequence_of(row))
    found: dict[int, T] = {}
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
            wanted_rows = [columns for columns in rows if columns[0] in chosen]
            quick = Quick(segment.detection)
            first = row_id(number, 0)
            for columns, data in zip(wanted_rows, _bytes_of(segment, wanted_rows), strict=True):
                sequence = columns[0]
                found[first + sequence] = _made(segment, columns, data, quick, sequence in late, make)
    return tuple(found[row] for row in ids)


def _bytes_of(segment: SegmentView, rows: Sequence[tuple[Any, ...]]) -> Iterator[bytes]:
    """The bytes of these records, of huge ones their beginning; neighbours are read together."""
    if segment.gone:
        yield from (b"" for _ in rows)
        return
    block, begin = b"", 0
    for place, (_, _, offset, length, *_) in enumerate(rows):
        kept = length if length <= HUGE_LINE_BYTES else KEPT_OF_HUGE_BYTES
        if not begin <= offset <= offset + kept <= begin + len(block):
            begin, end = offset, offset + kept
            for _, _, next_offset, next_length, *_ in rows[place + 1 :]:
                next_end = next_offset + next_length
                if not end <= next_offset <= end + _GAP_BYTES or next_end > begin + _BLOCK_BYTES:
                    break
                end = next_end
            block = segment.file.read(begin, end - begin)
        yield block[offset - begin : offset - begin + kept]


def _made(
    segment: SegmentView, row: tuple[Any, ...], data: bytes, quick: Quick, late: bool, make: Maker[T]
) -> T:
    sequence, line, offset, length, time_ns, level, request, logger, message, detail = row
    known = None
    if quick.usable and not detail and len(data) == length:
        known = quick.fields(
            data, timed=time_ns is not None, level=level, logger=logger, message=message, request=request
        )
    if known is not None:
        return make.known(
            row=row_id(segment.number, sequence),
            source=segment.path,
            line=line,
            offset=offset,
            length=length,
            time_ns=time_ns,
            level=_LEVELS[level],
            level_raw=known[0],
            logger=logger,
            request_id=request,
            request_key=segment.detection.request_key if request is not None else None,
            message=message,
            raw=data,
            fields=known[1],
            late=late,
        )
    record = _record(segment, row, data)
    return make.other(replace(record, late=True) if late else record)


def _record(segment: SegmentView, row: tuple[Any, ...], data: bytes) -> Record:
    sequence, line, offset, length, time_ns, level, request, logger, message, detail = row
    if len(data) < min(length, KEPT_OF_HUGE_BYTES if length > HUGE_LINE_BYTES else length):
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
