"""Colours of a configuration file: Pygments' tokens as kinds of the theme's syntax table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_LEXERS: Mapping[str, str] = MappingProxyType(
    {"yaml": "yaml", "toml": "toml", "json": "json", "dotenv": "bash", "python": "python"}
)
_COLOURED_CHARACTERS = 100_000
"""Beyond this a file shows plain: Qt applies colours line by line on the GUI thread, 20 µs each."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of one line, `start` and `end` counted from the line's begin, and their kind."""

    start: int
    end: int
    kind: str


def coloured_lines(text: str, format: str) -> tuple[tuple[Span, ...], ...]:  # noqa: A002
    """The spans of every line; () for a format without colours or a huge text. Runs on any thread."""
    lexer_name = _LEXERS.get(format.partition("-")[0])
    if lexer_name is None or len(text) > _COLOURED_CHARACTERS:
        return ()
    starts = [0]
    starts.extend(place + 1 for place, char in enumerate(text) if char == "\n")
    lines: list[list[Span]] = [[] for _ in starts]
    for begin, end, kind in _tokens(text, lexer_name):
        line = bisect_right(starts, begin) - 1
        while begin < end:
            stop = min(end, starts[line + 1] - 1 if line + 1 < len(starts) else end)
            if stop > begin:
                lines[line].append(Span(begin - starts[line], stop - starts[line], kind))
            begin = max(stop, begin) + 1 if stop < end else end
            line += 1
    return tuple(map(tuple, lines))


def _tokens(text: str, lexer_name: str) -> Iterator[tuple[int, int, str]]:
    # Pygments takes 40 ms to import, which a window without a selected setting need not pay.
    from pygments.lexers import get_lexer_by_name

    lexer = get_lexer_by_name(lexer_name, ensurenl=False, stripnl=False)
    kinds = _KINDS[lexer_name]
    # Some rules, such as bash's for comments, need a line end.
    for begin, token, piece in lexer.get_tokens_unprocessed(f"{text}\n"):
        kind = _kind(tuple(token), kinds)
        if kind == _SCALAR:
            kind = _scalar_kind(piece)
        if kind and piece:
            yield begin, min(begin + len(piece), len(text)), kind


def _kind(token: tuple[str, ...], kinds: Mapping[tuple[str, ...], str]) -> str:
    """The most specific entry for a token, "" for plain text."""
    for length in range(len(token), 0, -1):
        kind = kinds.get(token[:length])
        if kind is not None:
            return kind
    return ""


def _scalar_kind(piece: str) -> str:
    """What a plain YAML scalar looks like: a word that YAML 1.1 reads as a value shows as one."""
    if _NUMBER.fullmatch(piece):
        return "number"
    return "keyword" if piece.lower() in _WORDS else "string"


_SCALAR = "scalar"
_NUMBER = re.compile(
    r"[-+]?(?:0x[\da-f_]+|0[ob][0-7_]+|\d[\d_]*(?:\.\d*)?(?:e[-+]?\d+)?|\.(?:\d+|inf|nan))", re.IGNORECASE
)
_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "~"])

_COMMON: Mapping[tuple[str, ...], str] = {
    ("Comment",): "comment",
    ("Error",): "error",
    ("Keyword",): "keyword",
    ("Literal", "Number"): "number",
    ("Literal", "String"): "string",
    ("Operator", "Word"): "keyword",
}
_KINDS: Mapping[str, Mapping[tuple[str, ...], str]] = MappingProxyType(
    {
        "yaml": {
            **_COMMON,
            ("Literal", "Scalar", "Plain"): _SCALAR,
            ("Name", "Constant"): "string",
            ("Name", "Label"): "variable",
            ("Name", "Tag"): "key",
            ("Name", "Type"): "keyword",
            ("Name", "Variable"): _SCALAR,
        },
        "toml": {**_COMMON, ("Keyword",): "key", ("Keyword", "Constant"): "keyword", ("Name",): "key"},
        "json": {**_COMMON, ("Name", "Tag"): "key"},
        "bash": {**_COMMON, ("Name", "Builtin"): "keyword", ("Name", "Variable"): "key"},
        "python": {**_COMMON, ("Name", "Decorator"): "keyword"},
    }
)
