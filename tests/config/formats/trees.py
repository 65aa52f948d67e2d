"""What the tests of all formats share: equality with types, and a walk over a tree."""

from __future__ import annotations

import math
from collections.abc import Iterator

from inspector.config.values import Node, NodeKind, Value


def same(left: Value, right: Value) -> bool:
    """Equal with equal types, at every depth; NaN is the same as NaN, and the order of keys counts."""
    if type(left) is not type(right):
        return False
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    if isinstance(left, float) and isinstance(right, float):
        return left == right and math.copysign(1, left) == math.copysign(1, right)
    if isinstance(left, dict) and isinstance(right, dict):
        return len(left) == len(right) and all(
            same(a, b) and same(left[a], right[b]) for a, b in zip(left, right, strict=True)
        )
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))
    return left == right


def walk(node: Node) -> Iterator[Node]:
    """All nodes, each before what is in it."""
    yield node
    for _, child in node.entries:
        yield from walk(child)
    for child in node.elements:
        yield from walk(child)


def scalars(node: Node) -> Iterator[Node]:
    """All scalar nodes."""
    return (found for found in walk(node) if found.kind is NodeKind.SCALAR)


def agrees(node: Node) -> bool:
    """Whether the value of every collection is made of the values of its children."""
    return all(
        same(found.value, {key: child.value for key, child in found.entries})
        if found.kind is NodeKind.MAPPING
        else same(found.value, [child.value for child in found.elements])
        for found in walk(node)
        if found.kind is not NodeKind.SCALAR
    )
