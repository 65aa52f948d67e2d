"""The few nodes of YAML files that two readers may take for different things, found in one walk."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.config.layers import Layer
from inspector.config.values import Document, KeyPath, Node, NodeKind, Value

NUMBER_STARTS = frozenset("+-.0123456789")


class OddYaml:
    """`scalars` do not print the way they are written, or are text that starts like a number. `keys` are
    nodes whose key is true or false, with the document they stand in."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.scalars: list[tuple[KeyPath, Node]] = []
        self.keys: list[tuple[Document, KeyPath, Node]] = []
        for layer in layers:
            document = layer.document
            if (
                document is not None
                and layer.merged
                and document.format == "yaml"
                and (root := layer.root) is not None
            ):
                self._visit(document, root, ())

    def _visit(self, document: Document, node: Node, path: KeyPath) -> None:
        for key, child in node.entries:
            if child.kind is NodeKind.SCALAR:
                if child.alias_place is None and _is_odd(child.value, child.raw):
                    self.scalars.append(((*path, str(key)), child))
            else:
                self._visit(document, child, (*path, str(key)))
            if type(key) is bool:
                self.keys.append((document, (*path, str(key)), child))
        for child in node.elements:
            if child.kind is not NodeKind.SCALAR:
                self._visit(document, child, path)
            elif child.alias_place is None and _is_odd(child.value, child.raw):
                self.scalars.append((path, child))


def _is_odd(value: Value, raw: str | None) -> bool:
    if type(value) is str:
        return value[:1] in NUMBER_STARTS and raw == value
    if type(value) is bool:
        return raw is not None and raw.lower() not in ("true", "false")
    return value is not None and str(value) != raw
