"""The one DuckDB instance of a log set: a cursor for each reader, cancellation, closing."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb

from inspector.base.cancel import Cancelled, CancelToken

_MEMORY_LIMIT = "160MB"
_THREADS = 2


class Database:
    """Index files are attached to it, one for each segment. Safe on any thread.

    `scratch` is a private folder for what need not be kept; it goes away on closing.
    """

    def __init__(self) -> None:
        self.scratch = Path(tempfile.mkdtemp(prefix="inspector-logs-"))
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": _MEMORY_LIMIT,
                "threads": _THREADS,
                "temp_directory": str(self.scratch / "spill"),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        self._lock = threading.Lock()
        self._running: set[duckdb.DuckDBPyConnection] = set()
        self._closed = False

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of one's own to the same instance. Raises Cancelled after close()."""
        with self._lock:
            if self._closed:
                raise Cancelled
            return self._connection.cursor()

    @contextlib.contextmanager
    def reading(self, cancel: CancelToken | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor whose queries end with Cancelled when the token is cancelled or the database closed."""
        cursor = self.cursor()
        with self.interruptible(cursor, cancel), contextlib.closing(cursor):
            yield cursor

    @contextlib.contextmanager
    def interruptible(
        self, cursor: duckdb.DuckDBPyConnection, cancel: CancelToken | None = None
    ) -> Iterator[None]:
        """While this runs, cancelling or closing interrupts the cursor, which raises Cancelled."""
        with self._lock:
            if self._closed:
                raise Cancelled
            self._running.add(cursor)
        interrupt = cursor.interrupt  # two reads of this attribute are not equal, and forget() compares
        if cancel is not None:
            cancel.on_cancel(interrupt)
        try:
            if cancel is not None:
                cancel.raise_if_cancelled()
            yield
            if cancel is not None:
                cancel.raise_if_cancelled()
        except duckdb.InterruptException as interrupted:
            raise Cancelled from interrupted
        finally:
            if cancel is not None:
                cancel.forget(interrupt)
            with self._lock:
                self._running.discard(cursor)

    def interrupt(self) -> None:
        """Refuse new work and interrupt all that runs."""
        with self._lock:
            self._closed = True
            running = tuple(self._running)
        for cursor in running:
            cursor.interrupt()

    def close(self) -> None:
        """Close the instance, attached files included, and remove the scratch folder."""
        self.interrupt()
        self._connection.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
