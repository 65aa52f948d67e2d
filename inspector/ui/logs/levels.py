"""How levels are named in the window: a letter for chips, a short word for rows."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.logs.records import Level


@dataclass(frozen=True, slots=True)
class LevelName:
    """One level as shown. `always` means that its chip stands even when no record has it."""

    level: Level
    letter: str
    short: str
    always: bool = True


LEVEL_NAMES = (
    LevelName(Level.TRACE, "T", "TRACE", always=False),
    LevelName(Level.DEBUG, "D", "DEBUG"),
    LevelName(Level.INFO, "I", "INFO"),
    LevelName(Level.NOTICE, "N", "NOTE", always=False),
    LevelName(Level.WARNING, "W", "WARN"),
    LevelName(Level.ERROR, "E", "ERROR"),
    LevelName(Level.CRITICAL, "C", "CRIT"),
    LevelName(Level.UNKNOWN, "?", "?", always=False),
)

SHORT_WORD = {name.level: name.short for name in LEVEL_NAMES}
ERRORS = frozenset({Level.ERROR, Level.CRITICAL})
ALL_LEVELS = frozenset(Level)


def at_least(minimum: Level) -> frozenset[Level] | None:
    """The levels of a minimum, None when that leaves nothing out: DEBUG and below ask for everything.

    Records of unknown level are left out above that: nobody who asks for errors wants every plain line.
    """
    if minimum <= Level.DEBUG:
        return None
    return frozenset(level for level in Level if level >= minimum)
