"""A place that can be clicked: in fixed width, in the accent colour, underlined while one is on it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inspector.base.places import Place
from inspector.ui.config.words import place_text
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.text import plain_tip

_LEAST_CHARACTERS = 6


class PlaceLink(QAbstractButton):
    """Goes to a place by click, Enter or Space. Too long a path loses its beginning; the tip has it whole."""

    followed = Signal(object)
    """The Place."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        text = place_text(place)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(f"Go to {text}")
        self.setToolTip(plain_tip(text))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._follow)

    @property
    def place(self) -> Place:
        """Where it leads."""
        return self._place

    def sizeHint(self) -> QSize:
        """As wide as its text."""
        metrics = QFontMetrics(fonts.small_mono())
        return QSize(metrics.horizontalAdvance(place_text(self._place)) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """It gives way in a narrow panel."""
        return QSize(fonts.char_width() * _LEAST_CHARACTERS, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One text."""
        font = QFont(fonts.small_mono())
        font.setUnderline(self.underMouse() or self.hasFocus())
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(QColor(theme.current().accent))
        named = self._place.variable is not None
        mode = Qt.TextElideMode.ElideRight if named else Qt.TextElideMode.ElideLeft
        shown = QFontMetrics(font).elidedText(place_text(self._place), mode, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), shown)
        if self.hasFocus():
            painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())

    @Slot()
    def _follow(self) -> None:
        self.followed.emit(self._place)
