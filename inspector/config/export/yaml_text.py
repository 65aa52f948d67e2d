"""Effective values as YAML that readers of 1.1 and of 1.2 take for the same values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from inspector.config.export.flow import flow_text
from inspector.config.export.origins import Origins, commented
from inspector.config.values import KeyPath, Value

# A reader takes a key for one only when its colon comes within 1,024 characters.
_LONGEST_KEY = 1000
_LONGEST_ROW = 72
_MARKERS = ("---", "...")


def yaml_text(values: Mapping[Any, Value], origins: Origins) -> str:
    """A mapping, a comment behind or above each setting."""
    if not values:
        return "{}\n"
    return "".join(f"{line}\n" for line in _kept(list(_mapping(values, (), origins))))


def _kept(lines: list[str]) -> list[str]:
    """The lines of a mapping; where all of them are comments, an empty mapping before them."""
    return ["{}", *lines] if all(line.lstrip().startswith("#") for line in lines) else lines


def _mapping(values: Mapping[Any, Value], path: KeyPath, origins: Origins) -> Iterator[str]:
    for key, value in values.items():
        here = (*path, key)
        if isinstance(value, dict) and value and origins.setting(here) is None:
            first, *rest = _kept(list(_mapping(value, here, origins)))
            below = [first, *_indented(rest)] if first == "{}" else ["", *_indented([first, *rest])]
            yield from _entry(origins.veil.key(key), below, "")
            continue
        setting = origins.setting(here)
        secret = setting is not None and setting.secret
        masked = origins.veil.value(value, secret=secret)
        lines = _entry(origins.veil.key(key), _value(masked), origins.comment(here))
        yield from commented(lines) if origins.veil.hides(value, secret=secret) else lines


def _entry(key: Value, value: list[str], comment: str) -> list[str]:
    """A key with the lines of its value; the first of them stands behind the colon."""
    behind = f"  # {comment}" if comment else ""
    name = flow_text(key)
    if name.startswith(_MARKERS):
        name = f"'{name}'"
    if len(name) > _LONGEST_KEY:
        above = [f"# {comment}"] if comment else []
        return [*above, f"? {name}", f":{_gap(value[0])}", *value[1:]]
    return [f"{name}:{_gap(value[0])}{behind}", *value[1:]]


def _gap(text: str) -> str:
    return f" {text}" if text else ""


def _indented(lines: Iterator[str] | list[str]) -> Iterator[str]:
    return (f"  {line}" if line else line for line in lines)


def _value(value: Value) -> list[str]:
    """The lines of a value. The first stands behind `key:` or `-`."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list | tuple) and value:
        row = flow_text(value)
        plain = all(not isinstance(item, list | tuple | dict) for item in value)
        if plain and len(row) <= _LONGEST_ROW:
            return [row]
        return ["", *(line for item in value for line in _item(item))]
    if isinstance(value, dict) and value:
        return ["", *_indented(_block(value))]
    return [flow_text(value)]


def _block(values: Mapping[Any, Value]) -> list[str]:
    return [line for key, item in values.items() for line in _entry(key, _value(item), "")]


def _item(item: Value) -> list[str]:
    if isinstance(item, dict) and item:
        first, *rest = _block(item)
        return [f"- {first}", *_indented(rest)]
    first, *rest = _value(item)
    if first:
        return [f"- {first}", *rest]
    return [f"- {rest[0]}", *_indented(rest[1:])]


def _text(text: str) -> list[str]:
    """Text of several lines as a block where all of it can be seen, else everything between quotes."""
    lines = text.split("\n")
    block = len(lines) > 1 and all(map(str.isprintable, lines)) and not text[0].isspace()
    if not block or not text.strip():
        return [flow_text(text)]
    if not text.endswith("\n"):
        return ["|-", *_indented(lines)]
    keep = "+" if text.endswith("\n\n") else ""
    return [f"|{keep}", *_indented(lines[:-1])]
