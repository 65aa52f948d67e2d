"""A filter expression over records' fields: their objects read in blocks, evaluated on two workers."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import duckdb
import numpy as np
from numpy.typing import NDArray

from inspector.base.cancel import CancelToken
from inspector.logs.formats.objects import has_objects
from inspector.logs.index.arrow import Batch, integers
from inspector.logs.index.database import Database, was_interrupted
from inspector.logs.index.phrases import sql_text
from inspector.logs.index.view import SegmentView
from inspector.logs.query.columns import INDEXED
from inspector.logs.query.known import check_fields
from inspector.logs.query.mistakes import engine_error
from inspector.logs.query.model import QueryError
from inspector.logs.query.objects import object_batches
from inspector.logs.query.rereading import Objects
from inspector.logs.query.where import expression_of

_WORKERS = 2
_PART_ROWS = 20_000

_INDEX_ROW = """SELECT NULL::BIGINT AS order_ns, NULL::BOOLEAN AS timed, NULL::UTINYINT AS level,
    NULL::VARCHAR AS request, NULL::VARCHAR AS logger, NULL::VARCHAR AS message, NULL::VARCHAR AS detail,
    NULL::BIGINT AS line"""


class Filter:
    """A filter expression, evaluated where nothing but the given records can be reached."""

    def __init__(self, database: Database, where: str) -> None:
        """Raises QueryError when the expression itself is wrong, even if there is no record to try it on."""
        self._database = database
        self._where = where
        self._expression = expression_of(where)
        self._sandbox = duckdb.connect(
            ":memory:",
            config={"enable_external_access": "false", "memory_limit": "256MB", "threads": 2},
        )
        self._sandbox.execute("SET errors_as_json = true")
        self._sandbox.execute("SET lock_configuration = true")
        try:
            self._try_out()
        except QueryError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the sandbox."""
        self._sandbox.close()

    def check(self, segments: Sequence[SegmentView], cancel: CancelToken | None) -> None:
        """Raise QueryError when a field is named that no record has."""
        check_fields(self._where, self._expression.fields, segments, tuple(INDEXED), cancel)

    def matching(
        self, segment: SegmentView, sequences: NDArray[np.int64], cancel: CancelToken | None
    ) -> NDArray[np.bool_]:
        """Which of these records fulfil the filter. Raises QueryError and Cancelled."""
        parts = [sequences[begin : begin + _PART_ROWS] for begin in range(0, len(sequences), _PART_ROWS)]
        if len(parts) < 2:
            return self._part(segment, parts[0], cancel) if parts else np.zeros(0, np.bool_)
        pool = ThreadPoolExecutor(_WORKERS, "log-filter")
        try:
            answers = [pool.submit(self._part, segment, part, cancel) for part in parts]
            return np.concatenate([answer.result() for answer in answers])
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _try_out(self) -> None:
        expression = self._expression
        self._ask(
            self._sandbox,
            f"""SELECT ({expression.sql})::BOOLEAN
                FROM (SELECT NULL::VARCHAR[] AS found {expression.columns} FROM ({_INDEX_ROW}))""",
        )

    def _part(
        self, segment: SegmentView, sequences: NDArray[np.int64], cancel: CancelToken | None
    ) -> NDArray[np.bool_]:
        """Some ten thousand records. Runs on any thread."""
        reads = bool(self._expression.paths) and has_objects(segment.detection)
        with (
            self._database.reading(cancel) as cursor,
            closing(self._sandbox.cursor()) as sandbox,
            self._database.interruptible(sandbox, cancel),
        ):
            if not reads:
                return self._evaluated(cursor, sandbox, segment, sequences, None)
            rows = _rows(cursor, segment, sequences)
            place = cursor.execute(f'SELECT "offset", length {rows}').fetchnumpy()
            answers = []
            for here, objects in object_batches(
                segment.file, segment.detection, place["offset"], place["length"]
            ):
                if cancel is not None:
                    cancel.raise_if_cancelled()
                answers.append(self._evaluated(cursor, sandbox, segment, sequences[here], objects))
            return np.concatenate(answers)

    def _evaluated(
        self,
        cursor: duckdb.DuckDBPyConnection,
        sandbox: duckdb.DuckDBPyConnection,
        segment: SegmentView,
        sequences: NDArray[np.int64],
        objects: Objects | None,
        *,
        again: bool = False,
    ) -> NDArray[np.bool_]:
        expression = self._expression
        tables = []
        if objects is not None:
            paths = ", ".join(sql_text(path) for path in expression.paths)
            sandbox.register("objects", objects.batch())
            tables.append(f"(SELECT TRY(json_extract_string(text, [{paths}])) AS found FROM objects)")
        else:
            sandbox.register("objects", Batch({"number": integers(sequences)}))
            tables.append("(SELECT NULL::VARCHAR[] AS found FROM objects)")
        if expression.named:
            rows = _rows(cursor, segment, sequences)
            columns = cursor.sql(f"SELECT sequence{expression.columns} {rows}")
            sandbox.register("columns", _Foreign(columns))
            tables.append("columns")
        found = "".join(
            f", found[{number}] IS NOT NULL AS present{number}"
            for number in range(1, len(expression.paths) + 1)
            if objects is not None and not again
        )
        answer = self._ask(
            sandbox,
            f"""SELECT coalesce(({expression.sql})::BOOLEAN, false) AS matched,
                       found IS NULL AS refused{found}
                FROM {" POSITIONAL JOIN ".join(tables)}""",
        )
        if objects is not None and not again:
            present = [int(np.count_nonzero(column)) for name, column in answer.items() if name[:3] == "pre"]
            refused = bool(np.any(answer["refused"]))
            reread = objects.reread(sandbox, expression.paths, present, refused=refused)
            if reread is not None:
                return self._evaluated(cursor, sandbox, segment, sequences, reread, again=True)
        return np.asarray(answer["matched"], np.bool_)

    def _ask(self, sandbox: duckdb.DuckDBPyConnection, sql: str) -> dict[str, NDArray[np.bool_]]:
        try:
            return sandbox.execute(sql).fetchnumpy()
        except duckdb.Error as error:
            if was_interrupted(error):
                raise
            raise engine_error(self._where, self._expression.sql, sql, str(error)) from error


class _Foreign:
    """A relation of one database for another one to read."""

    def __init__(self, relation: duckdb.DuckDBPyRelation) -> None:
        self._relation = relation

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._relation.__arrow_c_stream__(requested_schema)


def _rows(cursor: duckdb.DuckDBPyConnection, segment: SegmentView, sequences: NDArray[np.int64]) -> str:
    """These rows of the index in their order, as the rest of a SELECT."""
    low, high = int(sequences[0]), int(sequences[-1])
    span = f"WHERE sequence BETWEEN {low} AND {high} ORDER BY sequence"
    if high - low == len(sequences) - 1:
        return f"FROM {segment.table} {span}"
    cursor.register("wanted", Batch({"number": integers(sequences)}))
    return f"FROM {segment.table} SEMI JOIN wanted ON sequence = number {span}"
