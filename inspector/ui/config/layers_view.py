"""The table of layers: what is selected, jumped to and copied."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QTableView, QWidget

from inspector.ui.config.layers_model import LayersModel
from inspector.ui.config.layers_painting import CellDelegate, KeyHeader, LayerHeader, paint_corner, sign_width
from inspector.ui.config.outline import Outline, Shape
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.state import State

_KEYS_SHARE = 0.34
_LEAST_CHARACTERS = 14
_MOST_CHARACTERS = 34
"""Of a key."""
_MOST_COLUMN_CHARACTERS = 26
_MEASURED_KEYS = 2_000


class LayersView(QTableView):
    """Remembers by key and layer what is selected, so that a reload or another filter keeps it.

    `selected(int)` follows the current cell: the outline's row of a value that lost, else of the setting.
    `jumped` is Enter or a double click, `copy_wanted` Ctrl+C, `menu_wanted(QPoint)` a place on the screen.
    """

    selected = Signal(object)
    jumped = Signal()
    copy_wanted = Signal()
    menu_wanted = Signal(object)

    def __init__(self, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._cells = LayersModel(self)
        self._outline: Outline | None = None
        self._quiet = False
        self._keys_width = 0
        self._keys = KeyHeader(self)
        self.setModel(self._cells)
        self.setItemDelegate(CellDelegate(self))
        self.setVerticalHeader(self._keys)
        self._header = LayerHeader(state, "layers", self)
        self.setHorizontalHeader(self._header)
        self._set_up_looks()
        self.doubleClicked.connect(self._on_double_clicked)
        theme.notifier().changed.connect(self._on_theme)

    @property
    def cells(self) -> LayersModel:
        """The model."""
        return self._cells

    @property
    def outline(self) -> Outline | None:
        """What it was filled from."""
        return self._outline

    def show_shape(self, outline: Outline, shape: Shape, *, reveal: bool, idle: bool) -> None:
        """Show these settings; what is selected stays, without telling."""
        current = self.currentIndex()
        path = self._cells.path_at(current) if current.isValid() else None
        layer = self._cells.layers[current.column()].id if current.isValid() else ""
        top, left = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        self._quiet = True
        self._outline = outline
        if self._cells.show_shape(outline, shape, reveal=reveal, idle=idle):
            self._measure_keys()
            self._share_out()
            number = outline.row_of(path) if path is not None else None
            if number is not None:
                self._choose(number, layer)
            self.verticalScrollBar().setValue(top)
            self.horizontalScrollBar().setValue(left)
        self._quiet = False

    def select(self, number: int) -> bool:
        """Select the setting of a row of the outline without telling; a value that lost, its own cell.

        False when it does not show.
        """
        if self._outline is None:
            return False
        row = self._outline.rows[number]
        self._quiet = True
        found = self._choose(number, row.candidate.layer if row.candidate is not None else "")
        self._quiet = False
        if found:
            self.scrollTo(self.currentIndex())
        return found

    def current_number(self) -> int | None:
        """The outline's row for the current cell."""
        index = self.currentIndex()
        return self._cells.number_at(index) if index.isValid() else None

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self._keys.viewport().update()
        if not self._quiet and current.isValid():
            self.selected.emit(self._cells.number_at(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.jumped.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.currentIndex().isValid():
            return
        spot = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex())
            spot = self.viewport().mapToGlobal(QPoint(rect.left() + rect.height(), rect.bottom()))
        self.menu_wanted.emit(spot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paint the corner above the keys, which Qt has as a button without a text."""
        if event.type() is QEvent.Type.Paint and isinstance(watched, QAbstractButton):
            paint_corner(QPainter(watched), watched.rect())
            return True
        return super().eventFilter(watched, event)

    def _set_up_looks(self) -> None:
        self.setAccessibleName("Settings by layers, low to high")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setCornerWidget(QWidget())
        corner = self.findChild(QAbstractButton)
        if isinstance(corner, QAbstractButton):
            corner.setEnabled(False)
            corner.setAccessibleName("Setting")
            corner.installEventFilter(self)

    def _choose(self, number: int, layer: str) -> bool:
        place = self._cells.place_of(number)
        if place is None or not self._cells.layers:
            return False
        column = self._cells.column_of(layer)
        if column is None:
            column = max(0, self.currentIndex().column())
        self.setCurrentIndex(self._cells.index(place, column))
        return True

    def _measure_keys(self) -> None:
        """How wide the longest key is; of a very long list, the longest of the first."""
        count = min(self._cells.rowCount(), _MEASURED_KEYS)
        keys = (str(self._cells.headerData(row, Qt.Orientation.Vertical)) for row in range(count))
        longest = max((len(key) for key in keys), default=0)
        self._keys_width = (min(max(longest, _LEAST_CHARACTERS), _MOST_CHARACTERS) + 4) * fonts.char_width()

    def _share_out(self) -> None:
        """The keys take a part of the width; columns what their heads need, or the rest in equal parts."""
        if not self._cells.layers:
            return
        most = round(self.width() * _KEYS_SHARE)
        self._keys.setFixedWidth(max(min(self._keys_width, most), _LEAST_CHARACTERS * fonts.char_width()))
        self.updateGeometries()
        equal = self.viewport().width() // len(self._cells.layers)
        least = sign_width() + _LEAST_CHARACTERS * fonts.char_width()
        cap = _MOST_COLUMN_CHARACTERS * fonts.char_width()
        columns = range(len(self._cells.layers))
        self._header.restore([max(least, min(cap, self._header.width_of(c)), equal) for c in columns])

    @Slot(QModelIndex)
    def _on_double_clicked(self, _index: QModelIndex) -> None:
        self.jumped.emit()

    @Slot(object)
    def _on_theme(self, _theme: object) -> None:
        self.viewport().update()
