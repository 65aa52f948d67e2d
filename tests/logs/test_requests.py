"""Requests over several files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.base.cancel import Cancelled, CancelToken
from inspector.logs.follow import LogSet
from inspector.logs.query import Query, QueryError
from inspector.logs.records import Level
from inspector.logs.requests import RequestSort, RequestSummary
from tests.logs.follow.test_logset import line


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[LogSet]:
    """Two services that share request r1."""
    (tmp_path / "api.log").write_text(
        line(1, "in", request="r1") + line(2, "in", request="r2") + line(9, "out", "ERROR", request="r1")
    )
    (tmp_path / "worker.log").write_text(
        line(3, "work", "WARNING", request="r1", logger="worker") + line(4, "x", request="r3") + "plain\n"
    )
    logs = LogSet([tmp_path / "api.log", tmp_path / "worker.log"], None)
    logs.refresh()
    yield logs
    logs.close()


def test_a_request_is_summed_up_over_all_files(logs: LogSet, tmp_path: Path) -> None:
    """Span, highest level, errors, files and loggers."""
    first = logs.requests(limit=1)

    assert first == (
        RequestSummary(
            request_id="r1",
            request_key="request_id",
            records=3,
            first_ns=1_772_614_801_000_000_000,
            last_ns=1_772_614_809_000_000_000,
            level=Level.ERROR,
            errors=1,
            sources=(str(tmp_path / "api.log"), str(tmp_path / "worker.log")),
            loggers=("api", "worker"),
            open=True,
        ),
    )
    assert first[0].duration_ms == 8000.0


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (RequestSort.DURATION, ["r1", "r2", "r3"]),
        (RequestSort.LEVEL, ["r1", "r2", "r3"]),
        (RequestSort.ERRORS, ["r1", "r2", "r3"]),
        (RequestSort.FIRST, ["r1", "r2", "r3"]),
        (RequestSort.LAST, ["r1", "r3", "r2"]),
        (RequestSort.RECORDS, ["r1", "r2", "r3"]),
    ],
)
def test_requests_are_sorted(sort: RequestSort, expected: list[str], logs: LogSet) -> None:
    """Ties stand by time."""
    assert [summary.request_id for summary in logs.requests(sort)] == expected


def test_a_query_chooses_requests_and_leaves_their_figures_whole(logs: LogSet) -> None:
    """One matching record is enough."""
    warned = Query(levels=frozenset([Level.WARNING]))

    assert [(each.request_id, each.records) for each in logs.requests(query=warned)] == [("r1", 3)]
    assert [each.request_id for each in logs.requests(query=Query(text="x", where="line = 1"))] == ["r3"]
    assert logs.requests(query=Query(text="nowhere")) == ()
    assert logs.requests(limit=0) == ()
    assert (logs.count_requests(), logs.count_requests(warned)) == (3, 1)
    with pytest.raises(QueryError):
        logs.requests(query=Query(where="line >"))


def test_all_requests_one_by_one_are_those_of_the_list(logs: LogSet) -> None:
    """Loggers and files are gathered in another way when there may be many."""
    assert tuple(logs.each_request()) == logs.requests(limit=9)
    assert [each.request_id for each in logs.each_request(RequestSort.LAST)] == ["r1", "r3", "r2"]


def test_more_loggers_than_a_number_has_bits_are_listed_all(tmp_path: Path) -> None:
    """As one list for each request."""
    log = tmp_path / "a.log"
    log.write_text("".join(line(n, "m", request=f"r{n % 2}", logger=f"l{n:02}") for n in range(80)))
    logs = LogSet([log], None)
    try:
        logs.refresh()
        found = logs.requests()
    finally:
        logs.close()

    assert [each.loggers for each in found] == [
        tuple(f"l{n:02}" for n in range(0, 80, 2)),
        tuple(f"l{n:02}" for n in range(1, 80, 2)),
    ]


def test_one_value_under_different_names_is_one_request(tmp_path: Path) -> None:
    """The gateway says X-Request-Id, the service request_id, the worker correlationId."""
    names = ("x-request-id", "request_id", "correlationId")
    paths = [tmp_path / f"{number}.log" for number in range(len(names))]
    for place, (path, name) in enumerate(zip(paths, names, strict=True)):
        path.write_text(
            "".join(
                json.dumps(
                    {
                        "timestamp": f"2026-03-04T09:00:{2 * n + place:02}Z",
                        "level": "INFO",
                        "message": "m",
                        name: f"id-{n // 2}",
                    }
                )
                + "\n"
                for n in range(10)
            )
        )
    logs = LogSet(paths, None)
    try:
        logs.refresh()
        found = logs.requests(RequestSort.FIRST)
        (rows,) = [logs.rows(Query(request="id-0")).ids.tolist()]
        keys = {record.request_key for record in logs.records(rows)}
    finally:
        logs.close()

    assert [(each.request_id, each.records, len(each.sources)) for each in found] == [
        (f"id-{n}", 6, 3) for n in range(5)
    ]
    assert keys == set(names)


def test_short_numbers_are_requests_of_their_own_file(tmp_path: Path) -> None:
    """Each process counts from 1; the older file of a set goes on with the count of its process."""
    for name in ("api.log", "worker.log"):
        (tmp_path / name).write_text("".join(line(n, "m", request=str(n // 3 + 1)) for n in range(30)))
    (tmp_path / "api.log.1").write_text(line(0, "m", request="1"))
    logs = LogSet([tmp_path / name for name in ("api.log", "api.log.1", "worker.log")], None)
    try:
        state = logs.refresh()
        found = logs.requests(RequestSort.RECORDS)

        assert logs.count_requests() == len(found) == 20
        assert [(each.request_id, each.records, len(each.sources)) for each in found[:2]] == [
            ("1", 4, 2),
            ("1", 3, 1),
        ]
        assert state.request_reason.endswith("20 requests; numbers that each log counts for itself")
        assert len(logs.requests(query=Query(request="2"))) == 2
    finally:
        logs.close()


def test_long_numbers_are_one_request_in_all_files(tmp_path: Path) -> None:
    """Such as the trace IDs of Datadog, which are made to be unique."""
    for name in ("api.log", "worker.log"):
        (tmp_path / name).write_text(
            "".join(line(n, "m", request=str(81_345_678_901 + n // 3)) for n in range(30))
        )
    logs = LogSet([tmp_path / name for name in ("api.log", "worker.log")], None)
    try:
        state = logs.refresh()

        assert [each.records for each in logs.requests()] == [6] * 10
        assert state.request_reason.endswith("10 requests")
    finally:
        logs.close()


def _finished(second: int, request: str) -> str:
    return line(second, "begins", request=request) + line(
        second + 1, f"ended in {second} ms", request=request
    )


def test_a_request_is_open_until_it_ends_as_others_do(tmp_path: Path) -> None:
    """Of the latest ones, those whose last record ends no others; after half a minute none is."""
    log = tmp_path / "a.log"
    log.write_text(
        "".join(_finished(n, f"r{n}") for n in range(25))
        + line(50, "begins", request="quiet")
        + _finished(90, "ended")
        + line(91, "begins", request="young")
        + line(95, "reads", request="reading")
    )
    logs = LogSet([log], None)
    try:
        logs.refresh()
        first = {each.request_id for each in logs.requests() if each.open}
        (reading,) = logs.requests(query=Query(request="reading"))
        with log.open("a") as file:
            file.write(line(96, "ended in 5 ms", request="reading") + line(122, "begins", request="new"))
        logs.refresh()
        second = {each.request_id for each in logs.each_request() if each.open}
    finally:
        logs.close()

    assert first == {"young", "reading"}
    assert reading.open
    assert second == {"new"}


def test_requests_stop_when_they_are_cancelled(logs: LogSet) -> None:
    """As every question."""
    token = CancelToken()
    token.cancel()

    with pytest.raises(Cancelled):
        logs.requests(cancel=token)
    with pytest.raises(Cancelled):
        logs.count_requests(cancel=token)


def test_a_set_without_records_has_no_requests(tmp_path: Path) -> None:
    """Nothing was read yet."""
    logs = LogSet([tmp_path / "missing.log"], None)
    try:
        assert logs.requests() == ()
        assert logs.count_requests() == 0
    finally:
        logs.close()
