"""A log set that reads as the user decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.logs.follow import LogSet
from inspector.logs.formats.overrides import DETECTED, Overrides


def _keys(log: Path, cache: Path, overrides: Overrides) -> set[str | None]:
    logs = LogSet([log], cache, overrides)
    try:
        logs.refresh()
        assert {record.request_key for record in logs.preview()} == {overrides.request_key or "request_id"}
        return {record.request_key for record in logs.records(list(range(60)))}
    finally:
        logs.close()


def test_an_index_of_other_choices_is_neither_used_nor_thrown_away(tmp_path: Path) -> None:
    """What the next one finds who decides nothing is the index that was there."""
    log, cache = tmp_path / "a.log", tmp_path / "cache"
    log.write_text(
        "".join(
            json.dumps({"level": "INFO", "message": "m", "request_id": f"r{n // 4}", "job": f"j{n % 9}"})
            + "\n"
            for n in range(60)
        )
    )
    assert _keys(log, cache, DETECTED) == {"request_id"}
    kept = sorted(path.name for path in cache.glob("*.index"))

    assert _keys(log, cache, Overrides(request_key="job")) == {"job"}
    assert sorted(path.name for path in cache.glob("*.index")) == kept
    assert _keys(log, cache, DETECTED) == {"request_id"}
    assert sorted(path.name for path in cache.glob("*.index")) == kept


def test_names_that_are_not_known_are_refused() -> None:
    """Before any log is opened."""
    with pytest.raises(ValueError, match="nonsense"):
        Overrides(format="nonsense")
    with pytest.raises(ValueError, match="Mars"):
        Overrides(zone="Mars/Base")
    assert not DETECTED.any
    assert Overrides(zone="Europe/Berlin").any


def test_a_chosen_field_that_comes_later_is_taken_then(tmp_path: Path) -> None:
    """Until then the one that is detected."""
    log = tmp_path / "a.log"

    def lines(key: str, count: int) -> str:
        records = ({"level": "INFO", "message": "m", key: f"r{n // 4}"} for n in range(count))
        return "".join(f"{json.dumps(record)}\n" for record in records)

    log.write_text(lines("request_id", 200))
    logs = LogSet([log], None, Overrides(request_key="task", other_request_keys=("job",)))
    try:
        assert logs.refresh().request_key == "request_id"
        with log.open("a") as file:
            file.write(lines("job", 600))
        assert logs.refresh().request_key == "job"
    finally:
        logs.close()
