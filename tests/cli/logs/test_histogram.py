"""`inspector logs histogram`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.cli import run


def test_json_has_every_bucket(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Empty ones included, with the levels that each has."""
    assert run(["logs", "histogram", str(logs), "--bucket", "30s", "--json"]) == 0

    document = json.loads(capsys.readouterr().out)
    assert (document["bucket_ms"], document["records"], document["untimed"]) == (30_000.0, 50, 0)
    assert [(bucket["time"], bucket["records"]) for bucket in document["buckets"]] == [
        ("2026-06-17T10:42:00.000Z", 24),
        ("2026-06-17T10:42:30.000Z", 24),
        ("2026-06-17T10:43:00.000Z", 2),
    ]
    assert document["buckets"][1]["levels"] == {"debug": 6, "info": 16, "warning": 1, "error": 1}


def test_text_has_a_line_for_each(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a bar, and filters."""
    assert run(["logs", "histogram", str(logs), "-b", "1min", "--level", "warning"]) == 0

    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows == [
        ["From", "Records", "Warnings", "Errors"],
        ["2026-06-17T10:42:00.000Z", "2", "1", "1", "#" * 40],
        ["2026-06-17T10:43:00.000Z", "0", "0", "0"],
    ]


def test_records_without_a_time_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is no bucket for them."""
    (tmp_path / "a.log").write_text("x\n")
    assert run(["logs", "histogram", str(tmp_path / "a.log")]) == 0

    assert capsys.readouterr().out.endswith("\n1 record without a time.\n")


@pytest.mark.parametrize("width", ["0s", "ten", "5 fortnights", "-1s"])
def test_a_width_that_is_none_is_told(width: str, logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the way to write it."""
    assert run(["logs", "histogram", str(logs), f"--bucket={width}"]) == 2

    assert "is no width: write it like 500ms, 10s, 5min, 1h or 1d." in capsys.readouterr().err
