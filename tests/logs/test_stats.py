"""Figures over a whole log."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from inspector.base.cancel import Cancelled, CancelToken
from inspector.logs.follow import LogSet
from inspector.logs.records import Level
from inspector.logs.stats import FieldStats, Oddities


def test_levels_and_fields_are_counted(tmp_path: Path) -> None:
    """Lines that are no JSON count as lines; many different values are counted nearly exactly."""
    log = tmp_path / "a.log"
    log.write_text(
        "".join(
            json.dumps(
                {"level": "INFO" if number % 3 else "ERROR", "message": "m", "id": number, "ü": number % 2}
            )
            + "\n"
            for number in range(9_000)
        )
        + "plain\n  with more\n"
    )
    logs = LogSet([log], None)
    try:
        logs.refresh()
        stats = logs.stats()
    finally:
        logs.close()

    assert (stats.records, stats.lines, stats.unparsed) == (9_001, 9_002, 1)
    assert dict(stats.levels)[Level.ERROR] == 3_000
    assert (stats.first_ns, stats.last_ns) == (None, None)
    fields = {field.name: field for field in stats.fields}
    assert list(fields) == ["id", "level", "message", "ü"]
    assert fields["level"] == FieldStats("level", 9_000, 2)
    assert fields["ü"] == FieldStats("ü", 9_000, 2)
    assert abs(fields["id"].distinct - 9_000) < 450


def test_nested_fields_have_dotted_names(tmp_path: Path) -> None:
    """Objects stand for themselves only when they are empty or nested too deep; null is a value."""
    log = tmp_path / "a.log"
    records: list[object] = [
        {"http": {"method": "GET", "path": "/a"}, "a.b": 1, "none": None},
        {"http": {"method": "GET", "path": "/b", "query": {"page": 1}}, "a": {"b": 2}},
        {"http": {}, "list": [{"x": 1}]},
        {"http": "off", "deep": {"1": {"2": {"3": {"4": 5}}}}},
    ]
    broken = '{"http": {"method": "PUT"\n'
    log.write_text(
        "".join(json.dumps(record) + "\n" for record in records) + broken + json.dumps(records[0], indent=1)
    )
    os.utime(log, (0, 0))
    logs = LogSet([log], None)
    try:
        logs.refresh()
        fields = {field.name: (field.records, field.distinct) for field in logs.stats().fields}
    finally:
        logs.close()

    assert fields == {
        "http": (2, 2),
        "http.method": (3, 1),
        "http.path": (3, 2),
        "http.query.page": (1, 1),
        "a.b": (3, 2),
        "none": (2, 1),
        "list": (1, 1),
        "deep.1.2.3": (1, 1),
    }


def test_lines_and_times_that_are_odd_are_counted(tmp_path: Path) -> None:
    """Over the borders of what is read at once; each file by itself, with what carries its request ID."""
    api, text = tmp_path / "api.log", tmp_path / "text.log"
    records = [
        {
            "timestamp": f"2026-03-04T09:00:{second:02}Z",
            "level": level,
            "message": "m",
            "request_id": f"r{n // 2}",
        }
        for n, (second, level) in enumerate(
            [(5, "INFO"), (3, "INFO"), (4, "odd"), (1, "INFO"), (1, "INFO"), (9, "INFO")]
        )
    ]
    api.write_text(
        "".join(json.dumps(record) + "\n" for record in records)
        + "Traceback (most recent call last):\n  x\nE: y\n"
    )
    text.write_text("plain\nlines\n")
    logs = LogSet([api, text], None)
    try:
        logs.refresh()
        stats = logs.stats()
    finally:
        logs.close()

    assert (stats.records, stats.lines, stats.continuation) == (8, 11, 3)
    assert (stats.without_level, stats.out_of_order) == (3, 4)
    first, second = stats.sources
    assert (first.path, first.records, first.lines, first.request_key) == (str(api), 6, 9, "request_id")
    assert (first.with_request, first.requests) == (6, 3)
    assert (second.records, second.request_key, second.with_request, second.requests) == (2, None, 0, 0)
    assert first.reason.startswith("JSON")


def test_counting_stops_when_it_is_cancelled(tmp_path: Path) -> None:
    """It may take seconds on a large log."""
    log = tmp_path / "a.log"
    log.write_text('{"message": "m"}\n' * 10)
    logs = LogSet([log], None)
    token = CancelToken()
    token.cancel()
    try:
        logs.refresh()
        with pytest.raises(Cancelled):
            logs.stats(token)
    finally:
        logs.close()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"m": 1, "m": 2}', Oddities(duplicates=1)),
        ('{"m": {"a": 1, "b": 1}, "a": 1}', Oddities()),
        ('{"m": 9223372036854775807, "n": -9223372036854775807}', Oddities()),
        ('{"m": 9223372036854775808}', Oddities(big_numbers=1)),
        ('{"m": [1, -10000000000000000000000]}', Oddities(big_numbers=1)),
        ('{"m": "9223372036854775808", "t": 0.9223372036854775808123}', Oddities()),
        ('{"m": 1e400, "t": "[NaN: 99999999999999999999]"}', Oddities()),
        ('{"m": NaN, "n": -Infinity}', Oddities(not_numbers=1)),
        ('{"m": "\\ud83d\\ude00 \\\\ud83d"}', Oddities()),
        ('{"m": "\\ud83d"}', Oddities(surrogates=1)),
        ('{"\\ude00": {"x": "\\u0000"}}', Oddities(surrogates=1, nul=1)),
    ],
)
def test_what_is_odd_is_counted(tmp_path: Path, line: str, expected: Oddities) -> None:
    """Values that one program reads in one way and the next in another."""
    log = tmp_path / "a.log"
    log.write_text(f'{line}\n{{"level": "info", "m": "usual"}}\n')
    logs = LogSet([log], None)
    try:
        logs.refresh()
        assert logs.stats().oddities == expected
    finally:
        logs.close()
