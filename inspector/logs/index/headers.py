"""SQL over lines of text, with a header or without."""

from __future__ import annotations

import re

from inspector.logs.formats.spec import Detection
from inspector.logs.index.phrases import ESCAPE, LINE, ODD_START, PLACE, any_of, carried, sql_text
from inspector.logs.records import Level

_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


def from_plain(detection: Detection) -> str:
    """Each line is a message."""
    roles = ("raw_time", "word", "raw_request", "logger")
    nothing = ", ".join(f"NULL::VARCHAR AS {role}" for role in roles)
    return f"""
        SELECT {PLACE}, {carried(detection.envelope is not None)}, {nothing},
               {LINE} AS message, '' AS detail, false AS structured,
               NULL::BIGINT AS pair_ns, 0 AS unsaid,
               {any_of(("lines > 1", ODD_START))} AS odd
        FROM batch
    """


def from_header(detection: Detection) -> str:
    """The groups of the format's pattern; a line that does not fit is a message."""
    spec = detection.format
    pattern = spec.pattern or ""
    groups = re.compile(pattern).groupindex
    names = [f"g{number}" for number in range(1, max(groups.values(), default=0) + 1)]
    listed = ", ".join(f"'{name}'" for name in names)

    def group(name: str) -> str:
        found = [f"nullif(found.g{groups[key]}, '')" for key in (name, f"{name}_2") if key in groups]
        return f"coalesce({', '.join(found)})" if len(found) > 1 else (*found, "NULL::VARCHAR")[0]

    matched = " OR ".join(f"found.{name} <> ''" for name in names)
    message = f"coalesce({group('message')}, '')"
    if spec.message_parts:
        parts = ", ".join(group(part) for part in spec.message_parts)
        first = group(spec.message_parts[0])
        message = f"CASE WHEN {first} IS NOT NULL THEN concat_ws(' ', {parts}) ELSE {message} END"
    odd = ["lines > 1", ODD_START, f"contains(text, {ESCAPE})"]
    if "pairs" in groups and detection.request_key is not None:
        odd.append(f"{group('pairs')} IS NOT NULL")
    return f"""
        SELECT {PLACE}, {carried(detection.envelope is not None)},
               {_time_of(group("time"), pattern)} AS raw_time, {group("level")} AS word,
               {group("request")} AS raw_request, {group("logger")} AS logger,
               CASE WHEN {matched} THEN {message} ELSE {LINE} END AS message,
               '' AS detail, ({matched}) AS structured, NULL::BIGINT AS pair_ns,
               {_unsaid(group(spec.status_keys[0])) if spec.status_keys else "0"} AS unsaid,
               {any_of(odd)} AS odd
        FROM (SELECT *, regexp_extract({LINE}, {sql_text(pattern)}, [{listed}], 's') AS found FROM batch)
    """


def _time_of(time: str, pattern: str) -> str:
    """A time in the spelling of this format, as times are spelt elsewhere."""
    if r"\d{4}/" in pattern:
        return f"replace({time}, '/', '-')"
    if " UTC" in pattern:
        return f"CASE WHEN suffix({time}, ' UTC') THEN {time}[:-5] || 'Z' ELSE {time} END"
    if "[A-Z][a-z]{2}" not in pattern:
        return time
    # `04/Mar/2025:09:15:02 +0000` and `04 Mar 2025 09:15:02.123`.
    month = f"(strpos('{_MONTHS}', substr({time}, 4, 3)) + 2) // 3"
    date = f"substr({time}, 8, 4) || '-' || lpad(({month})::VARCHAR, 2, '0') || '-' || substr({time}, 1, 2)"
    stamp = f"{date} || 'T' || substr({time}, 13, 8) || ltrim(substr({time}, 21))"
    known = "[0-9]{2}[/ ](?:" + "|".join(_MONTHS[place : place + 3] for place in range(0, 36, 3))
    known += ")[/ ][0-9]{4}[: ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]{3}| [+-][0-9]{4})"
    return f"CASE WHEN regexp_full_match({time}, '{known}') THEN {stamp} ELSE {time} END"


def _unsaid(status: str) -> str:
    levels = " ".join(
        f"WHEN {status} ^@ '{digit}' THEN {int(level)}"
        for digit, level in (("5", Level.ERROR), ("4", Level.WARNING))
    )
    known = f"regexp_full_match({status}, '[1-5][0-9]{{2}}')"
    return f"CASE WHEN {known} THEN CASE {levels} ELSE {int(Level.INFO)} END ELSE 0 END"
