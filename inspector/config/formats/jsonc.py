"""JSON with comments and trailing commas, with the values that JavaScript makes of it.

The grammar is that of VS Code (jsonc-parser 3.3 with `allowTrailingComma`). A program that reads such files
stops with SyntaxError at the first error; VS Code itself goes on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from inspector.base.findings import Finding
from inspector.config.formats.javascript import js_number, js_ordered
from inspector.config.formats.json import QUOTED, empty, quoted, told
from inspector.config.formats.json_walk import Grammar, Signs, Walk, Wrong
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import crash, further
from inspector.config.values import Document, Node, Value

FORMAT = "jsonc"
SYNTAX_ERROR = "SyntaxError"
COMMENT = r"//[^\r\n]*|/\*(?:(?!\*/).)*(?:\*/)?"

_SPACE = re.compile(r"(?:[ \t\r\n]+|//[^\r\n]*)*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS: tuple[tuple[str, Value], ...] = (("null", None), ("true", True), ("false", False))


class _JsonWithComments:
    """JSON, comments, and a comma behind the last entry."""

    trailing_commas = True
    signs = Signs.of(QUOTED, f"{QUOTED}|(?s:{COMMENT})")

    def skip(self, text: str, at: int) -> int:
        return skip_space_and_comments(_SPACE, text, at)

    def scalar(self, text: str, at: int) -> tuple[Value, int]:
        if text.startswith('"', at):
            return quoted(text, at)
        for word, constant in _WORDS:
            if text.startswith(word, at):
                return constant, at + len(word)
        match = _NUMBER.match(text, at)
        if match is None:
            raise Wrong(at, "A value is expected here", "Write a value; text needs double quotes.")
        return js_number(float(match.group())), match.end()

    def key(self, text: str, at: int) -> tuple[str, int]:
        if not text.startswith('"', at):
            raise Wrong(at, "A key in double quotes is expected here", "Put the key in double quotes.")
        return quoted(text, at)

    def ordered(self, entries: Mapping[str, Node]) -> dict[str, Node]:
        return js_ordered(entries)


def parse(text: str, path: str) -> Document:
    """Read JSON with comments. A broken text keeps the entries that can be read."""
    return parse_javascript(text, path, FORMAT, _JsonWithComments())


def parse_javascript(text: str, path: str, name: str, grammar: Grammar) -> Document:
    """Read a text in a grammar whose errors are worded by the grammar itself."""
    text = text.removeprefix("\ufeff")
    positions = Positions(text, path)
    findings: list[Finding] = []
    walk = Walk(text, positions, grammar, findings)
    root = walk.read()
    if walk.errors and not walk.too_deep:
        error, *others = walk.errors
        if error.offset == len(text) and root is None and _is_blank(text, grammar):
            findings.append(empty(path, SYNTAX_ERROR))
        else:
            place = positions.place(min(error.offset, len(text)))
            findings.append(crash(error.meaning, SYNTAX_ERROR, error.hint, place))
            findings += [
                further(other.meaning, other.hint, positions.place(other.offset)) for other in others
            ]
    return Document(path, name, text, *told(root, findings))


def skip_space_and_comments(space: re.Pattern[str], text: str, at: int) -> int:
    """The offset behind white space and comments; `space` matches all but `/* … */`. Raises Wrong."""
    while True:
        match = space.match(text, at)
        at = at if match is None else match.end()
        if not text.startswith("/*", at):
            return at
        end = text.find("*/", at + 2)
        if end < 0:
            raise Wrong(at, "A comment is opened and never closed", "Close it with */.", len(text))
        at = end + 2


def _is_blank(text: str, grammar: Grammar) -> bool:
    try:
        return grammar.skip(text, 0) == len(text)
    except Wrong:
        return False
