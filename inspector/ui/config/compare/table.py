"""The matrix on screen: keys that stay at the left, one column a side, one row height."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from inspector.config.layers import LayerKind
from inspector.ui.config.compare.cells import SIGNS, Shown, State
from inspector.ui.config.compare.model import SHOWN_ROLE, MatrixModel
from inspector.ui.config.words import LAYER_GLYPHS
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.badge import badge_width, paint_badge
from inspector.ui.kit.header import FlatHeader
from inspector.ui.kit.state import State as Store

_LEAST_CHARACTERS = 20
_MOST_KEY_SHARE = 0.4
_MEASURED_KEYS = 500


class MatrixTable(QTableView):
    """Enter or a click chooses a cell; Ctrl+C copies what it says."""

    chosen = Signal(object, object)
    """Number of the row, number of the column; None for the column when the key itself was clicked."""

    def __init__(self, model: MatrixModel, state: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._store = state
        self.setModel(model)
        self._cells = _CellDelegate(self)
        self.setItemDelegate(self._cells)
        self.setAccessibleName("Comparison")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self._corner = _Corner(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._titles = FlatHeader(state, "compare", self)
        self.setHorizontalHeader(self._titles)
        keys = _KeyHeader(self)
        self.setVerticalHeader(keys)
        keys.setVisible(True)
        keys.sectionClicked.connect(self._on_key)
        self.clicked.connect(self._on_clicked)
        model.modelReset.connect(self._measure)
        theme.notifier().changed.connect(self._on_theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, Ctrl+C copies."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._on_clicked(index)
        elif event.matches(QKeySequence.StandardKey.Copy) and index.isValid():
            # Secrets stay masked, or what is revealed on purpose.
            shown = str(index.data())
            QApplication.clipboard().setText(f"{self._rows.row_at(index.row()).key} = {shown}")
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As usual, measured once."""
        self._cells.begin(self.devicePixelRatioF())
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the width until the user sets one."""
        super().resizeEvent(event)
        self._measure()

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The key of the current row is tinted as well."""
        super().currentChanged(current, previous)
        self.verticalHeader().viewport().update()

    def updateGeometries(self) -> None:
        """The corner goes along with both headers."""
        super().updateGeometries()
        edge = self.contentsRect().topLeft()
        self._corner.setGeometry(
            edge.x(), edge.y(), self.verticalHeader().width(), self.horizontalHeader().height()
        )
        self._corner.raise_()

    @Slot()
    def _measure(self) -> None:
        """Keys as wide as they are, up to a share; the sides have the rest alike."""
        metrics = QFontMetrics(fonts.mono())
        keys = (row.key for row in self._rows.rows[:_MEASURED_KEYS])
        widest = max((metrics.horizontalAdvance(key) for key in keys), default=0) + 3 * fonts.char_width()
        most = round(self.width() * _MOST_KEY_SHARE)
        width = max(min(widest, most), min(most, _LEAST_CHARACTERS * fonts.char_width()))
        if width != self.verticalHeader().width():
            self.verticalHeader().setFixedWidth(width)
        count = self._rows.columnCount()
        if count:
            least = _LEAST_CHARACTERS * fonts.char_width()
            share = max((self.width() - width) // count, least)
            self._titles.restore([share] * count)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row(), index.column())

    @Slot(int)
    def _on_key(self, section: int) -> None:
        column = max(0, self.currentIndex().column())
        self.setCurrentIndex(self._rows.index(section, column))
        self.chosen.emit(section, None)

    @Slot(object)
    def _on_theme(self, _theme: object) -> None:
        self.viewport().update()


