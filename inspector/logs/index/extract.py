"""The SQL that reads time, level, request, logger, message and detail out of lines, for one detection.

It agrees with formats.decode() on every line it answers for. A line that SQL may read differently is
marked `odd`, and decode() is asked instead: broken JSON, times and IDs in rare spellings, nested values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from inspector.logs.formats.decode import without_ansi
from inspector.logs.formats.levels import level_of
from inspector.logs.formats.request_keys import PLACEHOLDERS
from inspector.logs.formats.spec import Detection, Shape, TimeUnit
from inspector.logs.formats.times import EARLIEST_EPOCH_SECONDS

UNKNOWN_WORD = 255
"""The level code of a word that the SQL was not told about."""

_LARGEST_SECONDS = 253_402_300_799
_ESCAPE = "chr(27)"
_LINE = "rtrim(text, chr(13) || chr(10))"


def extraction(detection: Detection, words: Mapping[str, int]) -> str:
    """A SELECT over `batch` (sequence, line, offset, length, lines, text) that yields the index's columns.

    `words` are levels as written, with their codes; any other word yields UNKNOWN_WORD. Beside the index's
    columns there are `odd` and `word`, the level as written.
    """
    if detection.format.shape is Shape.JSON:
        parts = _json_parts(detection)
    elif detection.format.pattern is None:
        parts = _plain_parts()
    else:
        parts = _header_parts(detection)
    time = _time(detection.format.time_unit)
    level = _level(words)
    return f"""
        WITH parsed AS ({parts}), timed AS (SELECT *, {time} AS time FROM parsed)
        SELECT sequence, line, "offset", length, lines, time, {level} AS level, structured,
               {_request()} AS request, logger, message, detail, word,
               (odd OR (raw_time IS NOT NULL AND time IS NULL)
                OR coalesce(message LIKE '%' || {_ESCAPE} || '%', false)
                OR coalesce(logger LIKE '%' || {_ESCAPE} || '%', false)
                OR {_odd_request()}) AS odd
        FROM timed
    """


def level_code(word: str, detection: Detection) -> int:
    """The code of a level as written."""
    return int(level_of(without_ansi(word), detection.format.level_numbers))


def sql_text(text: str) -> str:
    """A text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _json_parts(detection: Detection) -> str:
    spec = detection.format
    paths: list[str] = []
    roles = {
        "raw_time": spec.time_keys,
        "word": spec.level_keys,
        "raw_request": (detection.request_key,) if detection.request_key is not None else (),
        "logger": spec.logger_keys,
        "message": spec.message_keys,
        "detail": spec.detail_keys,
    }
    columns = {role: _first_of(keys, paths) for role, keys in roles.items()}
    listed = f"[{', '.join(sql_text(path) for path in paths)}]" if paths else "['$']"
    # A value that is an object or a list is spelled by decode(); texts may begin like one.
    begins_nested = " OR ".join(f"{column}[1] IN ('{{', '[')" for column in columns.values())
    nested = f"""CASE WHEN {begins_nested}
        THEN list_has_any(json_type(text, {listed}), ['OBJECT', 'ARRAY']) ELSE false END"""
    detail = columns.pop("detail")
    message = columns.pop("message")
    named = ", ".join(f"{column} AS {role}" for role, column in columns.items())
    return f"""
        SELECT * EXCLUDE (found, is_object), {named},
               CASE WHEN is_object THEN coalesce({message}, {_LINE}) ELSE {_LINE} END AS message,
               coalesce({detail}, '') AS detail,
               is_object AS structured,
               lines > 1 OR (is_object AND (found IS NULL OR {nested}))
                   OR (NOT is_object AND ascii(text) IN (9, 11, 12, 13, 32, 65279)) AS odd
        FROM (SELECT *, CASE WHEN is_object THEN TRY(json_extract_string(text, {listed})) END AS found
              FROM (SELECT *, lines = 1 AND text ^@ '{{' AS is_object FROM batch))
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


def _plain_parts() -> str:
    nothing = ", ".join(f"NULL::VARCHAR AS {role}" for role in ("raw_time", "word", "raw_request", "logger"))
    return f"""
        SELECT *, {nothing}, {_LINE} AS message, '' AS detail, false AS structured,
               lines > 1 OR ascii(text) = 65279 AS odd
        FROM batch
    """


def _header_parts(detection: Detection) -> str:
    pattern = detection.format.pattern or ""
    groups = re.compile(pattern).groupindex
    names = [f"g{number}" for number in range(1, max(groups.values(), default=0) + 1)]
    listed = ", ".join(f"'{name}'" for name in names)

    def group(name: str) -> str:
        return f"nullif(found.g{groups[name]}, '')" if name in groups else "NULL::VARCHAR"

    matched = " OR ".join(f"found.{name} <> ''" for name in names)
    return f"""
        SELECT * EXCLUDE (found), {group("time")} AS raw_time, {group("level")} AS word,
               {group("request")} AS raw_request, {group("logger")} AS logger,
               CASE WHEN {matched} THEN coalesce({group("message")}, '') ELSE {_LINE} END AS message,
               '' AS detail, ({matched}) AS structured,
               lines > 1 OR ascii(text) = 65279 OR contains(text, {_ESCAPE}) AS odd
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
    return f"""CASE
        WHEN raw_time[5] = '-' AND raw_time[14] = ':' AND raw_time[11] IN ('T', ' ')
             AND length(raw_time) BETWEEN 19 AND 29 THEN {stamp}
        WHEN regexp_full_match(raw_time, '[1-9][0-9]{{8,18}}') AND TRY({scale}) >= {EARLIEST_EPOCH_SECONDS}000000000
             THEN TRY({scale}) END"""


def _level(words: Mapping[str, int]) -> str:
    known = " ".join(f"WHEN {sql_text(word)} THEN {code}" for word, code in words.items())
    return f"(CASE WHEN word IS NULL THEN 0 {'' if not known else f'ELSE CASE word {known}'} ELSE {UNKNOWN_WORD} END {'END' if known else ''})::UTINYINT"


def _request() -> str:
    placeholders = ", ".join(sql_text(word) for word in sorted(PLACEHOLDERS))
    return f"CASE WHEN lower(raw_request) NOT IN ({placeholders}) THEN raw_request END"


def _odd_request() -> str:
    """Truth values are no IDs, zeros neither, and white space around an ID does not count."""
    return """coalesce(raw_request IN ('true', 'false') OR raw_request[1] IN ('0', '-', ' ')
                OR raw_request[-1] = ' ' OR regexp_matches(raw_request, '^\\s|\\s$|[^ -~]'), false)"""
