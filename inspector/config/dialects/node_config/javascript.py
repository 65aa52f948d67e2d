"""Values as JavaScript makes them of a text or of what another language's parser read, and `undefined`."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from enum import Enum

from inspector.config.formats.javascript import js_number, js_text
from inspector.config.values import Node, NodeKind, Value

MAX_SAFE_INTEGER = 2**53 - 1

_SPACES = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_SPACES += "\u2028\u2029\u202f\u205f\u3000\ufeff"
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_PREFIXED = re.compile(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)", re.ASCII)
_INFINITIES = {"Infinity": math.inf, "+Infinity": math.inf, "-Infinity": -math.inf}


class Undefined(Enum):
    """The value of a key that is there and has none."""

    UNDEFINED = "undefined"


UNDEFINED = Undefined.UNDEFINED


def whole(value: int) -> int | float:
    """An integer of any size as the double that JavaScript makes of it."""
    if abs(value) <= MAX_SAFE_INTEGER:
        return value
    try:
        return js_number(float(value))
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def number_of(text: str) -> int | float | None:
    """What `Number(text)` gives; None for NaN. Blank text is 0."""
    stripped = text.strip(_SPACES)
    if not stripped:
        return 0
    if stripped in _INFINITIES:
        return _INFINITIES[stripped]
    if _PREFIXED.fullmatch(stripped):
        return whole(_based(stripped))
    return js_number(float(stripped)) if _DECIMAL.fullmatch(stripped) else None


def is_falsy(value: Value) -> bool:
    """Whether `!value` holds."""
    return not isinstance(value, dict | list | date | time) and (not value or value != value)


def in_javascript(node: Node, *, signed_zero: bool) -> Node:
    """A tree read by a parser of another language, with the values that JavaScript's parser gives.

    Nodes that share a value (aliases) still do. A tree that changes nowhere is returned as it is.
    `signed_zero` says that an integer written `-0` is negative zero.
    """
    return _Change(signed_zero).node(node)


class _Change:
    def __init__(self, signed_zero: bool) -> None:
        self._signed_zero = signed_zero
        self._values: dict[int, Value] = {}

    def node(self, node: Node) -> Node:
        if node.kind is NodeKind.SCALAR:
            value = self._scalar(node)
            return node if value is node.value else replace(node, value=value)
        if node.kind is NodeKind.SEQUENCE:
            return self._sequence(node)
        return self._mapping(node)

    def _mapping(self, node: Node) -> Node:
        changed = False
        entries: dict[Hashable, Node] = {}
        for key, child in node.entries:
            name, below = key if isinstance(key, str) else js_text(key), self.node(child)
            changed = changed or name is not key or below is not child
            entries[name] = below
        if not changed:
            return node
        made = {name: below.value for name, below in entries.items()}
        return replace(node, value=self._values.setdefault(id(node.value), made), entries=(*entries.items(),))

    def _sequence(self, node: Node) -> Node:
        elements = tuple(self.node(element) for element in node.elements)
        if all(new is old for new, old in zip(elements, node.elements, strict=True)):
            return node
        made = [element.value for element in elements]
        return replace(node, value=self._values.setdefault(id(node.value), made), elements=elements)

    def _scalar(self, node: Node) -> Value:
        """Numbers as doubles, moments in universal time to milliseconds, other dates and times as texts."""
        value = node.value
        if isinstance(value, bool | str) or value is None:
            return value
        if isinstance(value, int):
            return -0.0 if self._signed_zero and node.raw == "-0" else whole(value)
        if isinstance(value, float):
            return js_number(value)
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(UTC).replace(microsecond=value.microsecond // 1000 * 1000)
        if isinstance(value, datetime) and node.raw is not None:
            return f"{node.raw[:10]}T{node.raw[11:]}"
        if isinstance(value, date | time):
            return node.raw if node.raw is not None else value.isoformat()
        return value


def _based(text: str) -> int:
    return int(text, 0) if text[1] in "xX" else int(text[2:], 8 if text[1] in "oO" else 2)
