"""What dynaconf's settings became, step by step, as the tree that reports are read off."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from inspector.base.places import Place
from inspector.config.dialects.dynaconf.data import Data, Items, Lazy, Leaf, Source, Table, is_unset, plain
from inspector.config.dialects.dynaconf.options import INTERNAL
from inspector.config.shadow import Branch, Slot, Written
from inspector.config.values import KeyPath, Node, NodeKind, Value


@dataclass(frozen=True, slots=True)
class ReplacedTable:
    """A table that another one replaced, and the keys that vanished with it."""

    path: KeyPath
    before: Source
    after: Source
    lost: tuple[KeyPath, ...]


class _Shown:
    """What was last seen at a key."""

    __slots__ = ("below", "data", "sources")

    def __init__(self, data: Data) -> None:
        self.data = data
        self.sources = {id(item.source) for item in data} if isinstance(data, Items) else set()
        self.below: dict[Hashable, _Shown] = {}


class History:
    """Follows the settings: `settle` is told of each key at the top that changed."""

    def __init__(self) -> None:
        self.root = Branch()
        self.replaced: list[ReplacedTable] = []
        self._shown: dict[Hashable, _Shown] = {}

    def settle(self, key: str, data: Data | None) -> None:
        """Note what a key at the top is now, None when it was taken away."""
        if key not in INTERNAL:
            self._note(self.root, self._shown, key, data, (key,))

    def finish(self, table: Table, work_out: Callable[[KeyPath, Data], Value]) -> None:
        """Put in the values that are worked out at the end."""
        self._finish(self.root, table, work_out, ())

    def _finish(
        self, branch: Branch, table: Table, work_out: Callable[[KeyPath, Data], Value], above: KeyPath
    ) -> None:
        for key, slot in branch.slots.items():
            data, path = table[key], (*above, key)
            if slot.branch is not None and isinstance(data, Table):
                self._finish(slot.branch, data, work_out, path)
                branch.value[key] = slot.branch.value
                continue
            branch.value[key] = work_out(path, data)
            if isinstance(data, Lazy):
                slot.written[-1] = slot.written[-1]._replace(value=branch.value[key])

    def _note(
        self, branch: Branch, known: dict[Hashable, _Shown], key: Hashable, data: Data | None, path: KeyPath
    ) -> None:
        if data is None or is_unset(data):
            branch.remove(key)
            known.pop(key, None)
            return
        shown = known.get(key)
        if isinstance(data, Table):
            self._note_table(branch, known, key, data, path)
        elif isinstance(data, Items) and shown is not None and isinstance(shown.data, Items):
            self._note_list(branch, known, key, data, path)
        elif shown is None or shown.data is not data:
            if shown is not None and _is_recast(shown.data, data):
                branch.slots[key].written[-1] = _written(data, path)
                branch.value[key] = plain(data)
            elif shown is None or not _again(shown.data, data):
                branch.put(key, _written(data, path), plain(data), None)
            known[key] = _Shown(data)

    def _note_list(
        self, branch: Branch, known: dict[Hashable, _Shown], key: Hashable, data: Items, path: KeyPath
    ) -> None:
        """A list over a list: it is joined when items of the old one stay."""
        before = known[key]
        own = [item for item in data if id(item.source) not in before.sources]
        if own or before.data.source is not data.source:
            joined = len(own) < len(data)
            value = [plain(item) for item in own] if joined else plain(data)
            written = _written(data, path)._replace(value=value, joined=joined)
            if own or not joined:
                branch.put(key, written, plain(data), None)
        known[key] = _Shown(data)

    def _note_table(
        self, branch: Branch, known: dict[Hashable, _Shown], key: Hashable, data: Table, path: KeyPath
    ) -> None:
        shown, slot = known.get(key), branch.slots.get(key)
        below = None if slot is None else slot.branch
        if shown is None or slot is None or below is None or not isinstance(shown.data, Table):
            below = None
        elif shown.data is not data and shown.data.source is not data.source:
            if not data.joined:
                self._note_replaced(below, shown.data, data, path)
                below = None
            elif _wrote_it(data.source):
                slot.written.append(_written(data, path))
        if shown is None or below is None:
            below = Branch()
            branch.put(key, _written(data, path), below.value, below)
            shown = known[key] = _Shown(data)
        shown.data = data
        for gone in [name for name in shown.below if name not in data]:
            below.remove(gone)
            del shown.below[gone]
        for name, child in data.items():
            self._note(below, shown.below, name, child, (*path, name))

    def _note_replaced(self, branch: Branch, before: Table, after: Table, path: KeyPath) -> None:
        gone = [name for name in branch.slots if name not in after]
        lost = tuple(found for name in gone for found in _paths((*path, name), branch.slots[name]))
        if lost:
            self.replaced.append(ReplacedTable(path, before.source, after.source, lost))


def _paths(path: KeyPath, slot: Slot) -> Iterator[KeyPath]:
    if slot.branch is None or not slot.branch.slots:
        yield path
        return
    for name, below in slot.branch.slots.items():
        yield from _paths((*path, name), below)


def _written(data: Data, path: KeyPath) -> Written:
    layer, origin = data.source
    is_table = isinstance(data, Table)
    value = origin.value if is_table and isinstance(origin, Node) and _wrote_it(data.source) else plain(data)
    return Written(layer, origin, value, is_table, target=path)


def _is_recast(before: Data, after: Data) -> bool:
    """Whether a validator's cast made another value of one, which stays what the same source wrote."""
    return before.source is after.source and isinstance(before, Leaf) and isinstance(after, Leaf)


def _again(before: Data, after: Data) -> bool:
    """Whether a source wrote the same again, as dynaconf reads variables twice when files are included."""
    return before.source is after.source and type(before) is type(after) and plain(before) == plain(after)


def _wrote_it(source: Source) -> bool:
    """Whether a table was written as one, and is not the way to a key below."""
    return isinstance(source.origin, Node) and source.origin.kind is NodeKind.MAPPING


def place_of(source: Source) -> Place:
    """Where a source stands: the key, or else the value."""
    return source.origin.key_place or source.origin.place
