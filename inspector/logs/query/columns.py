"""Names that mean a column of the index, in filters and in lists of values."""

from __future__ import annotations

from inspector.logs.index.phrases import sql_text
from inspector.logs.records import Level

_LEVEL_WORDS = " ".join(f"WHEN {int(level)} THEN {sql_text(level.word)}" for level in Level)

INDEXED = {
    "time": "make_timestamp_ns(CASE WHEN timed THEN order_ns END)",
    "level": f"CASE level {_LEVEL_WORDS} END",
    "logger": "logger",
    "request_id": "request",
    "message": "message",
    "detail": "detail",
    "log_line": "line",
}
"""What a name means in the index; any other name is a field of the record."""

RANK = "level AS indexed_rank"
"""The number of a record's level, by which levels are compared."""
