"""Composed YAML nodes to our tree: the very values that PyYAML constructs, beside their places."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode
from yaml.nodes import Node as YamlNode

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.positions import Positions, make_place
from inspector.config.formats.problems import (
    MAX_ALIASED_NODES,
    MAX_DEPTH,
    duplicate_key,
    problem,
    too_deep,
)
from inspector.config.values import KeyPath, Node, NodeKind, Value

_TAG = "tag:yaml.org,2002:"
_STR, _MAP, _SEQ = _TAG + "str", _TAG + "map", _TAG + "seq"
_MERGE, _VALUE = _TAG + "merge", _TAG + "value"

# These end a line for YAML 1.1 and for no editor: marks cannot be trusted behind them.
_LINE_ENDS_OF_YAML_ONLY = ("\x85", "\u2028", "\u2029")


class Unreadable(Exception):
    """A node that PyYAML refuses to construct, or that has no finite tree. Carries the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class TreeBuilder:
    """Builds the tree of one document. Entries that cannot be read are left out and become findings.

    `aliases` are the start and end marks of all aliases of the document, in its order.
    """

    def __init__(self, text: str, path: str, aliases: Iterator[tuple[yaml.Mark, yaml.Mark]] | None) -> None:
        self.findings: list[Finding] = []
        self._text = text
        self._path = path
        self._constructor = yaml.constructor.SafeConstructor()
        self._scalar_constructors = yaml.constructor.SafeConstructor.yaml_constructors
        self._positions: Positions | None = None
        if any(char in text for char in _LINE_ENDS_OF_YAML_ONLY):
            self._positions = Positions(text, path)
        self._aliases = aliases
        self._alias_places: dict[tuple[int, int], Place] = {}
        self._built: dict[int, tuple[Node, int]] = {}
        self._open: set[int] = set()
        self._nodes = 0
        self._aliased_nodes = 0

    def build(self, root: YamlNode) -> Node | None:
        """The tree of a document, None when not even its root can be read."""
        if self._aliases is not None:
            self._locate_aliases(root, self._aliases)
        try:
            return self._node(root, None, ())
        except Unreadable as error:
            self.findings.append(error.finding)
            return None

    def _locate_aliases(self, root: YamlNode, aliases: Iterator[tuple[yaml.Mark, yaml.Mark]]) -> None:
        """Match the aliases of the text, in its order, with the nodes that are reached a second time."""
        seen: set[int] = set()
        waiting: list[tuple[tuple[int, int], YamlNode]] = [((0, 0), root)]
        while waiting:
            slot, node = waiting.pop()
            if id(node) in seen:
                self._alias_places[slot] = self._place(*next(aliases))
                continue
            seen.add(id(node))
            if isinstance(node, MappingNode):
                children = [child for pair in node.value for child in pair]
            elif isinstance(node, SequenceNode):
                children = node.value
            else:
                continue
            slots = [((id(node), index), child) for index, child in enumerate(children)]
            waiting.extend(reversed(slots))

    def _place(self, start: yaml.Mark, end: yaml.Mark) -> Place:
        if self._positions is not None:
            return self._positions.place(start.index, end.index)
        return make_place(self._path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _node(self, node: YamlNode, key_place: Place | None, trail: KeyPath) -> Node:
        """The tree of a node that stands where it is written."""
        if self._aliases is None:
            return self._new_node(node, key_place, trail)
        before = self._nodes
        self._open.add(id(node))
        try:
            built = self._new_node(node, key_place, trail)
        finally:
            self._open.discard(id(node))
        self._built[id(node)] = (built, self._nodes - before)
        return built

    def _child(
        self, parent: YamlNode, index: int, node: YamlNode, key_place: Place | None, trail: KeyPath
    ) -> Node:
        """The tree of the child in one slot of a collection, which may be an alias."""
        if not self._alias_places:
            return self._node(node, key_place, trail)
        alias_place = self._alias_places.get((id(parent), index))
        if alias_place is None:
            return self._node(node, key_place, trail)
        if id(node) in self._open:
            raise Unreadable(
                problem(
                    "aliases-too-many",
                    "The alias stands inside the value that it repeats, so the value never ends.",
                    "Move the anchor to a value that does not contain the alias.",
                    alias_place,
                    self._place(node.start_mark, node.end_mark),
                    key=trail,
                )
            )
        if id(node) not in self._built:  # its own place was reported already
            raise Unreadable(
                problem(
                    "broken-file",
                    "The alias repeats a value that cannot be read.",
                    "Repair the value that it repeats.",
                    alias_place,
                    self._place(node.start_mark, node.end_mark),
                    key=trail,
                )
            )
        built, size = self._built[id(node)]
        self._nodes += size
        self._aliased_nodes += size
        if self._aliased_nodes > MAX_ALIASED_NODES:
            raise Unreadable(
                problem(
                    "aliases-too-many",
                    f"The aliases repeat more than {MAX_ALIASED_NODES} values; this one is not followed.",
                    "Aliases of aliases multiply: write the values once, without repeating lists of lists.",
                    alias_place,
                    key=trail,
                )
            )
        return replace(built, key_place=key_place, alias_place=alias_place)

    def _new_node(self, node: YamlNode, key_place: Place | None, trail: KeyPath) -> Node:
        self._nodes += 1
        if isinstance(node, ScalarNode):
            return self._scalar(node, key_place, trail)
        if len(trail) >= MAX_DEPTH:
            raise Unreadable(too_deep(self._path, self._place(node.start_mark, node.start_mark)))
        if isinstance(node, MappingNode) and node.tag == _MAP:
            return self._mapping(node, key_place, trail)
        if isinstance(node, SequenceNode) and node.tag == _SEQ:
            return self._sequence(node, key_place, trail)
        return self._constructed(node, key_place, trail)

    def _scalar(self, node: ScalarNode, key_place: Place | None, trail: KeyPath) -> Node:
        start, end = node.start_mark, node.end_mark
        place = self._place(start, end)
        value = node.value if node.tag == _STR else self._construct(node, place, trail)
        return Node(NodeKind.SCALAR, value, place, key_place, self._text[start.index : end.index])

    def _constructed(self, node: YamlNode, key_place: Place | None, trail: KeyPath) -> Node:
        """A collection with a tag of its own (`!!set`, `!!omap`): one value, whatever is in it."""
        start, end = node.start_mark, node.end_mark
        place = self._place(start, end)
        value = self._construct(node, place, trail)
        return Node(NodeKind.SCALAR, value, place, key_place, self._text[start.index : end.index])

    def _construct(self, node: YamlNode, place: Place, trail: KeyPath) -> Value:
        """The value that PyYAML constructs."""
        try:
            return self._constructor.construct_document(node)
        except Exception as error:  # noqa: BLE001 - constructors raise ValueError, KeyError and more for bad text
            raise Unreadable(_refused(node, error, place, trail)) from error

    def _sequence(self, node: SequenceNode, key_place: Place | None, trail: KeyPath) -> Node:
        elements = []
        for index, child in enumerate(node.value):
            try:
                elements.append(self._child(node, index, child, None, (*trail, str(index))))
            except Unreadable as error:
                self.findings.append(error.finding)
        place = self._collection_place(node, elements[-1] if elements else None)
        values = [element.value for element in elements]
        return Node(NodeKind.SEQUENCE, values, place, key_place, elements=tuple(elements))

    def _mapping(self, node: MappingNode, key_place: Place | None, trail: KeyPath) -> Node:
        own: dict[Hashable, Node] = {}
        merged: dict[Hashable, Node] = {}
        places: dict[Hashable, list[Place]] = {}
        last: Node | None = None
        for index, (key_node, value_node) in enumerate(node.value):
            try:
                if key_node.tag == _MERGE:
                    self._merge(node, index, value_node, merged, trail)
                    last = None
                    continue
                place = self._place(key_node.start_mark, key_node.end_mark)
                if self._alias_places:
                    place = self._alias_places.get((id(node), 2 * index), place)
                key = key_node.value if key_node.tag == _STR else self._key(key_node, place, trail)
                last = self._child(node, 2 * index + 1, value_node, place, (*trail, str(key)))
            except Unreadable as error:
                self.findings.append(error.finding)
                continue
            if key in own:
                places.setdefault(key, [own[key].key_place or place]).append(place)
            own[key] = last
        for key, written in places.items():
            self.findings.append(duplicate_key((*trail, str(key)), tuple(written)))
        entries = {**merged, **own} if merged else own
        values = {key: child.value for key, child in entries.items()}
        return Node(
            NodeKind.MAPPING,
            values,
            self._collection_place(node, last),
            key_place,
            entries=tuple(entries.items()),
        )

    def _key(self, node: YamlNode, place: Place, trail: KeyPath) -> Hashable:
        if node.tag == _VALUE:  # a lone `=` is a special value, but as a key PyYAML takes it as text
            return "="
        key = self._construct(node, place, trail)
        if isinstance(key, Hashable):
            return key
        raise Unreadable(
            problem(
                "broken-file",
                "A list or a mapping cannot be a key: the application stops with ConstructorError "
                "(found unhashable key).",
                "Quote the key to make it text. A value that starts with { or [ needs quotes as well.",
                place,
                key=trail,
            )
        )

    def _merge(
        self, parent: MappingNode, index: int, node: YamlNode, merged: dict[Hashable, Node], trail: KeyPath
    ) -> None:
        """Add the entries that `<<` brings in; among several mappings the first one wins."""
        slot = 2 * index + 1
        alias_place = self._alias_places.get((id(parent), slot))
        sources: list[Node] = []
        if isinstance(node, MappingNode):
            sources = [self._child(parent, slot, node, None, trail)]
        elif isinstance(node, SequenceNode):
            for position, child in enumerate(node.value):
                self._require_mapping(child, trail)
                source = self._child(node, position, child, None, trail)
                sources.insert(0, source)
        else:
            self._require_mapping(node, trail)
        for source in sources:
            where = alias_place or source.alias_place
            for key, child in source.entries:
                merged[key] = replace(child, alias_place=where or child.alias_place)

    def _require_mapping(self, node: YamlNode, trail: KeyPath) -> None:
        if not isinstance(node, MappingNode):
            raise Unreadable(
                problem(
                    "broken-file",
                    f"<< can only merge mappings, and this is a {node.id}: the application stops with "
                    "ConstructorError.",
                    "Point << at an anchor of a mapping, or at a list of such anchors.",
                    self._place(node.start_mark, node.end_mark),
                    key=trail,
                )
            )

    def _collection_place(self, node: YamlNode, last: Node | None) -> Place:
        """Block collections have no end of their own: they end with their last value."""
        place = self._place(node.start_mark, node.end_mark)
        if node.flow_style or last is None:
            return place
        end = last.alias_place or last.place
        return replace(place, end_line=end.end_line, end_column=end.end_column)


def _refused(node: YamlNode, error: Exception, place: Place, trail: KeyPath) -> Finding:
    """The finding about a node that PyYAML does not construct. It never repeats the value."""
    tag = node.tag.removeprefix(_TAG)
    kind = type(error).__name__
    if isinstance(error, yaml.constructor.ConstructorError) and "could not determine" in str(error.problem):
        if node.tag == _VALUE:
            return problem(
                "broken-file",
                "A lone = is a special value of YAML 1.1: the application stops with ConstructorError.",
                'Put it in quotes: "=".',
                place,
                key=trail,
            )
        return problem(
            "broken-file",
            f"The tag {node.tag} is unknown to safe_load: the application stops with ConstructorError.",
            "Remove the tag, or check that the application registers a constructor for it.",
            place,
            key=trail,
        )
    return problem(
        "broken-file",
        f"This text cannot be read as {tag}: the application stops with {kind}.",
        "Put it in quotes if it is meant as text, or correct it.",
        place,
        key=trail,
    )
