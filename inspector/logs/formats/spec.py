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
    LOGFMT = "logfmt"


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
    literal key first, then the nested one; `spans[].id` is a member of the first object in a list that has
    it, `attributes[id]` the value of the item `{"key": "id", "value": …}` of a list.

    Time: `time_keys`; without any of them `second_keys`, pairs of a field with seconds and one with
    nanoseconds. Level: `level_keys` with the producer's scale `level_numbers`; without any of them what the
    HTTP status under `status_keys` says (5xx error, 4xx warning, else info), then error if one of
    `error_keys` is present, then `default_level`. Message: where the first of `message_parts` is present, all
    of them with blanks between, else `message_keys`, else a template under `template_keys` whose `{Name}` are
    filled in from the record or the object `template_values`. A part may name alternatives: `method|verb`.
    With `byte_lists` a list of numbers is text in bytes. `null_message` is what is said of a message that is
    there and null. Where the detail is an object, what follows the message in the text under `printed_key` is
    the detail. `repeats` are fields that only say again what has a place of its own; they are not shown.

    Request: `request_keys` may carry the ID; where the chosen one is of `same_request`, a record without it
    has it in another of them.

    Detection: `marks` are the keys that all stand in nearly every record of this producer and tell it from
    others, alternatives as above; `values` are regular expressions that their values fit as text. With
    `numeric_level` only sources that write numbers are taken for this format.

    For Shape.TEXT, `pattern` is a regular expression (RE2 and `re` alike) over the first line, with groups
    named time, level, logger, request, message; a name with `_2` takes the place of one that is empty. What
    stands in a group `pairs` (see pairs.py), and any other named group, becomes a field; `status_keys` and
    `message_parts` name such groups. `level_words` are words for levels that only this producer uses, `share`
    is the least share of the lines that must have the header. A text format without pattern is plain text.
    For Shape.LOGFMT the pattern tells such lines, and the keys are read as in JSON.
    """

    name: str
    title: str
    shape: Shape
    time_keys: tuple[str, ...] = ()
    time_unit: TimeUnit = TimeUnit.AUTO
    second_keys: tuple[tuple[str, str], ...] = ()
    level_keys: tuple[str, ...] = ()
    level_numbers: Mapping[int, Level] = field(default_factory=dict)
    numeric_level: bool = False
    status_keys: tuple[str, ...] = ()
    error_keys: tuple[str, ...] = ()
    default_level: Level = Level.UNKNOWN
    logger_keys: tuple[str, ...] = ()
    message_keys: tuple[str, ...] = ()
    message_parts: tuple[str, ...] = ()
    template_keys: tuple[str, ...] = ()
    template_values: str = ""
    byte_lists: bool = False
    null_message: str = ""
    printed_key: str = ""
    repeats: tuple[str, ...] = ()
    detail_keys: tuple[str, ...] = ()
    request_keys: tuple[str, ...] = ()
    same_request: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    pattern: str | None = None
    level_words: Mapping[str, Level] = field(default_factory=dict)
    share: float = 0.0
    samples: tuple[Sample, ...] = ()


def request_keys_of(spec: Format, chosen: str | None) -> tuple[str, ...]:
    """Where a record's request ID stands, the first that is there serves; `chosen` is a detection's key."""
    if chosen is None:
        return ()
    return tuple(dict.fromkeys((chosen, *(spec.same_request if chosen in spec.same_request else ()))))


@dataclass(frozen=True, slots=True)
class EnvelopeSample:
    """Real lines in an envelope and what must come of them. `time` is RFC 3339 UTC."""

    lines: tuple[str, ...]
    text: str
    time: str | None = None
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is put around each line of a log, whatever its format.

    A prefix is a `pattern` (RE2 and `re` alike), whose groups time, stream, priority (of syslog) and part
    (`P` for a line that goes on in the next one) have a meaning; they and all others become fields. Without
    a pattern each line is an object of no other than `keys`, its text under `text_key`, its time under
    `time_key`; all of `needs` are there, with `nested` the text is an object, and with `parts` a text without
    a newline at its end goes on in the next one. `logger` is the field that names the origin of records which
    do not name it. With `wary` it is only taken where the lines as they stand are of no known format, with
    `of_objects` only where nearly all of them hold a JSON object.
    """

    name: str
    title: str
    pattern: str | None = None
    text_key: str = ""
    time_key: str = "time"
    keys: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    nested: bool = False
    parts: bool = False
    logger: str = ""
    wary: bool = False
    of_objects: bool = False
    samples: tuple[EnvelopeSample, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestCandidate:
    """A field that may carry the request ID: in which share of the records, records per ID, different IDs."""

    key: str
    coverage: float
    repeats: float
    requests: int


@dataclass(frozen=True, slots=True)
class Detection:
    """The format chosen for a source, why, and the field that carries the request ID.

    `reason` is a sentence a person reads ("pino: numeric level 30 with pid and hostname").
    `request_key` is None when no field repeats like one; `request_candidates` are all that may serve, the
    best first. `sampled` is the number of records behind the choice: while it is small, a growing source
    deserves another look. `zone` is the IANA name of the zone of times that name none, "" for UTC.
    `envelope` is what stands around each line, None for nothing. `request_counted` tells that the IDs are
    numbers which each source counts for itself: 7 here and 7 there are two requests. `request_single` tells
    that no ID repeats in the sample, `request_missed` that no record has a field that the user chose.
    """

    format: Format
    reason: str
    request_key: str | None = None
    request_reason: str = ""
    sampled: int = 0
    zone: str = ""
    envelope: Envelope | None = None
    # Not in repr(): the figures change as a source grows, which says nothing about how it is read.
    request_candidates: tuple[RequestCandidate, ...] = field(default=(), repr=False)
    request_counted: bool = field(default=False, repr=False)
    request_single: bool = field(default=False, repr=False)
    request_missed: bool = field(default=False, repr=False)

    @property
    def request_field(self) -> str | None:
        """The field in which request IDs were seen; None also when no record has the one that was chosen."""
        if self.request_key is None:
            return "request" if "(?P<request>" in (self.format.pattern or "") else None
        seen = not self.request_missed or any(
            each.key == self.request_key for each in self.request_candidates
        )
        return self.request_key if seen else None
