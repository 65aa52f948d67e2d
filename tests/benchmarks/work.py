"""What is done in a process of its own: python -m tests.benchmarks.work TASK ARGUMENT…."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from inspector.logs.follow import Feed, LogSet
from inspector.logs.query import Query
from inspector.logs.records import Level

TIMES = 5
LONGEST_S = 300


def index(log: str, cache: str) -> dict[str, float]:
    """Open a log and index it, or find its index."""
    logs = LogSet([Path(log)], Path(cache))
    start = time.perf_counter()
    state = logs.refresh()
    seconds = time.perf_counter() - start
    logs.close()
    return {"seconds": seconds, "records": state.records}


def merged(cache: str, *logs: str) -> dict[str, float]:
    """Open several logs as one, and put all records in order of time."""
    opened = LogSet([Path(log) for log in logs], Path(cache))
    start = time.perf_counter()
    state = opened.refresh()
    seconds = time.perf_counter() - start
    rows = opened.rows(Query())
    ordered = time.perf_counter() - start - seconds
    opened.close()
    assert len(rows.ids) == state.records
    return {"seconds": seconds, "ordered": ordered, "records": state.records}


def bare_duckdb(log: str, table: str) -> dict[str, float]:
    """DuckDB alone: the columns that our index holds, into a table of a database file."""
    start = time.perf_counter()
    with duckdb.connect(table) as connection:
        columns = "timestamp: 'VARCHAR', level: 'VARCHAR', logger: 'VARCHAR', request_id: 'VARCHAR'"
        found = connection.execute(
            f"""CREATE TABLE records AS SELECT row_number() OVER () AS sequence,
                       epoch_ns(timestamp::TIMESTAMPTZ) AS time, level, logger, request_id, message, exception
                FROM read_json(?, format = 'newline_delimited',
                    columns = {{{columns}, message: 'VARCHAR', exception: 'VARCHAR'}})""",
            [log],
        ).fetchone()
        connection.execute("CHECKPOINT")
    return {"seconds": time.perf_counter() - start, "records": found[0] if found else 0}


def requests(log: str, cache: str) -> dict[str, float]:
    """Index a log, then list its slowest requests."""
    logs = LogSet([Path(log)], Path(cache))
    start = time.perf_counter()
    logs.refresh()
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    found = logs.requests()
    listed = time.perf_counter() - start
    logs.close()
    return {"seconds": seconds, "listed": listed, "requests": len(found)}


def preview(log: str, cache: str) -> dict[str, float]:
    """The newest records of a log that has no index yet."""
    logs = LogSet([Path(log)], Path(cache))
    start = time.perf_counter()
    records = logs.preview()
    seconds = time.perf_counter() - start
    logs.close()
    return {"seconds": seconds, "records": len(records)}


def filters(log: str, cache: str) -> dict[str, float]:
    """Median seconds of each kind of question to an indexed log."""
    logs = LogSet([Path(log)], Path(cache))
    state = logs.refresh()
    middle = logs.rows(Query()).ids[state.records // 2]
    (record,) = logs.records([int(middle)])
    first = state.first_ns or 0
    tenth = ((state.last_ns or 0) - first) // 10
    errors = frozenset((Level.ERROR, Level.CRITICAL))
    questions: dict[str, Callable[[], object]] = {
        "level": lambda: logs.rows(Query(levels=errors)),
        "request": lambda: logs.rows(Query(request=record.request_id)),
        "text": lambda: logs.rows(Query(text="pool exhausted")),
        "regex": lambda: logs.rows(Query(text=r"waited 9\d{3}1 us", regex=True)),
        "time": lambda: logs.rows(Query(since_ns=first + tenth, until_ns=first + 2 * tenth)),
        "histogram": lambda: logs.histogram(Query()),
        "top": lambda: logs.top_values("logger"),
        "member": lambda: logs.top_values("function"),
        "slowest": lambda: logs.requests(limit=500),
        "page": lambda: logs.records([int(middle) + n for n in range(50)]),
    }
    medians = {}
    for name, question in questions.items():
        taken = []
        for _ in range(TIMES):
            start = time.perf_counter()
            question()
            taken.append(time.perf_counter() - start)
        medians[name] = statistics.median(taken)
    logs.close()
    return medians


def follow(log: str, cache: str, expected: str) -> dict[str, float]:
    """Follow a log that another process writes, until so many records are there."""
    logs = LogSet([Path(log)], Path(cache))
    feed = Feed(logs)
    feed.start()
    _wait_for_records(feed, 1)
    start, already = time.perf_counter(), feed.state().records
    _wait_for_records(feed, int(expected))
    seconds = time.perf_counter() - start
    feed.stop()
    logs.close()
    return {"seconds": seconds, "records": int(expected) - already}


def filtered(log: str, cache: str, expected: str) -> dict[str, float]:
    """Follow a log that another process writes while three filters go on over the new records."""
    import psutil  # the other tasks, whose memory is measured, do without

    total = int(expected)
    process = psutil.Process()
    logs = LogSet([Path(log)], Path(cache))
    feed = Feed(logs)
    feed.start()
    queries = [
        Query(levels=frozenset((Level.ERROR, Level.CRITICAL))),
        Query(text="pool exhausted"),
        Query(text=r"took|waited \d+", regex=True),
    ]
    answers = [logs.rows(query) for query in queries]
    matched = [len(rows.ids) for rows in answers]
    longest, early_mb, peak_late_mb = 0.0, 0.0, 0.0
    _wait_for_records(feed, 1)
    start, already = time.perf_counter(), feed.state().records
    last, seen = start, already
    while seen < total:
        time.sleep(0.05)
        asked = time.perf_counter()
        for number, query in enumerate(queries):
            answers[number] = logs.rows(query, after=answers[number].mark)
            matched[number] += len(answers[number].ids)
        longest = max(longest, time.perf_counter() - asked)
        records = feed.state().records
        now = time.perf_counter()
        if records > seen:
            seen, last = records, now
        elif now - last > LONGEST_S:
            sys.exit(f"nothing more came for {LONGEST_S} s")
        memory = process.memory_info().rss / 1e6
        if seen < total / 4:
            early_mb = max(early_mb, memory)
        else:
            peak_late_mb = max(peak_late_mb, memory)
    seconds = time.perf_counter() - start
    feed.stop()
    for number, query in enumerate(queries):
        assert matched[number] + len(logs.rows(query, after=answers[number].mark).ids) == len(
            logs.rows(query).ids
        )
    logs.close()
    return {
        "seconds": seconds,
        "records": total - already,
        "longest": longest,
        "early_mb": early_mb,
        "late_mb": peak_late_mb,
    }


def appended(log: str, cache: str, count: str) -> dict[str, float]:
    """Append single lines to a followed log and wait for each to become visible."""
    path = Path(log)
    line = path.read_bytes().splitlines(keepends=True)[0]
    logs = LogSet([path], Path(cache))
    feed = Feed(logs)
    feed.start()
    _wait(lambda: not feed.state().first_pass)
    taken = []
    for number in range(int(count)):
        records = feed.state().records + 1
        # At different moments of the watcher's beat.
        time.sleep(0.05 + 0.013 * (number % 11))
        start = time.perf_counter()
        with path.open("ab") as file:
            file.write(line)
        _wait_for_records(feed, records)
        taken.append(time.perf_counter() - start)
    feed.stop()
    logs.close()
    return {"median": statistics.median(taken), "longest": max(taken)}


def _wait_for_records(feed: Feed, count: int) -> None:
    _wait(lambda: feed.state().records >= count)


def _wait(condition: Callable[[], bool]) -> None:
    end = time.perf_counter() + LONGEST_S
    while not condition():
        if time.perf_counter() > end:
            sys.exit(f"nothing more came for {LONGEST_S} s")
        time.sleep(0.0005)


TASKS: tuple[Callable[..., dict[str, float]], ...] = (
    index,
    merged,
    bare_duckdb,
    requests,
    preview,
    filters,
    follow,
    filtered,
    appended,
)


def main() -> None:
    """Run the named task and print what it returns as the last line."""
    name, *arguments = sys.argv[1:]
    (task,) = (task for task in TASKS if task.__name__ == name)
    print(json.dumps(task(*arguments)))


if __name__ == "__main__":
    main()
