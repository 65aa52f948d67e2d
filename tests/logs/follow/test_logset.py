"""A log set from opening to closing: what is shown, and how it follows its files."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector.base.cancel import Cancelled, CancelToken
from inspector.logs.follow import LogSet, LogState, SourceStatus
from inspector.logs.query import Query, QueryError, Watermark
from inspector.logs.records import Level, Record

Opener = Callable[..., LogSet]
ALL = Query()


@pytest.fixture
def opened() -> Iterator[Opener]:
    """Opens log sets and closes them after the test."""
    sets: list[LogSet] = []

    def open_set(*paths: Path, cache: Path | None = None) -> LogSet:
        sets.append(LogSet(paths, cache))
        return sets[-1]

    yield open_set
    for logs in sets:
        logs.close()


def line(second: int, message: str, level: str = "INFO", request: str = "r1", logger: str = "api") -> str:
    """A record of the lecture's formatter."""
    return (
        f'{{"timestamp": "2026-03-04T09:{second // 60:02}:{second % 60:02}Z", "level": "{level}", '
        f'"logger": "{logger}", "message": "{message}", "function": "f", '
        f'"line": 1, "request_id": "{request}"}}\n'
    )


def shown(logs: LogSet, query: Query = ALL) -> list[str]:
    """The messages of all records that match."""
    return [record.message for record in records(logs, query)]


def records(logs: LogSet, query: Query = ALL) -> tuple[Record, ...]:
    """All records that match."""
    return logs.records(logs.rows(query).ids.tolist())


def refreshed_until(logs: LogSet, reached: Callable[[LogState], bool]) -> LogState:
    """Refresh until a state is reached; the suite's time limit ends what never comes."""
    state = logs.refresh()
    while not reached(state):
        time.sleep(0.01)
        state = logs.refresh()
    return state


def test_a_file_is_shown_in_its_order(tmp_path: Path, opened: Opener) -> None:
    """Places, fields and figures of a small log."""
    log = tmp_path / "a.log"
    log.write_text(line(2, "two") + line(1, "one", "ERROR") + "odd words\n")

    logs = opened(log)
    state = logs.refresh()

    assert shown(logs) == ["two", "one", "odd words"]
    assert (state.records, state.lines, state.unparsed, state.first_pass) == (3, 3, 1, False)
    assert {level: count for level, count in state.levels.items() if count} == {
        Level.INFO: 1,
        Level.ERROR: 1,
        Level.UNKNOWN: 1,
    }
    assert [(record.line, record.offset) for record in records(logs)] == [
        (1, 0),
        (2, len(line(2, "two"))),
        (3, len(line(2, "two") + line(1, "one", "ERROR"))),
    ]


def test_continuation_lines_belong_to_their_record(tmp_path: Path, opened: Opener) -> None:
    """Also when they arrive later: the record grows and keeps its row."""
    log = tmp_path / "a.log"
    log.write_text(line(1, "failed", "ERROR") + "Traceback (most recent call last):\n  File x\n")
    logs = opened(log)
    logs.refresh()

    with log.open("a") as file:
        file.write("  in f\nValueError: no\n" + line(2, "next"))
    state = logs.refresh()

    first, second = records(logs)
    assert first.continuation == (
        "Traceback (most recent call last):",
        "  File x",
        "  in f",
        "ValueError: no",
    )
    assert (second.message, second.line, second.row) == ("next", 6, 1)
    assert (state.records, state.lines) == (2, 6)
    assert shown(logs, Query(text="valueerror")) == ["failed"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), ["a", "B timeout", "c"]),
        (Query(levels=frozenset({Level.ERROR})), ["B timeout"]),
        (Query(levels=frozenset()), []),
        (Query(request="r2"), ["c"]),
        (Query(text="b TIME"), []),
        (Query(text="b time"), ["B timeout"]),
        (Query(text="B time"), ["B timeout"]),
        (Query(text="db.pool"), ["c"]),
        (Query(text=r"b\s+t.*T", regex=True), []),
        (Query(text=r"b\S* t", regex=True), ["B timeout"]),
        (Query(since_ns=1_772_614_922_000_000_000), ["B timeout", "c"]),
        (Query(until_ns=1_772_614_922_000_000_000), ["a"]),
        (Query(where="level = 'error' or request_id = 'r2'"), ["B timeout", "c"]),
        (Query(where="line = 1 and function = 'f'"), ["a", "B timeout", "c"]),
        (Query(where="message like '%timeout%'", levels=frozenset({Level.INFO})), []),
    ],
)
def test_queries_show_what_matches(query: Query, expected: list[str], tmp_path: Path, opened: Opener) -> None:
    """Each filter alone, and some together."""
    log = tmp_path / "a.log"
    log.write_text(
        line(121, "a") + line(122, "B timeout", "ERROR") + line(123, "c", request="r2", logger="db.pool")
    )
    logs = opened(log)
    logs.refresh()

    assert expected == shown(logs, query)


