"""Flat tabs: words, the present one underlined in the accent colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from inspector.ui.kit import fonts, theme


class TabBar(QTabBar):
    """Painted flat; keyboard and accessibility are Qt's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def tabSizeHint(self, index: int) -> QSize:
        """By its word."""
        metrics = QFontMetrics(fonts.bold(fonts.ui()))
        width = metrics.horizontalAdvance(self.tabText(index)) + metrics.horizontalAdvance("nn")
        return QSize(width, round(metrics.height() * 2.1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, underline, hairline."""
        colours = theme.current()
        painter = QPainter(self)
        painter.setPen(QColor(colours.line))
        bottom = self.height() - 1
        painter.drawLine(0, bottom, self.width(), bottom)
        for index in range(self.count()):
            here = index == self.currentIndex()
            area = self.tabRect(index)
            painter.setFont(fonts.bold(fonts.ui()) if here else fonts.ui())
            painter.setPen(QColor(colours.text if here else colours.dim))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), self.tabText(index))
            if here:
                painter.setPen(QPen(QColor(colours.accent), 2))
                painter.drawLine(QPointF(area.left() + 4, bottom), QPointF(area.right() - 4, bottom))
            if here and self.hasFocus():
                painter.setPen(QPen(QColor(colours.accent), 1, Qt.PenStyle.DotLine))
                painter.drawRect(area.adjusted(3, 4, -3, -5))


class Tabs(QWidget):
    """A tab bar over its pages."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = TabBar()
        self.bar.setAccessibleName(name)
        self.pages = QStackedWidget()
        self.bar.currentChanged.connect(self.pages.setCurrentIndex)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)

    def add(self, title: str, page: QWidget) -> int:
        """Add a page; returns its index."""
        self.pages.addWidget(page)
        return self.bar.addTab(title)

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self.bar.setCurrentIndex(self.pages.indexOf(page))
