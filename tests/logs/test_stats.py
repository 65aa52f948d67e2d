"""Figures over a whole log."""

from __future__ import annotations

import json
from pathlib import Path

from inspector.logs.follow import LogSet
from inspector.logs.records import Level
from inspector.logs.stats import FieldStats


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
