"""A record as a tree of names, values and types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, TypeAlias, overload

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from inspector.base.secrets import MASK, is_secret_name, secret_spans
from inspector.logs.records import Record
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.elide import one_line
from inspector.ui.kit.text import plain_tip
from inspector.ui.logs.texts import clock, utc_time, zone

Index: TypeAlias = QModelIndex | QPersistentModelIndex

TITLES = ("Field", "Value", "Type")
NODE_ROLE = Qt.ItemDataRole.UserRole
SECRET_MARK = "⚠ secret in a log"

_MOST_CHILDREN = 1_000
_DEEPEST = 64
_LONGEST = 400
_LINE_KEYS = ("lineno", "line", "line_number", "code.lineno", "code.line.number")
_FILE_KEYS = ("pathname", "filename", "file", "code.filepath", "code.file.path", "module")
_FUNCTION_KEYS = ("funcName", "function", "func_name", "func", "code.function", "code.function.name")


@dataclass(slots=True)
class Node:
    """One field. `text` is the value as shown, `value` as it may be copied, `role` a colour by name."""

    name: str
    text: str
    kind: str = ""
    value: object = None
    secret: bool = False
    role: str = "text"
    tip: str = ""
    parent: int = 0
    row: int = 0
    children: list[int] = field(default_factory=list)


class FieldsModel(QAbstractItemModel):
    """The fields of one record at a time. Nodes are known to Qt by number only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: list[Node] = [Node("", "")]

    def show_record(self, record: Record | None) -> None:
        """Show this record, as masked as it is; None shows nothing."""
        self.beginResetModel()
        self._nodes = [Node("", "")]
        if record is not None:
            for node in _head(record):
                self._add(0, node)
            for name, value in record.fields.items():
                self._grow(0, name, value, secret=False, depth=0)
        self.endResetModel()

    def _add(self, parent: int, node: Node) -> int:
        number = len(self._nodes)
        node.parent, node.row = parent, len(self._nodes[parent].children)
        self._nodes.append(node)
        self._nodes[parent].children.append(number)
        return number

    def _grow(self, parent: int, name: str, value: object, *, secret: bool, depth: int) -> None:
        secret = secret or is_secret_name(name)
        if not isinstance(value, Mapping | list | tuple):
            self._add(parent, _leaf(name, value, secret=secret))
            return
        named = isinstance(value, Mapping)
        shown = f"{len(value)} {'field' if named else 'item'}{'' if len(value) == 1 else 's'}"
        number = self._add(parent, Node(name, shown, "object" if named else "list", value, role="dim"))
        inner: Iterable[tuple[str, object]] = (
            ((str(key), item) for key, item in value.items())
            if isinstance(value, Mapping)
            else ((f"[{place}]", item) for place, item in enumerate(value))
        )
        if depth >= _DEEPEST:
            self._add(number, Node("…", "nested deeper than is shown; see Raw", role="dim"))
            return
        for place, (key, item) in enumerate(inner):
            if place == _MOST_CHILDREN:
                self._add(number, Node("…", f"{len(value) - place:,} more; see Raw", role="dim"))
                return
            self._grow(number, key, item, secret=secret, depth=depth + 1)

    def node(self, index: Index) -> Node:
        """The node of an index; the root for an invalid one."""
        return self._nodes[index.internalId()] if index.isValid() else self._nodes[0]

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        children = self.node(parent).children
        if not (0 <= row < len(children) and 0 <= column < len(TITLES)) or parent.column() > 0:
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    @overload
    def parent(self) -> QObject | None: ...
    @overload
    def parent(self, child: Index, /) -> QModelIndex: ...
    def parent(self, *child: Index) -> QObject | QModelIndex | None:
        if not child:
            return super().parent()
        number = self.node(child[0]).parent if child[0].isValid() else 0
        return self.createIndex(self._nodes[number].row, 0, number) if number else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.column() > 0 else len(self.node(parent).children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008 - Qt's own signature
        return len(TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        known = orientation is Qt.Orientation.Horizontal and 0 <= section < len(TITLES)
        return TITLES[section] if known and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node, column = self.node(index), index.column()
        if role == NODE_ROLE:
            return node
        if role == Qt.ItemDataRole.DisplayRole:
            value = f"{node.text}  {SECRET_MARK}" if node.secret else node.text
            return (node.name, value, node.kind)[column]
        if role == Qt.ItemDataRole.ForegroundRole:
            colours = theme.current()
            if column == 1:
                return QColor(colours.warning if node.secret else colours.role(node.role))
            return QColor(colours.dim)
        if role == Qt.ItemDataRole.FontRole:
            return fonts.small() if column == len(TITLES) - 1 else fonts.mono()
        if role == Qt.ItemDataRole.ToolTipRole and column == 1:
            return plain_tip(node.tip or node.text)
        return None


def _head(record: Record) -> list[Node]:
    nodes = []
    if record.time_ns is not None:
        day, time = clock(record.time_ns)
        nodes.append(Node("time", f"{day} {time}", f"local {zone(record.time_ns)}", f"{day} {time}"))
        nodes.append(Node("", utc_time(record.time_ns), "UTC", utc_time(record.time_ns)))
    written = record.level_raw or ""
    kind = f"written {written}" if written.lower() not in ("", record.level.word) else ""
    nodes.append(Node("level", record.level.word, kind, record.level.word))
    if record.logger:
        nodes.append(Node("logger", one_line(record.logger, _LONGEST), "", record.logger))
    if record.request_id:
        key = record.request_key or "request"
        shown = one_line(record.request_id, _LONGEST)
        nodes.append(Node(key, shown, "request", record.request_id, role="request"))
    spot = code_place(record.fields)
    if spot:
        nodes.append(Node("at", spot, "code", spot))
    line = "" if record.line is None else f":{record.line:,}"
    whole = record.source if record.line is None else f"{record.source}:{record.line}"
    nodes.append(Node("source", PurePath(record.source).name + line, "file", whole, tip=whole))
    return nodes


def code_place(fields: Mapping[str, object]) -> str:
    """Where in the code a record was written, from whatever fields say so: `serving.py:42 predict`."""
    line = next((fields[key] for key in _LINE_KEYS if isinstance(fields.get(key), int)), None)
    file = next((str(fields[key]) for key in _FILE_KEYS if isinstance(fields.get(key), str)), "")
    function = next((str(fields[key]) for key in _FUNCTION_KEYS if isinstance(fields.get(key), str)), "")
    if line is None or not file:
        return ""
    return f"{file}:{line} {function}".strip()


def _leaf(name: str, value: object, *, secret: bool) -> Node:
    if value is None:
        return Node(name, "null", "null", None, role="dim")
    if isinstance(value, bool):
        return Node(name, "true" if value else "false", "boolean", value)
    text = str(value)
    if not text:
        return Node(name, '""', "text", value, role="dim")
    # Masked or revealed, a secret in a log is worth a mark.
    found = secret or (isinstance(value, str) and (MASK in text or bool(secret_spans(text))))
    kind = "number" if isinstance(value, int | float) else "text"
    return Node(name, one_line(text, _LONGEST), kind, value, secret=found)
