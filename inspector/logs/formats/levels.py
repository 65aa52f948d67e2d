"""Levels as producers write them, on one scale."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from inspector.logs.formats.values import lookup
from inspector.logs.records import Level

_SPELLINGS = {
    Level.TRACE: "trace trc t finest finer verbose vrb silly",
    Level.DEBUG: "debug dbg d fine config d1 d2 d3 d4 d5",
    Level.INFO: "info inf i information informational http success ok log",
    Level.NOTICE: "notice note",
    Level.WARNING: "warning warn wrn w",
    Level.ERROR: "error err e eror severe exception",
    Level.CRITICAL: "critical crit c alert dpanic fatal ftl f panic emerg emergency",
}

LEVEL_WORDS: Mapping[str, Level] = MappingProxyType(
    {word: level for level, words in _SPELLINGS.items() for word in words.split()}
)
"""Every known spelling, in lower case."""

PYTHON_LEVELS: Mapping[int, Level] = MappingProxyType(
    {
        5: Level.TRACE,
        10: Level.DEBUG,
        20: Level.INFO,
        25: Level.NOTICE,
        30: Level.WARNING,
        40: Level.ERROR,
        50: Level.CRITICAL,
    }
)
PINO_LEVELS: Mapping[int, Level] = MappingProxyType(
    {
        10: Level.TRACE,
        20: Level.DEBUG,
        30: Level.INFO,
        40: Level.WARNING,
        50: Level.ERROR,
        60: Level.CRITICAL,
    }
)
SYSLOG_LEVELS: Mapping[int, Level] = MappingProxyType(
    {
        0: Level.CRITICAL,
        1: Level.CRITICAL,
        2: Level.CRITICAL,
        3: Level.ERROR,
        4: Level.WARNING,
        5: Level.NOTICE,
        6: Level.INFO,
        7: Level.DEBUG,
    }
)
NEXTCLOUD_LEVELS: Mapping[int, Level] = MappingProxyType(
    {0: Level.DEBUG, 1: Level.INFO, 2: Level.WARNING, 3: Level.ERROR, 4: Level.CRITICAL}
)
OTEL_LEVELS: Mapping[int, Level] = MappingProxyType(
    {
        number: level
        for first, level in ((1, Level.TRACE), (5, Level.DEBUG), (9, Level.INFO), (13, Level.WARNING))
        for number in range(first, first + 4)
    }
    | dict.fromkeys(range(17, 21), Level.ERROR)
    | dict.fromkeys(range(21, 25), Level.CRITICAL)
)

# Go's slog writes INFO+2 for a level between two names.
_OFFSET = re.compile(r"[+-]\d{1,3}$")
_INTEGER = re.compile(r"[+-]?\d{1,5}", re.ASCII)
_PINO_COMPANIONS = frozenset(["v", "pid", "hostname", "msg"])


def level_of(value: object, numbers: Mapping[int, Level]) -> Level:
    """The level of a word or number; UNKNOWN for anything that is neither.

    Words are compared without regard to case and surrounding blanks. `numbers` is the source's scale, for
    numbers and for text that is a number.
    """
    if isinstance(value, bool):
        return Level.UNKNOWN
    if isinstance(value, int):
        return numbers.get(value, Level.UNKNOWN)
    if not isinstance(value, str):
        return Level.UNKNOWN
    word = value.strip().lower()
    level = LEVEL_WORDS.get(word)
    if level is not None:
        return level
    if _INTEGER.fullmatch(word):
        return numbers.get(int(word), Level.UNKNOWN)
    return LEVEL_WORDS.get(_OFFSET.sub("", word), Level.UNKNOWN)


def priority_level(priority: object) -> Level:
    """The level in a priority of syslog, text of up to three digits: facility × 8 + severity."""
    if not isinstance(priority, str) or not priority.isdecimal():
        return Level.UNKNOWN
    return SYSLOG_LEVELS[int(priority) % len(SYSLOG_LEVELS)]


def speaks_of_levels(values: Sequence[object]) -> bool:
    """Whether these values of a field are severities: some are a known word or a number."""
    return any(
        (isinstance(value, int) and not isinstance(value, bool))
        or (isinstance(value, str) and (_INTEGER.fullmatch(value.strip()) or level_of(value, {})))
        for value in values
    )


def level_scale(records: Sequence[Mapping[str, object]], keys: Sequence[str]) -> Mapping[int, Level]:
    """Which numeric scale a source of unknown make uses, from all its numbers and the fields beside them."""
    numbers: set[int] = set()
    names: set[str] = set()
    for record in records:
        names.update(record)
        for key in keys:
            value = lookup(record, key)
            if isinstance(value, int) and not isinstance(value, bool):
                numbers.add(value)
            elif isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
                numbers.add(int(value))
    if not numbers:
        return {}
    if "severityNumber" in names:
        return OTEL_LEVELS
    if max(numbers) <= max(SYSLOG_LEVELS):
        return SYSLOG_LEVELS
    # Both count in tens; 40 is an error to Python and a warning to pino.
    return PINO_LEVELS if 60 in numbers or names & _PINO_COMPANIONS else PYTHON_LEVELS
