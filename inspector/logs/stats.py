"""What a log holds, in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspector.base.cancel import CancelToken
from inspector.logs.formats import Shape
from inspector.logs.index.database import Database
from inspector.logs.index.view import SegmentView
from inspector.logs.query.scan import line_batches
from inspector.logs.records import Level

_SKETCH = 4096
"""As many of the smallest hashes of a field's values are kept: exact below, within some 2 % above."""

_FIELDS = f"""
    WITH objects AS (SELECT TRY(json_keys(text)) AS names, TRY(json_extract(text, '$.*')) AS items
                     FROM lines WHERE text ^@ '{{'),
         pairs AS (SELECT unnest(names) AS name, hash(unnest(items)) AS item FROM objects
                   WHERE len(names) = len(items)),
         counted AS (SELECT name, item, count(*) AS records FROM pairs GROUP BY name, item)
    SELECT name, sum(records)::BIGINT, min(item, {_SKETCH}) FROM counted GROUP BY name
"""


@dataclass(frozen=True, slots=True)
class FieldStats:
    """One field: in how many records it stands, and how many different values it has.

    `distinct` is exact below some four thousand values, and within about two per cent above.
    """

    name: str
    records: int
    distinct: int


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


def count_fields(
    database: Database, segments: Sequence[SegmentView], cancel: CancelToken | None = None
) -> tuple[FieldStats, ...]:
    """Top-level fields of all JSON records, the most frequent first."""
    counts: dict[str, int] = {}
    sketches: dict[str, NDArray[np.uint64]] = {}
    with database.reading(cancel) as cursor:
        for segment in segments:
            if segment.gone or segment.detection.format.shape is not Shape.JSON:
                continue
            for batch in line_batches(segment):
                if cancel is not None:
                    cancel.raise_if_cancelled()
                cursor.register("lines", batch)
                found = cursor.execute(_FIELDS).fetchall()
                cursor.unregister("lines")
                for name, records, hashes in found:
                    counts[name] = counts.get(name, 0) + records
                    known = sketches.get(name)
                    fresh = np.array(hashes, np.uint64)
                    merged = fresh if known is None else np.concatenate((known, fresh))
                    sketches[name] = np.unique(merged)[:_SKETCH]
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    return tuple(FieldStats(name, counts[name], _distinct(sketches[name])) for name in ordered)


def _distinct(sketch: NDArray[np.uint64]) -> int:
    """How many different values the smallest hashes stand for."""
    if len(sketch) < _SKETCH:
        return len(sketch)
    return round((_SKETCH - 1) / (float(sketch[-1]) / 2.0**64))