@pytest.mark.parametrize(
    "query",
    [
        Query(text="(", regex=True),
        Query(where="level ="),
        Query(where="count(*) > 1"),
        Query(where="1 = (select 1)"),
        Query(where="read_text('/etc/passwd') = 'x'"),
        Query(where="true; drop table x"),
        Query(where="abs(message) > 1"),
    ],
)
def test_a_wrong_question_says_so(query: Query, tmp_path: Path, opened: Opener) -> None:
    """The text is for the box in which the question was typed."""
    log = tmp_path / "a.log"
    log.write_text(line(1, "a"))
    logs = opened(log)
    logs.refresh()

    with pytest.raises(QueryError) as raised:
        logs.rows(query)

    assert str(raised.value)


def test_a_followed_query_runs_over_new_records_only(tmp_path: Path, opened: Opener) -> None:
    """The watermark of one answer is where the next begins."""
    log = tmp_path / "a.log"
    log.write_text(line(1, "one") + line(2, "two", "ERROR"))
    logs = opened(log)
    logs.refresh()
    before = logs.rows(Query())
    with log.open("a") as file:
        file.write(line(3, "three", "ERROR") + line(4, "four"))
    logs.refresh()

    after = logs.rows(Query(levels=frozenset({Level.ERROR})), before.mark)

    assert [record.message for record in logs.records(after.ids.tolist())] == ["three"]
    assert not after.ids.flags.writeable


def followed(logs: LogSet, query: Query, mark: Watermark) -> tuple[list[str], Watermark]:
    """Refresh, then what is new to a followed query."""
    logs.refresh()
    found = logs.rows(query, mark)
    return [record.message for record in logs.records(found.ids.tolist())], found.mark


@pytest.mark.parametrize("query", [Query(text="valueerror"), Query(where="detail like '%ValueError%'")])
def test_a_followed_query_finds_a_word_that_comes_late(query: Query, tmp_path: Path, opened: Opener) -> None:
    """A record that did not match is asked again when it grows, also when others came after it."""
    log = tmp_path / "a.log"
    log.write_text(line(1, "failed", "ERROR"))
    logs = opened(log)
    logs.refresh()
    first = logs.rows(query)
    with log.open("a") as file:
        file.write("Traceback (most recent call last):\n")
        file.flush()
        growing, mark = followed(logs, query, first.mark)
        unchanged, mark = followed(logs, query, mark)
        file.write("ValueError: no\n" + line(2, "next") + line(3, "last"))
        file.flush()
        grown, mark = followed(logs, query, mark)
        again, mark = followed(logs, query, mark)

    assert len(first.ids) == 0
    assert (growing, unchanged, grown, again) == ([], [], ["failed"], [])


def test_a_record_that_was_given_out_does_not_come_twice(tmp_path: Path, opened: Opener) -> None:
    """Whatever is added to it, with and without records after it."""
    log = tmp_path / "a.log"
    log.write_text(line(1, "failed", "ERROR"))
    logs = opened(log)
    logs.refresh()
    for query in (Query(), Query(text="failed")):
        mark = logs.rows(query).mark
        with log.open("a") as file:
            file.write("Traceback (most recent call last):\n")
            file.flush()
            once, mark = followed(logs, query, mark)
            file.write("ValueError: no\n" + line(2, "failed again"))
            file.flush()
            twice, mark = followed(logs, query, mark)

        assert (once, twice) == ([], ["failed again"])


