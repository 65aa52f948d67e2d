"""Records over time, by level: whole buckets of UTC, other filters, and only what is new when asked again."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.base.cancel import Cancelled, CancelToken
from inspector.logs.follow import LogSet
from inspector.logs.histogram import MOST_BUCKETS, Histogram
from inspector.logs.query import Query, QueryError
from inspector.logs.records import Level

Opener = Callable[..., LogSet]
SECOND = 1_000_000_000
START = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
START_NS = int(START.timestamp()) * SECOND


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Opens a log of these texts, one file each, and closes it after the test."""
    sets: list[LogSet] = []

    def open_set(*texts: str) -> LogSet:
        paths = [tmp_path / f"{number}.log" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text)
        sets.append(LogSet(paths, None))
        sets[-1].refresh()
        return sets[-1]

    yield open_set
    for logs in sets:
        logs.close()


def line(seconds: float, level: str = "INFO", message: str = "m", **fields: object) -> str:
    """A record so many seconds after the start."""
    time = (START + timedelta(seconds=seconds)).isoformat()
    return json.dumps({"timestamp": time, "level": level, "message": message, **fields}) + "\n"


def bars(histogram: Histogram) -> dict[int, dict[Level, int]]:
    """Seconds after the start to what stands in the bucket, empty ones included."""
    return {
        (histogram.start_ns + number * histogram.bucket_ns - START_NS) // SECOND: {
            level: int(row[level]) for level in Level if row[level]
        }
        for number, row in enumerate(histogram.counts)
    }


def test_buckets_are_whole_ones_of_utc_and_empty_ones_stand_between(opened: Opener) -> None:
    """A bucket of ten seconds begins at :00, :10 …, wherever the log begins."""
    logs = opened(line(4) + line(9, "ERROR") + line(31), line(31.5, "ERROR"))

    assert bars(logs.histogram(Query(), 10 * SECOND)) == {
        0: {Level.INFO: 1, Level.ERROR: 1},
        10: {},
        20: {},
        30: {Level.INFO: 1, Level.ERROR: 1},
    }


def test_times_before_1970_fall_into_the_bucket_below(opened: Opener) -> None:
    """Division cuts towards zero in SQL."""
    texts = "".join(
        json.dumps({"timestamp": time, "level": "INFO", "message": "m"}) + "\n"
        for time in ("1969-12-31T23:59:55Z", "1969-12-31T23:59:50Z", "1970-01-01T00:00:01Z")
    )
    found = opened(texts).histogram(Query(), 10 * SECOND)

    assert (found.start_ns, found.counts.sum(axis=1).tolist()) == (-10 * SECOND, [2, 1])


def test_a_record_without_a_time_stands_with_the_one_before(opened: Opener) -> None:
    """Those with none before them are counted apart."""
    found = opened("first\nsecond\n" + line(1) + "plain\n" + line(25)).histogram(Query(), 10 * SECOND)

    assert found.untimed == 2
    assert bars(found) == {0: {Level.INFO: 1, Level.UNKNOWN: 1}, 10: {}, 20: {Level.INFO: 1}}
    assert found.records == 5


def test_filters_leave_the_axis_as_it_is(opened: Opener) -> None:
    """Only a range of time narrows it."""
    logs = opened("".join(line(n, "ERROR" if n % 2 else "INFO", n=n) for n in range(60)))

    errors = logs.histogram(Query(levels=frozenset([Level.ERROR]), where="n < 20"), 10 * SECOND)
    part = logs.histogram(
        Query(since_ns=START_NS + 15 * SECOND, until_ns=START_NS + 30 * SECOND), 10 * SECOND
    )
    outside = logs.histogram(Query(since_ns=START_NS + 100 * SECOND), 10 * SECOND)

    assert [row.get(Level.ERROR, 0) for row in bars(errors).values()] == [5, 5, 0, 0, 0, 0]
    assert {start: sum(row.values()) for start, row in bars(part).items()} == {10: 5, 20: 10}
    assert outside.records == 0


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0.05, 0.0005), (90, 1), (3600, 60), (86_400, 900), (86_400 * 400, 86_400 * 5)]
)
def test_without_a_width_buckets_have_a_round_one(seconds: float, expected: float, opened: Opener) -> None:
    """120 of them at most."""
    found = opened(line(0) + line(seconds)).histogram(Query())

    assert found.bucket_ns == round(expected * SECOND)
    assert len(found.counts) <= 120


def test_a_width_that_gives_too_many_buckets_is_taken_several_times(opened: Opener) -> None:
    """One record with a wild time must not cost all memory."""
    found = opened(line(0) + line(86_400 * 3650)).histogram(Query(), 7)

    assert found.bucket_ns % 7 == 0
    assert len(found.counts) <= MOST_BUCKETS
    assert found.records == 2


