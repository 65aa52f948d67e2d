"""Requests summed up over all sources.

Which requests are shown is decided on hashes of their IDs, which takes half the time and a fraction of the
memory; their figures are then those of the IDs themselves.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any, TypeAlias

from inspector.base.cancel import CancelToken
from inspector.logs.index.database import Database
from inspector.logs.index.view import SegmentView, identity
from inspector.logs.query import Query
from inspector.logs.query.asking import Asking, asking
from inspector.logs.records import Level
from inspector.logs.requests.model import RequestSort, RequestSummary
from inspector.logs.requests.unfinished import unfinished

_PAGE = 1_000
_LEVELS = tuple(Level)
_MOST_KNOWN = 10_000
_MOST_BITS = 62
"""As many fit into a number that is no negative one."""

_Names: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], str]
"""Sources, loggers, and the name of the field that carries the ID."""

_ERRORS = f"count_if(level >= {int(Level.ERROR)})"
_ORDERS = {
    RequestSort.DURATION: ("max(time) - min(time) DESC NULLS LAST",),
    RequestSort.LEVEL: ("max(level) DESC", f"{_ERRORS} DESC"),
    RequestSort.ERRORS: (f"{_ERRORS} DESC", "max(level) DESC"),
    RequestSort.FIRST: (),
    RequestSort.LAST: ("max(time) DESC NULLS LAST",),
    RequestSort.RECORDS: ("count(*) DESC",),
}
"""What comes first; among equals the earliest."""


def summaries(
    database: Database,
    segments: Sequence[SegmentView],
    query: Query,
    sort: RequestSort,
    limit: int | None = None,
    cancel: CancelToken | None = None,
) -> Generator[RequestSummary, None, None]:
    """Summaries of all requests that have a matching record, or of the first `limit` in this order.

    They are made while they are taken, so that a million of them needs no memory. Raises QueryError and
    Cancelled.
    """
    chosen = [segment for segment in segments if segment.progress.records]
    if not chosen or limit == 0:
        return
    with asking(database, chosen, query, cancel) as asked:
        rows = _rows(chosen)
        if query != Query():
            _narrow(asked, chosen)
            rows = f"{rows} SEMI JOIN matched_requests USING (hashed)"
        if limit is not None:
            asked.cursor.execute(
                f"""CREATE TEMP TABLE shown_requests AS
                    SELECT hashed FROM {rows} GROUP BY hashed {_order(sort, "hashed")} LIMIT {limit}"""
            )
            rows = f"{_rows(chosen)} SEMI JOIN shown_requests USING (hashed)"
        still_open = unfinished(asked, rows, _rows(chosen), _newest(chosen))
        make = _Maker(asked, chosen, few=limit is not None)
        name = (
            "any_value(request)" if any(identity(each, chosen) != "request" for each in chosen) else "apart"
        )
        asked.cursor.execute(
            f"""SELECT {name}, count(*), min(time), max(time), max(level), {_ERRORS},
                       {make.columns}, apart
                FROM {rows} {make.join} GROUP BY apart {_order(sort, "apart")}"""
        )
        while page := asked.cursor.fetchmany(_PAGE):
            for row in page:
                yield make(row, still_open)


class _Maker:
    """Makes summaries of rows. The loggers and segments of many requests are gathered as sets of bits."""

    def __init__(self, asked: Asking, segments: Sequence[SegmentView], *, few: bool) -> None:
        self._keys = {segment.number: segment.detection.request_key or "" for segment in segments}
        self._paths = {segment.number: segment.path for segment in segments}
        self.join = ""
        self._loggers: list[str] = []
        self._numbers: list[int] = []
        self._known: dict[tuple[int, int], _Names] = {}
        self._bits = not few and len(segments) <= _MOST_BITS
        if self._bits:
            tables = " UNION ".join(f"SELECT logger FROM {segment.table}" for segment in segments)
            found = asked.fetch(
                f"SELECT DISTINCT logger FROM ({tables}) WHERE logger IS NOT NULL LIMIT {_MOST_BITS + 1}"
            )
            self._loggers = sorted(logger for (logger,) in found)
            self._bits = len(self._loggers) <= _MOST_BITS
        if not self._bits:
            self.columns = """list_sort(list(DISTINCT segment)),
                coalesce(list_sort(list(DISTINCT logger) FILTER (logger IS NOT NULL)), [])"""
            return
        self._numbers = sorted(self._paths)
        asked.cursor.execute("CREATE TEMP TABLE known_loggers (logger VARCHAR, logger_bit BIGINT)")
        asked.cursor.execute("CREATE TEMP TABLE known_segments (segment BIGINT, segment_bit BIGINT)")
        for table, values in (("known_loggers", self._loggers), ("known_segments", self._numbers)):
            for place, value in enumerate(values):
                asked.cursor.execute(f"INSERT INTO {table} VALUES (?, ?)", [value, 1 << place])
        self.join = "LEFT JOIN known_loggers USING (logger) JOIN known_segments USING (segment)"
        self.columns = "bit_or(segment_bit), coalesce(bit_or(logger_bit), 0)"

    def __call__(self, row: tuple[Any, ...], still_open: frozenset[str]) -> RequestSummary:
        """One summary."""
        request_id, records, first_ns, last_ns, level, errors, numbers, loggers, apart = row
        sources, loggers, key = (
            self._named(numbers, loggers) if self._bits else self._listed(numbers, loggers)
        )
        return RequestSummary(
            request_id=request_id,
            request_key=key,
            records=records,
            first_ns=first_ns,
            last_ns=last_ns,
            level=_LEVELS[level],
            errors=errors,
            sources=sources,
            loggers=loggers,
            open=apart in still_open,
        )

    def _named(self, numbers: int, loggers: int) -> _Names:
        """What two sets of bits stand for; most requests have the same few."""
        known = self._known.get((numbers, loggers))
        if known is None:
            known = self._listed(_those(self._numbers, numbers), _those(self._loggers, loggers))
            if len(self._known) < _MOST_KNOWN:
                self._known[numbers, loggers] = known
        return known

    def _listed(self, numbers: Sequence[int], loggers: Sequence[str]) -> _Names:
        paths = tuple(dict.fromkeys(self._paths[number] for number in numbers))
        return paths, tuple(loggers), self._keys[numbers[0]]


def _those(values: Sequence[Any], bits: int) -> list[Any]:
    return [value for place, value in enumerate(values) if bits >> place & 1]


def count_requests(
    database: Database, segments: Sequence[SegmentView], query: Query, cancel: CancelToken | None = None
) -> int:
    """How many requests have a matching record."""
    chosen = [segment for segment in segments if segment.progress.records]
    if not chosen:
        return 0
    with asking(database, chosen, query, cancel) as asked:
        _narrow(asked, chosen)
        return int(asked.fetch("SELECT count(*) FROM matched_requests")[0][0])


def _rows(segments: Sequence[SegmentView]) -> str:
    """All records that have a request ID, as a table."""
    parts = " UNION ALL ".join(
        f"""SELECT request, {identity(segment, segments)} AS apart, hash(apart) AS hashed,
                   CASE WHEN timed THEN order_ns END AS time, order_ns,
                   level, logger, message, sequence, {segment.number} AS segment
            FROM {segment.table} WHERE request IS NOT NULL AND sequence < {segment.progress.records}"""
        for segment in segments
    )
    return f"({parts})"


def _narrow(asked: Asking, segments: Sequence[SegmentView]) -> None:
    """Make the table of all requests that have a matching record."""
    parts = asked.parts(segments)
    matched = " UNION ALL ".join(
        f"SELECT hash({identity(part.segment, segments)}) AS hashed {part.rows} AND request IS NOT NULL"
        for part in parts
    )
    asked.cursor.execute(
        f"CREATE TEMP TABLE matched_requests AS SELECT DISTINCT hashed FROM ({matched})",
        [parameter for part in parts for parameter in part.parameters],
    )


def _order(sort: RequestSort, name: str) -> str:
    return f"ORDER BY {', '.join((*_ORDERS[sort], 'min(time) ASC NULLS LAST', name))}"


def _newest(segments: Sequence[SegmentView]) -> int | None:
    times = [segment.progress.last_ns for segment in segments]
    return max((time for time in times if time is not None), default=None)