class _Corner(QWidget):
    """The title of the keys, over Qt's button that selects everything."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.panel))
        painter.setPen(QColor(colours.line))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        painter.setPen(QColor(colours.dim))
        painter.setFont(fonts.small())
        side = QFontMetrics(fonts.small()).horizontalAdvance("n")
        inner = self.rect().adjusted(side, 0, -side, 0)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), "Setting")


class _KeyHeader(QHeaderView):
    """The keys: they stay while the sides scroll."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._table = table
        self._mono = fonts.mono()
        self._metrics = QFontMetrics(self._mono)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(fonts.row_height())
        self.setDefaultSectionSize(fonts.row_height())
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setAccessibleName("Keys")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground below the last key, too."""
        QPainter(self.viewport()).fillRect(event.rect(), QColor(theme.current().background))
        self._mono = fonts.mono()
        self._metrics = QFontMetrics(self._mono)
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, section: int, /) -> None:
        """The key, its beginning left out when it is too long, and hairlines."""
        colours = theme.current()
        painter.save()
        here = self._table.currentIndex().row() == section
        painter.fillRect(rect, QColor(colours.selection if here else colours.background))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(QColor(colours.soft_line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        text = self.model().headerData(section, Qt.Orientation.Vertical)
        side = self._metrics.horizontalAdvance("0")
        inner = rect.adjusted(side, 0, -side, 0)
        shown = self._metrics.elidedText(str(text), Qt.TextElideMode.ElideLeft, inner.width())
        painter.setFont(self._mono)
        painter.setPen(QColor(colours.text))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        painter.restore()


class _Sizes:
    """What all cells of one painting measure alike: asking for it in each cell would take longest."""

    def __init__(self, ratio: float) -> None:
        self.mono = fonts.mono()
        self.metrics = QFontMetrics(self.mono)
        self.pad = self.metrics.horizontalAdvance("0")
        # Values begin below each other, whatever font a glyph comes from.
        self.glyph = max(badge_width("", glyph) for glyph in LAYER_GLYPHS.values())
        self.badges = {kind: self._badge(kind, ratio) for kind in LayerKind}
        self.letter = badge_width("", "A")
        self.words = {state: f"{SIGNS[state]} {state.value}".strip() for state in State}
        self.rooms = {state: self.metrics.horizontalAdvance(word) for state, word in self.words.items()}

    def _badge(self, kind: LayerKind, ratio: float) -> QPixmap:
        area = QRect(0, 0, self.glyph, fonts.row_height() - 1)
        picture = QPixmap(round(area.width() * ratio), round(area.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        colour = theme.current().layers[kind.value]
        paint_badge(painter, area, "", LAYER_GLYPHS[kind], colour, filled=True)
        painter.end()
        return picture


class _CellDelegate(QStyledItemDelegate):
    """Layer as a badge, value, letter of a secret, sign and word; what is not as in the first column stands
    on a ground of its own."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sizes = _Sizes(1.0)

    def begin(self, ratio: float) -> None:
        """Fonts, colours and the screen may have changed since the last painting."""
        self._sizes = _Sizes(ratio)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(fonts.char_width() * _LEAST_CHARACTERS, fonts.row_height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell = index.data(SHOWN_ROLE)
        if not isinstance(cell, Shown):
            return
        colours, rect, state = theme.current(), option.rect, option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.selection))
        elif cell.odd:
            painter.fillRect(rect, QColor(colours.hint))
        painter.setPen(QColor(colours.soft_line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        pad = self._sizes.pad
        area = rect.adjusted(pad, 0, -pad // 2, -1)
        if cell.kind is not None:
            painter.drawPixmap(area.topLeft(), self._sizes.badges[cell.kind])
            area.setLeft(area.left() + self._sizes.glyph + pad)
        self._paint_words(painter, area, cell)
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRect, cell: Shown) -> None:
        """Word and letter first have their room, the value gets the rest."""
        colours, sizes = theme.current(), self._sizes
        word, pad = sizes.words[cell.state], sizes.pad
        room = area.width() - (sizes.rooms[cell.state] + pad if word else 0)
        room -= sizes.letter + pad if cell.group else 0
        value = sizes.metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, max(0, room))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        painter.setFont(sizes.mono)
        painter.setPen(QColor(colours.error if cell.state is State.INVALID else colours.text))
        painter.drawText(area, flags, value)
        if not (word or cell.group):
            return
        left = area.left() + (sizes.metrics.horizontalAdvance(value) + pad if value else 0)
        if cell.group:
            spot = QRect(left, area.top(), area.right() - left, area.height())
            left += paint_badge(painter, spot, "", cell.group, colours.dim, filled=False) + pad
        if word:
            wrong = cell.state is not State.UNSET
            painter.setPen(QColor(colours.error if wrong else colours.dim))
            painter.setFont(sizes.mono)
            painter.drawText(QRect(left, area.top(), area.right() - left + 1, area.height()), flags, word)
