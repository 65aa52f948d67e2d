"""Which lines are records, and which belong to the record before them.

A JSON object and a line with the format's header start a record. Indented and blank lines, tracebacks,
stacks and closing brackets belong to the record before. Any other line is a record of its own.

For speed: in a JSON source every line whose first byte is `{` is LineKind.RECORD and needs no call here;
after a run of such lines, forget the traceback (`open_traceback = False`) and go on with continues().
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

from inspector.logs.formats.json_objects import begins_object
from inspector.logs.formats.spec import Detection, Shape
from inspector.logs.formats.values import ANSI

BOM = b"\xef\xbb\xbf"


class LineKind(IntEnum):
    """What a line is when nothing is known about the lines around it."""

    RECORD = 0
    """Starts a record."""
    PLAIN = 1
    """Starts a record of unknown level, unless it closes a traceback: see CLOSING."""
    CONTINUATION = 2
    """Belongs to the record before."""
    TRACEBACK = 3
    """Belongs to the record before and opens a Python traceback."""
    CLOSING = 4
    """Reads like `ValueError: text`: closes a traceback if one is open, else it is PLAIN."""
    EXCEPTION = 5
    """Belongs to the record before and closes a traceback: `java.io.IOException: text`, `TypeError: text`."""
    FRAME = 6
    """Reads like `main.run(0x1)`: belongs to a traceback that is open, else it is PLAIN."""


_TRACEBACKS = (
    b"Traceback (most recent call last):",
    b"  + Exception Group Traceback (most recent call last):",
    b"goroutine ",
)
_CONTINUATIONS = (
    b"Caused by:",
    b"Suppressed:",
    b"During handling of the above exception",
    b"The above exception was the direct cause",
    b"--- End of ",
    # Above the frame in which loguru caught the exception.
    b'> File "',
    b"[signal ",
    b"created by ",
    b"exit status ",
    # Rust, below a panic.
    b"stack backtrace:",
    b"note: run with `RUST_BACKTRACE=",
    b"note: Some details are omitted, run with `RUST_BACKTRACE=",
    # What SQLAlchemy adds below its exceptions.
    b"[SQL: ",
    b"[parameters: ",
    b"(Background on this error at",
)
_BLANK_OR_BRACKET = frozenset(b" \t\r\n\f\v}])")
# What Java and .NET write before their frames, and what JavaScript's own errors are called.
_EXCEPTION = re.compile(
    rb"(?:[A-Za-z_$][\w$]*\.)+[\w$]*(?:Exception|Error|Throwable)(?::\s|:?$)"
    rb"|(?:Aggregate|Eval|Range|Reference|Syntax|Type|URI)?Error: "
)
_FRAME = re.compile(rb"[\w./*$\-\[\]{}()\xc2\xb7]+\(.*\)$")
_LONGEST_FRAME_BYTES = 1_000
_CLOSING = re.compile(rb"[A-Za-z_][\w.]*(?::\s|:?$)")
_ANSI_BYTES = re.compile(ANSI.encode())


def line_kind(line: bytes, detection: Detection) -> LineKind:
    """Classify one line, with or without its end."""
    line = line.removeprefix(BOM).rstrip(b"\r\n")
    if b"\x1b" in line:
        line = _ANSI_BYTES.sub(b"", line)
    if not line or line[0] in _BLANK_OR_BRACKET:
        return LineKind.CONTINUATION
    if detection.format.shape is Shape.JSON:
        if line[0] == 0x7B or begins_object(line):  # {
            return LineKind.RECORD
    elif is_header(line, detection.format.pattern):
        return LineKind.RECORD
    if line.startswith(_TRACEBACKS):
        return LineKind.TRACEBACK
    if line.startswith(_CONTINUATIONS):
        return LineKind.CONTINUATION
    if _EXCEPTION.match(line):
        return LineKind.EXCEPTION
    # Its brackets can be read in as many ways as there are.
    if len(line) < _LONGEST_FRAME_BYTES and _FRAME.match(line):
        return LineKind.FRAME
    return LineKind.CLOSING if _CLOSING.match(line) else LineKind.PLAIN


def continues(kind: LineKind, open_traceback: bool) -> tuple[bool, bool]:
    """Whether a line of this kind belongs to the record before, and whether a traceback is open after it."""
    if kind is LineKind.CONTINUATION:
        return True, open_traceback
    if kind is LineKind.TRACEBACK:
        return True, True
    if kind is LineKind.EXCEPTION:
        return True, False
    if kind is LineKind.FRAME and open_traceback:
        return True, True
    return kind is LineKind.CLOSING and open_traceback, False


def starts_record(line: bytes, detection: Detection) -> bool:
    """Whether a line starts a record, judged alone: right for all lines outside of tracebacks."""
    return line_kind(line, detection) in (
        LineKind.RECORD,
        LineKind.PLAIN,
        LineKind.CLOSING,
        LineKind.FRAME,
    )


def record_starts(
    lines: Iterable[bytes], detection: Detection, open_traceback: bool = False
) -> tuple[list[bool], bool]:
    """For each line whether it starts a record, and whether a traceback is open at the end.

    The very first line of a source has nothing to continue and is a record whatever it looks like: that
    is the caller's to decide, who knows what stood before.
    """
    starts: list[bool] = []
    for line in lines:
        joined, open_traceback = continues(line_kind(line, detection), open_traceback)
        starts.append(not joined)
    return starts, open_traceback


def is_header(line: bytes, pattern: str | None) -> bool:
    """Whether a line has the header of a text format."""
    if pattern is None:
        return False
    if b"\x1b" in line:
        line = _ANSI_BYTES.sub(b"", line)
    return _compiled(pattern).match(line) is not None


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[bytes]:
    return re.compile(pattern.encode(), re.DOTALL)
