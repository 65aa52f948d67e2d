"""The application's tree of plain values, and beside each value the list of all that was written for it.

The values are changed by the same steps as in the application, sharing included: two keys that are one
mapping (an alias in YAML) stay one mapping when a variable changes it.
"""

from __future__ import annotations

import copy
from collections.abc import Hashable, Iterator
from typing import NamedTuple

from inspector.config.layers import Layer
from inspector.config.shadow.variables import Variable
from inspector.config.values import MAPPING, SCALAR, SEQUENCE, KeyPath, Node, Value


class Written(NamedTuple):
    """What one layer writes at one key: a node of a file or a variable, which `value` was read from.

    `applied` is False for what never reached the application; `reason` then says why. For a winner,
    `reason` replaces the usual sentence. `target` is where a variable points. `joined` says that the value
    was added to what stood below (a list to a list) and did not replace it.
    """

    layer: Layer
    source: Node | Variable
    value: Value
    is_mapping: bool = False
    applied: bool = True
    reason: str = ""
    target: KeyPath = ()
    joined: bool = False


class Past(NamedTuple):
    """A branch that was replaced as a whole, and what was written in its place."""

    branch: Branch
    by: Written


class Slot:
    """A key of a branch: all that was written here, oldest first, and the branch below it if it has one.

    `past` are branches that were replaced as a whole, oldest first.
    """

    __slots__ = ("branch", "past", "written")

    def __init__(self, written: list[Written], branch: Branch | None = None) -> None:
        self.written = written
        self.branch = branch
        self.past: list[Past] = []

    def copied(self) -> Slot:
        """A slot of its own, with the branch below shared."""
        if self.branch is not None:
            self.branch.shared = True
        slot = Slot(list(self.written), self.branch)
        slot.past = list(self.past)
        return slot


class Removed(NamedTuple):
    """A key that was taken away, with all that was written for it, and what took it away."""

    key: Hashable
    slot: Slot
    by: Written


class Branch:
    """A mapping of the tree: the application's own dict, and a slot per key. `shared` says that more than
    one key leads here, so that merging must work on a copy. `removed` are keys that a null took away."""

    __slots__ = ("removed", "shared", "slots", "value")

    def __init__(self) -> None:
        self.value: dict[Hashable, Value] = {}
        self.slots: dict[Hashable, Slot] = {}
        self.shared = False
        self.removed: list[Removed] = []

    def put(self, key: Hashable, written: Written, value: Value, branch: Branch | None) -> None:
        """Write a key: what stood there is replaced, and remembered."""
        slot = self.slots.get(key)
        if slot is None:
            self.slots[key] = Slot([written], branch)
        else:
            if slot.branch is not None:
                slot.past.append(Past(slot.branch, written))
            slot.branch = branch
            slot.written.append(written)
        self.value[key] = value

    def owned(self) -> Branch:
        """This branch, or a copy of it when another key leads here too."""
        if not self.shared:
            return self
        own = Branch()
        own.value = dict(self.value)
        own.removed = list(self.removed)
        own.slots = {key: slot.copied() for key, slot in self.slots.items()}
        return own

    def remove(self, key: Hashable, by: Written | None = None) -> None:
        """Take a key away, with all that was written for it; what a layer took away is remembered."""
        slot = self.slots.pop(key, None)
        if slot is not None and by is not None:
            self.removed.append(Removed(key, slot, by))
        self.value.pop(key, None)

    def remember(self, written: Written) -> None:
        """Note what never reached the application at the key it points at, if that key is there."""
        branch: Branch | None = self
        slot = None
        for key in written.target:
            slot = None if branch is None else branch.slots.get(key)
            branch = None if slot is None else slot.branch
        if slot is not None:
            slot.written.append(written)

    def keys(self, prefix: KeyPath = ()) -> Iterator[KeyPath]:
        """The paths of all settings below."""
        for key, slot in self.slots.items():
            path = (*prefix, key)
            if slot.branch is not None and slot.branch.slots:
                yield from slot.branch.keys(path)
            else:
                yield path


class Grower:
    """Makes branches of the nodes of one layer; nodes with one value become one branch."""

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self._branches: dict[int, Branch] = {}
        self._copies: dict[int, object] = {}

    def written(self, node: Node) -> Written:
        """The entry for a node."""
        values = self._layer, node, node.value, node.kind is MAPPING, True, "", (), False
        return tuple.__new__(Written, values)  # in half of the time that Written(…) takes

    def grow(self, node: Node) -> tuple[Value, Branch | None]:
        """The value of a node, which nobody else will change, and its branch when it is a mapping."""
        if node.kind is MAPPING:
            branch = self._branch(node)
            return branch.value, branch
        if node.kind is SEQUENCE and any(e.kind is not SCALAR for e in node.elements):
            self._share(node)
            return copy.deepcopy(node.value, self._copies), None
        return node.value, None

    def _share(self, node: Node) -> None:
        """Mark the branches that stand inside a list as well."""
        known = self._branches.get(id(node.value))
        if known is not None:
            known.shared = True
        for child in (*node.elements, *(child for _, child in node.entries)):
            self._share(child)

    def _branch(self, node: Node) -> Branch:
        known = self._branches.get(id(node.value))
        if known is not None:
            known.shared = True
            return known
        branch = self._branches[id(node.value)] = Branch()
        in_list = self._copies.get(id(node.value))
        if isinstance(in_list, dict):
            branch.value = in_list
            branch.shared = True
        self._copies[id(node.value)] = branch.value
        slots, values = branch.slots, branch.value
        for key, child in node.entries:
            value, below = (child.value, None) if child.kind is SCALAR else self.grow(child)
            slots[key] = Slot([self.written(child)], below)
            values[key] = value
        return branch


def merge(branch: Branch, node: Node, grower: Grower) -> Branch:
    """Merge a mapping into a branch: mappings deeply, everything else replaces. Returns the result."""
    result = branch.owned()
    for key, child in node.entries:
        slot = result.slots.get(key)
        written = grower.written(child)
        if child.kind is SCALAR:
            result.put(key, written, child.value, None)
        elif slot is not None and slot.branch is not None and child.kind is MAPPING:
            slot.written.append(written)
            slot.branch = merge(slot.branch, child, grower)
            result.value[key] = slot.branch.value
        else:
            value, below = grower.grow(child)
            result.put(key, written, value, below)
    return result


def underlay(branch: Branch, node: Node, grower: Grower) -> Branch:
    """Put defaults below a branch: they stand where nothing was written. Returns the result.

    The application's loader does not see them, so that they get in no variable's way.
    """
    result = Branch()
    for key, child in node.entries:
        slot = branch.slots.get(key)
        if slot is None:
            value, below = grower.grow(child)
            result.put(key, grower.written(child), value, below)
            continue
        slot = slot.copied()
        slot.written.insert(0, grower.written(child))
        result.slots[key] = slot
        result.value[key] = branch.value[key]
        if slot.branch is not None and child.kind is MAPPING:
            slot.branch = underlay(slot.branch, child, grower)
            result.value[key] = slot.branch.value
    for key, slot in branch.slots.items():
        if key not in result.slots:
            result.slots[key] = slot
            result.value[key] = branch.value[key]
    return result
