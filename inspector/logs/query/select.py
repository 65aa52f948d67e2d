"""A query as SQL over the index, and its answer as arrays."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb
import numpy as np
from numpy.typing import NDArray

from inspector.base.cancel import CancelToken
from inspector.logs.index.database import Database, plain_error, was_interrupted
from inspector.logs.index.view import SegmentView, sources_in
from inspector.logs.query.model import Query, QueryError, Rows, Watermark
from inspector.logs.records import row_id

if TYPE_CHECKING:
    from inspector.logs.query.scan import Filter

_SEARCHED = ("message", "logger", "request", "detail")


@dataclass(slots=True)
class Condition:
    """A WHERE clause over the index, with its parameters."""

    terms: list[str] = field(default_factory=list)
    parameters: list[object] = field(default_factory=list)

    def add(self, term: str, *parameters: object) -> None:
        """One more term, joined by AND."""
        self.terms.append(term)
        self.parameters += parameters

    @property
    def sql(self) -> str:
        """The clause; `true` without terms."""
        return " AND ".join(self.terms) or "true"


def answer(
    database: Database,
    segments: Sequence[SegmentView],
    query: Query,
    after: Watermark | None,
    epoch: int,
    cancel: CancelToken | None = None,
) -> Rows:
    """Answer a query over these segments, which stand in the order of their numbers."""
    condition = condition_of(query)
    before = after if after is not None else Watermark()
    count = max((segment.number for segment in segments), default=-1) + 1
    marks, refused = [0] * count, [0] * count
    ids: list[NDArray[np.int64]] = []
    times: list[NDArray[np.int64]] = []
    with contextlib.ExitStack() as stack:
        cursor = stack.enter_context(database.reading(cancel))
        narrowed: Filter | None = None
        if query.where:
            # Its parser takes a tenth of a second to load, and few questions need it.
            from inspector.logs.query.scan import Filter

            narrowed = stack.enter_context(contextlib.closing(Filter(database, query.where)))
            if after is None:
                narrowed.check(segments, cancel)
        if query.regex and query.text:
            _check_pattern(cursor, query.text)
        for segment in segments:
            end = marks[segment.number] = segment.progress.records
            last_bytes = segment.progress.last_bytes
            begin, refused_bytes = _position(before, segment.number)
            if begin == end and refused_bytes in (0, last_bytes):
                refused[segment.number] = refused_bytes
                continue
            sequences, at = _matching(cursor, segment, condition, begin, end, refused_bytes)
            if narrowed is not None:
                matched = narrowed.matching(segment, sequences, cancel)
                sequences, at = sequences[matched], at[matched]
            if not len(sequences) or sequences[-1] != end - 1:
                refused[segment.number] = last_bytes
            ids.append(sequences + row_id(segment.number, 0))
            times.append(at)
    all_ids = np.concatenate(ids) if ids else np.empty(0, np.int64)
    all_times = np.concatenate(times) if times else np.empty(0, np.int64)
    if sources_in(segments) > 1:
        order = np.argsort(all_times, kind="stable")
        all_ids, all_times = all_ids[order], all_times[order]
    all_ids.flags.writeable = False
    all_times.flags.writeable = False
    return Rows(all_ids, all_times, Watermark(tuple(marks), tuple(refused)), epoch)


def _position(mark: Watermark, segment: int) -> tuple[int, int]:
    """What a mark says of a segment; one that is newer than the mark begins at 0."""
    begin = mark.next_sequence[segment] if segment < len(mark.next_sequence) else 0
    return begin, mark.refused_bytes[segment] if segment < len(mark.refused_bytes) else 0


def condition_of(query: Query) -> Condition:
    """The part of a query that the index answers."""
    condition = Condition()
    if query.levels is not None:
        condition.add(f"level IN ({', '.join(str(int(level)) for level in sorted(query.levels)) or 'NULL'})")
    if query.request is not None:
        condition.add("request = ?", query.request)
    if query.since_ns is not None:
        condition.add("order_ns >= ?", query.since_ns)
    if query.until_ns is not None:
        condition.add("order_ns < ?", query.until_ns)
    if query.text:
        _add_text(condition, query)
    return condition


def _add_text(condition: Condition, query: Query) -> None:
    """Without upper-case letters regardless of case; escapes such as \\S are no letters."""
    letters = re.sub(r"\\.", "", query.text) if query.regex else query.text
    sensitive = letters != letters.lower()
    if query.regex:
        term = "regexp_matches({}, ?, '%s')" % ("c" if sensitive else "i")
        parameter = query.text
    else:
        term = "contains({}, ?)" if sensitive else "contains(lower({}), ?)"
        parameter = query.text if sensitive else query.text.lower()
    # Most records have no request ID or no detail: those are not searched at all.
    found = " OR ".join(
        f"CASE WHEN {name} <> '' THEN {term.format(name)} ELSE false END" for name in _SEARCHED
    )
    condition.add(f"({found})", *[parameter] * len(_SEARCHED))


def _check_pattern(cursor: duckdb.DuckDBPyConnection, pattern: str) -> None:
    try:
        cursor.execute("SELECT regexp_matches('', ?)", [pattern])
    except duckdb.Error as error:
        if was_interrupted(error):
            raise
        raise QueryError(plain_error(error)) from error


def _matching(
    cursor: duckdb.DuckDBPyConnection,
    segment: SegmentView,
    condition: Condition,
    begin: int,
    end: int,
    refused_bytes: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sequences and times of what the index finds from `begin` on, and of a refused record that grew."""
    span = f"sequence >= {begin} AND sequence < {end}"
    if refused_bytes:
        span = (
            f"sequence >= {begin - 1} AND sequence < {end}"
            f" AND (sequence >= {begin} OR length > {refused_bytes})"
        )
    found = cursor.execute(
        f"SELECT sequence, order_ns FROM {segment.table} WHERE {span} AND {condition.sql}",
        condition.parameters,
    ).fetchnumpy()
    return np.asarray(found["sequence"], np.int64), np.asarray(found["order_ns"], np.int64)
