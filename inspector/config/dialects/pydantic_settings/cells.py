"""What sources give for a key, with where each part of it was written."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from inspector.config.layers import Layer
from inspector.config.shadow import Variable
from inspector.config.values import Node, NodeKind, Value

Entries: TypeAlias = dict[Hashable, "Cell"]


@dataclass(slots=True)
class Cell:
    """A value of one source. `entries` are those of a mapping, whose own `value` says nothing.

    `below` is what the same source had written here before, oldest first. `reason` says why this counts more
    than that, "" where it merely comes later.
    """

    layer: Layer
    source: Node | Variable
    value: Value = None
    entries: Entries | None = None
    below: list[Cell] = field(default_factory=list)
    reason: str = ""

    def plain(self) -> Value:
        """The value as the library has it."""
        if self.entries is None:
            return self.value
        return plain_entries(self.entries)

    def trail(self) -> Iterator[Cell]:
        """All that the source wrote here, oldest first, itself last."""
        for cell in self.below:
            yield from cell.trail()
        yield self


def plain_entries(entries: Mapping[Hashable, Cell]) -> dict[Hashable, Value]:
    """A mapping of cells as the library has it."""
    return {key: cell.plain() for key, cell in entries.items()}


def cell_of_node(node: Node, layer: Layer) -> Cell:
    """The cell of a node of a file."""
    if node.kind is NodeKind.MAPPING:
        entries = {key: cell_of_node(child, layer) for key, child in node.entries}
        return Cell(layer, node, entries=entries)
    return Cell(layer, node, node.value)


def cell_of_value(value: Value, source: Node | Variable, layer: Layer) -> Cell:
    """The cell of a value that a variable, or a node whose text was decoded, holds."""
    if isinstance(value, dict):
        entries = {key: cell_of_value(item, source, layer) for key, item in value.items()}
        return Cell(layer, source, entries=entries)
    return Cell(layer, source, value)


def put(entries: Entries, key: Hashable, cell: Cell) -> None:
    """Write a key in place of what stands there, which is remembered."""
    before = entries.get(key)
    if before is not None:
        cell.below = [before, *cell.below]
    entries[key] = cell


def updated(low: Cell, high: Cell, reason: str = "") -> Cell:
    """deep_update of pydantic: mappings merge, all else replaces. `reason` is why `high` counts more."""
    if low.entries is None or high.entries is None:
        return Cell(high.layer, high.source, high.value, high.entries, [low, *high.below], reason)
    entries = updated_entries(low.entries, high.entries, reason)
    return Cell(high.layer, high.source, None, entries, [low, *high.below], reason)


def updated_entries(low: Entries, high: Entries, reason: str = "") -> Entries:
    """deep_update of two mappings."""
    result = dict(low)
    for key, cell in high.items():
        result[key] = updated(result[key], cell, reason) if key in result else cell
    return result
