"""Effective values as TOML 1.0."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from inspector.config.export.masking import json_value
from inspector.config.export.origins import Origins, commented, escaped, on_one_line
from inspector.config.values import KeyPath, Value, join_key, number_text, part_text, type_name

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# A date, a time, or both, with an offset of hours and minutes behind both.
_LOCAL_OR_MINUTES = re.compile(
    r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d)?)?|\d\d:\d\d:\d\d(\.\d+)?"
)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def toml_text(values: Mapping[Any, Value], origins: Origins) -> str:
    """Single values first, then a table for each mapping, a comment behind each setting.

    A comment stands in place of what TOML cannot hold: null, halves of characters, and of keys that are told
    apart by their types alone those that are no text. Others that are none become text, as all keys of TOML.
    """
    lines: list[str] = []
    _table(lines, values, (), origins)
    return "".join(f"{line}\n" for line in lines)


def _table(lines: list[str], values: Mapping[Any, Value], path: KeyPath, origins: Origins) -> None:
    """A table. Its single values come first: behind another table they would belong to that one."""
    below: list[tuple[KeyPath, Mapping[Any, Value]]] = []
    own: list[str] = []
    names: set[str] = set()
    for key, value in values.items():
        name = part_text(key)
        here = (*path, key)
        setting = origins.setting(here)
        taken = name in names or (name is not key and name in values)
        if isinstance(value, dict) and value and setting is None and not taken and not _odd(name):
            names.add(name)
            below.append((here, value))
            continue
        behind = f"  # {comment}" if (comment := _comment(here, origins)) else ""
        problem = "a key of this spelling for the second time" if taken else _odd(name, value)
        if problem:
            own.append(f"# {on_one_line(join_key(here))} is {problem}, which TOML cannot hold{behind}")
            continue
        names.add(name)
        secret = setting is not None and setting.secret
        masked = origins.veil.value(value, secret=secret)
        line = f"{_shown(name, origins)} = {_value(masked)}{behind}"
        own += commented([line]) if origins.veil.hides(value, secret=secret) else [line]
    if path and (own or not below):
        header = f"[{'.'.join(_shown(part_text(part), origins) for part in path)}]"
        lines += ["", header] if lines else [header]
    lines += own
    for here, table in below:
        _table(lines, table, here, origins)


def _comment(path: KeyPath, origins: Origins) -> str:
    """Where a value comes from; and of which type its key is, when it is only text here."""
    comment, key = origins.comment(path), path[-1]
    return comment if isinstance(key, str) or not comment else f"{comment}; a key of type {type_name(key)}"


def _odd(*values: Value) -> str:
    """What in these values TOML cannot hold, "" when all is well."""
    for value in values:
        if value is None:
            return "null"
        if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
            return "text with bytes that are no text"
        if isinstance(value, list | tuple) and (inside := _odd(*value)):
            return inside if inside.startswith("a ") else f"a list with {inside} in it"
        if isinstance(value, dict):
            names = [part_text(key) for key in value]
            if len(set(names)) < len(names):
                return "a mapping with two keys of one spelling"
            if inside := _odd(*names, *value.values()):
                return inside if inside.startswith("a ") else f"a mapping with {inside} in it"
    return ""


def _shown(name: str, origins: Origins) -> str:
    return _key(str(origins.veil.key(name)))


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    pieces = (_ESCAPES.get(char) or (char if char.isprintable() else escaped(char)) for char in text)
    return f'"{"".join(pieces)}"'


def _value(value: Value) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{_key(part_text(key))} = {_value(item)}" for key, item in value.items())
        return f"{{{pairs}}}"
    if isinstance(value, dt.date | dt.time) and _LOCAL_OR_MINUTES.fullmatch(value.isoformat()):
        return value.isoformat()
    plain = json_value(value)
    return _text(plain) if isinstance(plain, str) else _value(plain)
