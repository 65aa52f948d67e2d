"""The settings tree: what is open, selected and copied."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QStyleOptionViewItem, QTreeView, QWidget

from inspector.ui.config.delegate import SettingDelegate, widest_badge
from inspector.ui.config.model import Column, SettingsModel
from inspector.ui.config.outline import ROOT, Outline, Row, RowId, RowKind
from inspector.ui.config.query import Query
from inspector.ui.config.words import copied_line, place_text, value_text
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.header import FlatHeader
from inspector.ui.kit.state import State

_SMALL_REPORT = 400
"""Up to this many settings everything above them starts open; beyond, only the first level shows."""
_MOST_HITS = 2_000
"""More hits than this are not opened: nobody reads them, and laying them out takes time."""

_COLUMN_SHARES = (0.31, 0.23, 0.07, 0.14)
_COLUMN_CHARACTERS = (26, 16, 9, 19)
"""Of the width, and at least so many characters; the last column has the rest."""


class SettingsTree(QTreeView):
    """Remembers by key, not by row, what the user opened and selected, so that a reload keeps it.

    `selected(Row | None)` follows the current row; `jumped(Row)` is Enter or a double click;
    `menu_opening(QMenu)` lets others add to the menu of the current row.
    """

    selected = Signal(object)
    jumped = Signal(object)
    menu_opening = Signal(object)

    def __init__(self, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._rows = SettingsModel(self)
        self._chosen: dict[RowId, bool] = {}
        self._chosen_in_filter: dict[RowId, bool] = {}
        self._current: RowId | None = None
        self._restoring = False
        self.setModel(self._rows)
        self.setItemDelegate(SettingDelegate(self))
        self._set_up_looks()
        self._set_up_columns()
        self._actions = self._make_actions()
        self.expanded.connect(self._on_expanded)
        self.collapsed.connect(self._on_collapsed)
        self.doubleClicked.connect(self._on_double_clicked)
        theme.notifier().changed.connect(self._on_theme)

    @property
    def rows(self) -> SettingsModel:
        """The model."""
        return self._rows

    def show_outline(self, outline: Outline) -> None:
        """Show another report; what is open, selected and scrolled to stays."""
        self._restoring = True
        top = self.verticalScrollBar().value()
        if self._rows.show_outline(outline):
            self._restore(top)
        self._restoring = False
        self.selected.emit(self.current_row())

    def set_query(self, query: Query) -> None:
        """Keep the rows that answer, opened so far that each can be seen."""
        self._restoring = True
        self._chosen_in_filter.clear()
        self._rows.set_query(query)
        self._restore(0)
        self.scrollTo(self.currentIndex())
        self._restoring = False
        self.selected.emit(self.current_row())

    def set_reveal(self, reveal: bool) -> None:
        """Show or mask secrets."""
        self._restoring = True
        if self._rows.set_reveal(reveal):
            self._restore(self.verticalScrollBar().value())
        self._restoring = False

    def current_row(self) -> Row | None:
        """The selected row, if it shows."""
        index = self.currentIndex()
        return self._rows.row_at(index) if index.isValid() else None

    def select(self, number: int) -> bool:
        """Select a row, open what is above it and scroll to it. False when the query hides it."""
        index = self._rows.index_of(number)
        if not index.isValid():
            return False
        for above in self._rows.outline.ancestors(number):
            self.setExpanded(self._rows.index_of(above), True)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    @Slot()
    def jump(self) -> None:
        """Go to the source of the current row."""
        row = self.current_row()
        if row is not None:
            self.jumped.emit(row)

    @Slot()
    def copy_line(self) -> None:
        """Copy the current row: key, value and place in one line."""
        row = self.current_row()
        if row is None:
            return
        if row.candidate is None or row.setting is None:
            QApplication.clipboard().setText(row.key)
            return
        line = copied_line(row.key, row.candidate, row.setting, reveal=self._rows.reveal)
        QApplication.clipboard().setText(line)

    def start_at(self, number: int | None) -> None:
        """Select and open a row of a workspace that was just opened."""
        if number is not None and self.select(number):
            self.setExpanded(self._rows.index_of(number), True)
            self.scrollToTop()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        if self._restoring or not current.isValid():
            return
        self._current = self._rows.outline.identity(self._rows.number_of(current))
        self.selected.emit(self._rows.row_at(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.jumped.emit(row)
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_line()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        self.open_menu(self._spot_of(self.currentIndex()) if keyboard else event.globalPos())

    def open_menu(self, spot: QPoint) -> None:
        """Show what can be done with the current row, at a place on the screen."""
        row = self.current_row()
        if row is None:
            return
        written = row.candidate is not None
        for action in self._actions[1:]:
            action.setEnabled(written or action is self._copy_key_action)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._actions)
        self.menu_opening.emit(menu)
        menu.popup(spot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._state.get("columns.config") is None:
            self._share_out(self.viewport().width())
        super().resizeEvent(event)

    def drawRow(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if self.selectionModel().isSelected(index):
            row = QRect(0, option.rect.top(), self.viewport().width(), option.rect.height())
            painter.fillRect(row, QColor(theme.current().selection))
            if self.hasFocus():
                row.setWidth(max(2, fonts.char_width() // 3))
                painter.fillRect(row, QColor(theme.current().accent))
        super().drawRow(painter, option, index)

    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if not self._rows.hasChildren(index):
            return
        side = self.indentation()
        spot = QRect(rect.right() - side + 1, rect.top(), side, rect.height())
        painter.save()
        painter.setFont(fonts.small())
        painter.setPen(QColor(theme.current().dim))
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), "▾" if self.isExpanded(index) else "▸")
        painter.restore()

    def _set_up_looks(self) -> None:
        self.setAccessibleName("Settings")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTreeView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTreeView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(False)
        self.setAnimated(False)
        self.setIndentation(fonts.char_width() * 5 // 2)

    def _set_up_columns(self) -> None:
        self._header = FlatHeader(self._state, "config", self)
        self.setHeader(self._header)
        self._share_out(fonts.char_width() * 110)

    def _share_out(self, width: int) -> None:
        """Take the remembered columns, or give each its share of a width."""
        shares = (
            max(round(width * share), characters * fonts.char_width())
            for share, characters in zip(_COLUMN_SHARES, _COLUMN_CHARACTERS, strict=True)
        )
        widths = list(shares)
        widths[Column.SOURCE] = max(widths[Column.SOURCE], widest_badge() + 2 * fonts.char_width())
        self._header.restore(widths)

    def _make_actions(self) -> list[QAction]:
        table = (
            ("Go to source", self.jump),
            ("Copy setting", self.copy_line),
            ("Copy key", self._copy_key),
            ("Copy value", self._copy_value),
            ("Copy place", self._copy_place),
        )
        actions = []
        for text, slot in table:
            action = QAction(text, self)
            action.triggered.connect(slot)
            actions.append(action)
        actions[0].setShortcut(QKeySequence(Qt.Key.Key_Return))
        actions[1].setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self._copy_key_action = actions[2]
        return actions

    def _restore(self, top: int) -> None:
        """After a reset: open and select again what was, as far as it is still there."""
        outline = self._rows.outline
        for number in self._opened():
            index = self._rows.index_of(number)
            if index.isValid():
                self.setExpanded(index, True)
        current = outline.find(self._current) if self._current is not None else None
        index = self._rows.index_of(current) if current is not None else QModelIndex()
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(top)

    def _opened(self) -> set[int]:
        """The rows to open: those that open by themselves, corrected by what the user chose."""
        outline, shape = self._rows.outline, self._rows.shape
        if not self._rows.query.empty:
            opened = set(shape.opened) if shape.hits <= _MOST_HITS else set()
            chosen = self._chosen_in_filter
        else:
            small = outline.rows[ROOT].settings <= _SMALL_REPORT
            groups = (n for n, row in enumerate(outline.rows) if row.kind is RowKind.GROUP)
            opened, chosen = set(groups) if small else set(), self._chosen
        for identity, wish in chosen.items():
            number = outline.find(identity)
            if number is not None:
                (opened.add if wish else opened.discard)(number)
        return opened

    def _remember(self, index: QModelIndex, opened: bool) -> None:
        if not self._restoring:
            chosen = self._chosen if self._rows.query.empty else self._chosen_in_filter
            chosen[self._rows.outline.identity(self._rows.number_of(index))] = opened

    def _spot_of(self, index: QModelIndex) -> QPoint:
        rect = self.visualRect(index)
        return self.viewport().mapToGlobal(QPoint(rect.left() + rect.height(), rect.bottom()))

    @Slot(QModelIndex)
    def _on_expanded(self, index: QModelIndex) -> None:
        self._remember(index, True)

    @Slot(QModelIndex)
    def _on_collapsed(self, index: QModelIndex) -> None:
        self._remember(index, False)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.jumped.emit(self._rows.row_at(index))

    @Slot(object)
    def _on_theme(self, _theme: object) -> None:
        self.viewport().update()

    @Slot()
    def _copy_key(self) -> None:
        row = self.current_row()
        if row is not None:
            QApplication.clipboard().setText(row.key)

    @Slot()
    def _copy_value(self) -> None:
        row = self.current_row()
        if row is not None:
            QApplication.clipboard().setText(self._value_of(row))

    @Slot()
    def _copy_place(self) -> None:
        row = self.current_row()
        if row is not None and row.candidate is not None:
            QApplication.clipboard().setText(place_text(row.candidate.place))

    def _value_of(self, row: Row) -> str:
        if row.candidate is None or row.setting is None:
            return ""
        return value_text(row.candidate, row.setting, reveal=self._rows.reveal)
