"""JSON as the standard library's json reads it, with places from a walk over the same text."""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]  # absent from the stubs

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import MAX_DEPTH, crash, duplicate_key, problem, too_deep
from inspector.config.values import Document, KeyPath, Node, NodeKind, Value

FORMAT = "json"

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_CONSTANTS: tuple[tuple[str, Value], ...] = (
    ("null", None),
    ("true", True),
    ("false", False),
    ("NaN", float("nan")),
    ("Infinity", float("inf")),
    ("-Infinity", float("-inf")),
)

# What the standard library says, what that means, how to repair it.
_EXPLANATIONS = (
    (
        "Expecting property name enclosed in double quotes",
        "A key in double quotes is expected here",
        "Put the key in double quotes, and remove a comma before }; JSON has no comments.",
    ),
    (
        "Illegal trailing comma",
        "The comma is followed by no further entry",
        "Remove the comma.",
    ),
    ("Expecting ',' delimiter", "A comma or a closing bracket is missing", "Write it before this spot."),
    ("Expecting ':' delimiter", "A colon is missing after the key", "Write it before this spot."),
    (
        "Expecting value",
        "A value is expected here",
        "Write a value; text needs double quotes, and JSON has neither comments nor trailing commas.",
    ),
    ("Unterminated string", "A quote is opened and never closed", 'Close the quote with ".'),
    (
        "Invalid control character",
        "A line break or control character stands inside a quoted text",
        "Write \\n.",
    ),
    ("Invalid \\", "A backslash starts an escape that JSON does not have", "Write two backslashes for one."),
    ("Extra data", "Something follows the end of the value", "Remove it; a file holds exactly one value."),
)


def parse(text: str, path: str) -> Document:
    """Read a JSON text. A broken one keeps the entries that stand before the error."""
    findings: list[Finding] = []
    marked = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    positions = Positions(text, path)
    if marked:
        findings.append(
            crash(
                "The file starts with a byte order mark",
                "JSONDecodeError",
                "Save the file as UTF-8 without a byte order mark, or let the application read utf-8-sig.",
                positions.place(0),
            )
        )
    if not text.strip(" \t\r\n"):
        findings.append(_empty(path))
        return Document(path, FORMAT, text, None, tuple(findings))
    walk = _Walk(text, positions, findings)
    root = walk.read()
    if not walk.too_deep:
        findings.extend(_error(text, positions, walk.at))
    if findings and root is not None and root.value == {}:
        root = None
    if root is not None and root.kind is not NodeKind.MAPPING:
        findings.append(_no_mapping(root))
    return Document(path, FORMAT, text, root, tuple(findings))


class _Stop(Exception):  # noqa: N818 - the walk ends at the first spot that is no JSON
    """The text is no JSON from here on."""


class _Walk:
    """One pass over the text, as deep as MAX_DEPTH; at an error the mappings keep their whole entries."""

    def __init__(self, text: str, positions: Positions, findings: list[Finding]) -> None:
        self.too_deep = False
        self._stopped = False
        self._text = text
        self._positions = positions
        self._findings = findings
        self.at = 0

    def read(self) -> Node | None:
        """The tree; what stands behind an error is left out, None when that is everything."""
        try:
            return self._value(None, ())
        except (_Stop, ValueError):
            return None

    def _value(self, key_place: Place | None, trail: KeyPath) -> Node:
        self._skip()
        start = self.at
        char = self._text[start : start + 1]
        if char in ("{", "["):
            if len(trail) >= MAX_DEPTH:
                self.too_deep = True
                self._findings.append(too_deep(self._positions.path, self._positions.place(start)))
                raise _Stop
            self.at += 1
            if char == "{":
                return self._mapping(start, key_place, trail)
            return self._sequence(start, key_place, trail)
        value = self._scalar(char, start)
        place = self._positions.place(start, self.at)
        return Node(NodeKind.SCALAR, value, place, key_place, self._text[start : self.at])

    def _scalar(self, char: str, start: int) -> Value:
        if char == '"':
            value, self.at = scanstring(self._text, start + 1, True)
            return value
        for word, constant in _CONSTANTS:
            if self._text.startswith(word, start):
                self.at += len(word)
                return constant
        match = _NUMBER.match(self._text, start)
        if match is None:
            raise _Stop
        integer, fraction, exponent = match.groups()
        self.at = match.end()
        return float(match.group()) if fraction or exponent else int(integer)

    def _mapping(self, start: int, key_place: Place | None, trail: KeyPath) -> Node:
        entries: dict[str, Node] = {}
        places: dict[str, list[Place]] = {}
        try:
            while not self._closed("}", first=not entries):
                name, place = self._key()
                node = self._value(place, (*trail, name))
                if name in entries:
                    places.setdefault(name, [entries[name].key_place or place]).append(place)
                entries[name] = node
                if self._stopped:
                    break
        except (_Stop, ValueError):
            self._stopped = True
        self._findings += [duplicate_key((*trail, name), tuple(spots)) for name, spots in places.items()]
        return Node(
            NodeKind.MAPPING,
            {name: node.value for name, node in entries.items()},
            self._positions.place(start, self.at),
            key_place,
            entries=tuple(entries.items()),
        )

    def _sequence(self, start: int, key_place: Place | None, trail: KeyPath) -> Node:
        elements: list[Node] = []
        while not self._closed("]", first=not elements):
            elements.append(self._value(None, (*trail, str(len(elements)))))
            if self._stopped:
                raise _Stop  # half a list is another list
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
        if not self._text.startswith('"', start):
            raise _Stop
        name, self.at = scanstring(self._text, start + 1, True)
        place = self._positions.place(start, self.at)
        self._skip()
        self._expect(":")
        return name, place

    def _closed(self, closing: str, *, first: bool) -> bool:
        """Whether the collection ends here; if not, step over the comma before its next entry."""
        self._skip()
        if self._text.startswith(closing, self.at):
            self.at += 1
            return True
        if not first:
            self._expect(",")
        return False

    def _skip(self) -> None:
        match = _SPACE.match(self._text, self.at)
        if match is not None:
            self.at = match.end()

    def _expect(self, char: str) -> None:
        if not self._text.startswith(char, self.at):
            raise _Stop
        self.at += 1


def _error(text: str, positions: Positions, stopped_at: int) -> tuple[Finding, ...]:
    """What the standard library has against the text; nothing when it reads it."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        meaning, hint = f"This is not JSON ({error.msg})", "Correct the spot, or what stands before it."
        for said, explained, repair in _EXPLANATIONS:
            if error.msg.startswith(said):
                meaning, hint = explained, repair
                break
        return (crash(meaning, "JSONDecodeError", hint, positions.place(error.pos)),)
    except ValueError:
        message = "A number has more digits than Python converts"
        hint = "Shorten it, or put it in quotes to make it text."
        return (crash(message, "ValueError", hint, positions.place(stopped_at)),)
    return ()


def _empty(path: str) -> Finding:
    return crash(
        "The file is empty",
        "JSONDecodeError",
        "Write at least {}, or delete the file.",
        Place(path),
        code="empty-file",
    )


def _no_mapping(root: Node) -> Finding:
    what = "a list" if root.kind is NodeKind.SEQUENCE else "a single value"
    return problem(
        "broken-file",
        f"The file holds {what} where a mapping of settings is expected.",
        "Put the settings in { } at the top level.",
        root.place,
    )
