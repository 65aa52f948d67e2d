"""Requests: all records that share a request ID."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from inspector.base.cancel import CancelToken
from inspector.logs.records import Level

if TYPE_CHECKING:  # sorts and summaries are needed before an index is
    from inspector.logs.index.database import Database
    from inspector.logs.index.view import SegmentView


class RequestSort(StrEnum):
    """What comes first in a list of requests; the words of `logs requests --sort`."""

    DURATION = "duration"
    LEVEL = "level"
    FIRST = "first"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class RequestSummary:
    """One request over all sources. Times are UTC nanoseconds, None when no record has one.

    `level` is the highest of its records, `errors` counts those of level error and above.
    """

    request_id: str
    request_key: str
    records: int
    first_ns: int | None
    last_ns: int | None
    level: Level
    errors: int
    sources: tuple[str, ...]
    loggers: tuple[str, ...]

    @property
    def duration_ms(self) -> float | None:
        """From the first to the last record."""
        if self.first_ns is None or self.last_ns is None:
            return None
        return (self.last_ns - self.first_ns) / 1e6


_ORDERS = {
    RequestSort.DURATION: "last_ns - first_ns DESC NULLS LAST",
    RequestSort.LEVEL: "level DESC, errors DESC",
    RequestSort.FIRST: "first_ns ASC NULLS LAST",
    RequestSort.RECORDS: "records DESC",
}


def summarise(
    database: Database,
    segments: Sequence[SegmentView],
    sort: RequestSort,
    limit: int | None = None,
    cancel: CancelToken | None = None,
) -> tuple[RequestSummary, ...]:
    """Summaries of all requests, or of the first `limit` in this order."""
    chosen = [segment for segment in segments if segment.progress.records]
    if not chosen:
        return ()
    rows = " UNION ALL ".join(
        f"""SELECT request, CASE WHEN timed THEN order_ns END AS time, level, logger,
                   {segment.number} AS segment
            FROM {segment.table} WHERE request IS NOT NULL AND sequence < {segment.progress.records}"""
        for segment in chosen
    )
    # Loggers and sources are gathered for the requests that are shown only.
    sql = f"""
        WITH shown AS (
            SELECT request, count(*) AS records, min(time) AS first_ns, max(time) AS last_ns,
                   max(level) AS level, count_if(level >= {int(Level.ERROR)}) AS errors
            FROM ({rows}) GROUP BY request
            ORDER BY {_ORDERS[sort]}, first_ns, request {"" if limit is None else f"LIMIT {limit}"}
        ), parts AS (
            SELECT request, list_sort(list_distinct(list(logger) FILTER (logger IS NOT NULL))) AS loggers,
                   list_sort(list_distinct(list(segment))) AS segments
            FROM ({rows}) WHERE request IN (SELECT request FROM shown) GROUP BY request
        )
        SELECT request, records, first_ns, last_ns, level, errors, segments, coalesce(loggers, [])
        FROM shown JOIN parts USING (request)
        ORDER BY {_ORDERS[sort]}, first_ns, request
    """
    by_number = {segment.number: segment for segment in chosen}
    with database.reading(cancel) as cursor:
        return tuple(_summary(row, by_number) for row in cursor.execute(sql).fetchall())


def _summary(row: tuple[Any, ...], segments: Mapping[int, SegmentView]) -> RequestSummary:
    request_id, records, first_ns, last_ns, level, errors, numbers, loggers = row
    return RequestSummary(
        request_id=request_id,
        request_key=segments[numbers[0]].detection.request_key or "",
        records=records,
        first_ns=first_ns,
        last_ns=last_ns,
        level=Level(level),
        errors=errors,
        sources=tuple(dict.fromkeys(segments[number].path for number in numbers)),
        loggers=tuple(loggers),
    )
