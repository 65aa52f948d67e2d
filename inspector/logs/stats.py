"""What a log holds, in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.base.cancel import CancelToken
from inspector.logs.index.database import Database
from inspector.logs.index.view import SegmentView
from inspector.logs.query.fields import FieldStats, count_fields
from inspector.logs.records import Level

__all__ = ["FieldStats", "Stats", "collect"]


@dataclass(frozen=True, slots=True)
class Stats:
    """`logs stats`. `lines` counts physical lines, `unparsed` records that fit no format.

    `levels` has every level, in the order of Level. Times are UTC nanoseconds or None.
    """

    records: int
    lines: int
    unparsed: int
    levels: tuple[tuple[Level, int], ...]
    first_ns: int | None
    last_ns: int | None
    formats: tuple[str, ...]
    fields: tuple[FieldStats, ...]


def collect(database: Database, segments: Sequence[SegmentView], cancel: CancelToken | None = None) -> Stats:
    """Figures over these segments."""
    parts = [segment.progress for segment in segments]
    firsts = [part.first_ns for part in parts if part.first_ns is not None]
    lasts = [part.last_ns for part in parts if part.last_ns is not None]
    return Stats(
        records=sum(part.records for part in parts),
        lines=sum(part.lines for part in parts),
        unparsed=sum(part.unparsed for part in parts),
        levels=tuple((level, sum(part.levels[level] for part in parts)) for level in Level),
        first_ns=min(firsts, default=None),
        last_ns=max(lasts, default=None),
        formats=tuple(dict.fromkeys(segment.detection.format.title for segment in segments)),
        fields=count_fields(database, segments, cancel),
    )
