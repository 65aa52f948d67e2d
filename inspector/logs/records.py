"""The log vocabulary: levels, records, row numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NewType

RowId = NewType("RowId", int)
"""Names a record for as long as its log set is open: segment number << 40 | sequence in the segment.

A segment is one stretch of one file under one identity: rotation or truncation begins a new one.
"""

_SEQUENCE_BITS = 40


def row_id(segment: int, sequence: int) -> RowId:
    """The row of a record."""
    return RowId(segment << _SEQUENCE_BITS | sequence)


def segment_of(row: int) -> int:
    """The segment number in a row."""
    return row >> _SEQUENCE_BITS


def sequence_of(row: int) -> int:
    """The sequence number in a row, from 0 within its segment."""
    return row & (1 << _SEQUENCE_BITS) - 1


class Level(IntEnum):
    """One scale for all producers; unknown is a class of its own and never the lowest severity."""

    UNKNOWN = 0
    TRACE = 1
    DEBUG = 2
    INFO = 3
    NOTICE = 4
    WARNING = 5
    ERROR = 6
    CRITICAL = 7

    @property
    def word(self) -> str:
        """The word of the command line contract: `warning`."""
        return self.name.lower()

    @classmethod
    def from_word(cls, word: str) -> Level:
        """The level of a contract word; raises KeyError for any other."""
        return cls[word.upper()]


@dataclass(frozen=True, slots=True)
class Record:
    """One log event, decoded for display.

    `row` is -1 in a preview. `source` is the file's path as opened; `line` its first line, from 1, or None
    when not known yet (preview of a tail); `offset` and `length` are bytes and include `continuation`, the
    lines that belong to it without being records. `raw` is the first line as text. `time_ns` is UTC
    nanoseconds since 1970, None without a readable time. `level_raw` is the level as written.
    `request_key` is the name of the field that carried `request_id`. `fields` are all fields of a JSON
    record that have no place of their own here, in their order, decoded (nested values stay nested), {} for
    plain text. `detail` is the traceback or stack, wherever it stood: in a field, which stays in `fields`,
    in the lines below, or in both. `gone` means that the bytes are no longer there (truncated
    file), and only what the index kept is shown. `late` means that its time lies before one that was seen
    earlier in its source. Nothing here is masked.
    """

    row: int
    source: str
    line: int | None
    offset: int
    length: int
    time_ns: int | None
    level: Level
    level_raw: str | None
    logger: str | None
    request_id: str | None
    request_key: str | None
    message: str
    raw: str
    fields: Mapping[str, object] = field(default_factory=dict)
    detail: str = ""
    continuation: tuple[str, ...] = ()
    structured: bool = True
    gone: bool = False
    late: bool = False
