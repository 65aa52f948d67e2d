"""How the table of layers is painted: its cells and both of its headers."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from inspector.base.findings import Severity
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.ui.config.layers_model import CELL_ROLE, LAYER_ROLE, ROW_ROLE, Cell
from inspector.ui.config.outline import Row
from inspector.ui.config.words import LAYER_GLYPHS, LAYER_WORDS, SEVERITY_GLYPHS
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.badge import badge_width, paint_badge
from inspector.ui.kit.header import FlatHeader

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class CellDelegate(QStyledItemDelegate):
    """A winner is bold on a tint, behind the filled sign of its layer; what lost is dim, struck through."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(fonts.char_width(), fonts.row_height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return
        colours = theme.current()
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.selection))
        elif cell.wins:
            painter.fillRect(rect, QColor(colours.winner))
        painter.setPen(QColor(colours.soft_line))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        view = option.widget
        if isinstance(view, QTableView) and view.currentIndex() == index and view.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.drawRect(rect.adjusted(0, 0, -2, -1))
        pad = fonts.char_width()
        area = rect.adjusted(pad, 0, -pad, 0)
        if cell.candidate is not None:
            _paint_value(painter, area, cell, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.restore()


class LayerHeader(FlatHeader):
    """The badge of each layer, then the file that it comes from."""

    def paintSection(self, painter: QPainter, rect: QRect, column: int, /) -> None:
        """Faint for layers that take no part."""
        layer = self.model().headerData(column, Qt.Orientation.Horizontal, LAYER_ROLE)
        colours = theme.current()
        painter.save()
        painter.fillRect(rect, QColor(colours.panel))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if isinstance(layer, Layer):
            pad = fonts.char_width()
            area = rect.adjusted(pad, 0, -pad, -1)
            used = layer.status not in (LayerStatus.MISSING, LayerStatus.INACTIVE)
            ink = colours.layers[layer.kind.value] if used else colours.dim
            word = LAYER_WORDS[layer.kind]
            width = paint_badge(painter, area, LAYER_GLYPHS[layer.kind], word, ink, filled=False)
            rest = area.adjusted(width + pad, 0, 0, 0)
            _paint_text(
                painter, rest, _remark(layer), fonts.small(), colours.dim, Qt.TextElideMode.ElideMiddle
            )
        painter.restore()

    def width_of(self, column: int) -> int:
        """What a column takes so that its header shows whole."""
        layer = self.model().headerData(column, Qt.Orientation.Horizontal, LAYER_ROLE)
        if not isinstance(layer, Layer):
            return 0
        badge = badge_width(LAYER_GLYPHS[layer.kind], LAYER_WORDS[layer.kind])
        text = QFontMetrics(fonts.small()).horizontalAdvance(_remark(layer))
        return badge + text + 4 * fonts.char_width()


class KeyHeader(QHeaderView):
    """The keys: they stay where they are while the layers scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.fit()

    def fit(self) -> None:
        """Take the height of a row from the font."""
        self.setMinimumSectionSize(fonts.row_height())
        self.setDefaultSectionSize(fonts.row_height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int, /) -> None:
        """The key, its last parts rather than its first, in the colour of its finding and with its sign."""
        colours = theme.current()
        row = self.model().headerData(section, Qt.Orientation.Vertical, ROW_ROLE)
        view = self.parentWidget()
        painter.save()
        chosen = isinstance(view, QTableView) and view.currentIndex().row() == section
        painter.fillRect(rect, QColor(colours.selection if chosen else colours.background))
        if chosen and isinstance(view, QTableView) and view.hasFocus():
            painter.fillRect(
                QRect(rect.left(), rect.top(), max(2, fonts.char_width() // 3), rect.height()),
                QColor(colours.accent),
            )
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if isinstance(row, Row):
            finding = row.finding
            ink = colours.text if finding is None else colours.severity(finding.severity.value)
            sign = (
                ""
                if finding is None or finding.severity is Severity.INFO
                else SEVERITY_GLYPHS[finding.severity]
            )
            area = rect.adjusted(fonts.char_width(), 0, -fonts.char_width(), 0)
            room = area.adjusted(0, 0, -2 * fonts.char_width() if sign else 0, 0)
            key = str(self.model().headerData(section, Qt.Orientation.Vertical))
            width = _paint_text(painter, room, key, fonts.mono(), ink, Qt.TextElideMode.ElideLeft)
            _paint_text(
                painter, area.adjusted(width + fonts.char_width() // 2, 0, 0, 0), sign, fonts.mono(), ink
            )
        painter.restore()


def paint_corner(painter: QPainter, rect: QRect) -> None:
    """The head of the keys."""
    colours = theme.current()
    painter.fillRect(rect, QColor(colours.panel))
    painter.setPen(QColor(colours.line))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    area = rect.adjusted(fonts.char_width(), 0, 0, 0)
    _paint_text(painter, area, "Setting", fonts.small(), colours.dim)


def sign_width() -> int:
    """The room in front of every value, so that they stand below each other."""
    return _sign_width(fonts.ui().key())


@lru_cache(maxsize=8)
def _sign_width(_ui_key: str) -> int:
    return max(badge_width("", LAYER_GLYPHS[kind]) for kind in LayerKind) + fonts.char_width() // 2


def _paint_value(painter: QPainter, area: QRect, cell: Cell, text: str) -> None:
    colours = theme.current()
    kind = cell.layer.kind
    rest = area.adjusted(sign_width(), 0, 0, 0)
    if cell.wins:
        paint_badge(painter, area, "", LAYER_GLYPHS[kind], colours.layers[kind.value], filled=True)
        ink = colours.error if cell.invalid else colours.text
        mark = f"{SEVERITY_GLYPHS[Severity.ERROR]} " if cell.invalid else ""
        _paint_text(painter, rest, mark + text, fonts.bold(fonts.mono()), ink)
    else:
        _paint_text(painter, rest, text, fonts.struck(fonts.mono()), colours.dim)


def _paint_text(
    painter: QPainter,
    area: QRect,
    text: str,
    font: QFont,
    ink: str,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> int:
    """Paint a line; returns its width."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, elide, area.width())
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(area, _MIDDLE, shown)
    return metrics.horizontalAdvance(shown)


def _remark(layer: Layer) -> str:
    parts = ("" if layer.label == LAYER_WORDS[layer.kind] else layer.label, _absence(layer))
    return " · ".join(part for part in parts if part)


def _absence(layer: Layer) -> str:
    return "" if layer.status is LayerStatus.LOADED else layer.status.value
