"""The reading order of settings: that of the files that somebody wrote, defaults behind them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from inspector.config.layers import LayerKind
from inspector.config.shadow import Branch, Slot
from inspector.config.values import Node, NodeKind


def put_in_reading_order(root: Branch, roots: Sequence[Node]) -> None:
    """Order the keys of every mapping: as `roots` (the trees of files, low to high, those of defaults
    left out) have them, then those of variables, then those that are known from defaults alone."""
    seen: set[int] = set()
    waiting = [(root, list(roots))]
    while waiting:
        branch, mappings = waiting.pop()
        if id(branch) in seen:  # an alias: one mapping under two keys
            continue
        seen.add(id(branch))
        if any(slot.written[0].layer.kind is LayerKind.DEFAULT for slot in branch.slots.values()):
            _arrange(branch, mappings)
        waiting += [
            (slot.branch, _mappings(slot))
            for slot in branch.slots.values()
            if slot.branch is not None and slot.branch.slots
        ]


def _arrange(branch: Branch, mappings: Sequence[Node]) -> None:
    slots, values = dict(branch.slots), dict(branch.value)
    own = {key: key for key in slots}  # 1, 1.0 and true are one key, and the first of them stays
    in_files = [own[key] for node in mappings for key, _ in node.entries if key in own]
    by_variables = [key for key, slot in slots.items() if not _is_default(slot)]
    keys: dict[Hashable, None] = dict.fromkeys((*in_files, *by_variables, *slots))
    # In place: other keys and the tree of values above share these mappings.
    branch.slots.clear()
    branch.value.clear()
    for key in keys:
        branch.slots[key] = slots[key]
        branch.value[key] = values[key]


def _mappings(slot: Slot) -> list[Node]:
    return [
        written.source
        for written in slot.written
        if isinstance(written.source, Node)
        and written.source.kind is NodeKind.MAPPING
        and written.layer.kind is not LayerKind.DEFAULT
    ]


def _is_default(slot: Slot) -> bool:
    return all(written.layer.kind is LayerKind.DEFAULT for written in slot.written)
