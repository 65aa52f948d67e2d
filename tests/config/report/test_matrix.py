"""Keys by environments: who has what, what is missing, which secrets are the same."""

from __future__ import annotations

from pathlib import Path

from inspector.config.report import Request, build_report
from inspector.config.report.matrix import MatrixRow, matrix


def _rows(folder: Path) -> dict[str, MatrixRow]:
    files = {
        "config.yaml": "a: 1\nb: {x: 1, password: hunter22}\nz: 0\n",
        "config.dev.yaml": "a: 1\nb: {extra: 5}\n",
        "config.prod.yaml": "a: 2\nb: {password: swordfish}\nneeded: yes\n",
        "config.test.yaml": "b: {password: swordfish, x: text}\n",
        "config.schema.json": (
            '{"required": ["needed"], "properties": {"needed": {}, '
            '"b": {"properties": {"x": {"type": "integer"}}}}}'
        ),
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    reports = [build_report(Request(folder, name)) for name in ("dev", "prod", "test")]
    rows = matrix(reports)
    assert [row.key for row in rows] == ["a", "b.x", "b.password", "b.extra", "z", "needed"]
    return {row.key: row for row in rows}


def test_cells_tell_equal_values_by_their_groups(tmp_path: Path) -> None:
    """So that secrets can be compared without being read."""
    rows = _rows(tmp_path)
    assert [cell.group for cell in rows["a"].cells] == [0, 1, 0]
    assert [cell.group for cell in rows["b.password"].cells] == [0, 1, 1]
    assert rows["b.password"].secret
    assert rows["z"].equal
    assert not rows["b.extra"].equal


def test_cells_tell_what_is_not_set_missing_and_invalid(tmp_path: Path) -> None:
    """Each for its own environment."""
    rows = _rows(tmp_path)
    assert [cell.setting is None for cell in rows["b.extra"].cells] == [False, True, True]
    assert [cell.missing for cell in rows["b.extra"].cells] == [False, False, False]
    assert [cell.missing for cell in rows["needed"].cells] == [True, False, True]
    assert [cell.invalid for cell in rows["b.x"].cells] == [False, False, True]


def test_nothing_is_compared_with_nothing() -> None:
    """No report, no row."""
    assert matrix([]) == ()
