"""A query while it is answered: checked, its filter ready, its records as SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from inspector.base.cancel import CancelToken
from inspector.logs.index.arrow import Batch, integers
from inspector.logs.index.database import Database, plain_error, was_interrupted
from inspector.logs.index.view import SegmentView
from inspector.logs.query.condition import Condition, condition_of
from inspector.logs.query.model import Query
from inspector.logs.query.patterns import pattern_error

if TYPE_CHECKING:
    from inspector.logs.query.scan import Filter

_MANY_RECORDS = 100_000
_FEW_LOGGERS = 200


@dataclass(frozen=True, slots=True)
class Part:
    """The matching records of one segment: the rest of a SELECT from FROM on, and its parameters."""

    segment: SegmentView
    rows: str
    parameters: tuple[object, ...] = ()


class Asking:
    """One query over the records of a log set. Used by the thread that made it."""

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        condition: Condition,
        narrowed: Filter | None,
        cancel: CancelToken | None,
    ) -> None:
        self.cursor = cursor
        self._condition = condition
        self._narrowed = narrowed
        self._cancel = cancel

    def matching(self, segment: SegmentView, span: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Sequences and times of what matches in a span of a segment, a condition on its rows."""
        found = self.cursor.execute(
            f"SELECT sequence, order_ns FROM {segment.table} WHERE {span} AND {self._condition.sql}",
            self._condition.parameters,
        ).fetchnumpy()
        sequences = np.asarray(found["sequence"], np.int64)
        times = np.asarray(found["order_ns"], np.int64)
        if self._narrowed is None:
            return sequences, times
        matched = self._narrowed.matching(segment, sequences, self._cancel)
        return sequences[matched], times[matched]

    def part(self, segment: SegmentView, begin: int = 0) -> Part:
        """What matches in a segment from a sequence on, up to what was committed."""
        span = f"sequence >= {begin} AND sequence < {segment.progress.records}"
        if self._narrowed is None:
            condition = self._condition
            rows = f"FROM {segment.table} WHERE {span} AND {condition.sql}"
            return Part(segment, rows, tuple(condition.parameters))
        sequences, _ = self.matching(segment, span)
        name = f"matched_{segment.number}"
        self.cursor.register(name, Batch({"number": integers(sequences)}))
        return Part(segment, f"FROM {segment.table} SEMI JOIN {name} ON sequence = number WHERE {span}")

    def parts(self, segments: Sequence[SegmentView]) -> tuple[Part, ...]:
        """What matches in all segments that have records."""
        return tuple(self.part(segment) for segment in segments if segment.progress.records)

    def fetch(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of an answer."""
        return self.cursor.execute(sql, list(parameters)).fetchall()


@contextmanager
def asking(
    database: Database,
    segments: Sequence[SegmentView],
    query: Query,
    cancel: CancelToken | None = None,
    *,
    anew: bool = True,
) -> Iterator[Asking]:
    """Check a query and make it ready. Raises QueryError and Cancelled.

    Without `anew` it was asked before, of the records up to now: that its fields exist is known.
    """
    with ExitStack() as stack:
        cursor = stack.enter_context(database.reading(cancel))
        narrowed: Filter | None = None
        if query.where:
            # Its parser takes a tenth of a second to load, and few questions need it.
            from inspector.logs.query.scan import Filter

            narrowed = stack.enter_context(closing(Filter(database, query.where)))
            if anew:
                narrowed.check(segments, cancel)
        if query.regex and query.text:
            _check_pattern(cursor, query.text, "text")
        if query.hidden_regex and query.hidden:
            _check_pattern(cursor, query.hidden, "hidden")
        condition = condition_of(query, partial(_loggers, cursor, segments if anew else ()))
        yield Asking(cursor, condition, narrowed, cancel)


def _loggers(
    cursor: duckdb.DuckDBPyConnection, segments: Sequence[SegmentView], term: str, parameters: Sequence[str]
) -> Sequence[str] | None:
    """The loggers for which a term is true, asked once each where there are many records and few loggers."""
    if sum(segment.progress.records for segment in segments) < _MANY_RECORDS:
        return None
    tables = " UNION ".join(f"SELECT DISTINCT logger FROM {segment.table}" for segment in segments)
    found = cursor.execute(
        f"""SELECT logger, {term} FROM (SELECT logger FROM ({tables}) WHERE logger IS NOT NULL
            LIMIT {_FEW_LOGGERS + 1})""",
        list(parameters),
    ).fetchall()
    return [logger for logger, matches in found if matches] if len(found) <= _FEW_LOGGERS else None


def _check_pattern(cursor: duckdb.DuckDBPyConnection, pattern: str, part: str) -> None:
    def fails(pattern: str) -> str:
        try:
            cursor.execute("SELECT regexp_matches('', ?)", [pattern])
        except duckdb.Error as error:
            if was_interrupted(error):
                raise
            return plain_error(error)
        return ""

    said = fails(pattern)
    if said:
        error = pattern_error(pattern, said, fails)
        error.part = part
        raise error
