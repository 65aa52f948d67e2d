"""How Vite fills in references: the dotenv-expand inside of vite 5.4.21, step by step.

A value that is put in is expanded itself, again and again, so that a circle fills the stack of JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from inspector.config.dialects.dotenv_files.bounds import Budget, EndlessError

# The default behind :- or - may hold references in three levels; _end_of_default finds where it ends.
_REFERENCE = re.compile(r"(\\)?\$(?!\()\{?([A-Za-z0-9_.]+)(?=(:?-)?)")
_MAX_DEPTH = 200


class Expander:
    """Expands the values of one environment. `parsed` may be changed between two values."""

    def __init__(self, environ: Mapping[str, str], parsed: Mapping[str, str]) -> None:
        self._environ = environ
        self._parsed = parsed
        self._budget = Budget()
        self._known: dict[str, str] = {}
        self._open: set[str] = set()

    def expanded(self, value: str) -> str:
        """A value with its references filled in. Raises EndlessError."""
        self._known.clear()  # what was expanded before may have changed what references stand for
        self._open.clear()
        return self._interpolated(value)

    def _interpolated(self, value: str) -> str:
        if "$" not in value:
            return value
        if value in self._known:
            self._budget.take(self._known[value])
            return self._known[value]
        if value in self._open:
            raise EndlessError(circle=True)
        if len(self._open) >= _MAX_DEPTH:
            raise EndlessError(circle=False)
        self._open.add(value)
        pieces: list[str] = []
        at = 0
        while (found := _REFERENCE.search(value, at)) is not None:
            end, default = _rest(value, found)
            pieces += [value[at : found.start()], self._text(value, found, end, default)]
            at = end
        pieces.append(value[at:])
        result = "".join(pieces)
        self._budget.take(result)
        self._open.discard(value)
        self._known[value] = result
        return result

    def _text(self, value: str, found: re.Match[str], end: int, default: str) -> str:
        if found[1]:
            return value[found.start() + 1 : end]
        set_already, written = self._environ.get(found[2]), self._parsed.get(found[2])
        if set_already:
            return set_already if set_already == written else self._interpolated(set_already)
        if written:
            return written if written == value else self._interpolated(written)
        return self._interpolated(default) if default.startswith("$") else default


def _rest(value: str, found: re.Match[str]) -> tuple[int, str]:
    """Where a reference ends, and its default."""
    end, default = found.end(), ""
    if found[3]:
        start = end + len(found[3])
        after = _end_of_default(value, start)
        if after > start:
            end, default = after, value[start:after]
    return (end + 1, default) if value.startswith("}", end) else (end, default)


def _end_of_default(value: str, start: int) -> int:
    r"""Where `(?:\$\{(?:\$\{(?:\$\{[^}]*\}|[^}])*\}|[^}])*\}|[^}])+` ends.

    The first way through in the order of a backtracking machine; a state that failed once is not tried again,
    so that the time is linear where that machine needs the third power.
    """
    failed: set[tuple[int, int]] = set()
    states = [(0, start)]
    while states:
        level, at = states.pop()
        if (level, at) in failed:
            continue
        failed.add((level, at))
        char = value[at : at + 1]
        if level == 0 and char in ("", "}"):
            return at
        if char == "}":
            states.append((level - 1, at + 1))
        elif char:
            states.append((level, at + 1))
            if level < 3 and value.startswith("${", at):
                states.append((level + 1, at + 2))
    raise AssertionError("at level 0 every text has an end")
