"""Files of variables as the Ruby gem dotenv (3.2.0) parses them.

The gem scans the text with one regular expression for a whole entry. It is followed here step by step,
because its search takes quadratic time on runs of empty lines. References are filled in when the file is
loaded (inspector.config.dialects.dotenv_files.ruby_values).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.formats.line_ends import as_written
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import duplicate_key
from inspector.config.values import Document, Node, NodeKind

FORMAT = "dotenv-ruby"

# What `\s`, `\w` and `^` mean in Ruby: ASCII alone, and line ends that are \n.
_SPACES = " \t\n\v\f\r"
_SPACE = re.compile(f"[{_SPACES}]*")
_NEW_LINE = re.compile(r"\r\n?")
_EXPORT = re.compile(f"export[{_SPACES}]+(?=[A-Za-z0-9_.])")
_KEY = re.compile(r"[A-Za-z0-9_.]+")
_EQUAL = re.compile(f"[{_SPACES}]*=")
_COLON = re.compile(f":[{_SPACES}]")
_UNQUOTED = re.compile(r"[^#\n]+")
_COMMENT = re.compile(r"#[^\n]*")
_ESCAPED = re.compile(r"\\([^$])", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One match of the gem's expression. `key` and `value` are offsets, of the value without the white space
    around it; a value of None stands for a name alone, or for nothing behind the `=`."""

    exported: bool
    key: tuple[int, int]
    value: tuple[int, int] | None
    end: int


def parse(text: str, path: str) -> Document:
    """Read a file of variables. The values of the tree have their escapes read and no reference filled in.

    Nothing is an error for the gem's parser, which passes over bad lines. `export NAME` alone is no entry.
    """
    seen = seen_text(text)
    positions = Positions(seen, path)
    nodes: dict[str, Node] = {}
    places: dict[str, list[Place]] = {}
    findings: list[Finding] = []
    at = 0
    for entry in entries(seen):
        findings += _bad_lines(seen, at, entry.key[0], positions)
        at = entry.end
        if entry.exported and entry.value is None:
            continue
        name = seen[slice(*entry.key)]
        nodes[name] = node = _node(seen, entry, positions)
        places.setdefault(name, []).append(node.key_place or node.place)
    findings += _bad_lines(seen, at, len(seen), positions)
    findings += [duplicate_key((name,), tuple(spots)) for name, spots in places.items() if len(spots) > 1]
    root = Node(
        NodeKind.MAPPING,
        {name: node.value for name, node in nodes.items()},
        positions.place(0, len(seen)),
        entries=tuple(as_written(nodes, text.removeprefix("\ufeff"), path).items()),
    )
    return Document(path, FORMAT, text.removeprefix("\ufeff"), root, tuple(findings))


def seen_text(text: str) -> str:
    """The text that the gem's expression gets to see; lines and columns are the same in both."""
    return _NEW_LINE.sub("\n", text.removeprefix("\ufeff"))


def entries(seen: str) -> Iterator[Entry]:
    """The matches in a text from `seen_text`, in its order."""
    start: int | None = 0
    while start is not None:
        first = _end(_SPACE, seen, start)
        entry = _entry(seen, first)
        if entry is not None:
            yield entry
        at = first if entry is None else entry.end
        newline = seen.find("\n", at)
        start = None if newline < 0 else newline + 1


def unquoted(written: str) -> tuple[str, str]:
    """A written value without its quotes, and the quote that stood around it: `'`, `"` or ""."""
    quote = written[:1]
    if quote in ("'", '"') and len(written) > 1 and written.endswith(quote):
        return written[1:-1], quote
    return written, ""


