"""Layers merged as node-config does: objects deeply and in place, everything else replaces.

The rule is lib/util.js, extendDeep and cloneDeep (node-config 5.0.1). What stands under two keys of one layer
(an alias) is one object as far as both stand below one key that was not there before, and stays one when a
higher layer changes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from inspector.config.dialects.node_config.mapping import properties
from inspector.config.shadow import Branch, Grower, Slot, Variable, Written
from inspector.config.values import KeyPath, Node, NodeKind

MAX_DEPTH = 21
"""Objects below more keys than this are never merged."""

_TOO_DEEP = f"stands below {MAX_DEPTH} keys, where node-config merges no further"
_ON_A_DATE = "node-config adds the keys to the date, which stays a date"


class VariableGrower(Grower):
    """Grows what a variable's text holds."""

    def __init__(self, variable: Variable) -> None:
        super().__init__(variable.layer)
        self._variable = variable

    def written(self, node: Node) -> Written:
        """The entry for a node of the text."""
        part = self._variable if node.raw is None else replace(self._variable, text=node.raw, raw=node.raw)
        return Written(part.layer, part, node.value, node.kind is NodeKind.MAPPING)


def extend(branch: Branch, node: Node, grower: Callable[[], Grower], depth: int = MAX_DEPTH) -> None:
    """Merge a node into a branch; `depth` is the number of levels that are still merged.

    Single values have no properties and change nothing.
    """
    written_by = grower().written
    slots, values = branch.slots, branch.value
    for key, child in properties(node):
        written = written_by(child)
        slot = slots.get(key)
        if child.kind is NodeKind.SCALAR:
            if slot is None or slot.branch is not None:
                branch.put(key, written, child.value, None)
            else:
                slot.written.append(written)  # what `put` does, for the bulk of all values
                values[key] = child.value
            continue
        if slot is not None and child.kind is NodeKind.MAPPING:
            if slot.branch is not None:
                _merge(slot, slot.branch, child, written, grower, depth)
                continue
            if isinstance(branch.value[key], datetime):
                slot.written.append(written._replace(applied=False, reason=_ON_A_DATE))
                continue
        # A grower of its own: cloneDeep knows what it has copied within one call only.
        value, below = grower().grow(child)
        branch.put(key, written, value, below)


def _merge(
    slot: Slot, below: Branch, child: Node, written: Written, grower: Callable[[], Grower], depth: int
) -> None:
    if depth > 1:
        slot.written.append(written)
        extend(below, child, grower, depth - 1)
    else:
        slot.written.append(written._replace(applied=False, reason=_TOO_DEEP))


def nested(path: KeyPath, node: Node) -> Node:
    """A node inside of mappings, one for each part of a key."""
    for key in reversed(path):
        node = Node(NodeKind.MAPPING, {key: node.value}, node.place, entries=((key, node),))
    return node