def test_a_log_without_records_or_times_has_no_times(opened: Opener) -> None:
    """One bucket, nothing in it."""
    empty, plain = opened("").histogram(Query()), opened("", "x\n").histogram(Query())

    assert (empty.records, len(empty.counts), empty.start_ns) == (0, 1, 0)
    assert (plain.untimed, plain.records) == (1, 1)
    with pytest.raises(ValueError, match="nanosecond"):
        opened("").histogram(Query(), 0)


def test_a_followed_log_counts_only_what_is_new(opened: Opener, tmp_path: Path) -> None:
    """The answer is that of asking anew; the earlier one is left as it was."""
    logs = opened(line(0) + line(12, "ERROR"), line(3))
    first = logs.histogram(Query(), 10 * SECOND)
    with (tmp_path / "0.log").open("a") as file:
        file.write(line(35) + line(36, "WARNING"))
    (tmp_path / "1.log").write_text(line(3) + line(-20))
    logs.refresh()
    second = logs.histogram(Query(), 10 * SECOND, after=first)

    assert first.records == 3
    assert bars(second) == bars(logs.histogram(Query(), 10 * SECOND))
    assert list(bars(second)) == [-20, -10, 0, 10, 20, 30]


def test_a_last_record_that_grew_is_counted_as_it_is_now(opened: Opener, tmp_path: Path) -> None:
    """Half a line is of unknown level until its rest is written; a text may come with a traceback."""
    whole = line(5, "ERROR", exception="no")
    log = tmp_path / "0.log"
    logs = opened(line(1) + whole[:-20])
    os.utime(log, (0, 0))
    logs.refresh()
    half, searched = logs.histogram(Query(), SECOND), logs.histogram(Query(text="valueerror"), SECOND)
    with log.open("a") as file:
        file.write(whole[-20:] + "Traceback (most recent call last):\nValueError: no\n")
    logs.refresh()

    assert half.counts.sum(axis=0)[Level.UNKNOWN] == 1
    grown = logs.histogram(Query(), SECOND, after=half)
    assert grown.counts.sum(axis=0).tolist() == logs.histogram(Query(), SECOND).counts.sum(axis=0).tolist()
    assert grown.counts.sum(axis=0)[Level.ERROR] == 1
    assert (searched.records, logs.histogram(Query(text="valueerror"), SECOND, after=searched).records) == (
        0,
        1,
    )


def test_buckets_become_wider_when_a_followed_log_has_outgrown_them(opened: Opener, tmp_path: Path) -> None:
    """What was counted in narrow ones is added up."""
    logs = opened("".join(line(n) for n in range(100)))
    first = logs.histogram(Query())
    with (tmp_path / "0.log").open("a") as file:
        file.write(line(1000, "ERROR"))
    logs.refresh()
    second = logs.histogram(Query(), after=first)

    assert first.bucket_ns == SECOND
    assert second.bucket_ns == 10 * SECOND
    assert bars(second) == bars(logs.histogram(Query(), 10 * SECOND))


def test_an_answer_to_another_query_or_of_another_epoch_is_not_gone_on_from(opened: Opener) -> None:
    """It is counted anew."""
    logs = opened(line(0) + line(1, "ERROR"))
    errors = logs.histogram(Query(levels=frozenset([Level.ERROR])), SECOND)

    assert logs.histogram(Query(), SECOND, after=errors).records == 2


def test_it_can_be_cancelled_and_says_what_is_wrong(opened: Opener) -> None:
    """As every question."""
    logs = opened(line(0))
    token = CancelToken()
    token.cancel()

    with pytest.raises(Cancelled):
        logs.histogram(Query(), cancel=token)
    with pytest.raises(QueryError):
        logs.histogram(Query(where="latency >"))


@settings(max_examples=10, deadline=None)
@given(
    parts=st.lists(
        st.lists(
            st.tuples(
                st.integers(-500, 500), st.sampled_from(["INFO", "ERROR", "odd"]), st.sampled_from(["a", "b"])
            ),
            max_size=8,
        ),
        min_size=1,
        max_size=4,
    ),
    bucket=st.integers(1, 90),
)
def test_counting_in_steps_is_counting_at_once(
    parts: list[list[tuple[int, str, str]]], bucket: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is appended, in whatever order of time."""
    log = tmp_path_factory.mktemp("steps") / "a.log"
    log.touch()
    logs = LogSet([log], None)
    query, width = Query(text="a"), bucket * SECOND
    try:
        logs.refresh()
        found = logs.histogram(query, width)
        for part in parts:
            with log.open("a") as file:
                file.writelines(line(seconds, level, message) for seconds, level, message in part)
            logs.refresh()
            found = logs.histogram(query, width, after=found)
    finally:
        logs.close()

    expected = Counter(
        (START_NS + seconds * SECOND) // width
        for part in parts
        for seconds, _, message in part
        if message == "a"
    )
    start = found.start_ns // width
    assert {start + n: int(row.sum()) for n, row in enumerate(found.counts) if row.sum()} == expected
