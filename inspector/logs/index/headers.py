"""SQL over lines of text, with a header or without."""

from __future__ import annotations

import re

from inspector.logs.formats.spec import Detection
from inspector.logs.index.phrases import ESCAPE, LINE, ODD_START, PLACE, any_of, carried, sql_text


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
    pattern = detection.format.pattern or ""
    groups = re.compile(pattern).groupindex
    names = [f"g{number}" for number in range(1, max(groups.values(), default=0) + 1)]
    listed = ", ".join(f"'{name}'" for name in names)

    def group(name: str) -> str:
        return f"nullif(found.g{groups[name]}, '')" if name in groups else "NULL::VARCHAR"

    matched = " OR ".join(f"found.{name} <> ''" for name in names)
    return f"""
        SELECT {PLACE}, {carried(detection.envelope is not None)},
               {group("time")} AS raw_time, {group("level")} AS word,
               {group("request")} AS raw_request, {group("logger")} AS logger,
               CASE WHEN {matched} THEN coalesce({group("message")}, '') ELSE {LINE} END AS message,
               '' AS detail, ({matched}) AS structured, NULL::BIGINT AS pair_ns, 0 AS unsaid,
               {any_of(("lines > 1", ODD_START, f"contains(text, {ESCAPE})"))} AS odd
        FROM (SELECT *, regexp_extract({LINE}, {sql_text(pattern)}, [{listed}], 's') AS found FROM batch)
    """
