"""How one cell of the record table is painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.logs.records import Level
from inspector.ui.kit import fonts, theme
from inspector.ui.logs.lines import Line
from inspector.ui.logs.model import Column, RecordModel

_FOLD_MARK = "▸ "
_PLAIN = {Column.TIME: "dim", Column.LOGGER: "text", Column.SOURCE: "dim"}


@dataclass(frozen=True, slots=True)
class _Look:
    """What a frame is painted with; asked for once a frame, because a cell has no time to.

    `advance` is the width of every ASCII character, 0 when the font has no fixed width after all.
    """

    font: QFont
    metrics: QFontMetrics
    advance: float
    gap: int
    stripe: int
    colours: dict[str, QColor]
    levels: dict[Level, QColor]
    marks: dict[Level, QColor]


class RecordDelegate(QStyledItemDelegate):
    """Paints without the style: one background, one stripe, a few texts.

    It asks the model for lines directly: a way through Qt's roles for every cell costs more than the cell.
    """

    def __init__(self, records: RecordModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records = records
        self._look = _look()
        self._row = -1
        self._line: Line | None = None

    def begin(self) -> None:
        """A frame begins: fonts, colours and lines may be others than before."""
        self._look = _look()
        self._row = -1

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, column, look = index.row(), index.column(), self._look
        if row != self._row:
            self._row, self._line = row, self._records.line(row)
        line = self._line
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colours["selection"])
        painter.setFont(look.font)
        cell = _Cell(painter, look, rect.left(), rect.top(), rect.right(), rect.height())
        if line is None:
            cell.write(look.colours["dim"], self._records.text(None, column))
        elif column == Column.MESSAGE:
            cell.write(look.colours["text"], line.message)
            cell.write(look.colours["dim"], line.extras)
            if line.fold:
                cell.left += look.gap
                cell.write(look.colours["dim"], _FOLD_MARK + line.fold)
        elif column == Column.LEVEL:
            cell.write(look.levels[line.record.level], line.level)
        elif column == Column.REQUEST:
            cell.write(look.colours["request" if line.request else "dim"], line.request or "–")
        else:
            if column == Column.TIME:
                _stripe(painter, rect, look, line.record.level)
                cell.left += look.gap // 2
            cell.write(look.colours[_PLAIN[Column(column)]], self._records.text(line, column))


@dataclass(slots=True)
class _Cell:
    """A cell that is being written from the left."""

    painter: QPainter
    look: _Look
    left: int
    top: int
    right: int
    height: int

    def write(self, colour: QColor, text: str) -> None:
        """Draw one text after what stands there, elided at the end of the cell."""
        gap, metrics = self.look.gap, self.look.metrics
        left = self.left + gap
        room = self.right - left - gap // 2
        if room <= 0 or not text:
            return
        text = text[: room * 2 // gap + 8]  # nothing longer than could fit is ever shaped
        # Plain ASCII of fixed width needs no measuring, which costs as much as drawing.
        fixed = self.look.advance and text.isascii()
        width = round(len(text) * self.look.advance) if fixed else metrics.horizontalAdvance(text)
        if width > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = room
        self.painter.setPen(colour)
        baseline = self.top + (self.height + metrics.ascent() - metrics.descent()) // 2
        self.painter.drawText(left, baseline, text)
        self.left = left + width


def _look() -> _Look:
    colours = theme.current()
    font = fonts.mono()
    metrics, exact = QFontMetrics(font), QFontMetricsF(font)
    narrow, wide = exact.horizontalAdvance("i" * 64), exact.horizontalAdvance("M" * 64)
    gap = max(1, metrics.horizontalAdvance("0"))
    return _Look(
        font=font,
        metrics=metrics,
        advance=wide / 64 if narrow == wide else 0.0,
        gap=gap,
        stripe=max(3, gap // 2),
        colours={name: QColor(colours.role(name)) for name in ("selection", "text", "dim", "request")},
        levels={level: QColor(colours.levels[level.word]) for level in Level},
        marks={level: QColor(colours.level_marks[level.word]) for level in Level},
    )


def _stripe(painter: QPainter, rect: QRect, look: _Look, level: Level) -> None:
    if level is not Level.UNKNOWN:
        painter.fillRect(rect.left(), rect.top(), look.stripe, rect.height(), look.marks[level])
        return
    painter.setPen(QPen(look.marks[level], look.stripe, Qt.PenStyle.DotLine, Qt.PenCapStyle.FlatCap))
    middle = rect.left() + look.stripe // 2
    painter.drawLine(middle, rect.top() + 1, middle, rect.bottom() - 1)
