"""What happens while the rebuilt classes are called: sources that are read, values that are let through."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from inspector.config.dialects.pydantic_settings.evaluating import UNKNOWN
from inspector.config.dialects.pydantic_settings.model import ModelClass
from inspector.config.values import Value

FillIn = Callable[[ModelClass, dict[str, Any]], dict[str, Any]]
"""What a settings class makes of the values that it is called with: those of its sources with them on top."""

fill_in: ContextVar[FillIn | None] = ContextVar("fill_in", default=None)
"""Set while values are checked: settings inside of settings read their sources then."""

factories_refuse: ContextVar[bool] = ContextVar("factories_refuse", default=False)
"""Set while a ValidationError of a default_factory is to be seen, as the application sees it: it comes as
FactoryRefusedError."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that a type does not accept, in the lenient classes."""

    value: Value


def filler(owner: ModelClass) -> Any:
    """The validator with which a settings class inside of another one reads its own sources first."""

    def read_sources(cls: type, data: Any) -> Any:  # noqa: ARG001 - the signature of a class method
        filled = fill_in.get()
        return filled(owner, data) if filled is not None and isinstance(data, dict) else data

    return classmethod(read_sources)


def leniently(value: Any, check: Callable[[Any], Any]) -> Any:
    """A value as it is checked, Refused when it is not accepted."""
    if value is UNKNOWN:
        return value
    try:
        return check(value)
    except ValidationError:
        return Refused(value)


def unless_unknown(value: Any, check: Callable[[Any], Any]) -> Any:
    """A value as it is checked, unless it cannot be known."""
    return value if value is UNKNOWN else check(value)
