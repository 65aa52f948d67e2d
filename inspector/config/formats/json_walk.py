"""A walk over JSON and its relatives: the tree with its places, and the way back after an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import MAX_DEPTH, duplicate_key, too_deep
from inspector.config.values import KeyPath, Node, NodeKind, Value

_MAX_RETURNS = 1000
_MOST_ERRORS = 10
_ROOT = re.compile(r"^[ \t]*\{", re.MULTILINE)
_NO_COMMA, _WRITE_COMMA = "A comma or a closing bracket is missing", "Write it before this spot."


class Wrong(Exception):  # noqa: N818 - a fact about the text, caught by the mapping around it
    """The text is not in its grammar at this offset: what is wrong, and how to repair it.

    `end` is where the way back starts: behind a text that is wrong inside.
    """

    def __init__(self, offset: int, meaning: str, hint: str, end: int | None = None) -> None:
        super().__init__(offset)
        self.offset = offset
        self.end = offset if end is None else end
        self.meaning = meaning
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Signs:
    """What the way back after an error follows, made of patterns for keys and for quoted texts and comments.

    `tokens` has groups of these names: a `key` with its colon at the start of a line, a `quoted` text or a
    comment, an `open` or `close` bracket, a `comma`.
    """

    key: re.Pattern[str]
    tokens: re.Pattern[str]

    @classmethod
    def of(cls, key: str, quoted: str) -> Signs:
        """The signs of a grammar."""
        ahead = rf"(?:{key})[ \t]*:"
        return cls(
            re.compile(ahead),
            re.compile(
                rf"(?P<key>(?<![^\r\n])[ \t]*(?={ahead}))|(?P<quoted>{quoted})"
                r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<comma>,)"
            ),
        )


class Grammar(Protocol):
    """What tells JSON and its relatives apart; every method raises Wrong.

    `trailing_commas` allows one behind the last entry, and `signs` show the way back after an error.
    """

    trailing_commas: bool
    signs: Signs

    def skip(self, text: str, at: int) -> int:
        """The offset behind white space and comments."""

    def scalar(self, text: str, at: int) -> tuple[Value, int]:
        """The value that starts here, and the offset behind it."""

    def key(self, text: str, at: int) -> tuple[str, int]:
        """The key that starts here, and the offset behind it."""

    def ordered(self, entries: Mapping[str, Node]) -> dict[str, Node]:
        """The entries in the order in which the application has them."""


class Walk:
    """One pass over the text, as deep as MAX_DEPTH.

    After an error the mapping around it goes on with its next entry. `errors` are the first ones, one a
    line: what follows on the same line may come of it. A list with an error in it is left out, because half
    a list is another list.
    """

    def __init__(self, text: str, positions: Positions, grammar: Grammar, findings: list[Finding]) -> None:
        self.errors: list[Wrong] = []
        self.too_deep = False
        self.at = 0
        self._text = text
        self._positions = positions
        self._grammar = grammar
        self._findings = findings
        self._open: list[str] = []
        self._lists = 0
        self._came_back_at = -1
        self._returns = 0

    def read(self) -> Node | None:
        """The tree, None when its root cannot be read."""
        try:
            root = self._root()
            self._skip()
            if self.at < len(self._text):
                self._note(
                    Wrong(
                        self.at,
                        "Something follows the end of the value",
                        "Remove it; a file holds exactly one value.",
                    )
                )
        except Wrong as error:
            self._note(error)
            return None
        return root

    def _root(self) -> Node:
        """The value of the text; what stands above the first line with a { is left out if it is no value."""
        try:
            return self._value(None, ())
        except Wrong as error:
            start = _ROOT.search(self._text, error.offset)
            if self.at != error.offset or start is None or self.too_deep:
                raise
            self._note(error)
            self.at = start.end() - 1
            return self._value(None, ())

    def _note(self, error: Wrong) -> None:
        if not self.errors:
            self.errors.append(error)
        elif len(self.errors) < _MOST_ERRORS and error.offset < len(self._text):
            line = self._positions.line_start(error.offset)
            if line > self._positions.line_start(self.errors[-1].offset):
                self.errors.append(error)

    def _value(self, key_place: Place | None, trail: KeyPath) -> Node:
        self._skip()
        start = self.at
        char = self._text[start : start + 1]
        if char in ("{", "["):
            if len(trail) >= MAX_DEPTH:
                self.too_deep = True
                self._findings.append(too_deep(self._positions.path, self._positions.place(start)))
                raise Wrong(start, "", "")
            self.at += 1
            self._open.append(char)
            if char == "{":
                return self._mapping(start, key_place, trail)
            return self._sequence(start, key_place, trail)
        value, self.at = self._grammar.scalar(self._text, start)
        place = self._positions.place(start, self.at)
        return Node(NodeKind.SCALAR, value, place, key_place, self._text[start : self.at])

    def _mapping(self, start: int, key_place: Place | None, trail: KeyPath) -> Node:
        entries: dict[str, Node] = {}
        places: dict[str, list[Place]] = {}
        level = len(self._open)
        needs_comma = False
        while True:
            try:
                if self._closed("}", needs_comma=needs_comma):
                    break
                name, place = self._key()
                needs_comma = True
                node = self._value(place, (*trail, name))
            except Wrong as error:
                self._note(error)
                if self._lists:
                    self._tell_repeated(trail, places)
                    raise
                if self.too_deep:
                    break
                opened = _Brackets(self._open[level:])
                del self._open[level:]
                found = self._go_back(error.end, opened)
                if found is None:
                    break
                needs_comma = found
                continue
            if name in entries:
                places.setdefault(name, [entries[name].key_place or place]).append(place)
            entries[name] = node
            if self.too_deep:
                break
        del self._open[level - 1 :]
        self._tell_repeated(trail, places)
        ordered = self._grammar.ordered(entries)
        return Node(
            NodeKind.MAPPING,
            {name: node.value for name, node in ordered.items()},
            self._positions.place(start, self.at),
            key_place,
            entries=tuple(ordered.items()),
        )

    def _tell_repeated(self, trail: KeyPath, places: Mapping[str, list[Place]]) -> None:
        self._findings += [duplicate_key((*trail, name), tuple(spots)) for name, spots in places.items()]

    def _sequence(self, start: int, key_place: Place | None, trail: KeyPath) -> Node:
        elements: list[Node] = []
        self._lists += 1
        try:
            while not self._closed("]", needs_comma=bool(elements)):
                self._skip()
                at = self.at
                elements.append(self._value(None, (*trail, str(len(elements)))))
                self._skip()
                if self._text.startswith(":", self.at):  # a key: the list was never closed
                    raise Wrong(self.at, _NO_COMMA, _WRITE_COMMA, at)
        finally:
            self._lists -= 1
        self._open.pop()
        return Node(
            NodeKind.SEQUENCE,
            [element.value for element in elements],
            self._positions.place(start, self.at),
            key_place,
            elements=tuple(elements),
        )

    def _key(self) -> tuple[str, Place]:
        self._skip()
        start = self.at
        name, self.at = self._grammar.key(self._text, start)
        place = self._positions.place(start, self.at)
        self._skip()
        if not self._text.startswith(":", self.at):
            raise Wrong(self.at, "A colon is missing after the key", "Write it before this spot.")
        self.at += 1
        return name, place

    def _closed(self, closing: str, *, needs_comma: bool) -> bool:
        """Whether the collection ends here; if not, step over the comma before its next entry."""
        self._skip()
        if self._text.startswith(closing, self.at):
            self.at += 1
            return True
        if not needs_comma:
            return False
        if not self._text.startswith(",", self.at):
            raise Wrong(self.at, _NO_COMMA, _WRITE_COMMA)
        comma = self.at
        self.at += 1
        self._skip()
        if not self._text.startswith(closing, self.at):
            return False
        if not self._grammar.trailing_commas:
            raise Wrong(comma, "The comma is followed by no further entry", "Remove the comma.")
        self.at += 1
        return True

    def _skip(self) -> None:
        self.at = self._grammar.skip(self._text, self.at)

    def _go_back(self, start: int, opened: _Brackets) -> bool | None:
        """Move to where the mapping goes on after an error: whether a comma is to be read there.

        None when that is nowhere. `opened` are the brackets inside of the mapping that were open at `start`.
        """
        start = max(start, self._came_back_at + 1)
        self._returns += 1
        if self._returns > _MAX_RETURNS:
            self.at = len(self._text)
            return None
        if not opened.braces and self._grammar.signs.key.match(self._text, start):
            return self._come_back(start, needs_comma=False)
        for match in self._grammar.signs.tokens.finditer(self._text, start):
            kind = match.lastgroup
            if kind == "open":
                opened.open(match.group())
            elif kind == "close" and match.group() == "}" and not opened.braces:
                return self._come_back(match.start(), needs_comma=True)
            elif kind == "close":
                opened.close(match.group())
            elif kind == "comma" and not opened.all:
                return self._come_back(match.start(), needs_comma=True)
            elif kind == "key" and not opened.braces:
                return self._come_back(match.end(), needs_comma=False)
        self.at = len(self._text)
        return None

    def _come_back(self, at: int, *, needs_comma: bool) -> bool:
        self.at = self._came_back_at = at
        return needs_comma


class _Brackets:
    """Brackets that are open at a spot, the innermost last."""

    def __init__(self, opened: list[str]) -> None:
        self.all = opened
        self.braces = opened.count("{")

    def open(self, opening: str) -> None:
        self.all.append(opening)
        self.braces += opening == "{"

    def close(self, closing: str) -> None:
        """Close the innermost bracket of this kind, and those inside of it that were forgotten."""
        if closing == "]":
            if self.all and self.all[-1] == "[":
                self.all.pop()
            return
        while self.braces:
            if self.all.pop() == "{":
                self.braces -= 1
                return
