"""The index of one segment: a table in a DuckDB file of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from inspector.logs.index.chunk import Chunk, Prepared
from inspector.logs.index.database import Database
from inspector.logs.index.extract import sql_text
from inspector.logs.index.progress import Progress, read_progress, widened
from inspector.logs.sources.file import Fingerprint

EARLIEST_NS = -(2**63) + 1
"""What a record is ordered by when neither it nor one before it has a time."""

_COLUMNS = """sequence BIGINT, line BIGINT, "offset" BIGINT, length BIGINT, lines BIGINT, order_ns BIGINT, timed BOOLEAN,
    level UTINYINT, structured BOOLEAN, request VARCHAR, logger VARCHAR, message VARCHAR, detail VARCHAR"""


class IndexFileError(Exception):
    """The index file is damaged, foreign or cannot be written: use another one."""


class IndexFileInUse(IndexFileError):
    """Another Inspector has it open."""


class SegmentIndex:
    """The rows of one segment. One thread writes, any may read; `progress` is replaced by each commit."""

    def __init__(self, database: Database, number: int, file: Path) -> None:
        """Attach a file, new or kept; raises IndexFileError."""
        self.number = number
        self.file = file
        self.name = f"s{number}"
        self._writer = database.cursor()
        self._pending: Progress | None = None
        try:
            self._writer.execute(f"ATTACH {sql_text(str(file))} AS {self.name} (RECOVERY_MODE no_wal_writes)")
            self.progress = self._stored_progress()
            file.chmod(0o600)
        except (duckdb.Error, OSError, ValueError, LookupError, TypeError) as error:
            self.close()
            in_use = "lock" in str(error) or "already attached" in str(error)
            raise (IndexFileInUse if in_use else IndexFileError)(str(error)) from error

    @property
    def table(self) -> str:
        """The records' table in SQL."""
        return f"{self.name}.records"

    @contextlib.contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction: rows and progress become visible together at its end, or not at all."""
        self._writer.execute("BEGIN")
        self._pending = self.progress
        try:
            yield self._writer
            self._writer.execute(f"DELETE FROM {self.name}.progress")
            self._writer.execute(f"INSERT INTO {self.name}.progress VALUES (?)", [self._pending.document()])
            self._writer.execute("COMMIT")
            self.progress = self._pending
        except BaseException:
            with contextlib.suppress(duckdb.Error):
                self._writer.execute("ROLLBACK")
            raise
        finally:
            self._pending = None

    def restart(self, progress: Progress) -> None:
        """Forget every row."""
        with self.writing() as cursor:
            cursor.execute(f"DELETE FROM {self.table}")
            self._pending = progress

    @property
    def written(self) -> Progress:
        """The progress inside the running transaction, the committed one outside of it."""
        return self._pending if self._pending is not None else self.progress

    def append(self, chunk: Chunk, prepared: Prepared) -> None:
        """Add a chunk's rows, inside writing()."""
        before = self.written
        carried = before.carried_ns
        if prepared.timed == prepared.records:
            at = "time"
        else:
            known = "last_value(time IGNORE NULLS) OVER (ORDER BY sequence)"
            at = f"coalesce({known}, {EARLIEST_NS if carried is None else carried})"
        self._writer.execute(
            f"""INSERT INTO {self.table}
                SELECT sequence, line, "offset", length, lines, {at}, time IS NOT NULL,
                       level, structured, request, logger, message, detail
                FROM {prepared.table} {"" if at == "time" else "ORDER BY sequence"}"""
        )
        if prepared.timed:
            (carried,) = self._row(
                f"SELECT last(time ORDER BY sequence) FROM {prepared.table} WHERE time IS NOT NULL"
            )
        records = chunk.records
        self._pending = replace(
            widened(before, prepared.first_ns, prepared.last_ns),
            end=chunk.offset + int(records.starts[-1] + records.lengths[-1]),
            lines=before.lines + int(records.lines.sum()),
            records=before.records + prepared.records,
            unparsed=before.unparsed + prepared.unparsed,
            levels=tuple(old + new for old, new in zip(before.levels, prepared.levels, strict=True)),
            carried_ns=carried,
            last_offset=chunk.offset + int(records.starts[-1]),
            last_line=chunk.line + int(records.first_lines[-1]),
            open_traceback=records.open_traceback,
            unterminated=not chunk.terminated,
        )

    def retract(self) -> None:
        """Take back the last record, inside writing(): what follows in the file belongs to it."""
        before = self.written
        last = before.records - 1
        level, structured, lines = self._row(
            f"SELECT level, structured, lines FROM {self.table} WHERE sequence = {last}"
        )
        self._writer.execute(f"DELETE FROM {self.table} WHERE sequence = {last}")
        (carried,) = self._row(
            f"SELECT max(order_ns) FROM {self.table} WHERE sequence = {last - 1} AND order_ns > {EARLIEST_NS}"
        )
        self._pending = replace(
            before,
            end=before.last_offset,
            lines=before.lines - lines,
            records=last,
            unparsed=before.unparsed - (not structured),
            levels=tuple(count - (code == level) for code, count in enumerate(before.levels)),
            carried_ns=carried,
            unterminated=False,
            open_traceback=False,
        )

    def stamp(self, fingerprint: Fingerprint) -> None:
        """Note what the indexed bytes look like, inside writing()."""
        self._pending = replace(self.written, fingerprint=fingerprint)

    def stamp_sample(self, sample_bytes: int) -> None:
        """Note that the format was confirmed by a larger sample, inside writing()."""
        self._pending = replace(self.written, sample_bytes=sample_bytes)

    def close(self) -> None:
        """Write the file to disk and let go of it."""
        with contextlib.suppress(duckdb.Error):
            self._writer.execute(f"DETACH {self.name}")
        self._writer.close()

    def _stored_progress(self) -> Progress:
        tables = {
            row[0]
            for row in self._writer.execute(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [self.name]
            ).fetchall()
        }
        if tables:
            progress = read_progress(self._row(f"SELECT document FROM {self.name}.progress")[0])
            if progress is not None:
                return progress
            self._writer.execute(f"DROP TABLE {self.table}")
            self._writer.execute(f"DROP TABLE {self.name}.progress")
        progress = Progress()
        self._writer.execute(f"CREATE TABLE {self.table} ({_COLUMNS})")
        self._writer.execute(f"CREATE TABLE {self.name}.progress (document VARCHAR)")
        self._writer.execute(f"INSERT INTO {self.name}.progress VALUES (?)", [progress.document()])
        return progress

    def _row(self, sql: str) -> tuple[Any, ...]:
        row = self._writer.execute(sql).fetchone()
        if row is None:
            raise LookupError(sql)
        return row
