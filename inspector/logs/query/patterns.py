"""Regular expressions: a text that each match must contain, and where one is wrong.

The syntax is that of RE2, which DuckDB searches with: https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import re
from collections.abc import Callable

from inspector.logs.query.model import QueryError

_LONGEST_CHECKED = 1_000
_CLASS = re.compile(r"\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]", re.DOTALL)
_REPEAT = re.compile(r"(?:[*+?]|\{\d*(?:,\d*)?\})\??")
_LONG_ESCAPE = re.compile(r"\\(?:[pP](?:\{\^?\w+\}|\w)|x(?:\{[0-9a-fA-F]+\}|[0-9a-fA-F]{2}))")
_PLAIN_GROUP = re.compile(r"\((?:\?:|\?P?<\w+>|(?!\?))")
# RE2 takes these for k and s when it ignores case, lower() does not.
_FOLDED = "ks"


def is_sensitive(text: str, *, regex: bool) -> bool:
    """Whether upper and lower case are told apart: when a capital letter is searched; \\S is none."""
    letters = re.sub(r"\\.", "", text) if regex else text
    return letters != letters.lower()


def required_text(pattern: str, *, sensitive: bool) -> str:
    """The longest text that is in everything that matches, "" if none is known for certain.

    Without `sensitive` it is in lower case, and is there in some case.
    """
    runs = [""]
    place = 0
    while place < len(pattern):
        end, literal = _atom(pattern, place)
        if end <= place:
            return ""
        repeat = _REPEAT.match(pattern, end)
        place = repeat.end() if repeat else end
        if literal is None or not (sensitive or (literal.isascii() and literal.lower() not in _FOLDED)):
            runs.append("")
        elif repeat is None:
            runs[-1] += literal
        elif repeat[0].startswith("+"):
            runs[-1] += literal
            runs.append("")
        else:
            runs.append("")
    longest = max(runs, key=len)
    return longest if sensitive else longest.lower()


def _atom(pattern: str, place: int) -> tuple[int, str | None]:
    """Where the atom that begins here ends, and the character that it stands for; -1: nothing is known."""
    char = pattern[place]
    if char == "\\":
        if place + 1 >= len(pattern) or pattern[place + 1] in "QEC" or not pattern[place + 1].isascii():
            return -1, None
        if pattern[place + 1] in "pPx":
            return _long_escape(pattern, place), None
        escaped = pattern[place + 1]
        return place + 2, None if escaped.isalnum() else escaped
    if char == "[":
        found = _CLASS.match(pattern, place)
        return (found.end() if found else -1), None
    if char == "(":
        return _group(pattern, place), None
    if char in "|)":
        return -1, None
    return place + 1, None if char in ".^$" else char


def _long_escape(pattern: str, place: int) -> int:
    found = _LONG_ESCAPE.match(pattern, place)
    return found.end() if found else -1


def _group(pattern: str, place: int) -> int:
    """Where a group ends; -1 for one that changes flags."""
    opening = _PLAIN_GROUP.match(pattern, place)
    if opening is None:
        return -1
    place = opening.end()
    while place < len(pattern):
        if pattern[place] == ")":
            return place + 1
        if pattern[place] == "|":
            place += 1
            continue
        place, _ = _atom(pattern, place)
        if place < 0:
            return -1
    return -1


def pattern_error(pattern: str, said: str, fails: Callable[[str], str]) -> QueryError:
    """What RE2 says of a pattern, with the place.

    `fails` gives what it says of another pattern, "" for nothing.
    """
    kind, _, fragment = said.partition(": ")
    if kind == "missing )":
        column = _unclosed(pattern)
        return QueryError(f"the “(” at column {column} is not closed", column)
    if kind == "missing ]":
        column = len(pattern) - len(fragment) + 1
        return QueryError(f"the “[” at column {column} is not closed", column)
    if kind.startswith("trailing"):
        return QueryError(f"the “\\” at column {len(pattern)} has nothing behind it", len(pattern))
    if kind == "unexpected )":
        fragment = ")"
    column = _column(pattern, kind, fragment, fails)
    if kind == "unexpected )":
        return QueryError(f"the “)” at column {column} was not opened", column)
    return QueryError(f"{kind} “{fragment}” at column {column}", column)


def _column(pattern: str, kind: str, fragment: str, fails: Callable[[str], str]) -> int:
    """Of all places where a fragment stands, the first at which the pattern begins to fail."""
    ahead = f"(?={re.escape(fragment)})"
    found = [match.start() for match in re.finditer(ahead, pattern)] if fragment else []
    if len(pattern) <= _LONGEST_CHECKED:
        for start in found:
            if fails(pattern[: start + len(fragment)]).partition(": ")[0] == kind:
                return start + 1
    return found[0] + 1 if found else 1


def _unclosed(pattern: str) -> int:
    """The column of the last group that is not closed."""
    opened: list[int] = []
    place = 0
    while place < len(pattern):
        char = pattern[place]
        found = _CLASS.match(pattern, place) if char == "[" else None
        if char == "(":
            opened.append(place)
        elif char == ")" and opened:
            opened.pop()
        place = found.end() if found else place + (2 if char == "\\" else 1)
    return (opened[-1] if opened else 0) + 1
