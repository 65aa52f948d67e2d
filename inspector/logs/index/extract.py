"""The SQL that reads time, level, request, logger, message and detail out of lines, for one detection.

It agrees with formats.decode() on every line it answers for. A line that SQL may read differently gets the
level ODD, and decode() is asked instead: broken JSON, times and IDs in rare spellings, nested values.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping, Sequence

from inspector.logs.formats.decode import Decoded
from inspector.logs.formats.request_keys import PLACEHOLDERS
from inspector.logs.formats.spec import Detection, Shape, TimeUnit
from inspector.logs.formats.times import EARLIEST_EPOCH_SECONDS

ODD = 255
"""The level of a row that decode() has to fill in."""

_MOST_WORDS = 100
_LARGEST_SECONDS = 253_402_300_799
_ESCAPE = "chr(27)"
# What try_cast() reads as decode() does; it knows more spellings, and drops the offset from UTC.
_STAMP = r"\d{4}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):\d\d:\d\d(?:[.,]\d{1,9})?"
_AT_UTC = rf"{_STAMP}(?:Z|[+-]00:?00)?"
_WITH_OFFSET = rf"{_STAMP}[+-](?:[01]\d|2[0-3]):?[0-5]\d"
_HOURS, _MINUTES = (
    f"regexp_extract(raw_time, '([+-]\\d\\d):?(\\d\\d)$', {group})::BIGINT" for group in (1, 2)
)
_OFFSET_NS = f"""({_HOURS} * 3600 + {_MINUTES}
    * CASE WHEN contains(right(raw_time, 6), '-') THEN -60 ELSE 60 END) * 1000000000"""
_LINE = "rtrim(text, chr(13) || chr(10))"
# decode() drops a byte order mark, and white space before an object.
_ODD_START = "ascii(text) IN (9, 11, 12, 13, 32, 65279)"
_NO_NUMBERS = "'NaN', 'Infinity', '-Infinity'"
_PLACE = 'sequence, line, "offset", length, lines'


class Habits:
    """What a source was seen to do. Safe on any thread.

    `words` are levels as written, with their codes; a row with any other word is odd. `repeats_keys` tells
    that an object may have a key twice.
    """

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.repeats_keys = False

    def learn(self, decoded: Sequence[Decoded]) -> None:
        """Remember what these records show, within bounds."""
        for record in decoded:
            if record.level_raw is not None and len(self.words) < _MOST_WORDS:
                self.words[record.level_raw] = int(record.level)
            if record.structured and not self.repeats_keys:
                self.repeats_keys = _repeats_keys(record.raw)


def _repeats_keys(text: str) -> bool:
    repeated = False

    def look(pairs: list[tuple[str, object]]) -> None:
        nonlocal repeated
        repeated = repeated or len(dict(pairs)) < len(pairs)

    with contextlib.suppress(ValueError, RecursionError):
        json.loads(text, object_pairs_hook=look)
    return repeated


def extraction(detection: Detection, habits: Habits, clean: bool = False) -> str:
    """A SELECT over `batch` (sequence, line, offset, length, lines, text) that yields the index's columns.

    `clean` promises that every record is one line that begins with a brace.

    Two things are taken on trust: JSON with a comma too many is read, and where the source was not seen to
    repeat keys within an object, the first of two counts, not the last.
    """
    if detection.format.shape is Shape.JSON:
        named = _from_json(detection, habits.repeats_keys, clean)
    elif detection.format.pattern is None:
        named = _from_plain()
    else:
        named = _from_header(detection)
    return f"""
        SELECT sequence, line, "offset", length, time AS order_ns, time IS NOT NULL AS timed,
               (CASE WHEN odd OR (raw_time IS NOT NULL AND time IS NULL) OR {_odd_request()}
                          OR coalesce(contains(message, {_ESCAPE}) OR contains(logger, {_ESCAPE}), false)
                     THEN {ODD} ELSE level END)::UTINYINT AS level,
               structured, request, logger, message, detail
        FROM (SELECT *, {_time(detection.format.time_unit)} AS time, {_level(dict(habits.words))} AS level,
                     {_request()} AS request
              FROM ({named}))
    """


def sql_text(text: str) -> str:
    """A text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _from_json(detection: Detection, repeats_keys: bool, clean: bool) -> str:
    spec = detection.format
    paths: list[str] = []
    roles = {
        "raw_time": spec.time_keys,
        "word": spec.level_keys,
        "raw_request": (detection.request_key,) if detection.request_key is not None else (),
        "logger": spec.logger_keys,
        "said": spec.message_keys,
        "stack": spec.detail_keys,
    }
    columns = ", ".join(f"{_first_of(keys, paths)} AS {role}" for role, keys in roles.items())
    listed = f"[{', '.join(sql_text(path) for path in paths)}]" if paths else "['$']"
    # decode() spells objects, lists and fractions its own way; a text may begin like one.
    nested = " OR ".join(
        f"coalesce({_begins_like_data(role)}, false)" for role in ("logger", "said", "stack")
    )
    repeated = "len(json_keys(text)) <> len(list_distinct(json_keys(text)))" if repeats_keys else "false"
    is_object = "true" if clean else "lines = 1 AND text ^@ '{'"
    found = f"TRY(json_extract_string(text, {listed}))"
    unread = "found_none"
    if not clean:
        unread = f"lines > 1 OR (is_object AND found_none) OR (NOT is_object AND {_ODD_START})"
        found = f"CASE WHEN is_object THEN {found} END"
    return f"""
        SELECT {_PLACE}, raw_time, word, raw_request, logger,
               CASE WHEN said IS NOT NULL THEN said ELSE {_LINE} END AS message,
               CASE WHEN stack IS NOT NULL THEN stack ELSE '' END AS detail,
               is_object AS structured,
               {unread}
                   OR coalesce(stack IN ('true', 'false', {_NO_NUMBERS}) OR logger IN ({_NO_NUMBERS})
                               OR said IN ({_NO_NUMBERS}), false)
                   OR (CASE WHEN {nested}
                            THEN list_has_any(json_type(text, {listed}), ['OBJECT', 'ARRAY', 'DOUBLE'])
                            ELSE false END)
                   OR (CASE WHEN is_object AND NOT found_none THEN {repeated} ELSE false END) AS odd
        FROM (SELECT {_PLACE}, text, is_object, {columns}, found IS NULL AS found_none
              FROM (SELECT {_PLACE}, text, is_object, {found} AS found
                    FROM (SELECT *, {is_object} AS is_object FROM batch)))
    """


