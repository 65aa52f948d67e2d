"""A JSON Schema file read for its keys: defaults with their places, descriptions, constraints, secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from inspector.config.resolve import KeyInfo
from inspector.config.schemas.words import constraint_words
from inspector.config.values import Document, KeyPath, Node, NodeKind, Value

# Schemas may refer to themselves; settings that nest deeper than this are not looked for.
_MAX_DEPTH = 20
_MAX_REFS = 50
_BRANCHES = ("allOf", "anyOf", "oneOf")


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema as far as it speaks of keys. `defaults` is None when it gives none.

    `keys` has every key the schema names, mappings included. `raw` is the schema itself.
    """

    document: Document
    raw: dict[str, Any]
    keys: Mapping[KeyPath, KeyInfo] = field(default_factory=dict)
    defaults: Node | None = None


def read_schema(document: Document) -> Schema | None:
    """The schema in a document; None when it has no mapping at its root (the document says why)."""
    root = document.root
    if root is None or root.kind is not NodeKind.MAPPING or not isinstance(root.value, dict):
        return None
    keys: dict[KeyPath, KeyInfo] = {}
    _Walk(root, keys).properties(root, ())
    defaults = _defaults(_Walk(root, {}), root, 0)
    return Schema(document, cast("dict[str, Any]", root.value), keys, defaults)


def resolve_ref(root: Node, ref: Value) -> Node | None:
    """The node that a local reference (`#/…`) points at; None for others: nothing is fetched."""
    if not isinstance(ref, str) or not ref.startswith("#"):
        return None
    node: Node | None = root
    for part in ref.removeprefix("#").removeprefix("/").split("/"):
        if node is None:
            return None
        name = part.replace("~1", "/").replace("~0", "~")
        if not name:
            continue
        if node.kind is NodeKind.SEQUENCE:
            node = node.elements[int(name)] if name.isdecimal() and int(name) < len(node.elements) else None
        else:
            node = node.child(name)
    return node


class _Walk:
    """A walk over the properties of a schema."""

    def __init__(self, root: Node, keys: dict[KeyPath, KeyInfo]) -> None:
        self._root = root
        self._keys = keys

    def targets(self, node: Node) -> list[Node]:
        """A schema and what it refers to, in order."""
        chain = [node]
        while len(chain) < _MAX_REFS:
            ref = chain[-1].child("$ref")
            target = None if ref is None else resolve_ref(self._root, ref.value)
            if target is None or target in chain:
                break
            chain.append(target)
        return chain

    def properties(self, node: Node, path: KeyPath) -> None:
        """Note every key below a schema."""
        if len(path) >= _MAX_DEPTH:
            return
        for schema in self._all(node, 0):
            for name, child in self.named(schema):
                here = (*path, name)
                if here not in self._keys:
                    self._keys[here] = self._info(child)
                self.properties(child, here)

    def named(self, schema: Node) -> Iterator[tuple[str, Node]]:
        """The properties that one schema names itself."""
        properties = schema.child("properties")
        if properties is not None:
            yield from ((str(name), child) for name, child in properties.entries)

    def _all(self, node: Node, depth: int) -> Iterator[Node]:
        """A schema, what it refers to, and its branches."""
        if depth > _MAX_DEPTH:
            return
        for schema in self.targets(node):
            yield schema
            for word in _BRANCHES:
                branches = schema.child(word)
                for branch in branches.elements if branches is not None else ():
                    yield from self._all(branch, depth + 1)

    def _info(self, node: Node) -> KeyInfo:
        chain = self.targets(node)
        description = next((d for schema in chain if (d := _text(schema, "description"))), "")
        secret = any(
            _text(schema, "format") == "password" or _value(schema, "writeOnly") is True
            for schema in self._all(node, 0)
        )
        merged: dict[str, Any] = {}
        for schema in reversed(chain):
            if isinstance(schema.value, dict):
                merged.update(schema.value)
        types = merged.get("type", [])
        names = tuple(str(name) for name in (types if isinstance(types, list) else [types]))
        return KeyInfo(description, constraint_words(merged), secret, names)


def _defaults(walk: _Walk, node: Node, depth: int) -> Node | None:
    """The defaults below a schema as a tree; None when there are none."""
    if depth >= _MAX_DEPTH:
        return None
    entries: dict[str, Node] = {}
    for schema in walk.targets(node):
        for part in (schema, *_all_of(schema)):
            for name, child in walk.named(part):
                default = _own_default(walk, child) or _defaults(walk, child, depth + 1)
                if default is not None and name not in entries:
                    entries[name] = replace(default, key_place=child.key_place)
    if not entries:
        return None
    values = {name: child.value for name, child in entries.items()}
    return Node(NodeKind.MAPPING, values, node.place, node.key_place, entries=tuple(entries.items()))


def _all_of(schema: Node) -> tuple[Node, ...]:
    branches = schema.child("allOf")
    return () if branches is None else branches.elements


def _own_default(walk: _Walk, node: Node) -> Node | None:
    for schema in walk.targets(node):
        default = schema.child("default")
        if default is not None:
            return _without_raw(default)
    return None


def _without_raw(node: Node) -> Node:
    entries = tuple((key, _without_raw(child)) for key, child in node.entries)
    return replace(node, raw=None, entries=entries)


def _value(node: Node, name: str) -> Value:
    child = node.child(name)
    return None if child is None else child.value


def _text(node: Node, name: str) -> str:
    value = _value(node, name)
    return value if isinstance(value, str) else ""
