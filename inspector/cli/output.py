"""What commands write: text, JSON, complaints; safe for any terminal."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from typing import Any

import orjson
from rich.console import Console
from rich.text import Text

_UNLIMITED = 100_000
_LONGEST_CELL = 200
_NARROWEST = 20
# Text of others must not move the cursor, end a line, recolour the screen or turn its direction round; and
# halves of characters, which stand for bytes that are no UTF-8, cannot be written at all.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


class CommandError(Exception):
    """The command cannot be carried out: one sentence for the user, exit code 2."""


def prepare_streams() -> None:
    """Make any text writable: what the terminal's encoding lacks is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def complain(sentence: str) -> None:
    """Say on stderr what is wrong, in one line."""
    print(f"inspector: {visible(' '.join(sentence.split()))}", file=sys.stderr)


def visible(text: str) -> str:
    """The text with control characters as escapes; newlines and tabs stay."""
    return text if text.isprintable() else _CONTROL.sub(_escape, text)


def one_line(text: str) -> str:
    """The text for a table cell: no line breaks, not endless."""
    flat = visible(text).replace("\n", "\\n").replace("\t", "\\t")
    return flat if len(flat) <= _LONGEST_CELL else flat[: _LONGEST_CELL - 1] + "…"


def console() -> Console:
    """Stdout with styles on a terminal (without NO_COLOR); plain and unbroken when piped."""
    plain = bool(os.environ.get("NO_COLOR"))
    made = Console(highlight=False, markup=False, emoji=False, color_system=None if plain else "auto")
    if not made.is_terminal:
        made.width = _UNLIMITED
    return made


def write_hanging(out: Console, before: Text | str, text: str, style: str = "") -> None:
    """A text behind another one; what does not fit on the line goes on below its own beginning."""
    first = Text(before) if isinstance(before, str) else before
    indent = first.cell_len
    if out.width - indent < _NARROWEST:
        out.print(Text.assemble(first, (text, style)))
        return
    for line in Text(text, style).wrap(out, out.width - indent) or [Text()]:
        whole = Text.assemble(first, line)
        whole.rstrip()
        out.print(whole)
        first = Text(" " * indent)


def write_json(document: Any) -> None:
    """One JSON document, for people and programs: what `visible` escapes is escaped here, too."""
    try:
        text = orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONEncodeError:  # half a character, or a whole number of more than 64 bits
        text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    if not sys.stdout.encoding.lower().startswith("utf"):  # the stream's own escapes are not those of JSON
        text = json.dumps(document, indent=2, allow_nan=False)
    print(_CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def json_line(document: Any) -> str:
    """The document in one line."""
    try:
        return orjson.dumps(document).decode()
    except orjson.JSONEncodeError:  # half a character, or a whole number of more than 64 bits
        return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def counted(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
