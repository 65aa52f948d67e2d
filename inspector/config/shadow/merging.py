"""Layers merged into the tree by rules, beside `merge`, which knows one way only and is faster."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from inspector.base.places import Place
from inspector.config.shadow.merge_rules import Deed, MergeRules, Nulls, deed, joined
from inspector.config.shadow.tree import Branch, Grower, Slot, Written, merge
from inspector.config.shadow.variables import Variable
from inspector.config.values import KeyPath, Node, NodeKind, Value

_USUAL = MergeRules()


class Refusal(NamedTuple):
    """Two values that do not go together. `path` is where: at a key, or at an item of the list there."""

    path: KeyPath
    below: Written
    refused: Written


class Removal(NamedTuple):
    """A key that a null took away, with all that stood below it."""

    path: KeyPath
    below: Written
    by: Written


class Merger:
    """Merges layers, low to high, and notes what it refuses and what it takes away."""

    def __init__(self, rules: MergeRules) -> None:
        self.refusals: list[Refusal] = []
        self.removals: list[Removal] = []
        self._rules = rules

    def merge(self, branch: Branch, node: Node, grower: Grower, path: KeyPath = ()) -> Branch:
        """Merge a mapping into a branch, which stands at `path`. Returns the result."""
        if self._rules == _USUAL:
            return merge(branch, node, grower)
        result = branch.owned()
        for key, child in node.entries:
            self._write(result, key, child, grower, path)
        return result

    def put(
        self, branch: Branch, keys: Sequence[Hashable], node: Node, grower: Grower, path: KeyPath = ()
    ) -> Branch:
        """Write one value below a branch, through the mappings that are there. Returns the result.

        The rules count where the value meets another one; mappings that are missing are made.
        """
        key, *more = keys
        result = branch.owned()
        slot = result.slots.get(key)
        if more and slot is not None and slot.branch is not None:
            slot.branch = self.put(slot.branch, more, node, grower, (*path, key))
            result.value[key] = slot.branch.value
            return result
        for name in reversed(more):
            node = Node(NodeKind.MAPPING, {name: node.value}, node.place, entries=((name, node),))
        self._write(result, key, node, grower, path)
        return result

    def _write(self, result: Branch, key: Hashable, node: Node, grower: Grower, path: KeyPath) -> None:
        here = (*path, key)
        slot = result.slots.get(key)
        low = result.value.get(key)
        written = grower.written(node)
        todo = deed(low, node.value, self._rules)
        if todo is Deed.REPLACE:
            value, below = self._grown(node, grower, here)
            result.put(key, written, value, below)
        elif slot is None:  # a null that takes away what is not there
            return
        elif todo is Deed.MERGE:
            assert slot.branch is not None
            slot.written.append(written)
            slot.branch = self.merge(slot.branch, node, grower, here)
            result.value[key] = slot.branch.value
        elif todo is Deed.JOIN:
            assert isinstance(low, list)
            below_it = _last(slot)
            items = joined(
                low,
                grower.grow(node)[0],
                self._rules,
                lambda at: self.refusals.append(Refusal((*here, *at), below_it, written)),
            )
            result.put(key, written._replace(joined=True), items, None)
        elif todo is Deed.REMOVE:
            self.removals.append(Removal(here, _last(slot), written))
            result.remove(key, written)
        else:
            reason = "null is ignored, the value below it stays"
            if todo is Deed.REFUSE:
                self.refusals.append(Refusal(here, _last(slot), written))
                reason = "refused, because it has another shape than the value below it"
            if slot.branch is None:
                slot.written.append(written._replace(applied=False, reason=reason))

    def _grown(self, node: Node, grower: Grower, path: KeyPath) -> tuple[Value, Branch | None]:
        if self._rules.nulls is Nulls.DELETES and node.kind is NodeKind.MAPPING:
            branch = self.merge(Branch(), node, grower, path)
            return branch.value, branch
        return grower.grow(node)


def _last(slot: Slot) -> Written:
    return next(written for written in reversed(slot.written) if written.applied)


class VariableGrower(Grower):
    """Makes branches of the value of one variable, which may be a mapping. `target` is where it points."""

    def __init__(self, variable: Variable, target: KeyPath, reason: str = "") -> None:
        super().__init__(variable.layer)
        self._variable = variable
        self._target = target
        self._reason = reason

    def written(self, node: Node) -> Written:
        """The entry for a value, written by the variable."""
        is_mapping = node.kind is NodeKind.MAPPING
        return Written(
            self._layer, self._variable, node.value, is_mapping, reason=self._reason, target=self._target
        )


def plain_node(value: Value, place: Place) -> Node:
    """The tree of a value that stands at one place as a whole, such as that of a variable."""
    if isinstance(value, dict):
        entries = tuple((key, plain_node(item, place)) for key, item in value.items())
        return Node(NodeKind.MAPPING, value, place, entries=entries)
    if isinstance(value, list):
        elements = tuple(plain_node(item, place) for item in value)
        return Node(NodeKind.SEQUENCE, value, place, elements=elements)
    return Node(NodeKind.SCALAR, value, place)
