"""The benchmarks' own parts: the big log's generator, and how processes are measured."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from inspector.logs.formats import detect
from tests.benchmarks import biglog
from tests.benchmarks.measure import Failed, Figure, measured


def test_the_big_log_is_what_it_should_be(tmp_path: Path) -> None:
    """The same each time, about 260 bytes a line, in order of time, with requests that repeat."""
    path = tmp_path / "big.jsonl"
    biglog.write(path, 20_000)
    data = path.read_bytes()
    records = [json.loads(line) for line in data.splitlines()]
    requests = Counter(record["request_id"] for record in records)
    times = [record["timestamp"] for record in records]

    assert b"".join(biglog.chunks(20_000)) == data
    assert len(records) == 20_000
    assert 240 < len(data) / len(records) < 290
    assert times == sorted(times)
    assert {record["level"] for record in records} == {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}
    assert 5 < len(records) / len(requests) < 20
    assert detect(data.splitlines()).request_key == "request_id"
    assert not list(tmp_path.glob("*.partial"))


def test_a_process_is_measured() -> None:
    """Its peak memory is its own, its output is kept."""
    small = measured([sys.executable, "-c", "print('done')"])
    large = measured([sys.executable, "-c", "b'x' * 100_000_000"])

    assert small.output == "done\n"
    assert small.seconds > 0
    assert large.peak_mb - small.peak_mb > 80


def test_a_failed_process_is_told() -> None:
    """With what it said last."""
    with pytest.raises(Failed, match="no luck"):
        measured([sys.executable, "-c", "import sys; sys.exit('no luck')"])


@pytest.mark.parametrize(
    ("figure", "kept"),
    [
        (Figure("x", 10, "ms", 10), True),
        (Figure("x", 11, "ms", 10), False),
        (Figure("x", 11, "lines/s", 10, at_least=True), True),
        (Figure("x", 9, "lines/s", 10, at_least=True), False),
        (Figure("x", 4, "s", 0.4, 10, "peer", relative=True), True),
        (Figure("x", 5, "s", 0.4, 10, "peer", relative=True), False),
        (Figure("x", 5, "s", 0.4, None, relative=True), None),
        (Figure("x", None, "s", 0.4), None),
        (Figure("x", 5, "s"), None),
    ],
)
def test_budgets(figure: Figure, kept: bool | None) -> None:
    """As limits of a value, of a ratio, from above or below; unknown without a peer."""
    assert figure.kept is kept
