"""Files of variables as the npm package dotenv (18.0.10) parses them.

The package has one regular expression for a whole entry. It is followed here step by step, because its search
takes quadratic time on long runs of white space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.formats.javascript import js_ordered
from inspector.config.formats.line_ends import as_written
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import duplicate_key
from inspector.config.values import Document, Node, NodeKind

FORMAT = "dotenv-js"

# What `\s`, `^`, `$` and `.` mean in JavaScript.
_SPACES = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_SPACE = re.compile(f"[{_SPACES}]*")
_TRIM = re.compile(f"^[{_SPACES}]+|[{_SPACES}]+\\Z")
_LINE_START = re.compile("\\A|(?<=[\n\r\u2028\u2029])")
_LINE_END = re.compile("(?=[\n\r\u2028\u2029])|\\Z")
_COMMENT = re.compile("#[^\n\r\u2028\u2029]*")

_NEW_LINE = re.compile(r"\r\n?")
_EXPORT = re.compile(f"export[{_SPACES}]+(?=[A-Za-z0-9_.-])")
_KEY = re.compile(r"[A-Za-z0-9_.-]+")
_UNQUOTED = re.compile("[^#\r\n]*")
_QUOTES = "'\"`"


@dataclass(frozen=True, slots=True)
class _Match:
    """One match of the package's expression: offsets of its name and of what may be its value."""

    key: tuple[int, int]
    value: tuple[int, int]
    end: int


def parse(text: str, path: str) -> Document:
    """Read a file of variables; nothing in it is an error for the package, which passes over bad lines."""
    text = text.removeprefix("\ufeff")
    seen = _NEW_LINE.sub("\n", text)  # lines and columns are the same in both texts
    positions = Positions(seen, path)
    entries: dict[str, Node] = {}
    places: dict[str, list[Place]] = {}
    findings: list[Finding] = []
    at = 0
    while at <= len(seen):
        start = _next_line(seen, at)
        if start is None:
            break
        first = _end(_SPACE, seen, start)
        match = _match(seen, first)
        if match is None:
            at = _end_of_line(seen, first)
            findings += _bad_line(seen, first, at, positions)
            at += 1
            continue
        name = seen[slice(*match.key)]
        node = _node(seen, match, positions)
        places.setdefault(name, []).append(node.key_place or node.place)
        if name != "__proto__":  # JavaScript takes it for the prototype, which no text can be
            entries[name] = node
        at = match.end
    findings += [duplicate_key((name,), tuple(spots)) for name, spots in places.items() if len(spots) > 1]
    ordered = js_ordered(entries)
    root = Node(
        NodeKind.MAPPING,
        {name: node.value for name, node in ordered.items()},
        positions.place(0, len(seen)),
        entries=tuple(as_written(ordered, text, path).items()),
    )
    return Document(path, FORMAT, text, root, tuple(findings))


def _match(text: str, first: int) -> _Match | None:
    """The entry that starts at this spot, behind the white space of its line."""
    exported = _EXPORT.match(text, first)
    if exported is not None:
        match = _entry(text, exported.end())
        if match is not None:
            return match
    return _entry(text, first)


def _entry(text: str, start: int) -> _Match | None:
    key = _KEY.match(text, start)
    if key is None:
        return None
    after = _end(_SPACE, text, key.end())
    if text.startswith("=", after):
        start = after + 1
    elif text.startswith(":", key.end()) and _end(_SPACE, text, key.end() + 1) > key.end() + 1:
        start = key.end() + 2
    else:
        return None
    return _Match(key.span(), *_value(text, start))


def _value(text: str, start: int) -> tuple[tuple[int, int], int]:
    """The offsets of the value behind `=`, and where the entry ends."""
    first = _end(_SPACE, text, start)
    if text[first : first + 1] in tuple(_QUOTES):
        for closing in _closing_quotes(text, first):
            end = _tail(text, closing + 1)
            if end is not None:
                return (start, closing + 1), end
    last = _end(_UNQUOTED, text, start)
    end = _tail(text, last)
    return (start, last), last if end is None else end


def _closing_quotes(text: str, opening: int) -> list[int]:
    """Where the quoted text may end, in the order in which the expression tries it.

    First at the quote without a backslash before it, then at those with one, from the last to the first.
    """
    quote = text[opening]
    escaped: list[int] = []
    at = text.find(quote, opening + 1)
    while at >= 0 and text[at - 1] == "\\" and at - 1 > opening:
        escaped.append(at)
        at = text.find(quote, at + 1)
    return [at, *reversed(escaped)] if at >= 0 else escaped[::-1]


def _tail(text: str, at: int) -> int | None:
    """The end of an entry whose value ends here: white space, a comment, the end of a line; else None."""
    space = _end(_SPACE, text, at)
    comment = _COMMENT.match(text, space)
    if comment is not None:
        return comment.end()
    while space >= at:  # the white space may hold the end of a line
        if _LINE_END.match(text, space):
            return space
        space -= 1
    return None


def _node(text: str, match: _Match, positions: Positions) -> Node:
    start, end = match.value
    written = text[start:end]
    trimmed = _TRIM.sub("", written)
    start += written.find(trimmed) if trimmed else 0
    place = positions.place(start, start + len(trimmed))
    value = _unquoted(trimmed)
    if trimmed.startswith('"'):
        value = value.replace("\\n", "\n").replace("\\r", "\r")
    return Node(NodeKind.SCALAR, value, place, positions.place(*match.key), trimmed)


def _unquoted(text: str) -> str:
    r"""The value without its quotes: `text.replace(/^(['"`])([\s\S]*)\1$/mg, "$2")`."""
    ends = [match.start() for match in _LINE_END.finditer(text)]
    last = {
        quote: max((end - 1 for end in ends if text[end - 1 : end] == quote), default=-1) for quote in _QUOTES
    }
    parts: list[str] = []
    at = 0
    for line in _LINE_START.finditer(text):
        start = line.start()
        quote = text[start : start + 1]
        if start >= at and quote and last.get(quote, -1) > start:
            parts += [text[at:start], text[start + 1 : last[quote]]]
            at = last[quote] + 1
    return "".join([*parts, text[at:]])


def _next_line(text: str, at: int) -> int | None:
    match = _LINE_START.search(text, at)
    return None if match is None else match.start()


def _end_of_line(text: str, at: int) -> int:
    match = _LINE_END.search(text, at)
    return len(text) if match is None else match.start()


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return start if match is None else match.end()


def _bad_line(text: str, start: int, end: int, positions: Positions) -> list[Finding]:
    """The finding about a line that is neither empty nor a comment nor an entry."""
    written = _TRIM.sub("", text[start:end])
    if not written or written.startswith("#"):
        return []
    return [
        Finding(
            "dotenv-bad-line",
            Severity.ERROR,
            "This line is no variable; dotenv passes over it without a word.",
            None,
            "Write NAME=value with letters, digits, _, . and - in the name, and start comments with #.",
            (positions.place(start, start + len(written)),),
        )
    ]
