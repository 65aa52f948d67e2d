"""The feed: live files on a thread of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from inspector.logs.follow import Feed, LogSet
from inspector.logs.follow import feed as feed_module
from inspector.logs.query import Query, Watermark

WRITER = Path(__file__).with_name("writer.py")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the log will be."""
    return tmp_path / "live.log"


@pytest.fixture
def logs(log: Path) -> Iterator[LogSet]:
    """A log set over it."""
    logs = LogSet([log], None)
    yield logs
    logs.close()


def wait(reached: Callable[[], bool]) -> None:
    """Until it is so; the suite's time limit ends what never comes."""
    while not reached():
        time.sleep(0.005)


def test_a_feed_shows_what_is_appended_and_stops(log: Path, logs: LogSet) -> None:
    """Its revision grows with every change, and its thread ends with it."""
    feed = Feed(logs)
    feed.start()
    wait(lambda: feed.state().sources[0].problem != "")
    before = feed.state().revision
    log.write_text("one\n")
    wait(lambda: feed.state().records == 1)
    feed.stop()

    assert feed.state().revision > before
    assert "log-feed" not in {thread.name for thread in threading.enumerate()}


def test_a_feed_that_never_started_can_be_stopped(logs: LogSet) -> None:
    """Closing a window at once is no error."""
    Feed(logs).stop()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_lost_and_nothing_doubled(
    seed: int, log: Path, logs: LogSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A separate process appends, renames, truncates and regrows at random; readers ask meanwhile."""
    monkeypatch.setattr(feed_module, "LOOK_SECONDS", 0.01)
    feed = Feed(logs)
    feed.start()
    with subprocess.Popen(
        [sys.executable, str(WRITER), str(log), str(seed), "4000"], stdout=subprocess.PIPE, text=True
    ) as writer:
        mark: Watermark | None = None
        followed: list[int] = []
        seen = log.with_suffix(".seen")
        while writer.poll() is None:
            new = logs.rows(Query(), mark)
            followed += new.ids.tolist()
            mark = new.mark
            if len(new.ids):
                part = seen.with_suffix(".part")
                part.write_text(str(max(_numbers(logs, followed[-1:]))))
                part.replace(seen)
            time.sleep(0.005)
        assert writer.stdout is not None
        written = int(writer.stdout.read())
    wait(lambda: feed.state().records >= written)
    feed.stop()

    rows = logs.rows(Query())
    assert sorted(_numbers(logs, rows.ids.tolist())) == list(range(written))
    assert np.all(np.diff(rows.ids) > 0)
    followed += logs.rows(Query(), mark).ids.tolist()
    assert sorted(followed) == rows.ids.tolist()


def _numbers(logs: LogSet, ids: list[int]) -> list[int]:
    return [int(record.message.removeprefix("line ")) for record in logs.records(ids)]
