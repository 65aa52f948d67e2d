"""The ladder: one setting in every layer, high to low, the winner tinted."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from inspector.config.resolve import Candidate, Setting
from inspector.ui.config.delegate import widest_badge
from inspector.ui.config.trace import Rung
from inspector.ui.config.words import LAYER_GLYPHS, LAYER_WORDS, place_text, status_text, value_text, wrapped
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.badge import paint_badge
from inspector.ui.kit.elide import one_line
from inspector.ui.kit.text import plain_tip
from inspector.ui.kit.wrapping import wrap_lines

RUNG_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The Rung of an index."""

_NOWHERE = QModelIndex()
_VALUE_CHARACTERS = 11
_VALUE_SHARE = 0.2
_SHOWN_ROWS = 14
_MOST_LINES = 6


class Column(IntEnum):
    """The columns, left to right."""

    LAYER = 0
    VALUE = 1
    NOTE = 2


_TITLES = ("Layer", "Value", "Written at")


class LadderModel(QAbstractTableModel):
    """Rungs as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rungs: tuple[Rung, ...] = ()
        self._setting: Setting | None = None
        self._reveal = False

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """High to low."""
        return self._rungs

    def show_rungs(self, setting: Setting | None, rungs: tuple[Rung, ...], *, reveal: bool) -> None:
        """Show the ladder of a setting."""
        self.beginResetModel()
        self._setting, self._rungs, self._reveal = setting, rungs, reveal
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rungs)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[section]
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        rung = self._rungs[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(rung, Column(index.column()))
        if role == RUNG_ROLE:
            return rung
        if role == Qt.ItemDataRole.ToolTipRole:
            place = "" if rung.candidate is None else self._text(rung, Column.NOTE)
            lines = dict.fromkeys((rung.layer.label, place, rung.note))
            return plain_tip(wrapped("\n".join(line for line in lines if line)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(rung) if index.column() == Column.LAYER else None
        return None

    def _text(self, rung: Rung, column: Column) -> str:
        if column is Column.LAYER:
            return LAYER_WORDS[rung.layer.kind]
        if rung.candidate is None or self._setting is None:
            return "–" if column is Column.VALUE else one_line(_gap_text(rung))
        if column is Column.VALUE:
            return one_line(value_text(rung.candidate, self._setting, reveal=self._reveal))
        return place_text(rung.candidate.place) or one_line(rung.note)

    def _spoken(self, rung: Rung) -> str:
        parts = [self._text(rung, column) for column in Column]
        if rung.candidate is not None:
            parts += [status_text(rung.candidate), rung.note]
        return ", ".join(part for part in parts if part)


class LadderView(QTableView):
    """As high as its rows; the current rung decides what the trace and the source view show."""

    chosen = Signal(object)
    """The Rung that the user moved to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rungs = LadderModel(self)
        self._quiet = False
        self.setModel(self._rungs)
        self.setItemDelegate(_RungDelegate(self))
        self.setAccessibleName("Layers, high to low")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._resize_cells()

    @property
    def rungs(self) -> LadderModel:
        """The model."""
        return self._rungs

    def show_rungs(
        self, setting: Setting | None, rungs: tuple[Rung, ...], chosen: Candidate | None, *, reveal: bool
    ) -> None:
        """Show a ladder with one candidate chosen, without telling."""
        self._quiet = True
        self._rungs.show_rungs(setting, rungs, reveal=reveal)
        self.clearSpans()
        for row, rung in enumerate(rungs):
            if rung.candidate is None:
                self.setSpan(row, Column.VALUE, 1, 2)
        self._resize_cells()
        for row, rung in enumerate(rungs):
            if rung.candidate is not None and rung.candidate is chosen:
                self.setCurrentIndex(self._rungs.index(row, 0))
        self._quiet = False
        self.updateGeometry()

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self.chosen.emit(self._rungs.rungs[current.row()])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize_cells()

    def sizeHint(self) -> QSize:
        rows = sum(self.rowHeight(row) for row in range(self._rungs.rowCount()))
        most = _SHOWN_ROWS * fonts.row_height()
        return QSize(fonts.char_width() * 40, min(max(fonts.row_height(), rows), most))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.char_width() * 20, self.sizeHint().height())

    def _resize_cells(self) -> None:
        self.setColumnWidth(Column.LAYER, widest_badge() + 2 * fonts.char_width())
        value = max(_VALUE_CHARACTERS * fonts.char_width(), round(self.viewport().width() * _VALUE_SHARE))
        self.setColumnWidth(Column.VALUE, value)
        self._resize_rows()

    def _resize_rows(self) -> None:
        """What explains a gap is the answer one came for: it wraps. The rest keeps to one line."""
        room = self.viewport().width() - self.columnWidth(Column.LAYER)
        before = self.sizeHint()
        for row, rung in enumerate(self._rungs.rungs):
            height = fonts.row_height()
            if rung.candidate is None:
                lines = wrap_lines(_gap_text(rung), fonts.small_mono(), _inner(room), _MOST_LINES)
                height += (len(lines) - 1) * QFontMetrics(fonts.small_mono()).lineSpacing()
            self.setRowHeight(row, height)
        if self.sizeHint() != before:
            self.updateGeometry()