def test_several_files_stand_by_time(tmp_path: Path, opened: Opener) -> None:
    """A record without a time stays with the one before it."""
    one, two = tmp_path / "one.log", tmp_path / "two.log"
    one.write_text(line(1, "a") + "plain\n" + line(5, "d"))
    two.write_text(line(2, "b") + line(3, "c"))
    logs = opened(one, two)
    logs.refresh()

    assert shown(logs) == ["a", "plain", "b", "c", "d"]


def test_a_renamed_file_is_read_to_its_end(tmp_path: Path, opened: Opener) -> None:
    """What was written before and after the rename is there once, and old rows stay readable."""
    log = tmp_path / "a.log"
    log.write_text(line(1, "one"))
    logs = opened(log)
    logs.refresh()
    with log.open("a") as old:
        log.rename(tmp_path / "a.log.1")
        old.write(line(2, "two"))
        old.flush()
        log.write_text(line(3, "three"))
        logs.refresh()
        old.write(line(2, "late"))
    state = logs.refresh()

    assert shown(logs) == ["one", "two", "late", "three"]
    assert (state.sources[0].rotations, state.sources[0].truncations) == (1, 0)


def test_late_lines_of_a_renamed_file_belong_before_its_successor(tmp_path: Path, opened: Opener) -> None:
    """A follow-up answer is in order of row IDs, and merged by them it is the whole answer."""
    log = tmp_path / "a.log"
    log.write_text(line(1, "one"))
    logs = opened(log)
    logs.refresh()
    with log.open("a") as old:
        log.rename(tmp_path / "a.log.1")
        log.write_text(line(3, "three"))
        logs.refresh()
        before = logs.rows(Query())
        old.write(line(2, "late"))
        old.flush()
        with log.open("a") as new:
            new.write(line(4, "four"))
        logs.refresh()
    after = logs.rows(Query(), before.mark)

    assert [record.message for record in logs.records(after.ids.tolist())] == ["late", "four"]
    merged = sorted([*before.ids.tolist(), *after.ids.tolist()])
    assert merged == logs.rows(Query()).ids.tolist()
    assert [record.message for record in logs.records(merged)] == ["one", "late", "three", "four"]


@pytest.mark.parametrize("again", ["", line(7, "new"), line(7, "new") * 9])
def test_a_truncated_file_begins_anew(again: str, tmp_path: Path, opened: Opener) -> None:
    """Empty, shorter or already longer than before: old rows are marked as gone."""
    log = tmp_path / "a.log"
    log.write_text(line(1, "one") + line(2, "two"))
    logs = opened(log)
    logs.refresh()

    with log.open("r+") as file:
        file.truncate()
        file.write(again)
    state = logs.refresh()

    assert shown(logs) == ["one", "two"] + ["new"] * again.count("\n")
    assert [record.gone for record in records(logs)] == [True, True] + [False] * again.count("\n")
    assert (state.sources[0].rotations, state.sources[0].truncations, state.epoch) == (0, 1, 0)


def test_a_missing_file_is_waited_for(tmp_path: Path, opened: Opener) -> None:
    """A problem while it is missing, none when it came, and again when it is deleted."""
    log = tmp_path / "a.log"
    logs = opened(log)

    assert logs.refresh().sources[0].status is SourceStatus.WAITING
    assert logs.state().sources[0].problem == "a.log does not exist; waiting for it"

    log.write_text(line(1, "one"))
    assert logs.refresh().sources[0].problem == ""
    log.unlink()
    assert logs.refresh().sources[0].status is SourceStatus.WAITING
    log.write_text(line(2, "two"))
    logs.refresh()

    assert shown(logs) == ["one", "two"]


def test_a_file_that_is_none_is_a_problem(tmp_path: Path, opened: Opener) -> None:
    """It is a source that cannot be read, not an error."""
    log = tmp_path / "a.log"
    logs = opened(log)
    log.mkdir()
    source = logs.refresh().sources[0]

    assert source.status is SourceStatus.UNREADABLE
    assert "cannot be read" in source.problem


def test_a_format_decided_by_half_a_line_is_decided_again(tmp_path: Path, opened: Opener) -> None:
    """When it is completed, not only when there is twice as much."""
    log = tmp_path / "a.log"
    log.write_text(line(1, "one")[:100])
    os.utime(log, (0, 0))
    logs = opened(log)
    logs.refresh()
    with log.open("a") as file:
        file.write(line(1, "one")[100:])
    state = logs.refresh()

    assert (shown(logs), state.epoch, state.unparsed) == (["one"], 1, 0)


