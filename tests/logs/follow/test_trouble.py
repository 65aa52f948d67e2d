"""Trouble that comes while a log is open: readers at closing time, full disks, folders that go away."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector.base.cancel import Cancelled, CancelToken
from inspector.logs.follow import Feed, LogSet, SourceStatus
from inspector.logs.index import database
from inspector.logs.index.database import Database, StorageError
from inspector.logs.query import Query

FULL_DISK = Path(__file__).with_name("full_disk.py")


def wait(reached: Callable[[], bool]) -> None:
    """Until it is so; the suite's time limit ends what never comes."""
    while not reached():
        time.sleep(0.002)


def log_of(folder: Path, records: int) -> Path:
    """A log of so many records."""
    log = folder / "a.log"
    log.write_text("".join(f'{{"level": "INFO", "message": "line {n}"}}\n' for n in range(records)))
    return log


class Reader:
    """Asks the same question over and over on its own thread, until it is told that the set is closed."""

    def __init__(self, logs: LogSet, query: Query) -> None:
        self._logs = logs
        self._query = query
        self._cancel = CancelToken()
        self.answers = 0
        self.cancelled = 0
        self.error: Exception | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def cancel(self) -> None:
        """Cancel the present question; the next one is asked with another token."""
        token, self._cancel = self._cancel, CancelToken()
        token.cancel()

    def join(self) -> None:
        """The set was closed: the reader ends."""
        self._closing = True
        self._thread.join()

    def _run(self) -> None:
        while not self._closing and self.error is None:
            try:
                self._logs.rows(self._query, cancel=self._cancel)
                self.answers += 1
            except Cancelled:
                self.cancelled += 1
            except Exception as error:  # noqa: BLE001 - shown by the test's own thread
                self.error = error


@pytest.mark.parametrize("query", [Query(text="9+", regex=True), Query(where="message like '%9'")])
def test_a_set_is_closed_while_readers_read(query: Query, tmp_path: Path) -> None:
    """Their queries end with Cancelled, whether one of them was cancelled at the same time or not."""
    log = log_of(tmp_path, 30_000)
    for _ in range(3):
        logs = LogSet([log], tmp_path / "cache")
        logs.refresh()
        readers = [Reader(logs, query) for _ in range(3)]
        for reader in readers:
            wait(lambda reader=reader: reader.answers + reader.cancelled > 0 or reader.error is not None)  # type: ignore[misc]
        readers[0].cancel()
        logs.close()
        for reader in readers:
            reader.join()

        assert [reader.error for reader in readers] == [None] * 3


def test_closing_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that does not end is left behind."""
    monkeypatch.setattr(database, "_LONGEST_CLOSING_SECONDS", 0.02)
    opened = Database()
    with opened.reading():
        opened.close()

    assert not opened.scratch.exists()
    with pytest.raises(Cancelled), opened.reading():
        pytest.fail("a closed database was read")


def test_trouble_with_files_is_a_storage_error(tmp_path: Path) -> None:
    """In one line, without the kind of error."""
    opened = Database()
    try:
        with pytest.raises(StorageError) as raised, opened.reading() as cursor:
            cursor.execute(f"ATTACH '{tmp_path}/no/such/folder/x.index'")
    finally:
        opened.close()

    assert "Error" not in str(raised.value)
    assert "Cannot open file" in str(raised.value)


def test_a_full_disk_is_a_problem_until_there_is_room(tmp_path: Path) -> None:
    """Nothing is lost: the index is made anew."""
    log = log_of(tmp_path, 200_000)

    done = subprocess.run(
        [sys.executable, str(FULL_DISK), str(log), str(tmp_path / "cache")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    first, second, third, count = json.loads(done.stdout)
    assert first[0] == second[0] == "unreadable"
    assert first[1].startswith("a.log cannot be indexed: Could not write file")
    assert (third, count) == (["following", ""], 200_000)


def test_the_cache_may_go_away_while_it_is_used(tmp_path: Path) -> None:
    """The open index lives on, and the next stretch of the log gets a private one."""
    log, cache = log_of(tmp_path, 3), tmp_path / "cache"
    logs = LogSet([log], cache)
    try:
        logs.refresh()
        shutil.rmtree(cache)
        with log.open("a") as file:
            file.write("four\n")
        logs.refresh()
        log.rename(tmp_path / "a.log.1")
        log.write_text("five\n")
        state = logs.refresh()

        assert state.sources[0].status is SourceStatus.FOLLOWING
        assert len(logs.rows(Query()).ids) == 5
    finally:
        logs.close()


def test_the_feed_survives_what_nobody_expects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged once, and tried again."""
    logs = LogSet([log_of(tmp_path, 3)], None)
    refresh, failures = logs.refresh, iter(range(3))

    def failing(cancel: CancelToken | None = None) -> object:
        if next(failures, None) is not None:
            raise ZeroDivisionError("no")
        return refresh(cancel)

    monkeypatch.setattr(logs, "refresh", failing)
    feed = Feed(logs)
    with caplog.at_level(logging.ERROR):
        feed.start()
        wait(lambda: feed.state().records == 3)
    feed.stop()
    logs.close()

    assert [record.getMessage() for record in caplog.records] == ["following the log failed; trying again"]
