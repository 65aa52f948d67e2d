"""The index of one segment: a table in a DuckDB file of its own."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from inspector.logs.index.blocks import HUGE_LINE_BYTES
from inspector.logs.index.chunk import Chunk, Figures
from inspector.logs.index.database import Database
from inspector.logs.index.phrases import sql_text
from inspector.logs.index.progress import Progress, read_progress, widened
from inspector.logs.sources.file import Fingerprint

EARLIEST_NS = -(2**63) + 1
"""What a record is ordered by when neither it nor one before it has a time."""

ROW_GROUP = 40_960
"""DuckDB compresses and writes so many rows at once: chunks of just that size are never copied again.

A third of its usual size takes half the memory.
"""

_COLUMNS = """
    sequence BIGINT, line BIGINT, "offset" BIGINT, length BIGINT, order_ns BIGINT, timed BOOLEAN,
    level UTINYINT, structured BOOLEAN, request VARCHAR, logger VARCHAR, message VARCHAR, detail VARCHAR
"""


class IndexFileError(Exception):
    """The index file is damaged, foreign or cannot be written: use another one."""


class IndexFileInUseError(IndexFileError):
    """Another Inspector has it open."""


class SegmentIndex:
    """The rows of one segment. One thread writes, any may read; `progress` is replaced by each commit."""

    def __init__(self, database: Database, number: int, file: Path) -> None:
        """Attach a file, new or kept; raises IndexFileError."""
        self.number = number
        self.file = file
        self.name = database.fresh_name(f"s{number}")
        self._database = database
        self._main = database.cursor()
        try:
            # After a crash, what was not written to the file yet is indexed again: no log of changes.
            options = f"RECOVERY_MODE no_wal_writes, ROW_GROUP_SIZE {ROW_GROUP}"
            self._main.execute(f"ATTACH {sql_text(str(file))} AS {self.name} ({options})")
            self.progress = self._stored_progress()
            file.chmod(0o600)
        except (duckdb.Error, OSError, ValueError, LookupError, TypeError) as error:
            self.close()
            in_use = "lock" in str(error) or "already attached" in str(error)
            raise (IndexFileInUseError if in_use else IndexFileError)(str(error)) from error

    @property
    def table(self) -> str:
        """The records' table in SQL."""
        return f"{self.name}.records"

    def restart(self, progress: Progress) -> None:
        """Forget every row."""
        with contextlib.closing(self._database.cursor()) as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f"DELETE FROM {self.table}")
            cursor.execute(f"DELETE FROM {late_table(self.table)}")
            self._commit(cursor, progress)

    def confirm(self, sample_bytes: int) -> None:
        """Note that a larger sample led to the same format."""
        with contextlib.closing(self._database.cursor()) as cursor:
            cursor.execute("BEGIN")
            self._commit(cursor, replace(self.progress, sample_bytes=sample_bytes))

    def retract(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Take back the last record, in the cursor's transaction: what follows in the file belongs to it."""
        last = self.progress.records - 1
        cursor.execute(f"DELETE FROM {self.table} WHERE sequence = {last}")
        cursor.execute(f"DELETE FROM {late_table(self.table)} WHERE sequence = {last}")

    def commit(
        self, cursor: duckdb.DuckDBPyConnection, chunk: Chunk, figures: Figures, fingerprint: Fingerprint
    ) -> None:
        """Make a chunk visible that the cursor inserted, together with the progress it stands for."""
        before = self.progress
        if chunk.sequence < before.records:
            before = self._without_last()
        if figures.leading:
            # No record of the chunk before these has a time: they take that of an earlier chunk.
            carried = EARLIEST_NS if before.carried_ns is None else before.carried_ns
            cursor.execute(
                f"""UPDATE {self.table} SET order_ns = {carried}
                    WHERE sequence >= {chunk.sequence} AND sequence < {chunk.sequence + figures.leading}"""
            )
        records = chunk.records
        late, newest_ns = _late(figures, before.newest_ns)
        if late:
            cursor.execute(f"INSERT INTO {late_table(self.table)} SELECT unnest(?)", [late])
        progress = replace(
            widened(before, figures.first_ns, figures.last_ns),
            end=chunk.end,
            lines=before.lines + int(records.lines.sum()),
            records=before.records + len(records),
            unparsed=before.unparsed + figures.unparsed,
            invalid=before.invalid + figures.invalid,
            huge=before.huge + figures.huge,
            last_invalid=figures.last_invalid,
            levels=tuple(old + new for old, new in zip(before.levels, figures.levels, strict=True)),
            carried_ns=figures.carried_ns if figures.carried_ns is not None else before.carried_ns,
            newest_ns=newest_ns,
            out_of_order=before.out_of_order + len(late),
            last_offset=chunk.offset + int(records.starts[-1]),
            last_line=chunk.line + int(records.first_lines[-1]),
            open_traceback=records.open_traceback,
            unterminated=not chunk.terminated,
            fingerprint=fingerprint,
        )
        self._commit(cursor, progress)

    def _commit(self, cursor: duckdb.DuckDBPyConnection, progress: Progress) -> None:
        # Transactions overlap, so the progress is added, never changed: the last one counts.
        cursor.execute(f"INSERT INTO {self.name}.progress VALUES (?)", [progress.document()])
        cursor.execute("COMMIT")
        self.progress = progress

    def _without_last(self) -> Progress:
        """The progress before the last record, as committed."""
        before = self.progress
        last = before.records - 1
        level, structured = self._row(f"SELECT level, structured FROM {self.table} WHERE sequence = {last}")
        (carried,) = self._row(
            f"SELECT max(order_ns) FROM {self.table} WHERE sequence = {last - 1} AND order_ns > {EARLIEST_NS}"
        )
        (late,) = self._row(f"SELECT count(*) FROM {late_table(self.table)} WHERE sequence = {last}")
        return replace(
            before,
            out_of_order=before.out_of_order - late,
            lines=before.last_line - 1,
            records=last,
            unparsed=before.unparsed - (not structured),
            invalid=before.invalid - before.last_invalid,
            huge=before.huge - (before.last_bytes > HUGE_LINE_BYTES),
            levels=tuple(count - (code == level) for code, count in enumerate(before.levels)),
            carried_ns=carried,
        )

    def close(self) -> None:
        """Write the file to disk and let go of it."""
        with contextlib.suppress(duckdb.Error):
            self._main.execute(f"DETACH {self.name}")
        self._main.close()

    def _stored_progress(self) -> Progress:
        tables = self._main.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [self.name]
        ).fetchall()
        if not tables:
            self._main.execute(f"CREATE TABLE {self.table} ({_COLUMNS})")
            self._main.execute(f"CREATE TABLE {late_table(self.table)} (sequence BIGINT)")
            self._main.execute(f"CREATE TABLE {self.name}.progress (document VARCHAR)")
            return Progress()
        found = self._main.execute(
            f"SELECT document FROM {self.name}.progress ORDER BY rowid DESC LIMIT 1"
        ).fetchone()
        if found is None:
            return Progress()
        progress = read_progress(found[0])
        # Shorten the history, now that no transaction overlaps.
        self._main.execute(f"DELETE FROM {self.name}.progress")
        self._main.execute(f"INSERT INTO {self.name}.progress VALUES (?)", [progress.document()])
        return progress

    def _row(self, sql: str) -> tuple[Any, ...]:
        row = self._main.execute(sql).fetchone()
        if row is None:
            raise LookupError(sql)
        return row


def late_table(table: str) -> str:
    """The sequences of late records, beside a table of records."""
    return f"{table.partition('.')[0]}.late"


def _late(figures: Figures, newest_ns: int | None) -> tuple[list[int], int | None]:
    """The sequences of records with a time before the newest one so far, and the newest after them."""
    times = figures.times_ns
    if not len(times):
        return [], newest_ns
    newest = np.maximum.accumulate(times if newest_ns is None else np.concatenate(([newest_ns], times)))
    late = times < newest[-len(times) :]
    return figures.sequences[late].tolist(), int(newest[-1])
