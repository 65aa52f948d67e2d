"""Values as their types read them, though a limit such as `le` refuses them then."""

from __future__ import annotations

from dataclasses import replace

from pydantic import ValidationError

from inspector.config.dialects.pydantic_settings.model import Field, FieldType
from inspector.config.dialects.pydantic_settings.rebuilding import Rebuilt
from inspector.config.values import Value

LIMITS = frozenset(
    """
    greater_than greater_than_equal less_than less_than_equal multiple_of finite_number too_long too_short
    decimal_max_digits decimal_max_places decimal_whole_digits
    """.split()
)
"""The kinds of errors that pydantic finds in a value that it has read already."""

_LIMIT_WORDS = frozenset(
    """
    gt ge lt le multiple_of min_length max_length min_items max_items allow_inf_nan max_digits decimal_places
    """.split()
)


class Coercion:
    """Reads values for the fields of one model, whose types are kept."""

    def __init__(self, rebuilt: Rebuilt) -> None:
        self._rebuilt = rebuilt
        self._unlimited: dict[int, tuple[object, Field | FieldType]] = {}

    def read(self, field: Field | FieldType, value: Value) -> Value:
        """A value as the type reads it when only limits refuse it then; as it is when more does."""
        adapter = self._rebuilt.adapter(field)
        if adapter is None:
            return value
        try:
            made: Value = adapter.validate_python(value)
        except ValidationError as error:
            kinds = {problem["type"] for problem in error.errors(include_url=False, include_context=False)}
            return self._beyond_limits(field, value) if kinds <= LIMITS else value
        except RecursionError:
            return value
        return made

    def _beyond_limits(self, field: Field | FieldType, value: Value) -> Value:
        known = self._unlimited.get(id(field))
        if known is None or known[0] is not field:
            known = self._unlimited[id(field)] = (field, _without_limits(field))
        adapter = self._rebuilt.adapter(known[1])
        if adapter is None:
            return value
        try:
            made: Value = adapter.validate_python(value)
        except (ValidationError, RecursionError):
            return value
        return made


def _without_limits(field: Field | FieldType) -> Field | FieldType:
    pairs = tuple(pair for pair in field.pairs if pair[0] not in _LIMIT_WORDS)
    return (
        replace(field, type=_unlimited(field.type), pairs=pairs)
        if isinstance(field, Field)
        else _unlimited(field)
    )


def _unlimited(type_: FieldType) -> FieldType:
    pairs = tuple(pair for pair in type_.pairs if pair[0] not in _LIMIT_WORDS)
    return replace(type_, args=tuple(map(_unlimited, type_.args)), pairs=pairs)
