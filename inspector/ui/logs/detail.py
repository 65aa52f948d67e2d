"""The selected record: what it says, its fields, its traceback, its text as written."""

from __future__ import annotations

import json

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from inspector.logs.records import Record
from inspector.ui.kit import fonts, icons
from inspector.ui.kit.actions import ActionSpec, build_actions
from inspector.ui.kit.split import Splitter
from inspector.ui.kit.state import State
from inspector.ui.kit.tabs import Tabs
from inspector.ui.kit.text import Label
from inspector.ui.logs import clipboard
from inspector.ui.logs.fields import NODE_ROLE, FieldsModel, Node
from inspector.ui.logs.lines import Line, below_of
from inspector.ui.logs.texts import clock

_ROW = 0.9  # of a table row: fields are read as one block
_LONGEST_TEXT = 200_000
_LONGEST_PARSED = 1_000_000
_LONGEST_HEADLINE = 1_000

ACTIONS = (
    ActionSpec("copy_value", "Copy &value", "Ctrl+C"),
    ActionSpec("copy_field", "Copy &name and value"),
    ActionSpec("copy_json", "Copy record as &JSON", "Ctrl+Shift+C", separated=True),
    ActionSpec("request", "Show only this &request", separated=True),
)


class RecordDetail(QWidget):
    """Everything about one record. Secrets stay hidden here and in what is copied, unless revealed."""

    request_wanted = Signal(object)
    closed = Signal()

    def __init__(self, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: Line | None = None
        self._reveal = False
        self.level = Label("", "mono-bold")
        self.when = Label("", "mono", "dim")
        self.message = Label("", "mono", wrap=True)
        self.message.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.model = FieldsModel(self)
        self.tree = _tree(self.model)
        self.tree.customContextMenuRequested.connect(self._menu_at)
        self.traceback = _text_view("Traceback and continuation lines")
        self.json = _text_view("Record as JSON")
        self.raw = _text_view("Record as written")
        self.raw.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.fields = Splitter(Qt.Orientation.Vertical, state, "logs.detail.fields")
        self.fields.addWidget(self.tree)
        self.fields.addWidget(self.traceback)
        self.fields.restore([300, 200])
        self.tabs = Tabs("Record")
        self.tabs.add("Fields", self.fields)
        self.tabs.add("JSON", self.json)
        self.tabs.add("Raw", self.raw)
        self._actions = build_actions(
            self.tree,
            ACTIONS,
            {
                "copy_value": self._copy_value,
                "copy_field": self._copy_field,
                "copy_json": self.copy_json,
                "request": self._want_request,
            },
        )
        for action in self._actions.values():
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._lay_out()

    def _lay_out(self) -> None:
        close = QToolButton()
        close.setAutoRaise(True)
        close.setAccessibleName("Close the detail")
        close.setToolTip("Close (Ctrl+I)")
        close.clicked.connect(self.closed)
        icons.keep_icon(close, "close", "dim")
        side = fonts.row_height() // 2
        head = QHBoxLayout()
        head.addWidget(self.level)
        head.addSpacing(side // 2)
        head.addWidget(self.when, 1)
        head.addWidget(close)
        top = QVBoxLayout()
        top.setContentsMargins(side, side // 2, side // 2, side // 2)
        top.setSpacing(side // 3)
        top.addLayout(head)
        top.addWidget(self.message)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.tabs, 1)
        self.setMinimumWidth(fonts.char_width() * 30)

    @property
    def line(self) -> Line | None:
        """What is shown."""
        return self._line

    def show_line(self, line: Line | None, *, reveal: bool) -> None:
        """Show a record; None empties the panel."""
        if line is self._line and reveal == self._reveal:
            return
        self._line, self._reveal = line, reveal
        self.model.show_record(None if line is None else line.shown)
        if line is None:
            self.level.setText("")
            self.when.setText("")
            self.message.setText("")
            return
        record = line.shown
        self.level.setText(record.level.word)
        self.level.set_role(_level_role(record))
        self.when.setText(" ".join(clock(record.time_ns)))
        self.message.setText(_cut(record.message or record.raw, _LONGEST_HEADLINE))
        below = "\n".join(below_of(record))
        self.traceback.setPlainText(_cut(below, _LONGEST_TEXT))
        self.traceback.setVisible(bool(below))
        self.json.setPlainText(_pretty(record))
        self.tabs.bar.setTabVisible(self.tabs.pages.indexOf(self.json), record.structured)
        self.raw.setPlainText(_cut("\n".join([record.raw, *record.continuation]), _LONGEST_TEXT))
        for column in (0, 2):
            self.tree.resizeColumnToContents(column)

    @Slot()
    def copy_json(self) -> None:
        """The whole record."""
        clipboard.copy_json(self._line, reveal=self._reveal)

    @Slot(QPoint)
    def _menu_at(self, point: QPoint) -> None:
        menu = QMenu(self.tree)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for spec in ACTIONS:
            if spec.separated:
                menu.addSeparator()
            menu.addAction(self._actions[spec.id])
        self._actions["request"].setEnabled(
            self._line is not None and self._line.record.request_id is not None
        )
        menu.popup(self.tree.viewport().mapToGlobal(point))

    def _node(self) -> Node | None:
        node = self.tree.currentIndex().data(NODE_ROLE)
        return node if isinstance(node, Node) else None

    @Slot()
    def _copy_value(self) -> None:
        node = self._node()
        if node is not None:
            clipboard.copy_value(node.value)

    @Slot()
    def _copy_field(self) -> None:
        node = self._node()
        if node is not None:
            clipboard.copy_field(node.name, node.value)

    @Slot()
    def _want_request(self) -> None:
        if self._line is not None:
            self.request_wanted.emit(self._line.record)


class _FieldDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), round(fonts.row_height() * _ROW))


def _tree(model: FieldsModel) -> QTreeView:
    tree = QTreeView()
    tree.setAccessibleName("Fields of the record")
    tree.setModel(model)
    tree.setItemDelegate(_FieldDelegate(tree))
    tree.setFrameShape(QFrame.Shape.NoFrame)
    tree.setHeaderHidden(True)
    tree.setUniformRowHeights(True)
    tree.setIndentation(fonts.char_width() * 2)
    tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    header = tree.header()
    header.setStretchLastSection(False)
    header.setMinimumSectionSize(1)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return tree


def _text_view(name: str) -> QPlainTextEdit:
    view = QPlainTextEdit()
    view.setAccessibleName(name)
    view.setReadOnly(True)
    view.setFont(fonts.mono())
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    view.setUndoRedoEnabled(False)
    view.setTabChangesFocus(True)
    view.document().setDocumentMargin(fonts.row_height() / 2)
    return view


def _pretty(record: Record) -> str:
    """The raw text with line breaks and indentation; as it is when it is no JSON or too much of it."""
    if not record.structured or len(record.raw) > _LONGEST_PARSED:
        return _cut(record.raw, _LONGEST_TEXT)
    try:
        text = json.dumps(json.loads(record.raw), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        text = record.raw
    return _cut(text, _LONGEST_TEXT)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…\n({len(text) - limit:,} more characters)"


def _level_role(record: Record) -> str:
    return {"error": "error", "critical": "error", "warning": "warning", "info": "info"}.get(
        record.level.word, "dim"
    )
