"""`inspector logs top`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.cli import run


def test_text_lists_values(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The most frequent first, with filters."""
    assert run(["logs", "top", "logger", str(logs), "--text", "begins"]) == 0

    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows == [
        ["Records", "%", "Type", "Value"],
        ["12", "50.0", "text", "api"],
        ["12", "50.0", "text", "worker"],
        [],
        ["2", "values", "in", "24", "records."],
    ]


def test_json_has_values_with_their_types(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers as numbers."""
    assert run(["logs", "top", "latency_ms", str(logs), "--limit", "1", "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == {
        "field": "latency_ms",
        "records": 50,
        "without": 38,
        "distinct": 12,
        "values": [{"value": 0, "type": "number", "records": 1}],
    }


def test_secrets_are_masked_until_revealed(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the name of the field."""
    assert run(["logs", "top", "token", str(logs)]) == 0
    assert "abc-very-secret" not in capsys.readouterr().out

    assert run(["logs", "top", "token", str(logs), "--reveal-secrets"]) == 0
    assert "abc-very-secret" in capsys.readouterr().out


def test_a_field_that_no_record_has_is_told(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is an answer."""
    assert run(["logs", "top", "nothing", str(logs)]) == 0

    assert capsys.readouterr().out == "No record of 50 has a field nothing.\n"
