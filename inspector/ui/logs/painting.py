"""How the rows of the record table are painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPen

from inspector.logs.records import Level
from inspector.ui.kit import fonts, theme
from inspector.ui.logs.lines import Line
from inspector.ui.logs.model import Column, RecordModel

_FOLD_MARK = "▸ "
_ELLIPSIS = "…"
_PENS = ("text", "dim", "request")


@dataclass(frozen=True, slots=True)
class Span:
    """A column on screen: where it begins and ends."""

    column: Column
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class _Look:
    """What rows are painted with, made once: a cell has no time to.

    `quick` is the same font without shaping, for plain ASCII. `advance` is the width of every ASCII
    character, 0 when the font has no fixed width after all.
    """

    font: QFont
    quick: QFont
    metrics: QFontMetrics
    advance: float
    gap: int
    stripe: int
    baseline: int
    selection: QColor
    pens: dict[str, QPen]
    levels: dict[Level, QPen]
    marks: dict[Level, QColor]


class RowPainter:
    """Paints rows from lines: one ground, one stripe, a few texts.

    Not a delegate: the way through the view, its style and the model's roles for every cell costs three
    times what the texts cost.
    """

    def __init__(self, records: RecordModel) -> None:
        self._records = records
        self._look: _Look | None = None
        self._made_for: tuple[object, ...] = ()

    def paint(
        self, painter: QPainter, rows: range, top: int, height: int, spans: Sequence[Span], selected: int
    ) -> None:
        """Paint rows, the first at `top`, each `height` high."""
        look = self._current_look(height)
        painter.setFont(look.quick)
        right = max((span.right for span in spans), default=0)
        for row in rows:
            line = self._records.line(row)
            if row == selected:
                painter.fillRect(0, top, right + 1, height, look.selection)
            for span in spans:
                self._cell(painter, look, line, span, top, height)
            top += height

    def _cell(
        self, painter: QPainter, look: _Look, line: Line | None, span: Span, top: int, height: int
    ) -> None:
        column, left, right = span.column, span.left, span.right
        baseline, pens = top + look.baseline, look.pens
        if line is None:
            _write(painter, look, pens["dim"], left, right, baseline, self._records.text(None, column))
        elif column is Column.MESSAGE:
            left = _write(painter, look, pens["text"], left, right, baseline, line.message)
            if line.extras:
                left = _write(painter, look, pens["dim"], left, right, baseline, line.extras)
            if line.fold:
                fold = _FOLD_MARK + line.fold
                _write(painter, look, pens["dim"], left + look.gap, right, baseline, fold)
        elif column is Column.LEVEL:
            _write(painter, look, look.levels[line.record.level], left, right, baseline, line.level)
        elif column is Column.REQUEST:
            pen = pens["request" if line.request else "dim"]
            _write(painter, look, pen, left, right, baseline, line.request or "–")
        elif column is Column.LOGGER:
            _write(painter, look, pens["text"], left, right, baseline, line.logger)
        else:
            if column is Column.TIME:
                _stripe(painter, QRect(left, top, right - left, height), look, line.record.level)
                left += look.gap // 2
            _write(painter, look, pens["dim"], left, right, baseline, self._records.text(line, column))

    def _current_look(self, height: int) -> _Look:
        made_for = (theme.current(), fonts.ui().key(), height)
        if self._look is None or made_for != self._made_for:
            self._look, self._made_for = _look(height), made_for
        return self._look


def _write(painter: QPainter, look: _Look, pen: QPen, left: int, right: int, baseline: int, text: str) -> int:
    """Draw one text after what stands to its left, elided at the end of the cell; returns where it ends."""
    left += look.gap
    room = right - left - look.gap // 2
    if room <= 0 or not text:
        return left
    painter.setPen(pen)
    if look.advance and text.isascii():
        # Plain ASCII of fixed width needs no measuring, which costs as much as drawing.
        fitting = int(room / look.advance)
        if len(text) > fitting:
            text = text[: max(0, fitting - 1)] + _ELLIPSIS
        painter.drawText(left, baseline, text)
        return left + round(len(text) * look.advance)
    text = text[: room * 2 // look.gap + 8]  # nothing longer than could fit is ever shaped
    width = look.metrics.horizontalAdvance(text)
    if width > room:
        text = look.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = room
    painter.setFont(look.font)
    painter.drawText(left, baseline, text)
    painter.setFont(look.quick)
    return left + width


def _look(height: int) -> _Look:
    colours = theme.current()
    font = fonts.mono()
    metrics, exact = QFontMetrics(font), QFontMetricsF(font)
    narrow, wide = exact.horizontalAdvance("i" * 64), exact.horizontalAdvance("M" * 64)
    quick = QFont(font)
    if narrow == wide:
        quick.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    gap = max(1, metrics.horizontalAdvance("0"))
    return _Look(
        font=font,
        quick=quick,
        metrics=metrics,
        advance=wide / 64 if narrow == wide else 0.0,
        gap=gap,
        stripe=max(3, gap // 2),
        baseline=(height + metrics.ascent() - metrics.descent()) // 2,
        selection=QColor(colours.selection),
        pens={name: QPen(QColor(colours.role(name))) for name in _PENS},
        levels={level: QPen(QColor(colours.levels[level.word])) for level in Level},
        marks={level: QColor(colours.level_marks[level.word]) for level in Level},
    )


def _stripe(painter: QPainter, rect: QRect, look: _Look, level: Level) -> None:
    if level is not Level.UNKNOWN:
        painter.fillRect(rect.left(), rect.top(), look.stripe, rect.height(), look.marks[level])
        return
    painter.setPen(QPen(look.marks[level], look.stripe, Qt.PenStyle.DotLine, Qt.PenCapStyle.FlatCap))
    middle = rect.left() + look.stripe // 2
    painter.drawLine(middle, rect.top() + 1, middle, rect.bottom() - 1)
