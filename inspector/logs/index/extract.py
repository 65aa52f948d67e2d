"""The SQL that reads time, level, request, logger, message and detail out of lines, for one detection.

It agrees with formats.decode() on every line it answers for. A line that SQL may read differently gets the
level ODD, and decode() is asked instead: broken JSON, times and IDs in rare spellings, nested values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from inspector.logs.formats.levels import SYSLOG_LEVELS
from inspector.logs.formats.request_keys import PLACEHOLDERS, TRACE_NAME, TRACE_PARENT
from inspector.logs.formats.spec import Detection, Envelope, Shape, TimeUnit
from inspector.logs.formats.times import EARLIEST_EPOCH_SECONDS, SCALES_NS
from inspector.logs.formats.zones import zone_table
from inspector.logs.index.habits import Habits, Traits
from inspector.logs.index.headers import from_header, from_plain
from inspector.logs.index.objects import from_objects, from_pairs
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

_TRACE_PARENT_BYTES = 55
# A text without escapes and blanks at its ends.
_LIST_OF_ONE = r'\["([A-Za-z0-9](?:[A-Za-z0-9_.:/=+-]*[A-Za-z0-9])?)"\]'
_LARGEST_SECONDS = 253_402_300_799
# What try_cast() reads as decode() does; it knows more spellings, and drops the offset from UTC.
_STAMP = r"\d{4}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):\d\d:\d\d(?:[.,]\d{1,9})?"
_AT_UTC = rf"{_STAMP}(?:Z|[+-]00:?00)?"
_WITH_OFFSET = rf"{_STAMP}[+-](?:[01]\d|2[0-3]):?[0-5]\d"


def extraction(detection: Detection, habits: Habits, traits: Traits | None = None) -> str:
    """A SELECT over `batch` (sequence, line, offset, length, lines, stamp_ns, text): the index's columns.

    One thing is taken on trust: where the source was not seen to repeat keys within an object, the first of
    two counts, not the last.
    """
    traits = traits or Traits()
    if detection.format.shape is Shape.JSON:
        named = from_objects(detection, habits.repeats_keys, traits)
    elif detection.format.shape is Shape.LOGFMT:
        named = from_pairs(detection, habits.repeats_keys, traits)
    elif detection.format.pattern is None:
        named = from_plain(detection)
    else:
        named = from_header(detection)
    odd = ["odd"]
    time = "stamp_ns"
    level, logger = _level(dict(habits.words)), "logger"
    envelope = detection.envelope
    if envelope is not None:
        # A byte order mark stands before the envelope of the first line.
        odd.append("ascii(head) = 65279")
        named = f"SELECT *{_outer(envelope, traits)} FROM ({named})"
        logger = "coalesce(logger, outer_logger)"
        level = f"CASE WHEN word IS NULL AND unsaid = 0 THEN outer_level ELSE {level} END"
    if not traits.timed:
        named_ns = _time(detection.format.time_unit, detection.zone)
        read = f"CASE WHEN raw_time IS NULL THEN pair_ns ELSE {named_ns} END"
        if envelope is not None:
            outer_ns = _time(TimeUnit.AUTO, detection.zone, "outer_time")
            read = f"coalesce({read}, {outer_ns})"
            odd.append("time IS NULL AND outer_time IS NOT NULL")
        time = f"CASE WHEN stamp_ns <> {NO_STAMP} THEN stamp_ns ELSE {read} END"
        odd.append("time IS NULL AND raw_time IS NOT NULL")
    odd += _odd_request(traits)
    if not traits.simple:
        odd += [f"contains({name}, {ESCAPE})" for name in ("message", "logger")]
    return f"""
        SELECT {PLACE}, time AS order_ns, time IS NOT NULL AS timed,
               (CASE WHEN {any_of(odd)} THEN {ODD} ELSE level END)::UTINYINT AS level,
               structured, request, {logger} AS logger, message, detail
        FROM (SELECT *, {time} AS time, {level} AS level, {_request()} AS request
              FROM (SELECT * REPLACE ({_bare_request()} AS raw_request) FROM ({named})))
    """


def _outer(envelope: Envelope, traits: Traits) -> str:
    """What the envelope says, where the record does not: columns outer_time, outer_level, outer_logger."""
    pattern = envelope.pattern
    time, level, logger = "NULL", "0", "NULL"
    if pattern is None:
        time = f"TRY(json_extract_string(split_part(head, chr(10), 1), {sql_text(f'$.{envelope.time_key}')}))"
    else:
        groups = re.compile(pattern).groupindex

        def group(name: str) -> str:
            if name not in groups:
                return "NULL"
            return f"nullif(regexp_extract(head, {sql_text(f'^{pattern}')}, {groups[name]}), '')"

        time, logger = group(envelope.time_key), group(envelope.logger)
        if "priority" in groups:
            words = " ".join(f"WHEN {number} THEN {int(known)}" for number, known in SYSLOG_LEVELS.items())
            level = f"CASE {group('priority')}::INTEGER % 8 {words} ELSE 0 END"
    untimed = "false" if traits.timed else f"raw_time IS NULL AND stamp_ns = {NO_STAMP} AND pair_ns IS NULL"
    return f""", CASE WHEN {untimed} THEN {time} END::VARCHAR AS outer_time,
        CASE WHEN word IS NULL AND unsaid = 0 THEN {level} ELSE 0 END AS outer_level,
        CASE WHEN logger IS NULL THEN {logger} END::VARCHAR AS outer_logger"""


def _time(unit: TimeUnit, zone: str, raw_time: str = "raw_time") -> str:
    """Nanoseconds of the text `raw_time`, NULL for what only decode() can read."""
    stamp = f"""coalesce(epoch_ns(try_cast({raw_time} AS TIMESTAMP_NS)),
                        epoch_ns(try_cast(replace({raw_time}, ',', '.') AS TIMESTAMP_NS)))"""
    naive = f"WHEN regexp_full_match({raw_time}, '{_STAMP}') THEN {_in_zone(stamp, zone)} " if zone else ""
    number = f"try_cast({raw_time} AS BIGINT)"
    earliest = f"{EARLIEST_EPOCH_SECONDS}000000000"
    scaled = f"TRY({number} * {_scale(unit, number)})"
    whole = f"regexp_extract({raw_time}, '^[0-9]+')::BIGINT"
    scale = f"({_scale(unit, whole)})"
    # So many digits of a fraction are no more than nanoseconds: nothing is rounded.
    digits = f"(strlen({raw_time}) - strpos({raw_time}, '.'))"
    fraction = f"rpad(regexp_extract({raw_time}, '[0-9]+$'), 9, '0')::BIGINT * {scale} // 1000000000"
    exact = f"{digits} <= CASE {scale} WHEN 1000000000 THEN 9 WHEN 1000000 THEN 6 WHEN 1000 THEN 3 ELSE 0 END"
    with_fraction = f"CASE WHEN {exact} THEN TRY({whole} * {scale} + {fraction}) END"
    return f"""CASE
        {naive}WHEN regexp_full_match({raw_time}, '{_AT_UTC}') THEN {stamp}
        WHEN regexp_full_match({raw_time}, '{_WITH_OFFSET}') THEN {stamp} - {_offset_ns(raw_time)}
        WHEN regexp_full_match({raw_time}, '[1-9][0-9]{{8,18}}') AND {scaled} >= {earliest} THEN {scaled}
        WHEN regexp_full_match({raw_time}, '[1-9][0-9]{{8,17}}[.][0-9]{{1,9}}')
             AND {with_fraction} >= {earliest} THEN {with_fraction} END"""


def _offset_ns(raw_time: str) -> str:
    begin = f"CASE WHEN contains(right({raw_time}, 3), ':') THEN 6 ELSE 5 END"
    hours = f"left(right({raw_time}, {begin}), 3)::BIGINT"
    minutes = f"right({raw_time}, 2)::BIGINT"
    sign = f"CASE WHEN contains(right({raw_time}, 6), '-') THEN -60 ELSE 60 END"
    return f"({hours} * 3600 + {minutes} * {sign}) * 1000000000"


def _in_zone(stamp: str, zone: str) -> str:
    """A local time's nanoseconds in UTC; NULL outside of the zone's table, and decode() is asked."""
    table = zone_table(zone)
    begins = [*table.begins_s, table.end_s]
    offsets = [*table.offsets_s, None]

    def offset(low: int, high: int) -> str:
        if high - low == 1:
            return "NULL" if offsets[low] is None else f"{offsets[low]}000000000"
        middle = (low + high) // 2
        return (
            f"CASE WHEN local < {begins[middle]}000000000 THEN {offset(low, middle)} "
            f"ELSE {offset(middle, high)} END"
        )

    local = f"list_transform([{stamp}], lambda local: local - "
    return f"{local}CASE WHEN local >= {begins[0]} THEN {offset(0, len(begins))} END)[1]"


def _scale(unit: TimeUnit, number: str) -> str:
    """Nanoseconds in one unit of this number."""
    if unit is TimeUnit.AUTO:
        return f"""CASE WHEN {number} <= {_LARGEST_SECONDS} THEN 1000000000
            WHEN {number} <= {_LARGEST_SECONDS}000 THEN 1000000
            WHEN {number} <= {_LARGEST_SECONDS}000000 THEN 1000 ELSE 1 END"""
    return str(SCALES_NS[unit])


def _level(words: Mapping[str, int]) -> str:
    known = " ".join(f"WHEN {sql_text(word)} THEN {code}" for word, code in words.items())
    code = f"CASE word {known} ELSE {ODD} END" if known else str(ODD)
    return f"CASE WHEN word IS NULL THEN unsaid ELSE {code} END"


def _bare_request() -> str:
    """`raw_request`, of the name of a trace its ID."""
    branches = " ".join(
        f"WHEN {like} AND regexp_full_match(raw_request, '{pattern}') "
        f"THEN regexp_extract(raw_request, '{pattern}', 1)"
        for like, pattern in (
            ("raw_request ^@ 'projects/'", TRACE_NAME),
            (f"strlen(raw_request) = {_TRACE_PARENT_BYTES}", TRACE_PARENT),
            ("raw_request ^@ '[\"'", _LIST_OF_ONE),
        )
    )
    return f"CASE {branches} ELSE raw_request END"


def _request() -> str:
    """The ID unless it is a placeholder, or nothing but zeros and dashes."""
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
