"""Finding a key in a decoded record, and its value as text."""

from __future__ import annotations

import json
from collections.abc import Mapping

import orjson

ANSI = r"\x1b\[[0-9;?]*[ -/]*[@-~]"
"""Colour and cursor codes (RE2 and `re` alike); they are dropped from message, level and logger."""


TOO_DEEP = "… nested too deep to be shown"
"""Stands for a value nested beyond all measure."""


def lookup(fields: Mapping[str, object], key: str) -> object:
    """The value of a key: the literal key first, then, at each dot, a step into a nested object.

    None when the key is absent or null.
    """
    value = fields.get(key)
    if value is not None or "." not in key:
        return value
    node: object = fields
    for part in key.split("."):
        if not isinstance(node, dict):
            return None
        node = node.get(part)
    return node


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
