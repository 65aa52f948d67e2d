"""JSON5 as the npm package json5 (2.2.3) reads it, with the values that JavaScript makes of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from inspector.config.formats.javascript import js_number, js_ordered
from inspector.config.formats.json_walk import Signs, Wrong
from inspector.config.formats.jsonc import COMMENT, parse_javascript, skip_space_and_comments
from inspector.config.values import Document, Node, Value

FORMAT = "json5"

_SPACES = "\t\v\f \u00a0\ufeff\n\r\u2028\u2029\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACE = re.compile(rf"(?:[{_SPACES}]+|//[^\n\r\u2028\u2029]*)*")
_NUMBER = re.compile(
    r"([-+]?)(?:(0[xX][0-9A-Fa-f]+)|((?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?"
    r"|\.[0-9]+(?:[eE][-+]?[0-9]+)?)|(Infinity|NaN))"
)
_WORDS: tuple[tuple[str, Value], ...] = (("null", None), ("true", True), ("false", False))

_QUOTED = r"\"(?:\\(?s:.)|[^\"\\\r\n])*\"?|'(?:\\(?s:.)|[^'\\\r\n])*'?"
_PLAIN_TEXT = {quote: re.compile(rf"[^{quote}\\\n\r]*") for quote in "\"'"}
_DIGITS = frozenset("0123456789")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LINE_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_HEX = {"x": re.compile(r"[0-9A-Fa-f]{2}"), "u": re.compile(r"[0-9A-Fa-f]{4}")}
_SURROGATE = re.compile("[\ud800-\udfff]")

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*(?![^\x00-\x7f]|[A-Za-z0-9_$\\])")
_STARTS = frozenset(["Lu", "Ll", "Lt", "Lm", "Lo", "Nl"])
_CONTINUES = _STARTS | {"Mn", "Mc", "Nd", "Pc"}
_JOINERS = "\u200c\u200d"


class _Json5:
    """Names without quotes, single quotes, comments, more ways to write a number."""

    trailing_commas = True
    signs = Signs.of(f"{_QUOTED}|[A-Za-z_$][A-Za-z0-9_$]*", f"{_QUOTED}|(?s:{COMMENT})")

    def skip(self, text: str, at: int) -> int:
        return skip_space_and_comments(_SPACE, text, at)

    def scalar(self, text: str, at: int) -> tuple[Value, int]:
        if text.startswith(('"', "'"), at):
            return _quoted(text, at)
        for word, constant in _WORDS:
            if text.startswith(word, at):
                return constant, at + len(word)
        match = _NUMBER.match(text, at)
        if match is None:
            raise Wrong(at, "A value is expected here", "Write a value; text needs quotes.")
        sign, hexadecimal, decimal, word = match.groups()
        return _number(sign, hexadecimal, decimal, word), match.end()

    def key(self, text: str, at: int) -> tuple[str, int]:
        if text.startswith(('"', "'"), at):
            return _quoted(text, at)
        return _name(text, at)

    def ordered(self, entries: Mapping[str, Node]) -> dict[str, Node]:
        return js_ordered(entries)


def parse(text: str, path: str) -> Document:
    """Read a JSON5 text. A broken one keeps the entries that can be read."""
    return parse_javascript(text, path, FORMAT, _Json5())


def _number(sign: str, hexadecimal: str | None, decimal: str | None, word: str | None) -> Value:
    if hexadecimal is not None:
        try:
            number = float(int(hexadecimal, 16))
        except OverflowError:
            number = float("inf")
    else:
        number = float((decimal or word or "").replace("Infinity", "inf"))
    return js_number(-number if sign == "-" else number)


def _quoted(text: str, start: int) -> tuple[str, int]:
    """The quoted text that starts here, and the offset behind it. Raises Wrong."""
    quote = text[start]
    parts: list[str] = []
    at = start + 1
    while True:
        match = _PLAIN_TEXT[quote].match(text, at)
        if match is not None:
            parts.append(match.group())
            at = match.end()
        char = text[at : at + 1]
        if char == quote:
            return _joined(parts), at + 1
        if char != "\\":
            meaning = "A quote is opened and never closed"
            if char:
                meaning = "A line break stands inside a quoted text"
            raise Wrong(at if char else start, meaning, f"Close the quote with {quote}, or write \\n.", at)
        part, at = _escape(text, at)
        parts.append(part)


def _escape(text: str, at: int) -> tuple[str, int]:
    """What a backslash stands for, and the offset behind it. Raises Wrong."""
    char = text[at + 1 : at + 2]
    line_break = _LINE_BREAK.match(text, at + 1)
    if line_break is not None:
        return "", line_break.end()
    if char in _HEX:
        match = _HEX[char].match(text, at + 2)
        if match is not None:
            return chr(int(match.group(), 16)), match.end()
    elif char == "0" and text[at + 2 : at + 3] not in _DIGITS:
        return "\0", at + 2
    elif char and not ("0" <= char <= "9"):
        return _ESCAPES.get(char, char), at + 2
    raise Wrong(at, "A backslash starts an escape that JSON5 does not have", "Write two backslashes for one.")


def _name(text: str, start: int) -> tuple[str, int]:
    """The name without quotes that starts here, and the offset behind it. Raises Wrong."""
    match = _NAME.match(text, start)
    if match is not None:
        return match.group(), match.end()
    parts: list[str] = []
    at = start
    while True:
        char, end = text[at : at + 1], at + 1
        if char == "\\":
            escaped = _HEX["u"].match(text, at + 2)
            if not text.startswith("u", at + 1) or escaped is None:
                raise Wrong(
                    at, "A backslash in a name must start \\u and four digits", "Put the key in quotes."
                )
            char, end = chr(int(escaped.group(), 16)), escaped.end()
        allowed = _CONTINUES if parts else _STARTS
        fits = char and (
            char in "$_" or unicodedata.category(char) in allowed or (parts and char in _JOINERS)
        )
        if not fits:
            if parts and text[at : at + 1] != "\\":
                return _joined(parts), at
            raise Wrong(at, "A key is expected here", "Write a name, or put the key in quotes.")
        parts.append(char)
        at = end


def _joined(parts: list[str]) -> str:
    """One text; two escapes that are halves of one character become that character, as in JavaScript."""
    joined = "".join(parts)
    if _SURROGATE.search(joined) is None:
        return joined
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
