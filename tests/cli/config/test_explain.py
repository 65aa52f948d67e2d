"""`inspector config explain`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.cli import run


def _explain(workspace: Path, *argv: str) -> int:
    return run(["config", "explain", str(workspace), *argv, "-e", "production", "--environ", "none"])


def test_the_winner_stands_first_and_the_losers_below(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every candidate with layer, value, place, and the reason why it won or lost."""
    assert _explain(workspace, "db.port") == 0

    lines = capsys.readouterr().out.splitlines()
    winner = next(i for i, line in enumerate(lines) if line.startswith("▸ "))
    loser = next(i for i, line in enumerate(lines) if line.strip().startswith("base "))
    assert "db.port is 70000  int" in lines
    assert "Where it listens." in lines
    assert lines[winner] == "▸ environment  70000  config.production.yaml:3:9"
    assert lines[winner + 1].strip().startswith("the highest layer that sets it")
    assert loser == winner + 2
    assert lines[loser] == "  base         5432  config.yaml:3:9"
    assert lines[loser + 1].strip() == "overridden by config.production.yaml"
    assert any(line.startswith("error: ") and "70000" in line for line in lines)


def test_json_holds_the_setting_and_its_findings(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The candidates stand low to high, as everywhere in JSON."""
    assert _explain(workspace, "db.port", "--json") == 0

    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "inspector.config/1"
    assert document["environment"] == "production"
    assert [candidate["kind"] for candidate in document["setting"]["candidates"]] == ["base", "environment"]
    assert [finding["key"] for finding in document["findings"]] == ["db.port"]


def test_a_secret_is_masked_until_revealed(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The value shows only with --reveal-secrets."""
    _explain(workspace, "db.password")
    masked = capsys.readouterr().out
    _explain(workspace, "db.password", "--reveal-secrets")

    assert "hunter2" not in masked
    assert "••••••••" in masked
    assert "hunter2-hunter2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("db.prot", "db.prot is no setting. Did you mean db.port"),
        ("DB_PORT", "Did you mean db.port"),
        ("zzz", "zzz is no setting; `inspector config show` lists all 7."),
        ("db", "db is not one setting; it holds db.host, db.port, db.pool_size"),
    ],
)
def test_an_unknown_key_is_answered_with_a_suggestion(
    key: str, sentence: str, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2 and one sentence that helps on."""
    assert _explain(workspace, key) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err