def test_half_a_line_waits(tmp_path: Path, opened: Opener) -> None:
    """It is shown once when its rest is there."""
    log = tmp_path / "a.log"
    whole = line(2, "two")
    log.write_text(line(1, "one") + whole[:40])
    logs = opened(log)
    logs.refresh()
    assert shown(logs) == ["one"]

    with log.open("a") as file:
        file.write(whole[40:])
    logs.refresh()

    assert shown(logs) == ["one", "two"]


def test_a_whole_object_without_a_newline_is_shown_when_it_is_quiet(tmp_path: Path, opened: Opener) -> None:
    """And it goes on where it ended."""
    log = tmp_path / "a.log"
    log.write_text(line(1, "one") + line(2, "two").rstrip("\n"))
    logs = opened(log)
    refreshed_until(logs, lambda state: state.records == 2)

    with log.open("a") as file:
        file.write("\n" + line(3, "three"))
    state = logs.refresh()

    assert shown(logs) == ["one", "two", "three"]
    assert (state.records, state.lines) == (3, 3)


def test_a_file_of_long_ago_is_shown_to_its_last_byte(tmp_path: Path, opened: Opener) -> None:
    """Nobody will complete its last line."""
    log = tmp_path / "a.log"
    log.write_text(line(1, "one") + '{"message": "cut')
    os.utime(log, (0, 0))

    logs = opened(log)
    logs.refresh()

    assert shown(logs) == ["one", '{"message": "cut']


def test_opening_again_reads_nothing_again(tmp_path: Path, opened: Opener) -> None:
    """The kept index goes on where it stopped; a rewritten file begins from zero."""
    log, cache = tmp_path / "a.log", tmp_path / "cache"
    log.write_text(line(1, "one") + line(2, "two"))
    first = opened(log, cache=cache)
    first.refresh()
    first.close()
    (index,) = cache.iterdir()
    with log.open("a") as file:
        file.write(line(3, "three"))

    second = opened(log, cache=cache)
    second.refresh()
    assert shown(second) == ["one", "two", "three"]
    assert list(cache.iterdir()) == [index]
    assert (cache.stat().st_mode & 0o777, index.stat().st_mode & 0o777) == (0o700, 0o600)
    second.close()

    log.write_text(line(9, "other") * 4)
    third = opened(log, cache=cache)
    third.refresh()
    assert shown(third) == ["other"] * 4


def test_a_damaged_or_used_index_is_not_the_users_problem(tmp_path: Path, opened: Opener) -> None:
    """Damaged: made again. Used by another window: a private one."""
    log, cache = tmp_path / "a.log", tmp_path / "cache"
    log.write_text(line(1, "one"))
    first = opened(log, cache=cache)
    first.refresh()
    first.close()
    (index,) = cache.iterdir()
    index.write_bytes(b"no database" * 1000)

    second = opened(log, cache=cache)
    second.refresh()
    third = opened(log, cache=cache)
    third.refresh()

    assert shown(second) == shown(third) == ["one"]
    assert len(list(cache.iterdir())) == 1


def test_what_is_cancelled_stops(tmp_path: Path, opened: Opener) -> None:
    """Before it begins, and after the set was closed."""
    log = tmp_path / "a.log"
    log.write_text(line(1, "one"))
    token = CancelToken()
    token.cancel()
    logs = opened(log)

    with pytest.raises(Cancelled):
        logs.refresh(token)
    logs.refresh()
    with pytest.raises(Cancelled):
        logs.rows(Query(), cancel=token)
    logs.close()
    with pytest.raises(Cancelled):
        logs.rows(Query())


def test_the_newest_records_are_there_before_the_index(tmp_path: Path, opened: Opener) -> None:
    """Of several files together, without row numbers."""
    one, two = tmp_path / "one.log", tmp_path / "two.log"
    one.write_text("".join(line(second, f"a{second}") for second in range(0, 40, 2)))
    two.write_text("".join(line(second, f"b{second}") for second in range(1, 40, 2)))

    found = opened(one, two, tmp_path / "missing.log").preview(3)

    assert [record.message for record in found] == ["b37", "a38", "b39"]
    assert {record.row for record in found} == {-1}
