"""TOML as the standard library's tomllib reads it, with places from a walk over the same text."""

from __future__ import annotations

import re
import tomllib

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import MAX_DEPTH, crash, too_deep
from inspector.config.formats.toml_spots import Lost, Spot, locate, statements
from inspector.config.values import Document, Node, NodeKind, Value

FORMAT = "toml"

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

# tomllib needs quadratic time for a key of many parts: such a text is not handed to it.
_KEY_PART = r"""(?:[\w-]+|'[^'\n]*'|"[^"\n]*")[ \t]*\.[ \t]*"""
_LONG_KEY = re.compile(rf"(?:^|[\[{{,])[ \t]*(?:{_KEY_PART}){{{MAX_DEPTH}}}", re.MULTILINE)

# What tomllib says, what that means, how to repair it.
_EXPLANATIONS = (
    ("Cannot overwrite a value", "The key is already set above", "Keep one of the two."),
    ("Cannot declare", "The table is already opened above", "Put all of its keys below one header."),
    ("Cannot redefine namespace", "The table is already opened above", "Put all of its keys in one place."),
    (
        "Cannot mutate immutable",
        "A table written inline cannot grow",
        "Write all of it in one place.",
    ),
    ("Duplicate inline table key", "The key is written twice in this inline table", "Keep one of the two."),
    (
        "Invalid value",
        "A value is missing or cannot be read",
        "Put text in quotes; write true and false in small letters.",
    ),
    ("Expected '=' after a key", "A key needs = and a value", "Write `key = value`."),
    (
        "Expected newline or end of document",
        "Something follows the value on the same line",
        "Put each key on a line of its own, and text in quotes.",
    ),
    ("Unclosed array", "The list is not closed, or a comma is missing in it", "Write the ] or the comma."),
    ("Unclosed inline table", "The inline table is not closed on its line", "Write the } on the same line."),
    ("Unterminated string", "A quote is opened and never closed", "Close the quote."),
    ("Expected \"'", "A quote is opened and never closed", "Close the quote."),
    (
        "Illegal character",
        "A quoted text holds a line break or a control character",
        "Use three quotes for a text of several lines.",
    ),
    (
        "Unescaped '\\'",
        "A backslash starts an escape that TOML does not have",
        "Write two backslashes, or use single quotes.",
    ),
    ("Invalid date or datetime", "There is no such date", "Correct the date, or put it in quotes."),
    (
        "Invalid statement",
        "A line starts with something that is neither a key nor a table",
        "Write `key = value`.",
    ),
)


def parse(text: str, path: str) -> Document:
    """Read a TOML text. A broken one keeps the whole statements that stand before the error."""
    findings: list[Finding] = []
    marked = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    positions = Positions(text, path)
    if marked:
        findings.append(
            crash(
                "The file starts with a byte order mark",
                "TOMLDecodeError",
                "Save the file as UTF-8 without a byte order mark.",
                positions.place(0),
            )
        )
    whole = text
    long_key = _LONG_KEY.search(text)
    if long_key is not None:
        findings.append(too_deep(path, positions.place(long_key.start())))
        return Document(path, FORMAT, text, None, tuple(findings))
    try:
        values = tomllib.loads(text)
    except RecursionError:
        return Document(path, FORMAT, text, None, (*findings, too_deep(path)))
    except ValueError as error:
        findings.append(_explain(error, text, positions))
        values, whole = _salvage(text, error, positions)
    if _is_too_deep(values):
        return Document(path, FORMAT, text, None, (*findings, too_deep(path)))
    root = _mapping(values, locate(whole), None, positions, text)
    return Document(path, FORMAT, text, root if values or not findings else None, tuple(findings))


def _node(value: Value, spot: Spot, positions: Positions, text: str) -> Node:
    key_place = positions.place(*spot.key) if spot.key is not None else None
    if isinstance(value, dict):
        return _mapping(value, spot, key_place, positions, text)
    place = positions.place(spot.start, spot.end)
    if isinstance(value, list):
        pairs = zip(value, spot.elements, strict=True)
        elements = tuple(_node(item, element, positions, text) for item, element in pairs)
        return Node(NodeKind.SEQUENCE, value, place, key_place, elements=elements)
    return Node(NodeKind.SCALAR, value, place, key_place, text[spot.start : spot.end])


def _mapping(
    values: dict[str, Value], spot: Spot, key_place: Place | None, positions: Positions, text: str
) -> Node:
    entries = tuple(
        (name, _node(value, spot.entries[name], positions, text)) for name, value in values.items()
    )
    place = positions.place(spot.start, spot.end)
    return Node(NodeKind.MAPPING, values, place, key_place, entries=entries)


def _is_too_deep(values: Value) -> bool:
    level: list[Value] = [values]
    for _ in range(MAX_DEPTH + 1):
        level = [
            child
            for value in level
            if isinstance(value, (dict, list))
            for child in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return True


def _salvage(text: str, error: ValueError, positions: Positions) -> tuple[dict[str, Value], str]:
    """The values of the whole statements before an error, and the text that holds them."""
    starts: list[int] = []
    limit = _error_offset(error, text, positions)
    try:
        for statement in statements(text):
            if statement.start > limit:
                break
            starts.append(statement.start)
            if statement.end > limit:
                break
    except Lost as lost:
        starts.append(lost.offset)
    starts = [start for start in starts if not text[positions.line_start(start) : start].strip()]
    for start in reversed(starts[-3:]):
        try:
            return tomllib.loads(text[:start]), text[:start]
        except ValueError:
            continue
    return {}, ""


def _error_offset(error: ValueError, text: str, positions: Positions) -> int:
    match = _POSITION.search(str(error))
    if match is None or match.group(1) is None:
        return len(text)
    return positions.offset(int(match.group(1)), int(match.group(2)))


def _explain(error: ValueError, text: str, positions: Positions) -> Finding:
    said = _POSITION.sub("", str(error))
    place = positions.place(_error_offset(error, text, positions))
    for start, meaning, hint in _EXPLANATIONS:
        if said.startswith(start):
            return crash(meaning, "TOMLDecodeError", hint, place)
    return crash(
        f"This is not TOML ({said})",
        "TOMLDecodeError",
        "Correct the line, or the one above it.",
        place,
    )
