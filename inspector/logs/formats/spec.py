"""What a log format is: a frozen value, with samples that test it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inspector.logs.records import Level


class Shape(StrEnum):
    """How a record is laid out in its line."""

    JSON = "json"
    TEXT = "text"


class TimeUnit(StrEnum):
    """How a number in the time field counts; AUTO decides by magnitude (see times.py)."""

    AUTO = "auto"
    SECONDS = "s"
    MILLISECONDS = "ms"
    MICROSECONDS = "us"
    NANOSECONDS = "ns"


@dataclass(frozen=True, slots=True)
class Sample:
    """A real line of the format and what must come of it. `time` is RFC 3339 UTC."""

    line: str
    time: str | None
    level: Level
    message: str
    logger: str | None = None
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """Which field means what in one producer's records.

    Keys are tried in order and the first that is present and not null serves. A key with a dot means the
    literal key first, then the nested one. `marks` are the keys that all stand in nearly every record of
    this producer and tell it from others. `level_numbers` is the producer's numeric scale; with
    `numeric_level` only sources that write numbers are taken for this format. For Shape.TEXT, `pattern` is a
    regular expression (RE2 and `re` alike) over the first line, with groups named time, level, logger,
    request, message; any other named group becomes a field. A text format without pattern is plain text.
    """

    name: str
    title: str
    shape: Shape
    time_keys: tuple[str, ...] = ()
    time_unit: TimeUnit = TimeUnit.AUTO
    level_keys: tuple[str, ...] = ()
    level_numbers: Mapping[int, Level] = field(default_factory=dict)
    numeric_level: bool = False
    logger_keys: tuple[str, ...] = ()
    message_keys: tuple[str, ...] = ()
    detail_keys: tuple[str, ...] = ()
    request_keys: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    pattern: str | None = None
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Detection:
    """The format chosen for a source, why, and the field that carries the request ID.

    `reason` is a sentence a person reads ("pino: numeric level 30 with pid and hostname").
    `request_key` is None when no field repeats like one. `sampled` is the number of records behind the
    choice: while it is small, a growing source deserves another look.
    """

    format: Format
    reason: str
    request_key: str | None = None
    request_reason: str = ""
    sampled: int = 0
