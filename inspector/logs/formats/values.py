"""Finding a key in a decoded record, and its value as text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

ANSI = r"\x1b\[[0-9;?]*[ -/]*[@-~]"
"""Colour and cursor codes (RE2 and `re` alike); they are dropped from message, level and logger."""


TOO_DEEP = "… nested too deep to be shown"
"""Stands for a value nested beyond all measure."""


def lookup(fields: Mapping[str, object], key: str) -> object:
    """The value of a key: the literal key first, then, at each dot, a step into a nested object.

    `spans[].id` and `attributes[id]` look into lists: see spec.Format. None when absent or null.
    """
    value = fields.get(key)
    if value is not None:
        return value
    if key.endswith("]") or "[]." in key:
        return _in_list(fields, key)
    if "." not in key:
        return None
    node: object = fields
    for part in key.split("."):
        if not isinstance(node, dict):
            return None
        node = node.get(part)
    return node


def without(fields: dict[str, Any], key: str) -> dict[str, Any]:
    """The fields without this one: the literal key, or a nested one below a dot."""
    if key in fields:
        return {name: value for name, value in fields.items() if name != key}
    head, _, rest = key.partition(".")
    inner = fields.get(head)
    if not rest or not isinstance(inner, dict):
        return fields
    return {**fields, head: without(inner, rest)}


def list_member(key: str) -> tuple[str, str] | None:
    """The list and the member in `spans[].id`."""
    head, bracket, name = key.partition("[].")
    return (head, name) if bracket else None


def list_item(key: str) -> tuple[str, str] | None:
    """The list and the name in `attributes[id]`."""
    head, bracket, name = key.partition("[")
    return (head, name[:-1]) if bracket and name.endswith("]") and len(name) > 1 else None


def _in_list(fields: Mapping[str, object], key: str) -> object:
    if (member := list_member(key)) is not None:
        head, name = member
        items = lookup(fields, head)
        found = (item.get(name) for item in _objects(items))
        return next((value for value in found if value is not None), None)
    if (named := list_item(key)) is not None:
        head, name = named
        found = (item.get("value") for item in _objects(lookup(fields, head)) if item.get("key") == name)
        return _bare(next(found, None))
    return None


def _objects(items: object) -> Iterator[dict[str, object]]:
    if isinstance(items, list):
        yield from (item for item in items if isinstance(item, dict))


def _bare(value: object) -> object:
    """What OpenTelemetry wraps: {"stringValue": "x"}."""
    if not isinstance(value, dict):
        return value
    text = value.get("stringValue")
    if text is not None or len(value) != 1:
        return text
    return next(iter(value.values()))


def alternatives(part: str) -> tuple[str, ...]:
    """The keys of which the first that is present serves: `method|verb`."""
    return tuple(part.split("|"))


def first(fields: Mapping[str, object], keys: tuple[str, ...]) -> tuple[str | None, object]:
    """The first of the keys that is present and not null, with its value."""
    for key in keys:
        value = lookup(fields, key)
        if value is not None:
            return key, value
    return None, None


def as_text(value: object) -> str | None:
    """A JSON value as text: strings bare, everything else as compact JSON; None for null."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # integers beyond 64 bits, lone surrogates, and what is nested by the hundred
        try:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        except RecursionError:
            return TOO_DEEP


def as_lines(value: object) -> str:
    """A traceback or stack as text: a list of strings is one line each, true and false say nothing."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "\n".join(item.rstrip("\n") for item in value)
    return as_text(value) or ""
