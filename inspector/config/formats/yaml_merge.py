"""What `<<` brings into a mapping, decided by the installed PyYAML itself because its versions differ.

Up to 6.0.3 the first mapping of `<<: [*a, *b]` wins, and the last of several `<<` keys. 6.0.4 leaves out an
entry when its key text is the same Python object as an earlier one, and lets the last of the others win
(constructor.py, SafeConstructor.flatten_mapping). So a key of one character merges in another way than a
longer one there: CPython has one object for each text of one character below U+0100.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from inspector.base.places import Place
from inspector.config.formats.problems import crash
from inspector.config.formats.yaml_flavour import MERGE, TAG, Entry, Source, Unreadable
from inspector.config.values import Node, NodeKind, Value


def entry(text: str, key: Hashable, node: Node) -> Entry:
    """An entry; `text` must be the very object that the parser made for the key."""
    return ScalarNode(TAG + "str", text), (key, node)


class Merges:
    """The mappings of one text as they are written, because a merge also sees the entries that lost."""

    def __init__(self) -> None:
        self._written: dict[int, tuple[Value, Sequence[Entry]]] = {}

    def keep(self, value: Value, written: Sequence[Entry]) -> None:
        """Remember what makes up the mapping with this value."""
        self._written[id(value)] = value, written

    def source(self, node: Node) -> Source:
        """What the value of a `<<` brings in. Raises Unreadable when it is neither mapping nor list."""
        if node.kind is NodeKind.SEQUENCE:
            mappings = [self._mapping(element, node.alias_place) for element in node.elements]
            return SequenceNode(TAG + "seq", mappings)
        return self._mapping(node, None)

    def _mapping(self, node: Node, list_alias: Place | None) -> MappingNode:
        if node.kind is not NodeKind.MAPPING:
            raise Unreadable(
                crash(
                    "<< can merge only mappings",
                    "ConstructorError",
                    "Point << at the anchor of a mapping, or at a list of such anchors.",
                    node.alias_place or node.place,
                )
            )
        _, written = self._written[id(node.value)]
        alias_place = node.alias_place or list_alias
        if alias_place is not None:
            written = [
                (key_node, (key, replace(child, alias_place=alias_place)))
                for key_node, (key, child) in written
            ]
        return MappingNode(TAG + "map", list(written))


def brings_entries(source: Source) -> bool:
    """Whether a `<<` adds anything."""
    if isinstance(source, SequenceNode):
        return any(map(brings_entries, source.value))
    return bool(source.value)


def flattened(sources: Sequence[Source], own: Sequence[Entry]) -> Sequence[Entry]:
    """The entries of a mapping with those of its `<<` keys, in PyYAML's order: the last of a key wins."""
    node = MappingNode(TAG + "map", [(ScalarNode(MERGE, "<<"), source) for source in sources])
    node.value += own
    yaml.constructor.SafeConstructor().flatten_mapping(node)
    entries: Sequence[Entry] = node.value
    return entries