def _first_of(keys: tuple[str, ...], paths: list[str]) -> str:
    """The first of these keys that is present and not null, as SQL over `found`."""
    places = []
    for key in keys:
        for path in _paths(key):
            paths.append(path)
            places.append(f"found[{len(paths)}]")
    return f"coalesce({', '.join(places)})" if len(places) > 1 else (*places, "NULL::VARCHAR")[0]


def _paths(key: str) -> tuple[str, ...]:
    literal = f"$.{_quoted(key)}"
    if "." not in key:
        return (literal,)
    return literal, "$" + "".join(f".{_quoted(part)}" for part in key.split("."))


def _quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _begins_nested(column: str) -> str:
    """Comparisons look at four bytes; a function on the text would cost ten times as much."""
    return f"({column} >= '[' AND {column} < chr(92)) OR ({column} >= '{{' AND {column} < '|')"


def _begins_like_data(column: str) -> str:
    return f"{_begins_nested(column)} OR ({column} >= '-' AND {column} < ':')"


def _from_plain() -> str:
    roles = ("raw_time", "word", "raw_request", "logger")
    nothing = ", ".join(f"NULL::VARCHAR AS {role}" for role in roles)
    return f"""
        SELECT {_PLACE}, {nothing}, {_LINE} AS message, '' AS detail, false AS structured,
               lines > 1 OR {_ODD_START} AS odd
        FROM batch
    """


def _from_header(detection: Detection) -> str:
    pattern = detection.format.pattern or ""
    groups = re.compile(pattern).groupindex
    names = [f"g{number}" for number in range(1, max(groups.values(), default=0) + 1)]
    listed = ", ".join(f"'{name}'" for name in names)

    def group(name: str) -> str:
        return f"nullif(found.g{groups[name]}, '')" if name in groups else "NULL::VARCHAR"

    matched = " OR ".join(f"found.{name} <> ''" for name in names)
    return f"""
        SELECT {_PLACE}, {group("time")} AS raw_time, {group("level")} AS word,
               {group("request")} AS raw_request, {group("logger")} AS logger,
               CASE WHEN {matched} THEN coalesce({group("message")}, '') ELSE {_LINE} END AS message,
               '' AS detail, ({matched}) AS structured,
               lines > 1 OR {_ODD_START} OR contains(text, {_ESCAPE}) AS odd
        FROM (SELECT *, regexp_extract({_LINE}, {sql_text(pattern)}, [{listed}], 's') AS found FROM batch)
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
    placeholders = ", ".join(sql_text(word) for word in sorted(PLACEHOLDERS))
    longest = max(len(word) for word in PLACEHOLDERS)
    return f"""CASE
        WHEN strlen(raw_request) <= {longest} AND lower(raw_request) IN ({placeholders}) THEN NULL
        WHEN raw_request < '1' AND trim(raw_request, '0-') = '' THEN NULL
        ELSE raw_request END"""


def _odd_request() -> str:
    """Truth values, objects and lists are no IDs, and white space around one does not count."""
    return f"""coalesce(raw_request < '-' OR raw_request IN ('true', 'false', {_NO_NUMBERS})
        OR raw_request[-1] <= ' ' OR (raw_request < ':' AND contains(raw_request, '.'))
        OR {_begins_nested("raw_request")} OR strlen(raw_request) <> length(raw_request), false)"""
