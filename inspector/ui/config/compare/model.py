"""The matrix as a table model: keys as rows, sides as columns."""

from __future__ import annotations

from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector.config.report.matrix import MatrixRow
from inspector.ui.config.compare.building import Comparison
from inspector.ui.config.compare.cells import Shown, shown_cell, spoken
from inspector.ui.config.words import LAYER_GLYPHS, LAYER_WORDS, wrapped
from inspector.ui.kit.elide import one_line
from inspector.ui.kit.text import plain_tip

Index: TypeAlias = QModelIndex | QPersistentModelIndex

SHOWN_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The Shown of an index."""

_NOWHERE = QModelIndex()
_EMPTY = Comparison(())


class MatrixModel(QAbstractTableModel):
    """The rows of a comparison that a filter keeps. Keys are the vertical header, so that they stay."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._comparison = _EMPTY
        self._shown: tuple[int, ...] = ()
        self._words: tuple[str, ...] = ()
        self._only_differences = True
        self._reveal = False

    @property
    def comparison(self) -> Comparison:
        """What is shown, filtered or not."""
        return self._comparison

    @property
    def rows(self) -> tuple[MatrixRow, ...]:
        """The rows that show."""
        return tuple(self._comparison.rows[number] for number in self._shown)

    def row_at(self, row: int) -> MatrixRow:
        """The row of a number in the view."""
        return self._comparison.rows[self._shown[row]]

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show another one, None for nothing."""
        self.beginResetModel()
        self._comparison = comparison or _EMPTY
        self._shown = self._kept()
        self.endResetModel()

    def set_filter(self, text: str, *, only_differences: bool) -> None:
        """Keep rows that hold all words, and that differ if asked so."""
        self._words = tuple(text.lower().split())
        self._only_differences = only_differences
        kept = self._kept()
        if kept != self._shown:
            self.beginResetModel()
            self._shown = kept
            self.endResetModel()

    def set_reveal(self, reveal: bool) -> None:
        """Show or mask secrets."""
        if reveal != self._reveal:
            self._reveal = reveal
            if self._shown:
                last = self.index(len(self._shown) - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last, [])

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._comparison.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            inside = section < self.columnCount()
            shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            return self._comparison.columns[section].title if inside and shown else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) and section < len(self._shown):
            text = one_line(self.row_at(section).key)
            return text if role == Qt.ItemDataRole.DisplayRole else plain_tip(text)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.row_at(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_cell(row, column, reveal=self._reveal).words
        if role == SHOWN_ROLE:
            return shown_cell(row, column, reveal=self._reveal)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(shown_cell(row, column, reveal=self._reveal))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row, column, self._comparison.columns[column].title, reveal=self._reveal)
        return None

    def _kept(self) -> tuple[int, ...]:
        found = self._comparison
        return tuple(
            number
            for number, (row, text) in enumerate(zip(found.rows, found.texts, strict=True))
            if not (self._only_differences and row.equal) and all(word in text for word in self._words)
        )


def _tip(cell: Shown) -> str:
    layer = "" if cell.kind is None else f"{LAYER_GLYPHS[cell.kind]} {LAYER_WORDS[cell.kind]}"
    secret = f"Equal secrets have equal letters: {cell.group}." if cell.group else ""
    lines = (cell.words, layer, cell.place, secret)
    return plain_tip(wrapped("\n".join(line for line in lines if line)))
