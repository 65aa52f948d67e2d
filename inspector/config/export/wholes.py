"""Values that only the JSON of a whole mapping can set, gathered by the variable that holds it."""

from __future__ import annotations

import json
import math
from collections.abc import ItemsView
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from inspector.config.dialects import VariableName
from inspector.config.values import Value

_PLACEHOLDER = "…"

Tree: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class Whole:
    """The mapping that a variable is to hold, and key and comment of each setting in it."""

    tree: Tree = field(default_factory=dict)
    comments: list[tuple[str, str]] = field(default_factory=list)


class Wholes:
    """The mappings by the names of their variables."""

    def __init__(self) -> None:
        self._by_name: dict[str, Whole] = {}

    def items(self) -> ItemsView[str, Whole]:
        """Names and mappings in the order in which they were begun."""
        return self._by_name.items()

    def add(self, name: VariableName, value: Value, key: str, comment: str) -> bool:
        """Put a value where the name's example has its `…`; False when JSON cannot do that."""
        tree = filled(name, value)
        if tree is None:
            return False
        whole = self._by_name.setdefault(name.name, Whole())
        _merge(whole.tree, tree)
        whole.comments.append((key, comment))
        return True


def filled(name: VariableName, value: Value) -> Tree | None:
    """The mapping of a name's example with this value for its `…`; None when one of them is no JSON."""
    try:
        example = json.loads(name.example)
    except ValueError:
        return None
    return _filled(example, value) if isinstance(example, dict) and is_json(value) else None


def whole_text(name: VariableName, value: Value) -> str | None:
    """The text for the variable that sets a key by the JSON of a whole mapping; None when there is none."""
    tree = filled(name, value)
    return None if tree is None else json_text(tree)


def json_text(tree: Tree) -> str:
    """A mapping as JSON of one line that moves no cursor."""
    text = json.dumps(tree, ensure_ascii=False, allow_nan=False)
    return text if text.isprintable() else json.dumps(tree, allow_nan=False)


def is_json(value: Value) -> bool:
    """Whether JSON holds the value, and gives it back as it was."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_json(child) for key, child in value.items())
    if isinstance(value, list):
        return all(map(is_json, value))
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, bool | int | str)


def _filled(example: Any, value: Value) -> Any:
    if isinstance(example, dict):
        return {key: _filled(child, value) for key, child in example.items()}
    return value if example == _PLACEHOLDER else example


def _merge(tree: Tree, other: Tree) -> None:
    for key, child in other.items():
        below = tree.get(key)
        if isinstance(below, dict) and isinstance(child, dict):
            _merge(below, child)
        else:
            tree[key] = child
