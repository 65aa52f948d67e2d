"""The one DuckDB instance of a log set: a cursor for each reader, cancellation, closing."""

from __future__ import annotations

import contextlib
import itertools
import logging
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb

from inspector.base.cancel import Cancelled, CancelToken

_log = logging.getLogger(__name__)

_MEMORY_LIMIT = "160MB"
"""With 64 MB the requests of a million records cannot be listed."""
_THREADS = 2
_STORAGE_TROUBLE = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.FatalException,
    duckdb.TransactionException,
)
_KIND = re.compile(r"^[A-Za-z ]+ Error: ")
_LONGEST_CLOSING_SECONDS = 5.0
_INTERRUPT_AGAIN_SECONDS = 0.05


class StorageError(Exception):
    """The index cannot be read or written: no space is left, its folder is gone, memory ran out."""


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
        self._lock = threading.Condition()
        self._running: set[duckdb.DuckDBPyConnection] = set()
        self._closed = False
        self._tables = itertools.count()

    def fresh_name(self, name: str) -> str:
        """A name that begins so and was not given out before."""
        return f"{name}_{next(self._tables)}"

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
    def table(self, columns: str) -> Iterator[str]:
        """A table for all cursors, by its name, until this ends. It may be larger than memory."""
        name = f"memory.main.t{next(self._tables)}"
        with contextlib.closing(self.cursor()) as cursor:
            cursor.execute(f"CREATE TABLE {name} ({columns})")
        try:
            yield name
        finally:
            with contextlib.suppress(Cancelled, duckdb.Error), contextlib.closing(self.cursor()) as cursor:
                cursor.execute(f"DROP TABLE {name}")

    @contextlib.contextmanager
    def interruptible(
        self, cursor: duckdb.DuckDBPyConnection, cancel: CancelToken | None = None
    ) -> Iterator[None]:
        """While this runs, cancelling or closing interrupts the cursor, which raises Cancelled.

        Raises StorageError for trouble with files and memory.
        """
        with self._lock:
            if self._closed:
                raise Cancelled
            self._running.add(cursor)
        interrupt = partial(_interrupt, cursor)
        if cancel is not None:
            cancel.on_cancel(interrupt)
        try:
            if cancel is not None:
                cancel.raise_if_cancelled()
            yield
            if cancel is not None:
                cancel.raise_if_cancelled()
        except duckdb.Error as error:
            if was_interrupted(error):
                raise Cancelled from error
            if isinstance(error, _STORAGE_TROUBLE):
                raise StorageError(plain_error(error)) from error
            raise
        finally:
            if cancel is not None:
                cancel.forget(interrupt)
            with self._lock:
                self._running.discard(cursor)
                self._lock.notify_all()

    def end_work(self) -> None:
        """Refuse new work, interrupt all that runs and wait for its end, some seconds at most."""
        latest = time.monotonic() + _LONGEST_CLOSING_SECONDS
        with self._lock:
            self._closed = True
            while self._running and time.monotonic() < latest:
                # An interrupt between two statements of one reader is lost: it is told again.
                for cursor in self._running:
                    _interrupt(cursor)
                self._lock.wait(_INTERRUPT_AGAIN_SECONDS)

    def close(self) -> None:
        """End all work, close the instance, attached files included, and remove the scratch folder."""
        self.end_work()
        try:
            self._connection.close()
        except duckdb.Error as error:  # a reader did not end in time: its cursor goes with the process
            _log.warning("the log index was not closed in order: %s", error)
        shutil.rmtree(self.scratch, ignore_errors=True)


@contextlib.contextmanager
def storing() -> Iterator[None]:
    """Around work that writes an index: all trouble with it is a StorageError."""
    try:
        yield
    except duckdb.Error as error:
        if was_interrupted(error):
            raise Cancelled from error
        raise StorageError(plain_error(error)) from error


def was_interrupted(error: duckdb.Error) -> bool:
    """Whether an error is an interrupt, or one that came of it in a table that another one reads."""
    first = _first(error)
    return isinstance(first, duckdb.InterruptException) or "INTERRUPT Error" in str(first)


def plain_error(error: Exception) -> str:
    """What DuckDB says is at the bottom of an error, in one line without its kind."""
    line = str(_first(error)).partition("\n")[0]
    return _KIND.sub("", line.rpartition("Original error: ")[2])


def _first(error: BaseException) -> BaseException:
    """What began it: cleaning up in a transaction that has failed fails, too."""
    while isinstance(error.__context__, duckdb.Error):
        error = error.__context__
    return error


def _interrupt(cursor: duckdb.DuckDBPyConnection) -> None:
    with contextlib.suppress(duckdb.Error):  # it may have been closed just now
        cursor.interrupt()
