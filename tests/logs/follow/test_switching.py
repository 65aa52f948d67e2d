"""An open log that is read in another way: on request, and because its file proves it wrong."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.base.cancel import Cancelled, CancelToken
from inspector.logs.follow import CommandSpec, Feed, FileSpec, LogSet, LogState
from inspector.logs.formats.overrides import DETECTED, Overrides
from inspector.logs.query import Query, VoidRowsError
from inspector.logs.records import Record

BY_JOB = Overrides(request_key="job")


def lines(begin: int, end: int, **more: object) -> str:
    """JSON records with two fields that repeat."""
    return "".join(
        json.dumps(
            {
                "time": f"2026-03-04 09:{n // 60 % 60:02}:{n % 60:02}",
                "level": "INFO",
                "message": f"m{n}",
                "request_id": f"r{n // 4}",
                "job": f"job-{n % 9}",
                **more,
            }
        )
        + "\n"
        for n in range(begin, end)
    )


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of sixty records."""
    path = tmp_path / "a.log"
    path.write_text(lines(0, 60))
    return path


@pytest.fixture
def logs(log: Path, tmp_path: Path) -> Iterator[LogSet]:
    """The log, open and read."""
    opened = LogSet([log], tmp_path / "cache")
    opened.refresh()
    yield opened
    opened.close()


def shown(logs: LogSet, query: Query = Query()) -> tuple[Record, ...]:  # noqa: B008 - a frozen value
    """All that matches."""
    rows = logs.rows(query)
    return logs.records(rows.ids.tolist(), rows.epoch)


def messages(logs: LogSet) -> list[str]:
    """In their order."""
    return [record.message for record in shown(logs)]


def test_another_request_key_is_used_for_all_records(logs: LogSet, log: Path) -> None:
    """Those that were read, and those that come; the choice is told with its figures."""
    before = logs.rows(Query())

    logs.choose(BY_JOB)
    state = logs.refresh()
    with log.open("a") as out:
        out.write(lines(60, 70))
    state = logs.refresh()

    assert state.epoch > before.epoch
    assert {record.request_key for record in shown(logs)} == {"job"}
    assert messages(logs) == [f"m{n}" for n in range(70)]
    assert (state.request_key, state.request_reason) == ("job", "job: 100 % of records, 9 requests")
    assert len(logs.requests()) == 9
    assert not state.first_pass


def test_what_was_detected_comes_back_without_reading(logs: LogSet, tmp_path: Path) -> None:
    """Its index was kept."""
    kept = {path: path.stat().st_ino for path in (tmp_path / "cache").glob("*.index")}
    logs.choose(BY_JOB)
    logs.refresh()
    logs.choose(DETECTED)
    told: list[LogState] = []
    logs.refresh(progress=told.append)

    assert told == []
    assert {record.request_key for record in shown(logs)} == {"request_id"}
    assert {path: path.stat().st_ino for path in (tmp_path / "cache").glob("*.index")} == kept


def test_another_zone_moves_times_and_another_format_all_fields(logs: LogSet) -> None:
    """And what they mean together with the other choices."""
    (first, *_) = shown(logs)
    logs.choose(Overrides(zone="Europe/Berlin"))
    logs.refresh()
    (moved, *_) = shown(logs)
    logs.choose(Overrides(format="text"))
    state = logs.refresh()

    assert first.time_ns is not None
    assert moved.time_ns == first.time_ns - 3600 * 10**9
    assert state.unparsed == state.records == 60
    assert state.sources[0].format == "plain text"


def test_rows_of_before_are_refused(logs: LogSet) -> None:
    """Under the same numbers stand other records now."""
    rows = logs.rows(Query())
    logs.choose(Overrides(format="text"))
    logs.refresh()

    with pytest.raises(VoidRowsError):
        logs.records(rows.ids.tolist(), rows.epoch)
    assert logs.rows(Query(), after=rows.mark).epoch != rows.epoch


def test_who_is_reading_ends_in_peace(logs: LogSet) -> None:
    """Requests that are given out one by one are those of the time they were asked at."""
    before = logs.each_request()
    first = next(before)
    logs.choose(BY_JOB)
    logs.refresh()
    rest = list(before)
    logs.refresh()

    assert {request.request_key for request in (first, *rest)} == {"request_id"}
    assert len(rest) == 14
    assert {request.request_key for request in logs.requests()} == {"job"}


def test_a_choice_that_changes_nothing_voids_nothing(logs: LogSet) -> None:
    """The key that was detected, by name."""
    before = logs.rows(Query())
    logs.choose(Overrides(request_key="request_id"))
    state = logs.refresh()

    assert state.epoch == before.epoch
    assert not state.first_pass


def test_a_choice_while_the_log_is_read_begins_anew(tmp_path: Path) -> None:
    """It does not wait until all was read in the other way."""
    log = tmp_path / "a.log"
    log.write_text(lines(0, 60_000))
    logs = LogSet([log], None)
    seen: list[str | None] = []

    def choose(state: LogState) -> None:
        seen.append(state.request_key)
        logs.choose(BY_JOB)

    try:
        state = logs.refresh(progress=choose)

        assert seen[0] == "request_id"
        assert set(seen[1:]) == {"job"}
        assert (state.records, state.request_key) == (60_000, "job")
        assert logs.count_requests() == 9
    finally:
        logs.close()


