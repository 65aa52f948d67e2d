"""JSON as the standard library's json reads it, with places from a walk over the same text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from json.decoder import scanstring  # type: ignore[attr-defined]  # absent from the stubs

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.json_walk import Signs, Walk, Wrong
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import crash, further, problem, too_deep
from inspector.config.values import Document, Node, NodeKind, Value

FORMAT = "json"

QUOTED = r'"(?:\\.|[^"\\\r\n])*"?'
_TOO_LONG = "A number has more digits than Python converts"
_SHORTEN = "Shorten it, or put it in quotes to make it text."
_QUOTED = re.compile(r'"(?:\\.|[^"\\\r\n])*("?)')
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


class _Json:
    """The grammar of the standard library's json. The library itself words the errors."""

    trailing_commas = False
    signs = Signs.of(QUOTED, QUOTED)

    def skip(self, text: str, at: int) -> int:
        match = _SPACE.match(text, at)
        return at if match is None else match.end()

    def scalar(self, text: str, at: int) -> tuple[Value, int]:
        if text.startswith('"', at):
            return quoted(text, at)
        for word, constant in _CONSTANTS:
            if text.startswith(word, at):
                return constant, at + len(word)
        match = _NUMBER.match(text, at)
        if match is None:
            raise Wrong(at, *_explained("Expecting value"))
        integer, fraction, exponent = match.groups()
        try:
            return float(match.group()) if fraction or exponent else int(integer), match.end()
        except ValueError:  # more digits than Python converts
            raise Wrong(match.end(), _TOO_LONG, _SHORTEN) from None

    def key(self, text: str, at: int) -> tuple[str, int]:
        if not text.startswith('"', at):
            raise Wrong(at, *_explained("Expecting property name"))
        return quoted(text, at)

    def ordered(self, entries: Mapping[str, Node]) -> dict[str, Node]:
        return dict(entries)


def parse(text: str, path: str) -> Document:
    """Read a JSON text. A broken one keeps the entries that can be read."""
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
        findings.append(empty(path, "JSONDecodeError"))
        return Document(path, FORMAT, text, None, tuple(findings))
    walk = Walk(text, positions, _Json(), findings)
    root = walk.read()
    if not walk.too_deep:
        findings.extend(_errors(text, positions, walk))
    return Document(path, FORMAT, text, *told(root, findings))


def told(root: Node | None, findings: list[Finding]) -> tuple[Node | None, tuple[Finding, ...]]:
    """The root as far as it is shown, and all that there is to tell about it."""
    if findings and root is not None and root.value == {}:
        root = None
    if root is not None and root.kind is not NodeKind.MAPPING:
        findings.append(_no_mapping(root))
    return root, tuple(findings)


def quoted(text: str, at: int) -> tuple[str, int]:
    """The text in double quotes that starts here, and the offset behind it. Raises Wrong."""
    try:
        value, end = scanstring(text, at + 1, True)
    except json.JSONDecodeError as error:
        match = _QUOTED.match(text, at)
        closed = match.end() if match is not None and match.group(1) else None
        raise Wrong(error.pos, *_explained(error.msg), closed) from None
    return value, end


def empty(path: str, exception: str) -> Finding:
    """The finding about a file without a value."""
    hint = "Write at least {}, or delete the file."
    return crash("The file is empty", exception, hint, Place(path), code="empty-file")


def _errors(text: str, positions: Positions, walk: Walk) -> tuple[Finding, ...]:
    """What the standard library has against the text, and what follows it; nothing when it reads it."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        at = error.pos
        meaning, hint = _explained(error.msg)
        first = crash(meaning, "JSONDecodeError", hint, positions.place(at))
    except ValueError:
        at = walk.errors[0].offset if walk.errors else 0
        first = crash(_TOO_LONG, "ValueError", _SHORTEN, positions.place(at))
    except RecursionError:
        return (too_deep(positions.path),)
    else:
        return ()
    line = positions.line_start(at)
    others = [error for error in walk.errors[1:] if positions.line_start(error.offset) > line]
    return (first, *(further(error.meaning, error.hint, positions.place(error.offset)) for error in others))


def _explained(message: str) -> tuple[str, str]:
    for said, explained, repair in _EXPLANATIONS:
        if message.startswith(said):
            return explained, repair
    return f"This is not JSON ({message})", "Correct the spot, or what stands before it."


def _no_mapping(root: Node) -> Finding:
    what = "a list" if root.kind is NodeKind.SEQUENCE else "a single value"
    return problem(
        "broken-file",
        f"The file holds {what} where a mapping of settings is expected.",
        "Put the settings in { } at the top level.",
        root.place,
    )
