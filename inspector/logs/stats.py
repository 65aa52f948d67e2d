"""What a log holds, in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from inspector.base.cancel import CancelToken
from inspector.logs.index.database import Database
from inspector.logs.index.view import SegmentView
from inspector.logs.query.fields import FieldStats, count_fields
from inspector.logs.query.oddities import Oddities
from inspector.logs.records import Level

__all__ = ["FieldStats", "Oddities", "SourceStats", "Stats", "collect"]

_PAGE_ROWS = 500_000


@dataclass(frozen=True, slots=True)
class SourceStats:
    """One file: how it is read and why, and what carries its request ID.

    `with_request` counts records that have an ID, `requests` the different ones.
    """

    path: str
    records: int
    lines: int
    format: str
    reason: str
    request_key: str | None
    request_reason: str
    with_request: int
    requests: int


@dataclass(frozen=True, slots=True)
class Stats:
    """`logs stats`. `lines` counts physical lines, `unparsed` records that fit no format.

    `levels` has every level, in the order of Level. Times are UTC nanoseconds or None. `continuation` counts
    lines that belong to the record above, `without_level` records of unknown level, `out_of_order` those
    with a time before one that was seen earlier in their source, `invalid` those that are not UTF-8, and
    `huge` those of which only the beginning was read. `oddities` counts what can be read in several ways.
    """

    records: int
    lines: int
    unparsed: int
    levels: tuple[tuple[Level, int], ...]
    first_ns: int | None
    last_ns: int | None
    formats: tuple[str, ...]
    fields: tuple[FieldStats, ...]
    continuation: int = 0
    without_level: int = 0
    out_of_order: int = 0
    invalid: int = 0
    huge: int = 0
    oddities: Oddities = field(default_factory=Oddities)
    sources: tuple[SourceStats, ...] = ()


def collect(database: Database, segments: Sequence[SegmentView], cancel: CancelToken | None = None) -> Stats:
    """Figures over these segments. Raises Cancelled."""
    parts = [segment.progress for segment in segments]
    firsts = [part.first_ns for part in parts if part.first_ns is not None]
    lasts = [part.last_ns for part in parts if part.last_ns is not None]
    found, oddities = count_fields(database, segments, cancel)
    records, lines = sum(part.records for part in parts), sum(part.lines for part in parts)
    return Stats(
        records=records,
        lines=lines,
        unparsed=sum(part.unparsed for part in parts),
        levels=tuple((level, sum(part.levels[level] for part in parts)) for level in Level),
        first_ns=min(firsts, default=None),
        last_ns=max(lasts, default=None),
        formats=tuple(dict.fromkeys(segment.detection.format.title for segment in segments)),
        fields=found,
        continuation=lines - records,
        without_level=sum(part.without_level for part in parts),
        out_of_order=sum(part.out_of_order for part in parts),
        invalid=sum(part.invalid for part in parts),
        huge=sum(part.huge for part in parts),
        oddities=oddities,
        sources=_sources(database, segments, cancel),
    )


def _sources(
    database: Database, segments: Sequence[SegmentView], cancel: CancelToken | None
) -> tuple[SourceStats, ...]:
    by_path: dict[str, list[SegmentView]] = {}
    for segment in segments:
        by_path.setdefault(segment.path, []).append(segment)
    found = []
    with database.reading(cancel) as cursor:
        for path, several in by_path.items():
            rows = " UNION ALL ".join(
                f"SELECT request FROM {segment.table} WHERE sequence < {segment.progress.records}"
                for segment in several
            )
            counted = cursor.execute(
                f"""SELECT count(*), count(DISTINCT hash(request))
                    FROM ({rows}) WHERE request IS NOT NULL"""
            )
            with_request, requests = counted.fetchone() or (0, 0)
            detection = several[-1].detection
            found.append(
                SourceStats(
                    path=path,
                    records=sum(segment.progress.records for segment in several),
                    lines=sum(segment.progress.lines for segment in several),
                    format=detection.format.name,
                    reason=detection.reason,
                    request_key=detection.request_key,
                    request_reason=detection.request_reason,
                    with_request=with_request,
                    requests=requests,
                )
            )
    return tuple(found)
