"""Where layers write a key, and which known key a mistyped one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from inspector.base.places import Place
from inspector.config.layers import Layer
from inspector.config.values import MAPPING, KeyPath, Node, join_key

_CLOSE = 78.0


def node_at(root: Node | None, path: KeyPath) -> Node | None:
    """The node of a key in one document, None when it is not written there."""
    node = root
    for part in path:
        if node is None:
            return None
        node = next((child for key, child in node.entries if key == part), None)
    return node


def places_in_files(layers: Sequence[Layer], path: KeyPath) -> tuple[Place, ...]:
    """Where files write a key, highest layer first: also a key that has settings below it."""
    nodes = (node_at(layer.root, path) for layer in reversed(layers) if layer.merged)
    return tuple(node.key_place or node.place for node in nodes if node is not None)


def paths_in(node: Node, prefix: KeyPath = ()) -> Iterator[KeyPath]:
    """The paths of all keys below a node, those of mappings included."""
    for key, child in node.entries:
        path = (*prefix, key)
        yield path
        if child.kind is MAPPING:
            yield from paths_in(child, path)


def closest(path: KeyPath, known: Iterable[KeyPath]) -> KeyPath | None:
    """The known key that a mistyped one was most likely meant to be, None when none is close."""
    choices = {join_key(other): other for other in known if other != path}
    wanted = join_key(path)
    found = process.extractOne(wanted, choices.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return None if found is None else choices[found[0]]
