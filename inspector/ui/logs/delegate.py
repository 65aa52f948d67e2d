"""How one cell of the record table is painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.logs.records import Level
from inspector.ui.kit import fonts, theme
from inspector.ui.logs.lines import Line
from inspector.ui.logs.model import LINE_ROLE, Column

_FOLD_MARK = "▸ "


class RecordDelegate(QStyledItemDelegate):
    """Paints without the style: one background, one stripe, a few texts."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = theme.current()
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, QColor(colours.selection if selected else colours.background))
        line = index.data(LINE_ROLE)
        column = Column(index.column())
        painter.setFont(fonts.mono())
        metrics = painter.fontMetrics()
        gap = metrics.horizontalAdvance("0")
        if not isinstance(line, Line):
            if column is Column.MESSAGE:
                _text(painter, rect, gap, colours.dim, index.data())
            return
        level = line.record.level.word
        if column is Column.TIME:
            _stripe(painter, rect, colours.level_marks[level], dotted=line.record.level is Level.UNKNOWN)
            _text(painter, rect.adjusted(gap // 2, 0, 0, 0), gap, colours.dim, index.data())
        elif column is Column.LEVEL:
            _text(painter, rect, gap, colours.levels[level], line.level)
        elif column is Column.REQUEST:
            _text(painter, rect, gap, colours.request if line.request else colours.dim, index.data())
        elif column is Column.MESSAGE:
            _message(painter, rect, gap, line, colours)
        else:
            colour = colours.text if column is Column.LOGGER else colours.dim
            _text(painter, rect, gap, colour, index.data())


def stripe_width() -> int:
    """The width of the level's stripe at the left."""
    return max(3, fonts.char_width() // 2)


def _stripe(painter: QPainter, rect: QRect, colour: str, *, dotted: bool) -> None:
    width = stripe_width()
    if not dotted:
        painter.fillRect(QRect(rect.left(), rect.top(), width, rect.height()), QColor(colour))
        return
    pen = QPen(QColor(colour), width, Qt.PenStyle.DotLine, Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    middle = rect.left() + width // 2
    painter.drawLine(middle, rect.top() + 1, middle, rect.bottom() - 1)


def _text(painter: QPainter, rect: QRect, gap: int, colour: str, text: str) -> int:
    """Draw one elided text; returns the x where the next may begin."""
    left, room = rect.left() + gap, rect.width() - gap - gap // 2
    if room <= 0 or not text:
        return rect.left()
    metrics: QFontMetrics = painter.fontMetrics()
    # Shaping costs time by the character: no more than could fit, even of the narrowest.
    shown = text[: room * 2 // max(1, gap) + 8]
    if metrics.horizontalAdvance(shown) > room:
        shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)
    painter.setPen(QColor(colour))
    baseline = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) // 2
    painter.drawText(left, baseline, shown)
    return left + metrics.horizontalAdvance(shown)


def _message(painter: QPainter, rect: QRect, gap: int, line: Line, colours: theme.Theme) -> None:
    right = rect.right()
    end = _text(painter, rect, gap, colours.text, line.message)
    if line.extras and end < right:
        rest = QRect(end, rect.top(), right - end, rect.height())
        end = max(end, _text(painter, rest, gap, colours.dim, line.extras))
    if line.fold and end < right:
        rest = QRect(end + gap, rect.top(), right - end - gap, rect.height())
        _text(painter, rest, gap, colours.dim, _FOLD_MARK + line.fold)
