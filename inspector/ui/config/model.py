"""The tree model over an outline. Indexes carry row numbers, never objects."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, TypeAlias, overload

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector.config.export import Veil
from inspector.ui.config.filtering import apply_query
from inspector.ui.config.outline import EMPTY_OUTLINE, ROOT, Outline, Row, RowKind, Shape
from inspector.ui.config.query import Query
from inspector.ui.config.tips import SECRET_TIP, badge_tip, mapping_tip
from inspector.ui.config.words import (
    LAYER_WORDS,
    SEVERITY_GLYPHS,
    place_text,
    plural,
    status_text,
    type_text,
    value_text,
    wrapped,
)
from inspector.ui.kit.elide import one_line
from inspector.ui.kit.text import plain_tip

Index: TypeAlias = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The Row of an index."""

_CELL = 400
"""Characters in a cell: measuring a text of a megabyte would stall every repaint."""

_NOWHERE = QModelIndex()
_MOST_CHANGES = 500
"""Above so many mappings with changed rows, a view is quicker with a reset than with one signal for each."""


class Column(IntEnum):
    """The columns, left to right."""

    SETTING = 0
    VALUE = 1
    TYPE = 2
    SOURCE = 3
    PLACE = 4


_TITLES = ("Setting", "Value", "Type", "Source", "Written at")


