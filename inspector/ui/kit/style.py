"""Fusion with flat scroll bars: no arrows, no frames.

Only what paints and measures scroll bars is overridden: anything that is asked for per table cell stays C++.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QProxyStyle,
    QStyle,
    QStyleOptionComplex,
    QStyleOptionSlider,
    QWidget,
)

from inspector.ui.kit import theme

_SCROLL_BAR = QStyle.ComplexControl.CC_ScrollBar
_SHORTEST_TO_EXTENT = 2
_MARGIN_SHARE = 0.22


def use_flat_style(app: QApplication) -> None:
    """From now on the application looks like this. Nothing on an empty window needs it."""
    if not isinstance(app.style(), FlatStyle):
        app.setStyle(FlatStyle())


class FlatStyle(QProxyStyle):
    """The style of the application."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """A scroll bar is a rounded slider on the background."""
        if control is not _SCROLL_BAR or not isinstance(option, QStyleOptionSlider):
            super().drawComplexControl(control, option, painter, widget)
            return
        colours = theme.current()
        painter.save()
        painter.fillRect(option.rect, QColor(colours.background))
        if option.maximum > option.minimum:
            active = bool(option.state & QStyle.StateFlag.State_MouseOver)
            held = bool(option.state & QStyle.StateFlag.State_Sunken)
            slider = QRectF(_part_of(option, QStyle.SubControl.SC_ScrollBarSlider))
            margin = min(slider.width(), slider.height()) * _MARGIN_SHARE
            slider.adjust(margin, margin, -margin, -margin)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            share = 0.7 if held else 0.5 if active else 0.3
            painter.setBrush(theme.mixed(colours.dim, colours.background, share))
            corner = min(slider.width(), slider.height()) / 2
            painter.drawRoundedRect(slider, corner, corner)
        painter.restore()

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """The groove is the whole scroll bar; there are no arrows."""
        if control is not _SCROLL_BAR or not isinstance(option, QStyleOptionSlider):
            # The stub of QProxyStyle forgets that there may be no widget; its base classes' stubs do not.
            return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]
        return _part_of(option, part)


def _part_of(option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
    whole = QRect(option.rect)
    level = option.orientation is Qt.Orientation.Horizontal
    length = whole.width() if level else whole.height()
    start, size = _slider(option, length, whole.height() if level else whole.width())
    match part:
        case QStyle.SubControl.SC_ScrollBarGroove:
            begin, end = 0, length
        case QStyle.SubControl.SC_ScrollBarSlider:
            begin, end = start, start + size
        case QStyle.SubControl.SC_ScrollBarSubPage:
            begin, end = 0, start
        case QStyle.SubControl.SC_ScrollBarAddPage:
            begin, end = start + size, length
        case _:
            return QRect()
    if level:
        found = QRect(whole.left() + begin, whole.top(), end - begin, whole.height())
    else:
        found = QRect(whole.left(), whole.top() + begin, whole.width(), end - begin)
    return QStyle.visualRect(option.direction, whole, found)


def _slider(option: QStyleOptionSlider, length: int, extent: int) -> tuple[int, int]:
    span = option.maximum - option.minimum
    if span <= 0:
        return 0, length
    share = option.pageStep / (span + option.pageStep)
    size = min(length, max(round(length * share), extent * _SHORTEST_TO_EXTENT))
    place = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - size, option.upsideDown
    )
    return place, size
