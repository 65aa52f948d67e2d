"""Requests over several files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.logs.follow import LogSet
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
        ),
    )
    assert first[0].duration_ms == 8000.0


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (RequestSort.DURATION, ["r1", "r2", "r3"]),
        (RequestSort.LEVEL, ["r1", "r2", "r3"]),
        (RequestSort.FIRST, ["r1", "r2", "r3"]),
        (RequestSort.RECORDS, ["r1", "r2", "r3"]),
    ],
)
def test_requests_are_sorted(sort: RequestSort, expected: list[str], logs: LogSet) -> None:
    """Ties stand by time."""
    assert [summary.request_id for summary in logs.requests(sort)] == expected


def test_a_set_without_records_has_no_requests(tmp_path: Path) -> None:
    """Nothing was read yet."""
    logs = LogSet([tmp_path / "missing.log"], None)
    try:
        assert logs.requests() == ()
    finally:
        logs.close()
