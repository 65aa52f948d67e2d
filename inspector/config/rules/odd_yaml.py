"""The few nodes of YAML files that two readers may take for different things, found in one walk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from inspector.config.layers import Layer
from inspector.config.values import SCALAR, Document, KeyPath, Node, Value

NUMBER_STARTS = frozenset("+-.0123456789")
BOOL_WORDS = frozenset(["yes", "no", "on", "off"])
DATES = frozenset([dt.date, dt.datetime])
_YAML = "yaml"


class OddYaml:
    """`scalars` of YAML 1.1 do not print the way they are written, are dates, or start like a number and are
    text. `keys` are nodes whose key is true or false, with the document they stand in. `plain` are scalars
    of YAML 1.2, with their layer, that may be something else in YAML 1.1. `aliases` are collections that are
    written elsewhere."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.scalars: list[tuple[KeyPath, Node]] = []
        self.keys: list[tuple[Document, KeyPath, Node]] = []
        self.plain: list[tuple[Layer, KeyPath, Node]] = []
        self.aliases: dict[KeyPath, Node] = {}
        for layer in layers:
            document = layer.document
            if document is None or not layer.merged or (root := layer.root) is None:
                continue
            if document.format == _YAML:
                self._visit(document, root, ())
            elif document.format.startswith(f"{_YAML}-"):
                self._visit_plain(layer, root, ())

    def _visit(self, document: Document, node: Node, path: KeyPath) -> None:
        for key, child in node.entries:
            if child.kind is SCALAR:
                if _is_odd(child.value, child.raw) and child.alias_place is None:
                    self.scalars.append(((*path, key), child))
            else:
                here = (*path, key)
                if child.alias_place is not None:
                    self.aliases[here] = child
                self._visit(document, child, here)
            if type(key) is bool:
                self.keys.append((document, (*path, key), child))
        for child in node.elements:
            if child.kind is not SCALAR:
                self._visit(document, child, path)
            elif child.alias_place is None and _is_odd(child.value, child.raw):
                self.scalars.append((path, child))

    def _visit_plain(self, layer: Layer, node: Node, path: KeyPath) -> None:
        for key, child in node.entries:
            here = (*path, key)
            if child.kind is SCALAR:
                if child.alias_place is None and _is_odd_in_1_2(child.value, child.raw):
                    self.plain.append((layer, here, child))
            else:
                if child.alias_place is not None:
                    self.aliases[here] = child
                self._visit_plain(layer, child, here)
        for child in node.elements:
            if child.kind is not SCALAR:
                self._visit_plain(layer, child, path)
            elif child.alias_place is None and _is_odd_in_1_2(child.value, child.raw):
                self.plain.append((layer, path, child))


def _is_odd(value: Value, raw: str | None) -> bool:
    if type(value) is str:
        return value[:1] in NUMBER_STARTS and raw == value
    if type(value) is bool:
        return raw is not None and raw.lower() not in ("true", "false")
    return value is not None and (str(value) != raw or type(value) in DATES)


def _is_odd_in_1_2(value: Value, raw: str | None) -> bool:
    if type(value) is str:
        return raw == value and (value[:1] in NUMBER_STARTS or value.lower() in BOOL_WORDS)
    return type(value) in DATES or (type(value) in (int, float) and str(value) != raw)
