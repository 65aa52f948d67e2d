"""How JavaScript holds numbers, names properties and orders them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

from inspector.config.values import Value

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")
_LAST_INDEX = 2**32 - 2
_PRINTED_IN_FULL = 1e21


def js_number(number: float) -> int | float:
    """A JavaScript number: whole ones are int below 1e21, where it prints all their digits; -0 is a float."""
    if number != number or abs(number) >= _PRINTED_IN_FULL or not number.is_integer():
        return number
    if number == 0 and str(number).startswith("-"):
        return number
    return int(number)


def js_text(value: Value) -> str:
    """What `String(value)` gives for a scalar: the name of a property."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _printed(float(value))
    return str(value)


def js_ordered(entries: Mapping[K, T]) -> dict[K, T]:
    """The properties of an object in JavaScript's order: whole numbers first, from low to high."""
    indices = [key for key in entries if isinstance(key, str) and _is_index(key)]
    numbered = sorted(indices, key=lambda key: int(str(key)))
    return {**{key: entries[key] for key in numbered}, **dict(entries)} if indices else dict(entries)


def _is_index(key: str) -> bool:
    return _INDEX.fullmatch(key) is not None and int(key) <= _LAST_INDEX


def _printed(number: float) -> str:
    """ECMAScript's Number::toString, which takes the same shortest digits as Python's repr."""
    if number != number:
        return "NaN"
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    if number in (float("inf"), float("-inf")):
        return sign + "Infinity"
    _, digit_tuple, exponent = Decimal(repr(abs(number))).normalize().as_tuple()
    digits = "".join(map(str, digit_tuple))
    assert isinstance(exponent, int)
    point = len(digits) + exponent
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{'+' if point > 0 else '-'}{abs(point - 1)}"
