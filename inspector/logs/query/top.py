"""The most frequent values of a field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from inspector.base.cancel import CancelToken
from inspector.logs.formats.objects import has_objects
from inspector.logs.index.database import Database
from inspector.logs.index.phrases import sql_text
from inspector.logs.index.view import SegmentView
from inspector.logs.query.asking import Asking, Part, asking
from inspector.logs.query.columns import INDEXED
from inspector.logs.query.model import Query
from inspector.logs.query.objects import json_paths, object_batches
from inspector.logs.query.values import TopValue, TopValues, ValueKind

_WORKERS = 2
_PART_ROWS = 20_000
_PAGE_ROWS = 500_000
_FIGURES = "SELECT sum(records) FILTER (refused), coalesce(sum(records) FILTER (spelled <> ''), 0) FROM piece"

# 1, 1.0 and 1e0 are one number; whole numbers keep all their digits.
_NUMBER = r"""CASE WHEN regexp_matches(spelled, '[.eE]')
    THEN coalesce(regexp_replace(try_cast(spelled AS DOUBLE)::VARCHAR, '\.0$', ''), spelled)
    ELSE spelled END"""


def top_values(
    database: Database,
    segments: Sequence[SegmentView],
    field: str,
    query: Query,
    limit: int,
    cancel: CancelToken | None = None,
) -> TopValues:
    """Count the values of a field in all records that match; see LogSet.top_values()."""
    chosen = [segment for segment in segments if segment.progress.records]
    with (
        asking(database, chosen, query, cancel) as asked,
        database.table("kind VARCHAR, value VARCHAR, records BIGINT") as table,
    ):
        parts = asked.parts(chosen)
        if field in INDEXED:
            _add_column(asked, parts, table, field)
        # A name that the index has nothing for is that of the record's own field.
        if field not in INDEXED or not asked.fetch(f"SELECT count(*) FROM {table}")[0][0]:
            _Members(database, table, json_paths(field), cancel).add(asked, parts)
        return _top(asked, table, field, _count(asked, parts), max(0, limit))


def _count(asked: Asking, parts: Sequence[Part]) -> int:
    return sum(asked.fetch(f"SELECT count(*) {part.rows}", part.parameters)[0][0] for part in parts)


def _add_column(asked: Asking, parts: Sequence[Part], table: str, field: str) -> None:
    kind = ValueKind.NUMBER if field == "log_line" else ValueKind.TEXT
    # The word of a level is looked up once for each level.
    column = {"level": "level", "detail": "nullif(detail, '')"}.get(field, INDEXED[field])
    name = "level" if field == "level" else "counted"
    value = INDEXED.get(name, name)
    for part in parts:
        asked.cursor.execute(
            f"""INSERT INTO {table} SELECT '{kind}', {value}::VARCHAR, records
                FROM (SELECT {column} AS {name}, count(*) AS records
                      {part.rows} GROUP BY ALL)
                WHERE {value} IS NOT NULL""",
            list(part.parameters),
        )


def _top(asked: Asking, table: str, field: str, records: int, limit: int) -> TopValues:
    summed = f"SELECT value, kind, sum(records)::BIGINT AS records FROM {table} GROUP BY value, kind"
    found = asked.fetch(f"{summed} ORDER BY records DESC, value, kind LIMIT {limit}")
    ((distinct, with_it),) = asked.fetch(
        f"SELECT count(*), coalesce(sum(records), 0)::BIGINT FROM ({summed})"
    )
    values = tuple(TopValue(text, ValueKind(kind), number) for text, kind, number in found)
    return TopValues(field, values, records, records - with_it, distinct)


class _Members:
    """Counts the values at the first of some paths that has one, in blocks, on two workers."""

    def __init__(
        self, database: Database, table: str, paths: Sequence[str], cancel: CancelToken | None
    ) -> None:
        listed = ", ".join(sql_text(path) for path in paths)
        found = ", ".join(f"nullif(found[{number}], 'null')" for number in range(1, len(paths) + 1))
        # A temporary table belongs to one cursor.
        self._find = f"""
            CREATE OR REPLACE TEMP TABLE piece AS
            SELECT coalesce({found})::VARCHAR AS spelled, found IS NULL AS refused, count(*) AS records
            FROM (SELECT TRY(json_extract(text, [{listed}])) AS found FROM objects)
            GROUP BY spelled, refused"""
        # What follows is done for each different value once.
        self._count = f"""
            INSERT INTO {table} SELECT kind, CASE kind
                WHEN '{ValueKind.TEXT}' THEN json_extract_string(spelled, '$')
                WHEN '{ValueKind.NUMBER}' THEN {_NUMBER} ELSE spelled END, records
            FROM (SELECT spelled, records, CASE spelled[1] WHEN '"' THEN '{ValueKind.TEXT}'
                         WHEN '{{' THEN '{ValueKind.NESTED}' WHEN '[' THEN '{ValueKind.NESTED}'
                         WHEN 't' THEN '{ValueKind.TRUTH}' WHEN 'f' THEN '{ValueKind.TRUTH}'
                         ELSE '{ValueKind.NUMBER}' END AS kind
                  FROM piece WHERE spelled IS NOT NULL)"""
        self._paths = paths
        self._database = database
        self._cancel = cancel

    def add(self, asked: Asking, parts: Sequence[Part]) -> None:
        """Count all that these parts hold."""
        with ThreadPoolExecutor(_WORKERS, "log-values") as pool:
            for segment, offsets, lengths in _places(asked, parts):
                pieces = range(0, len(offsets), _PART_ROWS)
                futures = [
                    pool.submit(
                        self._piece, segment, offsets[at : at + _PART_ROWS], lengths[at : at + _PART_ROWS]
                    )
                    for at in pieces
                ]
                try:
                    for future in futures:
                        future.result()
                finally:
                    for future in futures:
                        future.cancel()

    def _piece(self, segment: SegmentView, offsets: NDArray[np.int64], lengths: NDArray[np.int64]) -> None:
        """Some ten thousand records. Runs on any thread."""
        with self._database.reading(self._cancel) as cursor:
            for _, objects in object_batches(segment.file, segment.detection, offsets, lengths):
                if self._cancel is not None:
                    self._cancel.raise_if_cancelled()
                cursor.register("objects", objects.batch())
                cursor.execute(self._find)
                ((refused, present),) = cursor.execute(_FIGURES).fetchall()
                reread = objects.reread(
                    cursor, self._paths, [present] * len(self._paths), refused=bool(refused)
                )
                if reread is not None:
                    cursor.register("objects", reread.batch())
                    cursor.execute(self._find)
                cursor.execute(self._count)


def _places(
    asked: Asking, parts: Sequence[Part]
) -> Iterator[tuple[SegmentView, NDArray[np.int64], NDArray[np.int64]]]:
    """Where the records of these parts stand, some hundred thousand at a time."""
    for part in parts:
        segment = part.segment
        if segment.gone or not has_objects(segment.detection):
            continue
        for begin in range(0, segment.progress.records, _PAGE_ROWS):
            span = f"sequence >= {begin} AND sequence < {begin + _PAGE_ROWS}"
            found = asked.cursor.execute(
                f'SELECT "offset", length {part.rows} AND {span} ORDER BY sequence', list(part.parameters)
            ).fetchnumpy()
            if len(found["length"]):
                yield segment, found["offset"], found["length"]
