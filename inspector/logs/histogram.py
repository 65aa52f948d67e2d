"""How many records there are over time, by level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspector.base.cancel import CancelToken
from inspector.logs.index.database import Database
from inspector.logs.index.segment import EARLIEST_NS
from inspector.logs.index.view import SegmentView
from inspector.logs.query import Query
from inspector.logs.query.asking import Asking, Part, asking
from inspector.logs.records import Level

BUCKETS = 120
"""How many buckets there are at most when the width of a bucket is not given."""

MOST_BUCKETS = 20_000
"""A given width is taken some times where there would be more."""

_SECOND = 1_000_000_000
_SMALL: tuple[int, ...] = tuple(10**power * digit for power in range(9) for digit in (1, 2, 5))
_CLOCK_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200)
_DAYS: tuple[int, ...] = tuple(10**power * digit for power in range(6) for digit in (1, 2, 5))
_NICE: tuple[int, ...] = (
    *_SMALL,
    *(_SECOND * seconds for seconds in _CLOCK_SECONDS),
    *(86_400 * _SECOND * days for days in _DAYS),
)
_LEVELS = len(Level)


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far a segment was counted, and the last record, which may still grow: its time and level.

    `last` is None when it does not match.
    """

    records: int = 0
    end: int = 0
    last: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Records over time, by level; what was counted so far, to go on from.

    `counts` has a row for each bucket and a column for each Level, read-only. Bucket n holds the times from
    `start_ns + n * bucket_ns` up to that of the next one; times are UTC nanoseconds, and `start_ns` is a
    multiple of `bucket_ns`, so that buckets begin at whole hours or days of UTC. Empty buckets stand between
    others. A record without a time counts where the one before it stands; `untimed` are those that have none
    before them. `epoch` is that of the log set's state.
    """

    query: Query
    bucket_ns: int
    start_ns: int
    counts: NDArray[np.int64]
    untimed: int
    epoch: int
    reaches: tuple[_Reach, ...] = ()

    @property
    def records(self) -> int:
        """All that were counted."""
        return int(self.counts.sum()) + self.untimed


def count_over_time(
    database: Database,
    segments: Sequence[SegmentView],
    query: Query,
    epoch: int,
    *,
    bucket_ns: int | None = None,
    buckets: int = BUCKETS,
    after: Histogram | None = None,
    cancel: CancelToken | None = None,
) -> Histogram:
    """Count what matches; see LogSet.histogram()."""
    if bucket_ns is not None and bucket_ns < 1:
        raise ValueError("a bucket must be at least one nanosecond wide")
    if after is not None and (after.epoch != epoch or after.query != query):
        after = None
    first, last = _span(segments, query)
    if after is not None and after.counts.any():
        first = min(first, after.start_ns)
        last = max(last, after.start_ns + after.bucket_ns * len(after.counts) - 1)
    given = bucket_ns if bucket_ns is not None else after.bucket_ns if after is not None else None
    width = _width(first, last, given, buckets, exact=bucket_ns is not None)
    before = after if after is not None else _nothing(query, epoch, width, first)
    if width % before.bucket_ns:
        before = _nothing(query, epoch, width, first)
    counted = _Counting(before, width, first, last)
    with asking(database, segments, query, cancel, anew=after is None) as asked:
        for segment in segments:
            counted.add(asked, segment)
    return counted.histogram()


class _Counting:
    """Adds the new records of segments to what was counted before."""

    def __init__(self, before: Histogram, bucket_ns: int, first: int, last: int) -> None:
        self._before = before
        self._bucket_ns = bucket_ns
        self._start = first // bucket_ns
        # DuckDB's // cuts towards zero.
        before_1970 = f" - (order_ns < 0 AND order_ns % {bucket_ns} <> 0)::BIGINT" if first < 0 else ""
        self._bucket = f"order_ns // {bucket_ns}{before_1970}"
        self._counts = np.zeros((last // bucket_ns - self._start + 1, _LEVELS), np.int64)
        if before.counts.any():
            # A bucket that was narrower lies wholly in one of the new ones.
            at = (before.start_ns + before.bucket_ns * np.arange(len(before.counts))) // bucket_ns
            np.add.at(self._counts, at - self._start, before.counts)
        self._untimed = before.untimed
        self._reaches = dict(enumerate(before.reaches))

    def add(self, asked: Asking, segment: SegmentView) -> None:
        """Count the records of a segment that are new, and the last one before them as it is now."""
        progress = segment.progress
        reach = self._reaches.get(segment.number, _Reach())
        if progress.end == reach.end and progress.records == reach.records:
            return
        if reach.last is not None:
            self._count(*reach.last, -1)
        part = asked.part(segment, max(0, reach.records - 1))
        for bucket, level, records in asked.fetch(
            f"""SELECT CASE WHEN order_ns > {EARLIEST_NS} THEN {self._bucket} END AS bucket,
                       level, count(*) {part.rows} GROUP BY ALL""",
            part.parameters,
        ):
            self._add(bucket, level, records)
        last = _last(asked, part)
        self._reaches[segment.number] = _Reach(progress.records, progress.end, last)

    def _count(self, time_ns: int, level: int, records: int) -> None:
        self._add(time_ns // self._bucket_ns if time_ns > EARLIEST_NS else None, level, records)

    def _add(self, bucket: int | None, level: int, records: int) -> None:
        if bucket is None:
            self._untimed += records
        else:
            self._counts[min(max(bucket - self._start, 0), len(self._counts) - 1), level] += records

    def histogram(self) -> Histogram:
        """All that was counted."""
        self._counts.flags.writeable = False
        number = max(self._reaches, default=-1) + 1
        return Histogram(
            query=self._before.query,
            bucket_ns=self._bucket_ns,
            start_ns=self._start * self._bucket_ns,
            counts=self._counts,
            untimed=self._untimed,
            epoch=self._before.epoch,
            reaches=tuple(self._reaches.get(index, _Reach()) for index in range(number)),
        )


def _nothing(query: Query, epoch: int, bucket_ns: int, first: int) -> Histogram:
    none = np.zeros((0, _LEVELS), np.int64)
    return Histogram(query, bucket_ns, first // bucket_ns * bucket_ns, none, 0, epoch)


def _last(asked: Asking, part: Part) -> tuple[int, int] | None:
    last = part.segment.progress.records - 1
    rows = asked.fetch(f"SELECT order_ns, level {part.rows} AND sequence = {last}", part.parameters)
    return (rows[0][0], rows[0][1]) if rows else None


def _span(segments: Sequence[SegmentView], query: Query) -> tuple[int, int]:
    """The first and last time of the log, within the range asked for; the same for every other filter."""
    times = [
        time
        for segment in segments
        for time in (segment.progress.first_ns, segment.progress.last_ns)
        if time is not None
    ]
    first, last = min(times, default=0), max(times, default=0)
    if query.since_ns is not None:
        first = max(first, query.since_ns)
    if query.until_ns is not None:
        last = min(last, query.until_ns - 1)
    return first, max(first, last)


def _width(first: int, last: int, given: int | None, buckets: int, *, exact: bool) -> int:
    """The width of a bucket: the one given, a multiple of it where that is too narrow, or a round one."""
    most = MOST_BUCKETS if exact else max(1, buckets)
    if given is None:
        return next((width for width in _NICE if _buckets(first, last, width) <= most), _NICE[-1])
    # While a log grows its buckets stay as they are, until there are twice as many as wanted.
    if _buckets(first, last, given) <= (most if exact else 2 * most):
        return given
    wider = [width for width in _NICE if width > given and width % given == 0]
    fitting = (width for width in wider if _buckets(first, last, width) <= most)
    return next(fitting, -(-(last - first + 1) // (given * max(1, most - 1))) * given)


def _buckets(first: int, last: int, width: int) -> int:
    return last // width - first // width + 1
