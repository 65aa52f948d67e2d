"""The conditions of validators, and the types and texts that they speak of.

The rules are those of dynaconf 3.3.5, validator_conditions.py.
"""

from __future__ import annotations

import ast
import operator
import types
from collections.abc import Callable, Mapping
from string import Formatter
from typing import Any, Optional, Union, get_args, get_origin

from inspector.config.values import Value

TYPES: Mapping[str, type] = {
    kind.__name__: kind for kind in (str, int, float, bool, list, dict, tuple, set, bytes)
}

CASTS: Mapping[str, Callable[[Any], Value]] = {kind.__name__: kind for kind in (str, int, float, bool, list)}
"""Functions behind `cast=` that are known without running the application."""

_GENERIC = frozenset(["list", "dict", "tuple"])
_MAX_DEPTH = 10

# What dynaconf's own containers are called where an exception names them.
_DICT: type[dict[Any, Any]] = type("DataDict", (dict,), {"__module__": "dynaconf.nodes"})
_LIST: type[list[Any]] = type("DataList", (list,), {"__module__": "dynaconf.nodes"})


def contained(value: Value) -> Value:
    """A plain value whose dicts and lists are called as dynaconf's own."""
    if isinstance(value, dict):
        return _DICT({key: contained(child) for key, child in value.items()})
    return _LIST(map(contained, value)) if isinstance(value, list) else value


def type_of(text: str) -> Any:
    """The type that a text such as `int | None`, `(int, float)` or `list[str]` means, None when it is none
    that is known. Nothing of the text is run."""
    try:
        return _type(ast.parse(text, mode="eval").body, 0)
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return None


def _type(node: ast.expr, depth: int) -> Any:
    if depth > _MAX_DEPTH:
        raise ValueError(depth)
    if isinstance(node, ast.Name) and node.id in TYPES:
        return TYPES[node.id]
    if isinstance(node, ast.Constant) and node.value is None and depth:
        return type(None)
    if isinstance(node, ast.Tuple):
        return tuple(_type(item, depth + 1) for item in node.elts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _type(node.left, depth + 1) | _type(node.right, depth + 1)
    if isinstance(node, ast.Subscript):
        inner = _type(node.slice, depth + 1)
        name = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
        if name == "Optional":
            return Optional[inner]  # noqa: UP045 - prints as the application's own
        several = inner if isinstance(inner, tuple) else (inner,)
        if name == "Union":
            return Union[several]  # noqa: UP007
        if name in _GENERIC:
            return types.GenericAlias(TYPES[name], several)
    raise ValueError(ast.dump(node))


def _is_type_of(value: Value, other: Any) -> bool:
    """is_type_of: parameters of generic types are looked at, too."""
    origin, args = get_origin(other), get_args(other)
    if not args and isinstance(other, tuple):
        return any(_is_type_of(value, item) for item in other)
    if args and origin in (Union, types.UnionType):
        return any(_is_type_of(value, arg) for arg in args)
    if args and origin in (list, tuple):
        return isinstance(value, list | tuple) and all(_is_type_of(item, args) for item in value)
    if args and origin is dict:
        key_type, value_type = args
        return isinstance(value, dict) and all(
            _is_type_of(key, key_type) and _is_type_of(child, value_type) for key, child in value.items()
        )
    return isinstance(value, other)


OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "lt": operator.lt,
    "ge": operator.ge,
    "gte": operator.ge,
    "le": operator.le,
    "lte": operator.le,
    "is_in": lambda value, other: value in other,
    "is_not_in": lambda value, other: value not in other,
    "contains": lambda value, other: other in value,
    "cont": lambda value, other: other in value,
    "not_contains": lambda value, other: other not in value,
    "len_eq": lambda value, other: len(value) == other,
    "len_ne": lambda value, other: len(value) != other,
    "len_min": lambda value, other: len(value) >= other,
    "len_max": lambda value, other: len(value) <= other,
    "startswith": lambda value, other: value.startswith(other),
    "endswith": lambda value, other: value.endswith(other),
    "not_startswith": lambda value, other: not value.startswith(other),
    "not_endswith": lambda value, other: not value.endswith(other),
    "is_type_of": _is_type_of,
}
"""Conditions of a Validator; those with a pattern or a function of their own are left to the application."""

MESSAGES: Mapping[str, str] = {
    "must_exist_true": "{name} is required in env {env}",
    "must_exist_false": "{name} cannot exists in env {env}",
    "operations": "{name} must {operation} {op_value} but it is {value} in env {env}",
}
"""What a Validator says unless its code says otherwise."""


def refusal(name: str, value: Value, other: Value) -> str | None:
    """What is wrong with a value by a condition, None when it holds: "" for the usual message.

    `value` is a plain one with the containers of dynaconf. Raises what Python raises but for TypeError.
    """
    wanted = type_of(other) if name == "is_type_of" and isinstance(other, str) else other
    try:
        return None if OPERATIONS[name](value, wanted) else ""
    except TypeError as error:
        if name == "is_type_of":
            return f"Invalid type '{other}' for condition 'is_type_of'. Should provide a valid type. {error}"
        return f"Invalid Operation '{name}' for type {type(value)!r} on '{{name}}': {error}"


def filled_in(template: str, fields: Mapping[str, object]) -> str:
    """A message with its fields filled in; one that asks for more than names stays as it is written."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return template
    if any(field is not None and (field not in fields or spec) for _, field, spec, _ in parts):
        return template
    return "".join(text + ("" if field is None else str(fields[field])) for text, field, _, _ in parts)
