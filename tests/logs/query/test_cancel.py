"""Every question can be stopped in its middle, and the log answers the next one."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector.base.cancel import Cancelled, CancelToken
from inspector.logs.follow import LogSet
from inspector.logs.index.database import Database
from inspector.logs.query import Query
from inspector.logs.records import Level
from inspector.logs.requests import RequestSort

_RECORDS = 45_000
_ALL_FILTERS = Query(
    levels=frozenset([Level.INFO, Level.ERROR]),
    loggers=frozenset(["api", "worker"]),
    text=r"m\d",
    regex=True,
    since_ns=0,
    until_ns=2**62,
    where="n > 5 and http.status < 300",
    hidden="m77",
)
_QUESTIONS: dict[str, Callable[[LogSet, CancelToken], object]] = {
    "rows": lambda logs, cancel: logs.rows(_ALL_FILTERS, cancel=cancel),
    "text": lambda logs, cancel: logs.rows(Query(text="m7"), cancel=cancel),
    "histogram": lambda logs, cancel: logs.histogram(_ALL_FILTERS, cancel=cancel),
    "column": lambda logs, cancel: logs.top_values("logger", cancel=cancel),
    "top": lambda logs, cancel: logs.top_values("http.status", _ALL_FILTERS, cancel=cancel),
    "requests": lambda logs, cancel: logs.requests(RequestSort.LAST, 10, cancel, _ALL_FILTERS),
    "all requests": lambda logs, cancel: logs.requests(cancel=cancel),
    "number": lambda logs, cancel: logs.count_requests(_ALL_FILTERS, cancel),
    "stats": lambda logs, cancel: logs.stats(cancel),
}


class _CancelsItself(CancelToken):
    """Is cancelled when it is asked for the nth time: when work begins, between its steps, at its end."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self._left = after
        self._counting = threading.Lock()

    def raise_if_cancelled(self) -> None:
        with self._counting:
            self._left -= 1
            ends = self._left == 0
        if ends:
            self.cancel()
        super().raise_if_cancelled()


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LogSet]:
    """More records than are read at once."""
    log = tmp_path_factory.mktemp("cancel") / "a.log"
    log.write_text(
        "".join(
            json.dumps(
                {
                    "timestamp": f"2026-03-04T09:{n % 3600 // 60:02}:{n % 60:02}Z",
                    "level": "INFO",
                    "logger": "api" if n % 3 else "worker",
                    "message": f"m{n}",
                    "request_id": f"r{n // 7}",
                    "n": n,
                    "http": {"status": 200 + n % 5},
                }
            )
            + "\n"
            for n in range(_RECORDS)
        )
    )
    logs = LogSet([log], None)
    logs.refresh()
    yield logs
    logs.close()


@pytest.mark.parametrize("name", _QUESTIONS)
def test_a_question_ends_wherever_it_is_cancelled(name: str, logs: LogSet) -> None:
    """At each of its steps, until there are so few that it comes to its end."""
    question = _QUESTIONS[name]
    steps = 0
    while steps < 100:
        steps += 1
        try:
            question(logs, _CancelsItself(after=steps))
        except Cancelled:
            continue
        break

    assert 2 < steps < 100
    assert len(logs.rows(_ALL_FILTERS).ids) == len([n for n in range(6, _RECORDS) if "77" not in f"m{n}"[:3]])


def test_a_statement_is_interrupted() -> None:
    """One that would run for hours; from another thread."""
    database = Database()
    token = CancelToken()
    timer = threading.Timer(0.1, token.cancel)
    timer.start()
    try:
        with pytest.raises(Cancelled), database.reading(token) as cursor:
            cursor.execute("SELECT count(*) FROM range(1000000000000) AS r(n) WHERE hash(n) = 1")
    finally:
        timer.join()
        database.close()


def test_filters_over_new_records_only_leave_out_what_was_seen(tmp_path: Path) -> None:
    """All of them at once, on a log that grows; a record is given out when it first matches."""
    log = tmp_path / "a.log"
    log.write_text("")
    logs = LogSet([log], None)
    given: list[int] = []
    try:
        rows = logs.rows(_ALL_FILTERS)
        for start in range(0, 60, 20):
            with log.open("a") as file:
                for n in range(start, start + 20):
                    record = {
                        "level": "INFO",
                        "logger": "api",
                        "message": f"m{n}",
                        "n": n,
                        "http": {"status": 1},
                    }
                    file.write(json.dumps({"timestamp": f"2026-03-04T09:00:{n:02}Z", **record}) + "\n")
            logs.refresh()
            rows = logs.rows(_ALL_FILTERS, after=rows.mark)
            given += rows.ids.tolist()
    finally:
        logs.close()

    assert given == list(range(6, 60))