def test_a_stopped_refresh_goes_on_with_the_choice(tmp_path: Path) -> None:
    """The older file of a set is read again, too, even when that was stopped."""
    (tmp_path / "a.log.1").write_text(lines(0, 5_000))
    (tmp_path / "a.log").write_text(lines(5_000, 5_100))
    logs = LogSet([FileSpec(tmp_path / "a.log", rotated=True)], None)
    try:
        logs.refresh()
        cancel = CancelToken()
        logs.choose(BY_JOB)
        with pytest.raises(Cancelled):
            logs.refresh(cancel, lambda _state: cancel.cancel())
        state = logs.refresh()

        assert messages(logs) == [f"m{n}" for n in range(5_100)]
        assert logs.count_requests() == 9
        assert state.out_of_order == logs.stats().out_of_order
    finally:
        logs.close()


def test_what_was_truncated_away_stays_as_it_was_read(logs: LogSet, log: Path) -> None:
    """Its bytes are no longer there; the new content is read as chosen."""
    log.write_text(lines(60, 65))
    logs.refresh()
    logs.choose(BY_JOB)
    state = logs.refresh()

    assert state.records == 65
    assert [record.request_key for record in shown(logs)] == ["request_id"] * 60 + ["job"] * 5


def test_a_command_is_read_again_from_what_it_wrote() -> None:
    """It is not started again for that."""
    script = f"import sys; sys.stdout.write({lines(0, 60)!r})"
    logs = LogSet([CommandSpec((sys.executable, "-c", script))], None)
    try:
        while not logs.refresh().ended:
            pass
        logs.choose(BY_JOB)
        while logs.refresh().records < 60:
            pass

        assert {record.request_key for record in shown(logs)} == {"job"}
        assert messages(logs) == [f"m{n}" for n in range(60)]
    finally:
        logs.close()


def test_nothing_is_lost_or_doubled_while_a_writer_goes_on(logs: LogSet, log: Path) -> None:
    """Rows of one epoch are the numbers without a gap, whatever is chosen meanwhile."""
    feed = Feed(logs)
    stop = threading.Event()
    written = 60

    def write() -> None:
        nonlocal written
        with log.open("a", buffering=1) as out:
            while not stop.is_set() and written < 3_000:
                out.write(lines(written, written + 7))
                written += 7

    writer = threading.Thread(target=write)
    feed.start()
    writer.start()
    try:
        for choice in (BY_JOB, Overrides(zone="Asia/Tokyo"), DETECTED, Overrides(format="text"), BY_JOB):
            before = feed.state().epoch
            feed.choose(choice)
            while True:
                rows = logs.rows(Query())
                try:
                    found = logs.records(rows.ids.tolist(), rows.epoch)
                except VoidRowsError:
                    continue
                assert [json.loads(record.raw)["message"] for record in found] == [
                    f"m{n}" for n in range(len(found))
                ]
                if rows.epoch > before and len(found) > 60 and not feed.state().first_pass:
                    break
        stop.set()
        writer.join()
        while feed.state().records < written or feed.state().request_key != "job":
            pass
        assert messages(logs) == [f"m{n}" for n in range(written)]
    finally:
        stop.set()
        writer.join()
        feed.stop()


@pytest.mark.parametrize("banner_lines", [150, 3_000])
def test_a_log_that_turns_out_to_be_json_is_read_as_such(tmp_path: Path, banner_lines: int) -> None:
    """However many lines of text came first; the longer ones fill the sample."""
    log = tmp_path / "a.log"
    log.write_text("starting up, please wait\n" * banner_lines)
    logs = LogSet([log], tmp_path / "cache")
    try:
        assert logs.refresh().sources[0].format == "plain text"
        with log.open("a") as out:
            out.write(lines(0, 5 * banner_lines))
        state = logs.refresh()

        assert state.sources[0].format == "JSON"
        assert (state.records, state.unparsed) == (6 * banner_lines, banner_lines)
        assert state.request_key == "request_id"
        assert state.epoch == 1
    finally:
        logs.close()
    again = LogSet([log], tmp_path / "cache")
    try:
        told: list[LogState] = []
        assert again.refresh(progress=told.append).sources[0].format == "JSON"
        assert told == []
    finally:
        again.close()


def test_a_request_id_that_comes_late_is_found(tmp_path: Path) -> None:
    """While a program starts, nothing belongs to a request."""
    log = tmp_path / "a.log"
    log.write_text(lines(0, 300, request_id=None, job=None))
    logs = LogSet([log], None)
    try:
        assert logs.refresh().request_key is None
        with log.open("a") as out:
            out.write(lines(300, 1_500))
        state = logs.refresh()

        assert state.request_key == "request_id"
        assert messages(logs) == [f"m{n}" for n in range(1_500)]
    finally:
        logs.close()


def test_text_among_json_is_no_reason_to_read_json_as_text(tmp_path: Path) -> None:
    """Of two ways to read it that one stays which understands more."""
    log = tmp_path / "a.log"
    log.write_text(lines(0, 150))
    logs = LogSet([log], None)
    try:
        logs.refresh()
        with log.open("a") as out:
            out.write("some words of another program\n" * 4_000 + lines(150, 160))
        state = logs.refresh()

        assert (state.sources[0].format, state.records, state.unparsed) == ("JSON", 4_160, 4_000)
        assert state.epoch == 0
    finally:
        logs.close()