class SettingsModel(QAbstractItemModel):
    """Settings, the mappings above them and the overridden candidates below them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outline = EMPTY_OUTLINE
        self._query = Query()
        self._reveal = False
        self._shape = EMPTY_OUTLINE.whole

    @property
    def outline(self) -> Outline:
        """What is shown, filtered or not."""
        return self._outline

    @property
    def shape(self) -> Shape:
        """The rows that show under the current query."""
        return self._shape

    @property
    def query(self) -> Query:
        """What the rows are filtered by."""
        return self._query

    @property
    def reveal(self) -> bool:
        """Whether secrets show."""
        return self._reveal

    def show_outline(self, outline: Outline) -> bool:
        """Show another report. True when rows came or went; else only cells changed and nothing moved."""
        shape = apply_query(outline, self._query, reveal=self._reveal)
        if outline.same_shape(self._outline) and shape.children == self._shape.children:
            pairs = zip(outline.rows, self._outline.rows, strict=True)
            changed = {new.parent for new, old in pairs if new is not old}
            if len(changed) <= _MOST_CHANGES:
                self._outline, self._shape = outline, shape
                self._announce_cells(changed)
                return False
        self.beginResetModel()
        self._outline, self._shape = outline, shape
        self.endResetModel()
        return True

    def set_query(self, query: Query) -> bool:
        """Keep the rows that answer. True when rows came or went."""
        shape = apply_query(self._outline, query, reveal=self._reveal)
        self._query = query
        if shape.children == self._shape.children:
            self._shape = shape
            return False
        self.beginResetModel()
        self._shape = shape
        self.endResetModel()
        return True

    def set_reveal(self, reveal: bool) -> bool:
        """Show or mask secrets; a query for a text may then keep other rows. True when it does."""
        self._reveal = reveal
        moved = self.set_query(self._query)
        if not moved:
            rows = self._outline.rows
            secret = (row for row in rows if row.setting is not None and row.setting.secret)
            self._announce_cells({row.parent for row in secret})
        return moved

    def number_of(self, index: Index) -> int:
        """The row number behind an index; that of no index is the root."""
        return int(index.internalId()) if index.isValid() else ROOT

    def index_of(self, number: int, column: Column = Column.SETTING) -> QModelIndex:
        """The index of a row number, invalid when the row does not show."""
        position = self._shape.positions.get(number)
        return QModelIndex() if position is None else self.createIndex(position, int(column), number)

    def row_at(self, index: Index) -> Row:
        """The row behind an index."""
        return self._outline.rows[self.number_of(index)]

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        below = self._below(parent)
        if not (0 <= row < len(below) and 0 <= column < len(Column)):
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    @overload
    def parent(self, /) -> QObject | None: ...
    @overload
    def parent(self, child: Index, /) -> QModelIndex: ...
    def parent(self, child: Index | None = None, /) -> QObject | QModelIndex | None:
        if child is None:
            return super().parent()
        if not child.isValid():
            return QModelIndex()
        above = self._outline.rows[self.number_of(child)].parent
        return QModelIndex() if above == ROOT else self.index_of(above)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return len(self._below(parent))

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: ARG002
        return len(Column)

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        return bool(self._below(parent))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row_at(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row) if index.column() == Column.SETTING else self._text(row, index.column())
        return None

    def _below(self, parent: Index) -> tuple[int, ...]:
        if parent.isValid() and parent.column() != Column.SETTING:
            return ()
        return self._shape.children.get(self.number_of(parent), ())

    def _announce_cells(self, parents: set[int]) -> None:
        """Some of the rows below these changed."""
        for parent in parents:
            below = self._shape.children.get(parent, ())
            if below:
                first = self.createIndex(0, 0, below[0])
                last = self.createIndex(len(below) - 1, len(Column) - 1, below[-1])
                self.dataChanged.emit(first, last, [])

    def _text(self, row: Row, column: int) -> str:
        candidate, setting = row.candidate, row.setting
        if column == Column.SETTING:
            return (
                status_text(candidate)
                if row.kind is RowKind.CANDIDATE and candidate
                else one_line(row.name, _CELL)
            )
        if candidate is None or setting is None:
            return _summary(row) if column == Column.VALUE else ""
        if column == Column.VALUE:
            value = one_line(value_text(candidate, setting, reveal=self._reveal), _CELL)
            return f"{was_text(row, reveal=self._reveal)} → {value}" if row.differs else value
        if column == Column.TYPE:
            return type_text(candidate, setting)
        if column == Column.SOURCE:
            return LAYER_WORDS[candidate.kind]
        return place_text(candidate.place)

    def _tip(self, row: Row, column: int) -> str | None:
        lines = []
        if row.differs:
            lines.append("✎ What-if: another value than without it. Nothing is written.")
        if row.finding is not None and row.kind is not RowKind.CANDIDATE:
            lines.append(f"{SEVERITY_GLYPHS[row.finding.severity]} {row.finding.message}")
        if row.candidate is None:
            lines.append(mapping_tip(row))
        else:
            if column == Column.SOURCE:
                lines.append(badge_tip(row, self._outline.layers))
            elif column == Column.TYPE and row.setting is not None and row.setting.hides(row.candidate):
                lines.append(SECRET_TIP)
            elif column in (Column.VALUE, Column.PLACE):
                lines.append(self._text(row, column))
            if row.candidate.reason:
                lines.append(Veil(reveal=self._reveal).sentence(row.candidate.reason))
        return plain_tip(wrapped("\n".join(lines))) if lines else None

    def _spoken(self, row: Row) -> str:
        """What a screen reader says about the whole row."""
        if row.candidate is None:
            return f"{row.key}, {_summary(row)}"
        parts = [row.key, *(self._text(row, column) for column in Column)]
        if row.kind is RowKind.SETTING:
            del parts[1]
        if row.finding is not None:
            parts.append(f"{row.finding.severity.value}: {row.finding.message}")
        return ", ".join(part for part in parts if part)


def was_text(row: Row, *, reveal: bool) -> str:
    """What a setting is without the what-if."""
    if row.was is None:
        return "not set"
    return one_line(value_text(row.was.source, row.was, reveal=reveal), _CELL)


def _summary(row: Row) -> str:
    text = plural(row.settings, "setting")
    if row.overridden and row.highest is not None:
        return f"{row.overridden:,} of {row.settings:,} overridden, highest {LAYER_WORDS[row.highest]}"
    return f"{text}, from variables only" if row.variables_only else text
