"""Records as lines of text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TypeAlias

from rich.text import Text

from inspector.cli.output import visible
from inspector.logs.export import shown_time
from inspector.logs.records import Level, Record

Line: TypeAlias = list[tuple[str, str]]
"""Pieces of text, each with its style."""

_LEVEL_STYLES: Mapping[Level, str] = {
    Level.UNKNOWN: "dim",
    Level.TRACE: "dim",
    Level.DEBUG: "bright_black",
    Level.INFO: "blue",
    Level.NOTICE: "cyan",
    Level.WARNING: "yellow",
    Level.ERROR: "red",
    Level.CRITICAL: "bold magenta",
}
_LEVEL_WIDTH = max(len(level.word) for level in Level)
_INDENT = "    "
_LATE = (" (late)", "dim")
# json.dumps() would make an encoder for each value.
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
_ODD = re.compile('[ "=\n\t]')


def record_lines(record: Record, source: Line | None = None) -> list[Line]:
    """A record for reading: `time LEVEL logger request message key=value…`, what belongs to it below.

    With `source`, which says where it comes from, that stands behind the level. One whose time lies before
    one that was seen earlier in its source ends with `(late)`.
    """
    first = record.message.partition("\n")[0]
    head: Line = [
        (shown_time(record.time_ns) or "-", "dim"),
        (" ", ""),
        (f"{record.level.word.upper():<{_LEVEL_WIDTH}}", _LEVEL_STYLES[record.level]),
        (" ", ""),
        *(source or ()),
        (_word(record.logger), "cyan"),
        (" ", ""),
        (_word(record.request_id), "green"),
        (" ", ""),
        (_clean(first), "bold" if record.level >= Level.ERROR else ""),
    ]
    # The line itself is the message of an object that names none.
    told = record.structured and record.message == record.raw
    for name, value in record.fields.items() if not told else ():
        if _opens(record.detail, value):
            continue
        head += [(f" {_word(name)}=", "dim"), (_clean(_value(value)), "")]
    if record.late:
        head.append(_LATE)
    return [head, *below_lines(record)]


def below_lines(record: Record) -> list[Line]:
    """What stands below the first line: the rest of the message, the traceback."""
    rest = record.message.split("\n")[1:]
    detail = record.detail.split("\n") if record.detail else []
    return [[(_INDENT + _clean(line), "dim")] for line in (*rest, *detail)]


def plain(line: Line) -> str:
    """The line without styles."""
    return "".join([text for text, _ in line]).rstrip()


def styled(line: Line) -> Text:
    """The line for a terminal."""
    return Text.assemble(*line)


def level_style(level: Level) -> str:
    """The terminal colour of a level."""
    return _LEVEL_STYLES[level]


def _opens(detail: str, value: object) -> bool:
    """Whether a field is the traceback that stands below anyway."""
    return isinstance(value, str) and bool(value) and f"{detail}\n".startswith(f"{value}\n")


def _value(value: object) -> str:
    if isinstance(value, str):
        return value if value and not _ODD.search(value) else json.dumps(value, ensure_ascii=False)
    if type(value) is int:
        return str(value)
    return _AS_JSON(value)


def _word(text: str | None) -> str:
    return _clean(text) if text else "-"


def _clean(text: str) -> str:
    return text if text.isprintable() else visible(text).replace("\n", "\\n")
