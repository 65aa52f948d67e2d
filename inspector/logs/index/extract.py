"""The SQL that reads time, level, request, logger, message and detail out of lines, for one detection.

It agrees with formats.decode() on every line it answers for. A line that SQL may read differently gets the
level ODD, and decode() is asked instead: broken JSON, times and IDs in rare spellings, nested values.
"""

from __future__ import annotations

from collections.abc import Mapping

from inspector.logs.formats.request_keys import PLACEHOLDERS
from inspector.logs.formats.spec import Detection, Shape, TimeUnit
from inspector.logs.formats.times import EARLIEST_EPOCH_SECONDS
from inspector.logs.index.habits import Habits, Traits
from inspector.logs.index.headers import from_header, from_plain
from inspector.logs.index.objects import from_objects
from inspector.logs.index.phrases import (
    ESCAPE,
    PLACE,
    any_of,
    begins_nested,
    is_no_number,
    is_one_of,
    sql_text,
)
from inspector.logs.index.stamps import NO_STAMP

ODD = 255
"""The level of a row that decode() has to fill in."""

_LARGEST_SECONDS = 253_402_300_799
# What try_cast() reads as decode() does; it knows more spellings, and drops the offset from UTC.
_STAMP = r"\d{4}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):\d\d:\d\d(?:[.,]\d{1,9})?"
_AT_UTC = rf"{_STAMP}(?:Z|[+-]00:?00)?"
_WITH_OFFSET = rf"{_STAMP}[+-](?:[01]\d|2[0-3]):?[0-5]\d"
_HOURS, _MINUTES = (
    f"regexp_extract(raw_time, '([+-]\\d\\d):?(\\d\\d)$', {group})::BIGINT" for group in (1, 2)
)
_OFFSET_NS = f"""({_HOURS} * 3600 + {_MINUTES}
    * CASE WHEN contains(right(raw_time, 6), '-') THEN -60 ELSE 60 END) * 1000000000"""


def extraction(detection: Detection, habits: Habits, traits: Traits | None = None) -> str:
    """A SELECT over `batch` (sequence, line, offset, length, lines, stamp_ns, text): the index's columns.

    One thing is taken on trust: where the source was not seen to repeat keys within an object, the first of
    two counts, not the last.
    """
    traits = traits or Traits()
    if detection.format.shape is Shape.JSON:
        named = from_objects(detection, habits.repeats_keys, traits)
    elif detection.format.pattern is None:
        named = from_plain()
    else:
        named = from_header(detection)
    odd = ["odd"]
    time = "stamp_ns"
    if not traits.timed:
        time = f"CASE WHEN stamp_ns <> {NO_STAMP} THEN stamp_ns ELSE {_time(detection.format.time_unit)} END"
        odd.append("time IS NULL AND raw_time IS NOT NULL")
    odd += _odd_request(traits)
    if not traits.simple:
        odd += [f"contains({name}, {ESCAPE})" for name in ("message", "logger")]
    return f"""
        SELECT {PLACE}, time AS order_ns, time IS NOT NULL AS timed,
               (CASE WHEN {any_of(odd)} THEN {ODD} ELSE level END)::UTINYINT AS level,
               structured, request, logger, message, detail
        FROM (SELECT *, {time} AS time, {_level(dict(habits.words))} AS level, {_request()} AS request
              FROM ({named}))
    """


def _time(unit: TimeUnit) -> str:
    """Nanoseconds of `raw_time`, NULL for what only decode() can read."""
    stamp = """coalesce(epoch_ns(try_cast(raw_time AS TIMESTAMP_NS)),
                        epoch_ns(try_cast(replace(raw_time, ',', '.') AS TIMESTAMP_NS)))"""
    number = "try_cast(raw_time AS BIGINT)"
    scale = {
        TimeUnit.SECONDS: f"{number} * 1000000000",
        TimeUnit.MILLISECONDS: f"{number} * 1000000",
        TimeUnit.MICROSECONDS: f"{number} * 1000",
        TimeUnit.NANOSECONDS: number,
        TimeUnit.AUTO: f"""{number} * CASE WHEN {number} <= {_LARGEST_SECONDS} THEN 1000000000
            WHEN {number} <= {_LARGEST_SECONDS}000 THEN 1000000
            WHEN {number} <= {_LARGEST_SECONDS}000000 THEN 1000 ELSE 1 END""",
    }[unit]
    earliest = f"{EARLIEST_EPOCH_SECONDS}000000000"
    return f"""CASE
        WHEN regexp_full_match(raw_time, '{_AT_UTC}') THEN {stamp}
        WHEN regexp_full_match(raw_time, '{_WITH_OFFSET}') THEN {stamp} - {_OFFSET_NS}
        WHEN regexp_full_match(raw_time, '[1-9][0-9]{{8,18}}') AND TRY({scale}) >= {earliest}
             THEN TRY({scale}) END"""


def _level(words: Mapping[str, int]) -> str:
    known = " ".join(f"WHEN {sql_text(word)} THEN {code}" for word, code in words.items())
    code = f"CASE word {known} ELSE {ODD} END" if known else str(ODD)
    return f"CASE WHEN word IS NULL THEN 0 ELSE {code} END"


def _request() -> str:
    """`raw_request` unless it is a placeholder, or nothing but zeros and dashes."""
    longest = max(len(word) for word in PLACEHOLDERS)
    placeholder = is_one_of("lower(raw_request)", sorted(PLACEHOLDERS))
    return f"""CASE
        WHEN strlen(raw_request) <= {longest} AND {placeholder} THEN NULL
        WHEN raw_request < '1' AND trim(raw_request, '0-') = '' THEN NULL
        ELSE raw_request END"""


def _odd_request(traits: Traits) -> list[str]:
    """Truth values, objects and lists are no IDs, and white space around one does not count."""
    odd = [
        "raw_request < '-'",
        "raw_request = 'true' OR raw_request = 'false'",
        is_no_number("raw_request"),
        "raw_request < ':' AND contains(raw_request, '.')",
        begins_nested("raw_request"),
    ]
    if traits.simple:
        return [*odd, "suffix(raw_request, ' ')"]
    return [*odd, "raw_request[-1] <= ' '", "strlen(raw_request) <> length(raw_request)"]
