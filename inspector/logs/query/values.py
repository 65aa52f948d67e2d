"""The most frequent values of a field, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import orjson


class ValueKind(StrEnum):
    """What a value is in JSON: 200 and "200" are two values."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "boolean"
    NESTED = "nested"


@dataclass(frozen=True, slots=True)
class TopValue:
    """One value and in how many records it stands. `text` is the value as text, JSON for a nested one."""

    text: str
    kind: ValueKind
    records: int

    @property
    def value(self) -> object:
        """The value itself: text, number, true or false; a nested one as JSON text."""
        if self.kind in (ValueKind.NUMBER, ValueKind.TRUTH):
            try:
                return orjson.loads(self.text)
            except orjson.JSONDecodeError:  # a number that only some read, such as NaN
                return self.text
        return self.text


@dataclass(frozen=True, slots=True)
class TopValues:
    """The most frequent values of `field`, the most frequent first, equals by their text.

    `records` are all that match, `without` those in which the field is absent or null, `distinct` is the
    number of different values, all of them counted exactly.
    """

    field: str
    values: tuple[TopValue, ...]
    records: int
    without: int
    distinct: int
