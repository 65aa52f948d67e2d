"""The lines of segments once more, a few megabytes at a time, for what the index does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import numpy as np
from numpy.typing import NDArray

from inspector.base.cancel import CancelToken
from inspector.logs.formats import Shape
from inspector.logs.index.arrow import Batch, integers, slices
from inspector.logs.index.database import Database
from inspector.logs.index.view import SegmentView
from inspector.logs.query.model import QueryError
from inspector.logs.query.where import INDEXED, condition_sql

_SCAN_BYTES = 4 << 20
_SCAN_ROWS = 50_000


def line_batches(segment: SegmentView) -> Iterator[Batch]:
    """All indexed lines as `text`, valid as UTF-8."""
    offset, end = 0, segment.progress.end
    while offset < end:
        data = segment.file.read(offset, min(_SCAN_BYTES, end - offset))
        if not data:
            return
        cut = data.rfind(b"\n") + 1 or len(data)
        yield _lines(data[:cut])
        offset += cut


class Filter:
    """A filter expression, evaluated where nothing but the given lines can be reached."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._sandbox = duckdb.connect(
            ":memory:",
            config={"enable_external_access": "false", "memory_limit": "256MB", "threads": 2},
        )
        self._sandbox.execute("SET lock_configuration = true")

    def close(self) -> None:
        """Let go of the sandbox."""
        self._sandbox.close()

    def check(self, segments: Sequence[SegmentView]) -> None:
        """Raise QueryError when the expression itself is wrong, even if there is no record to try it on."""
        for shape in {segment.detection.format.shape for segment in segments} or {Shape.JSON}:
            condition, named = condition_sql(self._where, shape)
            columns = "".join(f", {INDEXED[name]} AS indexed_{name}" for name in sorted(named))
            self._ask(
                f"""SELECT ({condition})::BOOLEAN FROM (SELECT NULL::JSON AS object {columns}
                    FROM (SELECT NULL::BIGINT AS order_ns, NULL::BOOLEAN AS timed, NULL::UTINYINT AS level,
                                 NULL::VARCHAR AS request, NULL::VARCHAR AS logger, NULL::VARCHAR AS message,
                                 NULL::VARCHAR AS detail, NULL::BIGINT AS line))"""
            )

    def _ask(self, sql: str) -> dict[str, NDArray[np.bool_]]:
        try:
            return self._sandbox.execute(sql).fetchnumpy()
        except duckdb.InterruptException:
            raise
        except duckdb.Error as error:
            raise QueryError(str(error).splitlines()[0]) from error

    def matching(
        self,
        database: Database,
        segment: SegmentView,
        sequences: NDArray[np.int64],
        cancel: CancelToken | None,
    ) -> NDArray[np.bool_]:
        """Which of these records fulfil the filter. Raises QueryError and Cancelled."""
        condition, named = condition_sql(self._where, segment.detection.format.shape)
        matched = np.zeros(len(sequences), np.bool_)
        with database.interruptible(self._sandbox, cancel), database.reading(cancel) as cursor:
            for begin in range(0, len(sequences), _SCAN_ROWS):
                part = sequences[begin : begin + _SCAN_ROWS]
                matched[begin : begin + len(part)] = self._evaluate(cursor, segment, part, condition, named)
        return matched

    def _evaluate(
        self,
        cursor: duckdb.DuckDBPyConnection,
        segment: SegmentView,
        sequences: NDArray[np.int64],
        condition: str,
        named: frozenset[str],
    ) -> NDArray[np.bool_]:
        low, high = int(sequences[0]), int(sequences[-1])
        columns = "".join(f", {INDEXED[name]} AS indexed_{name}" for name in sorted(named))
        cursor.register("wanted", Batch({"number": integers(sequences)}))
        rows = f"""FROM {segment.table} SEMI JOIN wanted ON sequence = number
                   WHERE sequence BETWEEN {low} AND {high} ORDER BY sequence"""
        place = cursor.execute(f'SELECT "offset", length {rows}').fetchnumpy()
        data, starts = _gathered(segment, place["offset"], place["length"])
        relation = cursor.sql(f"SELECT sequence{columns} {rows}")
        self._sandbox.register("texts", Batch({"text": slices(data, starts, len(data))}))
        self._sandbox.register("columns", _Foreign(relation))
        try:
            answer = self._ask(
                f"""SELECT coalesce(({condition})::BOOLEAN, false) AS matched
                    FROM (SELECT * EXCLUDE (text), TRY_CAST(split_part(text, chr(10), 1) AS JSON) AS object
                          FROM columns POSITIONAL JOIN texts) ORDER BY sequence"""
            )
        finally:
            for name in ("texts", "columns"):
                self._sandbox.unregister(name)
            cursor.unregister("wanted")
        return np.asarray(answer["matched"], np.bool_)


class _Foreign:
    """A relation of one database for another one to read."""

    def __init__(self, relation: duckdb.DuckDBPyRelation) -> None:
        self._relation = relation

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._relation.__arrow_c_stream__(requested_schema)


def _gathered(
    segment: SegmentView, offsets: NDArray[np.int64], lengths: NDArray[np.int64]
) -> tuple[bytes, NDArray[np.int64]]:
    """The bytes of these records, one after the other, valid as UTF-8, and where each begins."""
    pieces: list[bytes] = []
    for offset, length in zip(offsets.tolist(), lengths.tolist(), strict=True):
        data = b"" if segment.gone else segment.file.read(offset, min(length, _SCAN_BYTES))
        if not data.isascii():
            data = data.decode("utf-8", "replace").encode()
        pieces.append(data)
    sizes = np.fromiter((len(piece) for piece in pieces), np.int64, len(pieces))
    return b"".join(pieces), np.cumsum(sizes) - sizes


def _lines(data: bytes) -> Batch:
    if not data.isascii():
        data = data.decode("utf-8", "replace").encode()
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")) + 1
    starts = np.concatenate((np.zeros(1, np.int64), ends[ends < len(data)]))
    return Batch({"text": slices(data, starts, len(data))})