class _RungDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(fonts.char_width(), fonts.row_height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rung = index.data(RUNG_ROLE)
        if not isinstance(rung, Rung):
            return
        colours = theme.current()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.selection))
        elif rung.wins:
            painter.fillRect(option.rect, QColor(colours.winner))
        if index.row() + 1 < index.model().rowCount():
            painter.setPen(QColor(colours.soft_line))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        pad = fonts.char_width()
        area = option.rect.adjusted(pad, 0, -pad // 2, -1)
        kind = rung.layer.kind
        if index.column() == Column.LAYER:
            colour = colours.dim if rung.candidate is None else colours.layers[kind.value]
            area.setHeight(fonts.row_height() - 1)
            paint_badge(painter, area, LAYER_GLYPHS[kind], LAYER_WORDS[kind], colour, filled=rung.wins)
        elif rung.candidate is None:
            _paint_gap(painter, area, rung)
        else:
            text = str(index.data(Qt.ItemDataRole.DisplayRole))
            file = index.column() == Column.NOTE and rung.candidate.place.variable is None
            elide = Qt.TextElideMode.ElideLeft if file else Qt.TextElideMode.ElideRight
            _paint_text(painter, area, text, *_look(rung, Column(index.column())), elide)
        painter.restore()


def _gap_text(rung: Rung) -> str:
    """The file of a layer that does not give the key, and why it does not."""
    return " · ".join(part for part in (rung.layer.path, rung.note) if part)


def _inner(width: int) -> int:
    """What a cell leaves for its text."""
    return width - fonts.char_width() - fonts.char_width() // 2


def _paint_gap(painter: QPainter, area: QRect, rung: Rung) -> None:
    colours, font = theme.current(), fonts.small_mono()
    painter.setFont(font)
    painter.setPen(QColor(colours.dim if rung.severity is None else colours.severity(rung.severity.value)))
    metrics = QFontMetrics(font)
    line = QRect(area.left(), area.top(), area.width(), fonts.row_height() - 1)
    for text in wrap_lines(_gap_text(rung), font, area.width(), _MOST_LINES):
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
        line.translate(0, metrics.lineSpacing())


def _look(rung: Rung, column: Column) -> tuple[QFont, str]:
    colours = theme.current()
    if column is Column.VALUE:
        return (
            (fonts.bold(fonts.mono()), colours.text)
            if rung.wins
            else (fonts.struck(fonts.mono()), colours.dim)
        )
    return fonts.small_mono(), colours.text if rung.wins else colours.dim


def _paint_text(
    painter: QPainter, area: QRect, text: str, font: QFont, colour: str, elide: Qt.TextElideMode
) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, elide, area.width())
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
