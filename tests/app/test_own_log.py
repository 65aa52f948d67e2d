"""Inspector's own log: JSON lines, rotation, no secrets."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from inspector.app import own_log
from inspector.app.own_log import start_own_log, stop_own_log

_SECRET = "hunter2-and-more"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    level, raises = logging.getLogger().level, logging.raiseExceptions
    path = tmp_path / "state" / "inspector.jsonl"
    handler = start_own_log(path)
    handler.open()
    yield path
    stop_own_log(handler)
    logging.getLogger().setLevel(level)
    logging.raiseExceptions = raises


def _entries(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_an_entry_is_one_json_object(log: Path) -> None:
    """Time in UTC, level, logger, message and where it came from."""
    logging.getLogger("inspector.part").warning("%d files in\ntwo lines", 3)
    (entry,) = _entries(log)

    assert datetime.fromisoformat(str(entry.pop("timestamp"))).utcoffset() is not None
    assert isinstance(entry.pop("line"), int)
    assert entry == {
        "level": "WARNING",
        "logger": "inspector.part",
        "message": "3 files in\ntwo lines",
        "module": "test_own_log",
        "function": "test_an_entry_is_one_json_object",
    }


def test_secrets_are_masked_everywhere(log: Path) -> None:
    """In the message, in its arguments, and in the traceback."""
    logging.getLogger("a").info("password=%s", _SECRET)
    try:
        raise ValueError(f"cannot reach postgres://me:{_SECRET}@host/db")
    except ValueError:
        logging.getLogger("a").exception("failed")
    first, second = _entries(log)

    assert first["message"] == "password=••••••••"
    assert "ValueError: cannot reach postgres://me:••••••••@host/db" in str(second["exception"])
    assert _SECRET not in log.read_text("utf-8")


def test_it_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old files are dropped."""
    monkeypatch.setattr(own_log, "_LARGEST_BYTES", 2_000)
    raises = logging.raiseExceptions
    handler = start_own_log(tmp_path / "inspector.jsonl")
    for number in range(100):
        logging.getLogger("a").warning("entry %d", number)
    stop_own_log(handler)
    logging.raiseExceptions = raises
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]

    assert len(sizes) == own_log._KEPT + 1
    assert max(sizes) <= 2_000
    assert "entry 99" in (tmp_path / "inspector.jsonl").read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    """There is no log then."""
    (tmp_path / "state").write_text("a file", "utf-8")
    raises = logging.raiseExceptions
    handler = start_own_log(tmp_path / "state" / "inspector.jsonl")
    logging.getLogger("a").warning("nobody will read this")
    stop_own_log(handler)
    logging.raiseExceptions = raises

    assert (tmp_path / "state").read_text("utf-8") == "a file"


def test_what_comes_before_the_window_waits(tmp_path: Path) -> None:
    """It is written when the log opens, or at the end of a program that never came so far."""
    path, raises = tmp_path / "inspector.jsonl", logging.raiseExceptions
    handler = start_own_log(path)
    logging.getLogger("a").warning("early")
    assert not path.exists()
    handler.open()
    logging.getLogger("a").warning("late")
    stop_own_log(handler)
    other = start_own_log(tmp_path / "other.jsonl")
    logging.getLogger("a").warning("never shown")
    stop_own_log(other)
    logging.raiseExceptions = raises

    assert [entry["message"] for entry in _entries(path)] == ["early", "late"]
    assert [entry["message"] for entry in _entries(tmp_path / "other.jsonl")] == ["never shown"]
