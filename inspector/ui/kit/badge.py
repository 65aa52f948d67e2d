"""Badges: a glyph and a word on a coloured ground, or outlined."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from inspector.ui.kit import fonts, theme


def badge_width(glyph: str, text: str) -> int:
    """The width that paint_badge() takes for these, without elision."""
    metrics = QFontMetrics(fonts.small_mono())
    return _glyph_width(metrics, glyph) + metrics.horizontalAdvance(text) + 2 * _side(metrics)


def paint_badge(
    painter: QPainter, rect: QRect, glyph: str, text: str, color: str, filled: bool, struck: bool = False
) -> int:
    """Paint a badge at the left of `rect`, centred upright, elided when it is too wide; returns its width.

    A filled badge is the winner; an outlined one is not. `struck` crosses the word out.
    """
    font = fonts.small_mono()
    metrics = QFontMetrics(font)
    side, glyph_width = _side(metrics), _glyph_width(metrics, glyph)
    width = min(badge_width(glyph, text), rect.width())
    height = min(rect.height(), round(metrics.capHeight() * 2.3))
    top = rect.top() + (rect.height() - height) / 2
    frame = QRectF(rect.left() + 0.5, top + 0.5, width - 1, height - 1)

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(theme.current().on_fill if filled else color)
    painter.setPen(Qt.PenStyle.NoPen if filled else QPen(QColor(color), 1))
    painter.setBrush(QColor(color) if filled else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame, height / 4, height / 4)
    painter.setPen(ink)
    baseline = frame.center().y() + metrics.capHeight() / 2
    painter.setFont(font)
    painter.drawText(QPointF(rect.left() + side, baseline), glyph)
    painter.setFont(fonts.struck(font) if struck else font)
    word = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 2 * side - glyph_width + 1)
    painter.drawText(QPointF(rect.left() + side + glyph_width, baseline), word)
    painter.restore()
    return width


def _side(metrics: QFontMetrics) -> int:
    return metrics.horizontalAdvance("0")


def _glyph_width(metrics: QFontMetrics, glyph: str) -> int:
    return metrics.horizontalAdvance(f"{glyph} ") if glyph else 0
