"""Places and scalar nodes, made in a third of the time that their constructors need.

A frozen dataclass pays one object.__setattr__ for every field, and a large file has two places and a node for
every key. A twin with the same slots is filled the usual way and then becomes the frozen class.
"""

from __future__ import annotations

from typing import Any

from inspector.base.places import Place
from inspector.config.values import Node, NodeKind, Value


class _PlaceTwin:
    __slots__ = Place.__slots__

    def __init__(self, path: str, line: int, column: int, end_line: int, end_column: int) -> None:
        self.path = path
        self.line = line
        self.column = column
        self.end_line = end_line
        self.end_column = end_column
        self.variable = None


class _ScalarTwin:
    __slots__ = Node.__slots__

    def __init__(self, value: Value, place: Place, key_place: Place | None, raw: str) -> None:
        self.kind = NodeKind.SCALAR
        self.value = value
        self.place = place
        self.key_place = key_place
        self.raw = raw
        self.alias_place = None
        self.entries = ()
        self.elements = ()


def make_place(path: str, line: int, column: int, end_line: int, end_column: int) -> Place:
    """Place(path, line, column, end_line, end_column)."""
    twin: Any = _PlaceTwin(path, line, column, end_line, end_column)
    twin.__class__ = Place
    made: Place = twin
    return made


def make_scalar(value: Value, place: Place, key_place: Place | None, raw: str) -> Node:
    """Node(NodeKind.SCALAR, value, place, key_place, raw)."""
    twin: Any = _ScalarTwin(value, place, key_place, raw)
    twin.__class__ = Node
    made: Node = twin
    return made
