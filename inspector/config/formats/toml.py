"""TOML as the standard library's tomllib reads it, with places from a walk over the same text."""

from __future__ import annotations

import re
from dataclasses import replace

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import MAX_DEPTH, crash, endless_number, further, too_deep
from inspector.config.formats.toml_recovery import Fault, Recovered, first_place, recover, without
from inspector.config.formats.toml_spots import Span, Spot, Statement, locate, repetitions
from inspector.config.values import Document, KeyPath, Node, NodeKind, Value, is_endless, join_key

FORMAT = "toml"

# A file of another format has an error on each line.
_MOST_TOLD = 10
_REFUSED = "duplicate-key-refused"

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

# tomllib needs quadratic time for a key of many parts: such a statement is not handed to it.
_KEY_PART = r"""(?:[\w-]+|'[^'\n]*'|"[^"\n]*")[ \t]*\.[ \t]*"""
_LONG_KEY = re.compile(rf"(?:^|[\[{{,])[ \t]*(?:{_KEY_PART}){{{MAX_DEPTH}}}.*", re.MULTILINE)
_LONG_NUMBER = re.compile(r"[0-9_]{4301,}")
_ENDLESS_NUMBER = re.compile(r"0[xob][0-9a-fA-F_]{3000,}")
_REPEATED = re.compile(r"Cannot (?:overwrite|declare|redefine|mutate)|Duplicate inline table key")

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
    """Read a TOML text. A broken one keeps the statements that can be read."""
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
    long_key = _LONG_KEY.search(text)
    if long_key is not None:
        findings.append(too_deep(path, positions.place(long_key.start())))
    recovered = recover(text if long_key is None else without(_LONG_KEY, text), _error_offset)
    if long_key is None:
        findings += _told(recovered, positions)
    number = _ENDLESS_NUMBER.search(text)
    if number is not None and _drop_endless(recovered.values):
        findings.append(endless_number(positions.place(*number.span())))
    if _is_too_deep(recovered.values):
        return Document(path, FORMAT, text, None, (*findings, too_deep(path)))
    root = _mapping(recovered.values, locate(recovered.text), None, positions, text)
    kept = root if recovered.values or not findings else None
    return Document(path, FORMAT, text, kept, tuple(findings))


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


def _drop_endless(values: dict[str, Value]) -> bool:
    """Leave out numbers that cannot be written as text, and lists that hold one; whether there were any."""
    dropped = False
    for key, value in list(values.items()):
        if _holds_endless(value):
            del values[key]
            dropped = True
        elif isinstance(value, dict):
            dropped = _drop_endless(value) or dropped
    return dropped


def _holds_endless(value: Value) -> bool:
    if isinstance(value, list):
        return any(_holds_endless(list(item.values()) if isinstance(item, dict) else item) for item in value)
    return is_endless(value)


def _error_offset(error: ValueError, text: str) -> int:
    """Where in a text an error of tomllib is."""
    match = _POSITION.search(str(error))
    if match is not None and match.group(1) is not None:
        return Positions(text, "").offset(int(match.group(1)), int(match.group(2)))
    if match is None:  # int() refuses the number and does not know where it stands
        number = _LONG_NUMBER.search(text)
        return len(text) if number is None else number.start()
    return len(text)


def _told(recovered: Recovered, positions: Positions) -> list[Finding]:
    """The findings about the faults of a text: all keys that are written again, and the first other ones."""
    told: list[Finding] = []
    others = 0
    for fault in recovered.faults:
        said = _POSITION.sub("", str(fault.error))
        if _REPEATED.match(said) and fault.statement is not None:
            told += _repeated(said, fault, fault.statement, positions, is_first=not told)
        elif others < _MOST_TOLD:
            others += 1
            told.append(_broken(said, fault, positions, is_first=not told))
    if recovered.gave_up:
        last = told[-1]
        told[-1] = replace(last, message=f"{last.message} What follows was not read.")
    return told


def _broken(said: str, fault: Fault, positions: Positions, *, is_first: bool) -> Finding:
    place = positions.place(fault.at)
    if isinstance(fault.error, RecursionError):
        return too_deep(positions.path, place)
    exception = type(fault.error).__name__
    meaning, hint = _explained(said)
    if exception == "ValueError":
        meaning = "A number has more digits than Python converts"
        hint = "Shorten it, or put it in quotes to make it text."
    return crash(meaning, exception, hint, place) if is_first else further(meaning, hint, place)


def _repeated(
    said: str, fault: Fault, statement: Statement, positions: Positions, *, is_first: bool
) -> list[Finding]:
    """The findings about a key that is set, or a table that is opened, a second time; with both places."""
    meaning, hint = _explained(said)
    inside: list[tuple[KeyPath, tuple[Span, ...]]] = [
        ((*fault.path, *names), (second, first)) for names, first, second in repetitions(statement)
    ]
    if not inside:
        _, start, end = statement.key[-1]
        earlier = first_place(fault.text, statement, fault.path)
        inside = [(fault.path, ((start, end),) if earlier is None else ((start, end), earlier))]
    told: list[Finding] = []
    for key, spans in inside:
        places = [positions.place(*span) for span in spans]
        if is_first and not told:
            finding = crash(meaning, "TOMLDecodeError", hint, *places, code=_REFUSED)
        else:
            finding = further(meaning, hint, *places, code=_REFUSED)
        told.append(replace(finding, key=join_key(key)))
    return told


def _explained(said: str) -> tuple[str, str]:
    for start, meaning, hint in _EXPLANATIONS:
        if said.startswith(start):
            return meaning, hint
    return f"This is not TOML ({said})", "Correct the line, or the one above it."
