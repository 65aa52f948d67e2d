"""Types of the standard library and of pydantic, by their names and made of their parts."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from typing import Any

import typing_extensions

# Below Python 3.12 pydantic accepts no other; it depends on typing_extensions itself.
_make: Any = typing_extensions.TypedDict


def named_type(name: str) -> Any:
    """The type of a name in known_types.PLAIN_TYPES."""
    module, _, last = name.rpartition(".")
    return getattr(importlib.import_module(module or "builtins"), last)


def typed_dict(name: str, items: Iterable[tuple[str, Any, bool]], config: Mapping[str, Any] | None) -> type:
    """A TypedDict of names, types and whether each is required. Without `config` that around it counts."""
    parts = {
        key: type_ if required else typing_extensions.NotRequired[type_] for key, type_, required in items
    }
    made: type = _make(name, parts)
    if config is not None:
        made.__pydantic_config__ = dict(config)  # type: ignore[attr-defined]
    return made
