"""What a value does to the one below it, as rules, and what comes of two plain values by them."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from inspector.config.values import KeyPath, Value

_INDEX = re.compile(r"[0-9]{1,9}")


class Mappings(StrEnum):
    """What a mapping does to a mapping below it."""

    DEEP = "deep"
    REPLACE = "replace"


class Lists(StrEnum):
    """What a list does to a list below it."""

    REPLACE = "replace"
    APPEND = "append"
    APPEND_UNIQUE = "append-unique"
    BY_INDEX = "by-index"
    BY_KEY = "by-key"


class Nulls(StrEnum):
    """What null does to a value below it."""

    OVERRIDES = "overrides"
    IGNORED = "ignored"
    DELETES = "deletes"


class Conflicts(StrEnum):
    """What becomes of two values of which one is a mapping or a list, and the other something else."""

    REPLACE = "replace"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class MergeRules:
    """How layers are merged. `list_key` is the key by which items of lists are told apart, for `by-key`."""

    mappings: Mappings = Mappings.DEEP
    lists: Lists = Lists.REPLACE
    nulls: Nulls = Nulls.OVERRIDES
    conflicts: Conflicts = Conflicts.REPLACE
    list_key: str = ""


class Deed(StrEnum):
    """What is done where a layer writes a value over another."""

    KEEP = "keep"
    REMOVE = "remove"
    REPLACE = "replace"
    MERGE = "merge"
    JOIN = "join"
    REFUSE = "refuse"


Refused = Callable[[KeyPath], None]
"""Called with the keys, below the list that is merged, at which two values do not go together."""


def deed(low: Value, high: Value, rules: MergeRules) -> Deed:
    """What a value does to the one below it."""
    if high is None:
        if rules.nulls is Nulls.DELETES:
            return Deed.REMOVE
        return Deed.KEEP if rules.nulls is Nulls.IGNORED and low is not None else Deed.REPLACE
    if isinstance(low, dict) and isinstance(high, dict):
        return Deed.MERGE if rules.mappings is Mappings.DEEP else Deed.REPLACE
    if isinstance(low, list):
        if isinstance(high, list):
            return Deed.REPLACE if rules.lists is Lists.REPLACE else Deed.JOIN
        if rules.lists is Lists.BY_INDEX and isinstance(high, dict) and _by_index(high) is not None:
            return Deed.JOIN
    if rules.conflicts is Conflicts.ERROR and low is not None and shape(low) != shape(high):
        return Deed.REFUSE
    return Deed.REPLACE


def shape(value: Value) -> str:
    """What kind of thing a value is, in words for a sentence."""
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "a single value"


def joined(low: Sequence[Value], high: Value, rules: MergeRules, refused: Refused) -> list[Value]:
    """Two lists put together by the list rule; by index, `high` may also be a mapping of numbers."""
    if rules.lists is Lists.BY_INDEX:
        return _joined_by_index(low, high, rules, refused)
    assert isinstance(high, list)
    if rules.lists is Lists.BY_KEY:
        return _joined_by_key(low, high, rules, refused)
    if rules.lists is Lists.APPEND:
        return [*low, *high]
    seen = {identity(item) for item in low}
    result = list(low)
    for item in high:
        if (mark := identity(item)) not in seen:
            seen.add(mark)
            result.append(item)
    return result


def merged(
    low: Mapping[Any, Value], high: Mapping[Any, Value], rules: MergeRules, refused: Refused
) -> dict[Any, Value]:
    """Two plain mappings merged; neither is changed."""
    result = dict(low)
    for key, value in high.items():
        _put(result, key, value, rules, _at(key, refused))
    return result


def without_nulls(value: Value, rules: MergeRules) -> Value:
    """A value that nothing stands below: with the rule `deletes`, its mappings have no nulls."""
    if rules.nulls is Nulls.DELETES and isinstance(value, dict):
        return {key: without_nulls(item, rules) for key, item in value.items() if item is not None}
    return value


def identity(value: Value) -> Hashable:
    """The same for values that are equal and of one type, all the way down; the order of keys is no part."""
    if isinstance(value, dict):
        return "dict", frozenset((identity(key), identity(item)) for key, item in value.items())
    if isinstance(value, list):
        return "list", tuple(map(identity, value))
    if isinstance(value, set):
        return "set", frozenset(map(identity, value))
    if isinstance(value, float) and value != value:
        return "float", "nan"
    return type(value).__name__, value


def _at(key: Hashable, refused: Refused) -> Refused:
    return lambda path: refused((key, *path))


def _put(result: dict[Any, Value], key: Hashable, value: Value, rules: MergeRules, refused: Refused) -> None:
    low = result.get(key)
    todo = deed(low, value, rules)
    if todo is Deed.REMOVE:
        result.pop(key, None)
    elif todo is not Deed.KEEP:
        result[key] = _outcome(todo, low, value, rules, refused)


def _outcome(todo: Deed, low: Any, high: Any, rules: MergeRules, refused: Refused) -> Value:
    """What stands in place of two values of which neither is taken away."""
    if todo is Deed.MERGE:
        return merged(low, high, rules, refused)
    if todo is Deed.JOIN:
        return joined(low, high, rules, refused)
    if todo is Deed.REFUSE:
        refused(())
        return low
    return without_nulls(high, rules)


def _joined_by_index(low: Sequence[Value], high: Any, rules: MergeRules, refused: Refused) -> list[Value]:
    items = dict(enumerate(high)) if isinstance(high, list) else _by_index(high) or {}
    result: dict[Any, Value] = dict(enumerate(low))
    for index in sorted(items):
        _put(result, index, items[index], rules, _at(str(index), refused))
    return list(result.values())


def _by_index(mapping: Mapping[Any, Value]) -> dict[int, Value] | None:
    """The items of a mapping whose keys are all numbers, None for any other."""
    items: dict[int, Value] = {}
    for key, value in mapping.items():
        if type(key) is int and key >= 0:
            items[key] = value
        elif isinstance(key, str) and _INDEX.fullmatch(key):
            items[int(key)] = value
        else:
            return None
    return items or None


def _joined_by_key(
    low: Sequence[Value], high: Sequence[Value], rules: MergeRules, refused: Refused
) -> list[Value]:
    result: dict[Any, Value] = dict(enumerate(low))
    spots: dict[Hashable, int] = {}
    for index, item in result.items():
        if (mark := _mark(item, rules)) is not None:
            spots.setdefault(mark, index)
    for item in high:
        mark = _mark(item, rules)
        if mark is None:
            result[len(result)] = item
            continue
        index = spots.setdefault(mark, len(result))
        _put(result, index, item, rules, _at(str(index), refused))
    return list(result.values())


def _mark(item: Value, rules: MergeRules) -> Hashable | None:
    """What an item is told apart by, None when it has no such key."""
    if isinstance(item, dict) and rules.list_key in item:
        return identity(item[rules.list_key])
    return None
