"""How many records have a request ID, in words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.logs.follow import LogSet, LogState


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the log will be."""
    return tmp_path / "a.log"


@pytest.fixture
def logs(log: Path) -> Iterator[LogSet]:
    """A log set over it."""
    logs = LogSet([log], None)
    yield logs
    logs.close()


def lines(*requests: object) -> str:
    """A record for each request ID, 0 for none."""
    return "".join(
        f'{{"level": "INFO", "message": "m", "request_id": "r{request}"}}\n'
        if request
        else '{"level": "INFO", "message": "m"}\n'
        for request in requests
    )


def reason(logs: LogSet, expected: str) -> LogState:
    """Refresh until the figures are these; the suite's time limit ends what never comes."""
    state = logs.refresh()
    while state.request_reason != expected:
        time.sleep(0.01)
        state = logs.refresh()
    return state


def test_figures_are_those_of_the_whole_set(log: Path, logs: LogSet) -> None:
    """Beyond any sample, and again when the log has grown."""
    log.write_text(lines(*(n // 4 for n in range(5_000))))
    state = logs.refresh()
    assert (state.request_key, state.request_reason) == (
        "request_id",
        "request_id: 99 % of records, 1,249 requests",
    )

    with log.open("a") as file:
        file.write(lines(*range(1, 5_001)))
    reason(logs, "request_id: 99 % of records, 5,000 requests")


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ([1, 1, 2], "request_id: 100 % of records, 2 requests"),
        ([1, 1, 2] + [0] * 600, "request_id: < 1 % of records, 2 requests"),
        ([0, 0], ""),
        ([], ""),
        (range(1, 41), "request_id: 100 % of records, 40 requests"),
        ([1] * 40, "request_id has one value only, so it tells no requests apart"),
    ],
)
def test_shares_are_honest(requests: list[int], expected: str, log: Path, logs: LogSet) -> None:
    """All is all, little is not nothing, and a field that does not serve is named."""
    log.write_text(lines(*requests))

    assert logs.refresh().request_reason == expected
