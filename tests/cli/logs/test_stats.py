"""`inspector logs stats`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.cli import run


def test_json_counts_everything(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Records, lines, levels, times and fields over both files."""
    assert run(["logs", "stats", str(logs), "--json"]) == 0

    stats = json.loads(capsys.readouterr().out)
    fields = {field["name"]: field for field in stats["fields"]}
    levels = {level: number for level, number in stats["levels"].items() if number}
    assert (stats["records"], stats["lines"], stats["unparsed"]) == (50, 50, 1)
    assert levels == {"unknown": 1, "debug": 12, "info": 35, "warning": 1, "error": 1}
    assert stats["first"] == "2026-06-17T10:42:00.000Z"
    assert stats["last"] == "2026-06-17T10:43:10.000Z"
    assert fields["request_id"] == {"name": "request_id", "records": 48, "distinct": 12}
    assert fields["latency_ms"]["records"] == 12


def test_the_text_shows_the_same_figures(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tables of figures, levels and fields, and how each file is read."""
    assert run(["logs", "stats", str(logs)]) == 0

    rows = [line.split() for line in capsys.readouterr().out.splitlines() if line]
    assert ["records", "50"] in rows
    assert ["unparsed", "1"] in rows
    assert ["out", "of", "order", "0"] in rows
    assert "requests: request_id, in 24 of 26 records, 12 requests" in [" ".join(row) for row in rows]
    assert ["error", "1"] in rows
    assert ["request_id", "48", "12"] in rows
    assert ["trace", "0"] not in rows


def test_an_empty_log_has_figures_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Zero records is an answer."""
    (tmp_path / "empty.log").touch()
    assert run(["logs", "stats", str(tmp_path / "empty.log")]) == 0

    assert ["records", "0"] in [line.split() for line in capsys.readouterr().out.splitlines()]
