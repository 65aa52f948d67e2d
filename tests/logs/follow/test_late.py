"""Records that come later than their time says: put in place, marked and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.logs.follow import FileSpec, LogSet, SourceSpec
from inspector.logs.index import chunks
from inspector.logs.query import Query

Opener = Callable[..., LogSet]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Opens log sets with a cache and closes them after the test."""
    sets: list[LogSet] = []

    def open_set(*sources: SourceSpec | Path) -> LogSet:
        sets.append(LogSet(sources, tmp_path / "cache"))
        return sets[-1]

    yield open_set
    for logs in sets:
        logs.close()


def line(second: int | None) -> str:
    """A record with this time, named after it; without one, text."""
    if second is None:
        return "no time\n"
    return f'{{"timestamp": "2026-03-04T09:00:{second:02}Z", "level": "INFO", "message": "{second}"}}\n'


def late(logs: LogSet) -> list[bool]:
    """Whether each record is late, in the order of the file."""
    ids = sorted(logs.rows(Query()).ids.tolist())
    return [record.late for record in logs.records(ids)]


def expected(seconds: list[int | None]) -> list[bool]:
    """By the definition."""
    newest = -1
    found = []
    for second in seconds:
        found.append(second is not None and second < newest)
        newest = max(newest, -1 if second is None else second)
    return found


@settings(max_examples=15, deadline=None)
@given(
    seconds=st.lists(st.none() | st.integers(0, 20), max_size=30),
    more=st.lists(st.none() | st.integers(0, 20), max_size=5),
)
def test_late_is_what_lies_before_the_newest_time(
    seconds: list[int | None], more: list[int | None], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """At once, and when the file grows."""
    log = tmp_path_factory.mktemp("late") / "a.log"
    log.write_text("".join(map(line, seconds)))
    logs = LogSet([log], None)
    try:
        logs.refresh()
        with log.open("a") as file:
            file.write("".join(map(line, more)))
        state = logs.refresh()
        assert late(logs) == expected([*seconds, *more])
        assert state.out_of_order == sum(expected([*seconds, *more])) == logs.stats().out_of_order
    finally:
        logs.close()


def test_chunks_and_older_files_are_one_line_of_time(
    tmp_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was the newest in one is that for the next; it is found again when the log is opened again."""
    monkeypatch.setattr(chunks, "_FIRST_BYTES", 300)
    monkeypatch.setattr(chunks, "_MOST_BYTES", 300)
    log = tmp_path / "a.log"
    older: list[int | None] = [5, 30, 6, 7]
    newer: list[int | None] = [8, 31, 30, *range(32, 50), 31, 50]
    (tmp_path / "a.log.1").write_text("".join(map(line, older)))
    log.write_text("".join(map(line, newer)))
    for _ in range(2):
        logs = opened(FileSpec(log, rotated=True))
        state = logs.refresh()
        assert late(logs) == expected([*older, *newer])
        assert state.out_of_order == 5
        logs.close()


def test_a_late_record_that_grows_stays_late(tmp_path: Path, opened: Opener) -> None:
    """Its row is made anew with each line, and it is counted once."""
    log = tmp_path / "a.log"
    log.write_text(line(5) + line(3) + "Traceback (most recent call last):\n")
    logs = opened(log)
    logs.refresh()
    for text in ("  File x\n", "ValueError: no\n", line(4)):
        with log.open("a") as file:
            file.write(text)
        logs.refresh()

    assert (late(logs), logs.state().out_of_order) == ([False, True, True], 2)


def test_late_records_of_several_sources_stand_in_place(tmp_path: Path, opened: Opener) -> None:
    """By time, each judged by its own source."""
    one, two = tmp_path / "one.log", tmp_path / "two.log"
    one.write_text(line(1) + line(9) + line(4))
    two.write_text(line(3) + line(5))
    logs = opened(one, two)
    logs.refresh()

    found = logs.records(logs.rows(Query()).ids.tolist())

    assert [(record.message, record.late) for record in found] == [
        ("1", False),
        ("3", False),
        ("4", True),
        ("5", False),
        ("9", False),
    ]
