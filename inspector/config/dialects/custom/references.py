"""Keys that refer to other keys, filled in when all layers are put together."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace

from inspector.base.findings import Finding
from inspector.base.secrets import is_secret_name
from inspector.config.dialects.custom.filling import (
    Filler,
    Reference,
    UnfilledError,
    as_filled,
    references,
    shown,
    unfilled,
)
from inspector.config.shadow import Branch, Variable, Written, shape
from inspector.config.values import Filled, KeyPath, Node, NodeKind, Value, join_key


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    """A key of the tree. Two keys of one path, such as 1 and "1", are two spots."""

    path: KeyPath
    branch: Branch
    key: Hashable

    @property
    def value(self) -> Value:
        return self.branch.value[self.key]

    @property
    def winner(self) -> Written:
        return next(w for w in reversed(self.branch.slots[self.key].written) if w.applied)


class KeyFiller:
    """Fills the keys of a tree into its texts, each after those that it refers to.

    `root` is the tree filled in, `findings` what could not be, `secrets` the keys that got a secret by it.
    """

    def __init__(self, root: Branch) -> None:
        self.root = _unshared(root)
        self.findings: list[Finding] = []
        self.secrets: set[KeyPath] = set()
        self._spots = [_Spot(*key) for key in _keys(self.root, ())]
        self._by_path: dict[KeyPath, _Spot] = {}
        for spot in self._spots:
            self._by_path.setdefault(spot.path, spot)
        self._failed: set[_Spot] = set()
        self._filler = Filler(self._look_up)
        self._fill()

    def _fill(self) -> None:
        texts = ((spot, spot.value) for spot in self._spots)
        waiting = {spot: text for spot, text in texts if isinstance(text, str) and "${" in text}
        for first in list(waiting):
            chain = {first: self._needs(waiting[first])} if first in waiting else {}
            while chain:
                spot = next(reversed(chain))
                need = next((need for need in chain[spot] if need in waiting), None)
                if need is not None and need not in chain:
                    chain[need] = self._needs(waiting[need])
                    continue
                self._fill_text(spot, waiting[spot], need)
                del waiting[spot], chain[spot]
        for spot in self._spots:
            if isinstance(spot.value, list):
                self._fill_list(spot)

    def _needs(self, text: str) -> Iterator[_Spot]:
        found = (self._by_path.get(_path(reference)) for reference in references(text))
        return (spot for spot in found if spot is not None)

    def _fill_text(self, spot: _Spot, text: str, ring: _Spot | None) -> None:
        written = spot.winner
        try:
            if ring is not None:
                through = "" if ring is spot else f" through {join_key(ring.path)}"
                raise UnfilledError(f"{join_key(spot.path)} refers to itself{through}")
            value = self._filler.fill(text)
        except UnfilledError as error:
            self._failed.add(spot)
            self.findings.append(unfilled(text, error, written.source.place, join_key(spot.path)))
            return
        secret = self._holds_secret(text)
        if secret:
            self.secrets.add(spot.path)
        source = written.source
        if isinstance(source, Variable):
            source = replace(source, text=str(value))
        else:
            source = as_filled(source, value, str(value), secret=secret)
        self._put(spot, written, value, written._replace(source=source, value=value))

    def _fill_list(self, spot: _Spot) -> None:
        written, path = spot.winner, spot.path
        secret = False

        def filled(value: Value) -> Value:
            nonlocal secret
            if isinstance(value, list):
                return [filled(item) for item in value]
            if isinstance(value, dict):
                return {key: filled(item) for key, item in value.items()}
            if not isinstance(value, str) or "${" not in value:
                return value
            try:
                result = self._filler.fill(value)
            except UnfilledError as error:
                self.findings.append(unfilled(value, error, written.source.place, join_key(path)))
                return value
            secret = secret or self._holds_secret(value)
            return result

        value = filled(spot.value)
        if value != spot.value:
            new = written if written.joined else written._replace(value=value)
            self._put(spot, written, value, new)
        if secret:
            self.secrets.add(path)

    def _put(self, spot: _Spot, old: Written, value: Value, new: Written) -> None:
        spot.branch.value[spot.key] = value
        slot = spot.branch.slots[spot.key]
        slot.written = [new if written is old else written for written in slot.written]

    def _look_up(self, reference: Reference) -> Value:
        spot = self._by_path.get(_path(reference))
        value = None if spot is None else spot.value
        if reference.default is not None and value in (None, ""):
            return reference.default
        name = shown(reference.name)
        if spot is None:
            raise UnfilledError(f"there is no key {name}")
        if isinstance(value, dict | list):
            raise UnfilledError(f"{name} is {shape(value)}")
        if spot in self._failed:
            raise UnfilledError(f"{name} cannot be filled in either")
        return value

    def _holds_secret(self, text: str) -> bool:
        paths = [_path(reference) for reference in references(text)]
        return any(path in self.secrets or any(map(is_secret_name, path)) for path in paths)


def filled_secrets(root: Branch) -> Iterator[KeyPath]:
    """The keys for which a layer writes a text that names a secret."""
    for path, branch, key in _keys(root, ()):
        sources = (written.source for written in branch.slots[key].written)
        if any(isinstance(source, Node) and _is_secret(source) for source in sources):
            yield path


def _is_secret(node: Node) -> bool:
    """Whether a single value, or one in a list, names a secret."""
    if isinstance(node, Filled):
        return node.secret
    return node.kind is not NodeKind.MAPPING and any(map(_is_secret, _items(node)))


def _items(node: Node) -> Iterator[Node]:
    """All that stands in a list, at any depth."""
    for child in (*node.elements, *(child for _, child in node.entries)):
        if child.kind is NodeKind.SCALAR:
            yield child
        else:
            yield from _items(child)


def _path(reference: Reference) -> KeyPath:
    return tuple(reference.name.split("."))


def _keys(branch: Branch, above: KeyPath) -> Iterator[tuple[KeyPath, Branch, Hashable]]:
    for key, slot in branch.slots.items():
        path = (*above, key)
        yield path, branch, key
        if slot.branch is not None:
            yield from _keys(slot.branch, path)


def _unshared(branch: Branch) -> Branch:
    """The same tree, in which each key has a mapping of its own."""
    own = branch.owned()
    for key, slot in own.slots.items():
        if slot.branch is not None:
            slot.branch = _unshared(slot.branch)
            own.value[key] = slot.branch.value
    return own