def unescaped(written: str, *, line_breaks: bool = False) -> str:
    r"""A written value with its escapes read; `\$` stays until references are filled in.

    With `line_breaks`, `\n` and `\r` between double quotes are line ends, as DOTENV_LINEBREAK_MODE=legacy has
    it; they stay as they are otherwise.
    """
    text, quote = unquoted(written)
    if quote == "'":
        return text
    if quote == '"' and line_breaks:
        text = text.replace("\\n", "\n").replace("\\r", "\r")
    elif quote == '"':
        text = text.replace("\\n", "\\\\n").replace("\\r", "\\\\r")
    return _ESCAPED.sub(r"\1", text)


def _entry(text: str, first: int) -> Entry | None:
    """The entry that starts at this spot, behind the white space of its line."""
    exported = _EXPORT.match(text, first)
    if exported is not None:
        entry = _assignment(text, exported.end(), exported=True)
        if entry is not None:
            return entry
    return _assignment(text, first, exported=False)


def _assignment(text: str, start: int, *, exported: bool) -> Entry | None:
    key = _KEY.match(text, start)
    if key is None:
        return None
    separator = _EQUAL.match(text, key.end()) or _COLON.match(text, key.end())
    if separator is not None:
        value, end = _value(text, separator.end())
        return Entry(exported, key.span(), value, end)
    end_of_line = _tail(text, key.end())
    return None if end_of_line is None else Entry(exported, key.span(), None, end_of_line)


def _value(text: str, start: int) -> tuple[tuple[int, int] | None, int]:
    """The offsets of the value behind a separator, and where the entry ends."""
    first = _end(_SPACE, text, start)
    if text[first : first + 1] in ("'", '"'):
        for closing in _closing_quotes(text, first):
            end = _tail(text, closing + 1)
            if end is not None:
                return (first, closing + 1), end
    bare = _UNQUOTED.match(text, start)
    last = start if bare is None else bare.end()
    end = _tail(text, last)
    assert end is not None  # here is the end of a line, or a comment
    if bare is None:
        return None, end
    written = bare.group()
    trimmed = written.strip(_SPACES)
    begin = start + len(written) - len(written.lstrip(_SPACES)) if trimmed else start
    return (begin, begin + len(trimmed)), end


def _closing_quotes(text: str, opening: int) -> list[int]:
    """Where the quoted text may end, in the order in which the expression tries it.

    First at the quote without a backslash before it, then at those with one, from the last to the first.
    """
    quote = text[opening]
    escaped: list[int] = []
    at = text.find(quote, opening + 1)
    while at >= 0 and text[at - 1] == "\\":
        escaped.append(at)
        at = text.find(quote, at + 1)
    return [at, *reversed(escaped)] if at >= 0 else escaped[::-1]


def _tail(text: str, at: int) -> int | None:
    """The end of an entry whose value ends here: white space, a comment, the end of a line; else None."""
    space = _end(_SPACE, text, at)
    comment = _COMMENT.match(text, space)
    if comment is not None:
        return comment.end()
    if space == len(text):
        return space
    newline = text.rfind("\n", at, space)
    return None if newline < 0 else newline


def _node(text: str, entry: Entry, positions: Positions) -> Node:
    start, end = entry.value or (entry.end, entry.end)
    if entry.value is None:
        start = end = entry.key[1]
    written = text[start:end]
    place = positions.place(start, end)
    return Node(NodeKind.SCALAR, unescaped(written), place, positions.place(*entry.key), written)


def _bad_lines(text: str, start: int, end: int, positions: Positions) -> Iterator[Finding]:
    """The findings about lines between two entries that are neither empty nor comments."""
    at = start
    while at < end:
        newline = text.find("\n", at, end)
        stop = end if newline < 0 else newline
        written = text[at:stop].strip(_SPACES)
        if written and not written.startswith("#") and written != "export":
            first = text.index(written, at)
            yield Finding(
                "dotenv-bad-line",
                Severity.ERROR,
                "This line is no variable; dotenv passes over it without a word.",
                None,
                "Write NAME=value with letters, digits, _ and . in the name, and start comments with #.",
                (positions.place(first, first + len(written)),),
            )
        at = stop + 1


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return start if match is None else match.end()
