"""`inspector logs requests`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inspector.cli import run


def _requests(capsys: pytest.CaptureFixture[str], logs: Path, *argv: str) -> list[dict[str, Any]]:
    assert run(["logs", "requests", str(logs), "--json", *argv]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_request_spans_both_files(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Figures over all records that share the ID, wherever they stand."""
    failed = _requests(capsys, logs, "--sort", "level")[0]

    assert failed.pop("sources") == [str(logs / "api.jsonl"), str(logs / "worker.jsonl")]
    assert failed == {
        "request_id": "req-11",
        "request_key": "request_id",
        "records": 4,
        "first": "2026-06-17T10:42:55.000Z",
        "last": "2026-06-17T10:42:59.000Z",
        "duration_ms": 4000.0,
        "level": "error",
        "errors": 1,
        "loggers": ["api", "worker"],
        "open": True,
    }


@pytest.mark.parametrize(
    ("sort", "key", "down"),
    [("duration", "duration_ms", True), ("first", "first", False), ("records", "records", True)],
)
def test_sorting_puts_the_asked_first(
    sort: str, key: str, down: bool, logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All requests come, in the order asked for."""
    values = [request[key] for request in _requests(capsys, logs, "--sort", sort)]

    assert len(values) == 12
    assert values == sorted(values, reverse=down)


def test_the_table_tells_of_what_it_leaves_out(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--limit cuts the list, and the closing line says so."""
    assert run(["logs", "requests", str(logs), "--sort", "level", "--limit", "3"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:4] == ["Request", "Duration", "ms", "Records"]
    assert lines[1].split()[:5] == ["req-11", "4,000.0", "4", "1", "error"]
    assert lines[-1] == "3 of 12 requests; --limit shows more."


def test_a_log_without_requests_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Plain text has no request IDs."""
    (tmp_path / "plain.log").write_text("one\ntwo\n", "utf-8")
    assert run(["logs", "requests", str(tmp_path / "plain.log")]) == 0

    assert capsys.readouterr().out == "No request: no field repeats like a request ID.\n"


def test_filters_choose_requests(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One matching record is enough; the figures stay whole."""
    found = _requests(capsys, logs, "--level", "error")
    assert [(each["request_id"], each["records"]) for each in found] == [("req-11", 4)]
    slow = _requests(capsys, logs, "--where", "latency_ms >= 100", "--sort", "last")
    assert [each["request_id"] for each in slow] == ["req-11", "req-10"]

    assert run(["logs", "requests", str(logs), "--text", "nowhere"]) == 0
    assert capsys.readouterr().out == "No request has a record that matches.\n"
    assert run(["logs", "requests", str(logs), "--where", "latency_ms >"]) == 2
    assert "--where: something is missing after “>” at column 12" in capsys.readouterr().err


def test_a_request_is_found_in_a_log_with_one_line_for_each(
    logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Access logs among logs of services; a file in which no request can be found is told."""
    access = [
        {"time": "2026-06-17T10:42:00Z", "msg": "GET", "traceId": f"req-{n:02}" if n < 12 else f"x-{n}"}
        for n in range(60)
    ]
    (logs / "access.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in access), "utf-8")
    (logs / "plain.log").write_text("req-03 in words\n", "utf-8")

    assert run(["logs", "show", str(logs), "--request", "req-03", "--json"]) == 0
    captured = capsys.readouterr()

    assert sorted(json.loads(line)["request_key"] for line in captured.out.splitlines()) == [
        *["request_id"] * 4,
        "traceId",
    ]
    assert captured.err == (
        "inspector: No field is known to carry the request ID in plain.log: --request finds nothing there. "
        "Name one with --request-key, or look for the ID with --text.\n"
    )
    assert run(["logs", "requests", str(logs / "access.jsonl"), "--json"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 60


def test_one_request_is_asked_for(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By its whole ID, as elsewhere."""
    assert [each["request_id"] for each in _requests(capsys, logs, "-r", "req-11")] == ["req-11"]
