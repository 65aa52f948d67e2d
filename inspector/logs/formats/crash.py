"""What an interpreter prints when it dies: below a record of something else, or by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspector.logs.records import Level

_HEADS = ("Traceback (most recent call last):", "  + Exception Group Traceback (most recent call last):")
_PANICS = ("panic: ", "fatal error: ", "Exception in thread ")
# `pkg.Error: text`, `MemoryError`: what stands below the frames of Python.
_LAST = re.compile(r"[A-Za-z_][\w.]*(?::\s.*|:?)")


def level_below(level: Level, lines: Sequence[str]) -> Level:
    """The level of a JSON record with these lines below it.

    A logger writes a traceback into the object, or below a record of a failure. One that stands below a
    record of lower level was printed by the interpreter, and is an error.
    """
    return Level.ERROR if level < Level.WARNING and _is_traceback(lines) else level


def level_of_plain(lines: Sequence[str]) -> Level:
    """The level of a record that is no more than text: an error for the end of a program, else unknown."""
    crashed = len(lines) > 1 and (_is_traceback(lines) or lines[0].startswith(_PANICS))
    return Level.ERROR if crashed else Level.UNKNOWN


def _is_traceback(lines: Sequence[str]) -> bool:
    """Whether these lines are a traceback from its first line to the exception."""
    if len(lines) < 2 or not lines[0].startswith(_HEADS):
        return False
    # What the exception says may have several lines, and notes stand below it.
    return any(_LAST.fullmatch(line) for line in lines[1:])
