"""Level names and minimum levels."""

from __future__ import annotations

import pytest

from inspector.logs.records import Level
from inspector.ui.logs.levels import LEVEL_NAMES, at_least


def test_every_level_has_one_name_with_its_own_letter() -> None:
    """Colour is never the only sign."""
    assert {name.level for name in LEVEL_NAMES} == set(Level)
    assert len({name.letter for name in LEVEL_NAMES}) == len(LEVEL_NAMES)


@pytest.mark.parametrize(
    ("minimum", "expected"),
    [
        (Level.DEBUG, None),
        (Level.ERROR, {Level.ERROR, Level.CRITICAL}),
        (Level.WARNING, {Level.WARNING, Level.ERROR, Level.CRITICAL}),
    ],
)
def test_a_minimum_is_a_set_without_unknown(minimum: Level, expected: set[Level] | None) -> None:
    """Debug means everything; above it, unknown is left out."""
    assert at_least(minimum) == (None if expected is None else frozenset(expected))
