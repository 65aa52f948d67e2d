"""Settings by layers, as a table: one row a setting, one column a layer, low to high."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector.config.export import Veil
from inspector.config.layers import Layer, LayerStatus
from inspector.config.resolve import Candidate, Setting, Status
from inspector.config.values import KeyPath
from inspector.ui.config.outline import EMPTY_OUTLINE, Outline, RowKind, Shape
from inspector.ui.config.tips import LAYER_MEANINGS
from inspector.ui.config.words import (
    LAYER_WORDS,
    SEVERITY_GLYPHS,
    in_force,
    place_text,
    value_text,
    wrapped,
)
from inspector.ui.kit.elide import one_line
from inspector.ui.kit.text import plain_tip

Index: TypeAlias = QModelIndex | QPersistentModelIndex

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The Cell of an index."""
LAYER_ROLE = int(Qt.ItemDataRole.UserRole) + 2
"""The Layer of a column, from headerData()."""
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 3
"""The Row of a row, from headerData()."""

_CELL = 200
_NOWHERE = QModelIndex()
_IDLE = (LayerStatus.MISSING, LayerStatus.INACTIVE)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one layer says about one setting; `candidate` is None where it does not set it."""

    setting: Setting
    layer: Layer
    candidate: Candidate | None = None

    @property
    def wins(self) -> bool:
        """Whether the application gets this value, valid or not."""
        return (
            self.candidate is not None and self.candidate is self.setting.source and in_force(self.candidate)
        )

    @property
    def invalid(self) -> bool:
        """Whether the value breaks a rule."""
        return self.candidate is not None and self.candidate.status is Status.INVALID


class LayersModel(QAbstractTableModel):
    """The settings that a shape shows, in its order. The keys are the vertical header: they stay in view."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outline = EMPTY_OUTLINE
        self._numbers: tuple[int, ...] = ()
        self._places: dict[int, int] = {}
        self._layers: tuple[Layer, ...] = ()
        self._reveal = False

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The columns."""
        return self._layers

    def show_shape(self, outline: Outline, shape: Shape, *, reveal: bool, idle: bool) -> bool:
        """Show these settings; `idle` keeps layers that are missing or inactive.

        True when rows or columns came or went; else only cells changed and nothing moved.
        """
        rows = outline.rows
        numbers = tuple(sorted(n for n in shape.positions if rows[n].kind is RowKind.SETTING))
        layers = tuple(layer for layer in outline.layers if idle or layer.status not in _IDLE)
        moved = not outline.same_shape(self._outline) or numbers != self._numbers
        moved = moved or [layer.id for layer in layers] != [layer.id for layer in self._layers]
        if moved:
            self.beginResetModel()
        self._outline, self._numbers, self._layers, self._reveal = outline, numbers, layers, reveal
        if moved:
            self._places = {number: place for place, number in enumerate(numbers)}
            self.endResetModel()
        elif numbers and layers:
            last = self.index(len(numbers) - 1, len(layers) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [])
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(numbers) - 1)
        return moved

    def path_at(self, index: Index) -> KeyPath:
        """The key of a row."""
        return self._outline.rows[self._numbers[index.row()]].path

    def number_at(self, index: Index) -> int:
        """The outline's row for a cell: that of its candidate when it lost, else that of the setting."""
        number = self._numbers[index.row()]
        candidate = self.cell_at(index).candidate
        for below in self._outline.children[number]:
            if candidate is not None and self._outline.rows[below].candidate is candidate:
                return below
        return number

    def place_of(self, number: int) -> int | None:
        """The table's row for a row of the outline: of its setting, or of the first setting inside."""
        row = self._outline.rows[number]
        if row.kind is RowKind.CANDIDATE:
            number = row.parent
        if row.kind is not RowKind.GROUP:
            return self._places.get(number)
        depth = len(row.path)
        for place, other in enumerate(self._numbers):
            if other > number:
                inside = self._outline.rows[other].path[:depth] == row.path
                return place if inside else None
        return None

    def column_of(self, layer: str) -> int | None:
        """The column of a layer, by its id."""
        return next((column for column, one in enumerate(self._layers) if one.id == layer), None)

    def cell_at(self, index: Index) -> Cell:
        """What stands at an index."""
        setting = self._outline.rows[self._numbers[index.row()]].setting
        assert setting is not None
        layer = self._layers[index.column()]
        # A layer may set a key twice: what it says is the winner, or what stands last.
        own = [candidate for candidate in setting.candidates if candidate.layer == layer.id]
        if setting.source in own:
            return Cell(setting, layer, setting.source)
        return Cell(setting, layer, own[-1] if own else None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._layers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            return _layer_header(self._layers[section], role) if section < len(self._layers) else None
        if section >= len(self._numbers):
            return None
        row = self._outline.rows[self._numbers[section]]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(row.key, _CELL)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            finding = row.finding
            told = f"\n{SEVERITY_GLYPHS[finding.severity]} {finding.message}" if finding is not None else ""
            return plain_tip(wrapped(row.key + told))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(self.cell_at(index))
        if role == CELL_ROLE:
            return self.cell_at(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(wrapped(self._tip(self.cell_at(index))))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(self.cell_at(index))
        return None

    def _text(self, cell: Cell) -> str:
        if cell.candidate is None:
            return ""
        return one_line(value_text(cell.candidate, cell.setting, reveal=self._reveal), _CELL)

    def _spoken(self, cell: Cell) -> str:
        where = _layer_text(cell.layer)
        if cell.candidate is None:
            return f"{cell.setting.key}, not set in {where}"
        return f"{cell.setting.key}, {where}: {self._text(cell)}, {state_text(cell)}"

    def _tip(self, cell: Cell) -> str:
        if cell.candidate is None:
            return f"{_layer_text(cell.layer)} does not set {cell.setting.key}."
        veil = Veil(reveal=self._reveal)
        lines = (
            f"{cell.setting.key} = {self._text(cell)}",
            f"{state_text(cell)} · {place_text(cell.candidate.place) or cell.layer.label}",
            veil.sentence(cell.candidate.reason),
        )
        return "\n".join(line for line in lines if line)


def state_text(cell: Cell) -> str:
    """What became of a value, in words."""
    if cell.candidate is None:
        return "not set"
    if cell.wins:
        return "wins, but is invalid" if cell.invalid else "wins"
    return "same value again" if cell.candidate.status is Status.EQUAL else cell.candidate.status.value


def _layer_text(layer: Layer) -> str:
    word = LAYER_WORDS[layer.kind]
    return word if layer.label == word else f"{word} {layer.label}"


def _layer_header(layer: Layer, role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        return _layer_text(layer)
    if role == LAYER_ROLE:
        return layer
    if role == Qt.ItemDataRole.ToolTipRole:
        lines = (
            _layer_text(layer),
            LAYER_MEANINGS[layer.kind],
            layer.path or "",
            layer.status.value,
            layer.note,
        )
        return plain_tip(wrapped("\n".join(dict.fromkeys(line for line in lines if line))))
    return None
