"""SQL over lines that are JSON objects."""

from __future__ import annotations

from inspector.logs.formats.spec import Detection
from inspector.logs.index.habits import Traits
from inspector.logs.index.phrases import (
    LINE,
    ODD_START,
    PLACE,
    any_of,
    begins_like_data,
    is_no_number,
    sql_text,
)

_TEXTS = ("logger", "said", "stack")


def from_objects(detection: Detection, repeats_keys: bool, traits: Traits) -> str:
    """What stands under the keys that matter, and whether SQL may have read it differently."""
    spec = detection.format
    paths: list[str] = []
    roles = {
        "raw_time": () if traits.timed else spec.time_keys,
        "word": spec.level_keys,
        "raw_request": (detection.request_key,) if detection.request_key is not None else (),
        "logger": spec.logger_keys,
        "said": spec.message_keys,
        "stack": spec.detail_keys,
    }
    columns = ", ".join(f"{_first_of(keys, paths)} AS {role}" for role, keys in roles.items())
    listed = f"[{', '.join(sql_text(path) for path in paths)}]" if paths else "['$']"
    found = f"TRY(json_extract_string(text, {listed}))"
    is_object = "true"
    odd = ["found_none"]
    if not traits.objects:
        is_object = "lines = 1 AND text ^@ '{'"
        found = f"CASE WHEN is_object THEN {found} END"
        odd = ["lines > 1", "is_object AND found_none", f"NOT is_object AND ({ODD_START})"]
    # decode() spells objects, lists and fractions its own way; a text may begin like one.
    like_data = " OR ".join(begins_like_data(role) for role in _TEXTS)
    nested = f"list_has_any(json_type(text, {listed}), ['OBJECT', 'ARRAY', 'DOUBLE'])"
    odd += [
        "stack = 'true' OR stack = 'false'",
        *(is_no_number(role) for role in _TEXTS),
        f"CASE WHEN {like_data} THEN {nested} END",
    ]
    if repeats_keys:
        odd.append("is_object AND len(json_keys(text)) <> len(list_distinct(json_keys(text)))")
    return f"""
        SELECT {PLACE}, stamp_ns, raw_time, word, raw_request, logger,
               CASE WHEN said IS NOT NULL THEN said ELSE {LINE} END AS message,
               CASE WHEN stack IS NOT NULL THEN stack ELSE '' END AS detail,
               is_object AS structured, {any_of(odd)} AS odd
        FROM (SELECT {PLACE}, lines, stamp_ns, text, is_object, {columns}, found IS NULL AS found_none
              FROM (SELECT *, {found} AS found FROM (SELECT *, {is_object} AS is_object FROM batch)))
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
