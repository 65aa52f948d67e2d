"""Where the keys and values of a valid TOML text stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from inspector.config.formats.problems import MAX_DEPTH

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY_PART = re.compile(r"""[A-Za-z0-9_-]+|'[^'\n]*'|"(?:\\.|[^"\\\n])*\"""")
_STRING = re.compile(
    r"\"\"\"(?:\\.|(?!\"\"\").)*\"{3,5}"
    r"|'''(?:(?!''').)*'{3,5}"
    r"|\"(?!\"\")(?:\\.|[^\"\\\n])*\""
    r"|'(?!'')[^'\n]*'",
    re.DOTALL,
)
# Numbers, dates (with one space between date and time) and words.
_BARE = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:[0-9:.]+(?:[Zz]|[+-]\d{2}:\d{2})?|[^\s,\[\]{}#\"'=]+")


class Lost(Exception):  # noqa: N818 - the walk ends where the text is no TOML
    """The text is no TOML in the statement that starts at this offset."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


Span: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Spot:
    """The offsets of one value: of its key, of itself, and of what is in it.

    Tables made of several statements span from the first to the last of them, one with a header of its own
    from there on. `again` are the keys that are
    written once more in an inline table, each with the first place.
    """

    start: int
    end: int
    key: tuple[int, int] | None = None
    entries: dict[str, Spot] = field(default_factory=dict)
    elements: list[Spot] = field(default_factory=list)
    again: list[tuple[str, Span, Span]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of TOML, which may go on over several: a header (`[a]`, `[[a]]`) or a key with its value."""

    start: int
    end: int
    key: tuple[tuple[str, int, int], ...]
    header: str = ""
    value: Spot | None = None


def locate(text: str) -> Spot:
    """The spots of a text that tomllib reads. Raises Lost on others, or reads them wrongly."""
    root = Spot(0, len(text))
    table = root
    for statement in statements(text):
        if statement.header:
            table = _table(root, statement)
        elif statement.value is not None:
            *parents, (name, start, end) = statement.key
            target = _descend(table, tuple(parents), statement.end)
            statement.value.key = (start, end)
            target.entries[name] = statement.value
            if table is not root:
                table.end = statement.end
    return root


def repetitions(statement: Statement) -> Iterator[tuple[tuple[str, ...], Span, Span]]:
    """The keys that are written again inside inline tables of a statement: the path of each below the
    statement's own, the first place and this one."""
    below: list[tuple[tuple[str, ...], Spot]] = [] if statement.value is None else [((), statement.value)]
    while below:
        names, spot = below.pop()
        for name, first, second in spot.again:
            yield (*names, name), first, second
        below += [((*names, name), child) for name, child in spot.entries.items()]
        below += [((*names, str(index)), child) for index, child in enumerate(spot.elements)]


def statements(text: str) -> Iterator[Statement]:
    """The statements of a text, in its order. Raises Lost where the text is no TOML."""
    at = _skip(_BLANK, text, 0)
    while at < len(text):
        try:
            statement = _statement(text, at)
        except Lost:
            raise Lost(at) from None
        yield statement
        at = _skip(_BLANK, text, statement.end)


def _statement(text: str, start: int) -> Statement:
    if text.startswith("[", start):
        header = "[[" if text.startswith("[[", start) else "["
        at, key = _key(text, _skip(_SPACE, text, start + len(header)))
        return Statement(start, _expect(text, at, "]" * len(header)), key, header)
    at, key = _key(text, start)
    value = _value(text, _skip(_SPACE, text, _expect(text, at, "=")))
    return Statement(start, value.end, key, "", value)


def _table(root: Spot, statement: Statement) -> Spot:
    """Open the table of a header; the place of a table starts at its own header."""
    *parents, (name, start, end) = statement.key
    parent = _descend(root, tuple(parents), statement.end)
    spot = parent.entries.get(name)
    if spot is None:
        spot = parent.entries[name] = Spot(statement.start, statement.end, (start, end))
    elif statement.header == "[":  # a table below it has made it already
        spot.start, spot.end, spot.key = statement.start, statement.end, (start, end)
    if statement.header == "[[":
        spot.end = statement.end
        element = Spot(statement.start, statement.end)
        spot.elements.append(element)
        return element
    return spot


def _descend(spot: Spot, parents: tuple[tuple[str, int, int], ...], statement_end: int) -> Spot:
    for name, start, end in parents:
        below = spot.entries.get(name)
        if below is None:
            below = spot.entries[name] = Spot(start, end, (start, end))
        below.end = max(below.end, statement_end)
        spot = below.elements[-1] if below.elements else below
    return spot


def _key(text: str, at: int) -> tuple[int, tuple[tuple[str, int, int], ...]]:
    parts = []
    while True:
        match = _KEY_PART.match(text, at)
        if match is None:
            raise Lost(at)
        parts.append((_name(match.group(), match.start()), match.start(), match.end()))
        at = _skip(_SPACE, text, match.end())
        if not text.startswith(".", at):
            return at, tuple(parts)
        at = _skip(_SPACE, text, at + 1)


def _name(written: str, at: int) -> str:
    if written.startswith('"') and "\\" in written:
        try:
            (name,) = tomllib.loads(f"{written} = 0")
        except ValueError:
            raise Lost(at) from None
        return str(name)
    return written[1:-1] if written[0] in "\"'" else written


def _value(text: str, at: int, depth: int = 0) -> Spot:
    if depth > MAX_DEPTH:
        raise Lost(at)
    char = text[at : at + 1]
    if char == "[":
        return _array(text, at, depth + 1)
    if char == "{":
        return _inline_table(text, at, depth + 1)
    match = (_STRING if char in ('"', "'") else _BARE).match(text, at)
    if match is None:
        raise Lost(at)
    return Spot(at, match.end())


def _array(text: str, start: int, depth: int) -> Spot:
    spot = Spot(start, start)
    at = _skip(_BLANK, text, start + 1)
    while not text.startswith("]", at):
        element = _value(text, at, depth)
        spot.elements.append(element)
        at = _skip(_BLANK, text, element.end)
        if text.startswith("]", at):
            break
        at = _skip(_BLANK, text, _expect(text, at, ","))
    spot.end = at + 1
    return spot


def _inline_table(text: str, start: int, depth: int) -> Spot:
    spot = Spot(start, start)
    at = _skip(_BLANK, text, start + 1)
    while not text.startswith("}", at):
        at, key = _key(text, at)
        at = _skip(_SPACE, text, _expect(text, at, "="))
        value = _value(text, at, depth)
        *parents, (name, key_start, key_end) = key
        value.key = (key_start, key_end)
        target = _descend(spot, tuple(parents), value.end)
        before = target.entries.get(name)
        if before is not None and before.key is not None:
            spot.again.append((name, before.key, value.key))
        target.entries[name] = value
        at = _skip(_BLANK, text, value.end)
        if text.startswith("}", at):
            break
        at = _skip(_BLANK, text, _expect(text, at, ","))
    spot.end = at + 1
    return spot


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return at if match is None else match.end()


def _expect(text: str, at: int, word: str) -> int:
    if not text.startswith(word, at):
        raise Lost(at)
    return at + len(word)
