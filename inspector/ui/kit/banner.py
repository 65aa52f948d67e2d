"""A sentence across the top of a page about something that is wrong."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from inspector.ui.kit import fonts, icons, theme
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.text import Label

Level: TypeAlias = Literal["error", "warning", "info"]


class Banner(QWidget):
    """Hidden until show_problem(); the reader can put it away."""

    action = Signal()
    """The button of the present problem was used."""
    put_off = Signal()
    """The other button was used; the banner is hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._severity: Level = "info"
        self._sign = QLabel()
        self._text = Label(wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = Pill()
        self._button.clicked.connect(self.action)
        self._later = Pill()
        self._later.clicked.connect(self._put_off)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setAccessibleName("Hide this message")
        self._close.setToolTip("Hide this message")
        self._close.clicked.connect(self.clear)
        icons.keep_icon(self._close, "close", "dim")
        side = fonts.row_height() // 2
        row = QHBoxLayout(self)
        row.setContentsMargins(side, side // 3, side // 2, side // 3)
        row.setSpacing(side)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._later)
        row.addWidget(self._close)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        theme.notifier().changed.connect(self._recolour)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, "" when hidden."""
        return self._text.text()

    def show_problem(
        self, text: str, severity: str = "error", action_text: str = "", later_text: str = ""
    ) -> None:
        """Say a sentence; `severity` is error, warning or info. `action_text` names what helps.

        With `later_text` a second button takes the place of the cross.
        """
        self._severity = severity if severity in ("error", "warning") else "info"  # type: ignore[assignment]
        self._text.setText(text)
        self._button.set_texts("", action_text)
        self._button.setVisible(bool(action_text))
        self._later.set_texts(later_text)
        self._later.setVisible(bool(later_text))
        self._close.setVisible(not later_text)
        self.setAccessibleName(f"{self._severity}: {text}")
        self._recolour(None)
        self.show()

    @Slot()
    def clear(self) -> None:
        """Nothing is wrong any more."""
        self._text.setText("")
        self.hide()

    @Slot()
    def _put_off(self) -> None:
        self.clear()
        self.put_off.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A tint of the severity's colour."""
        colours = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground())
        painter.setPen(QColor(colours.line))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        painter.fillRect(QRectF(0, 0, 3, self.height()), QColor(colours.severity(self._severity)))

    def _ground(self) -> QColor:
        colours = theme.current()
        return theme.mixed(colours.severity(self._severity), colours.background, 0.12)

    @Slot(object)
    def _recolour(self, _theme: object) -> None:
        size = QSize(fonts.row_height(), fonts.row_height()) * 0.7
        self._sign.setPixmap(icons.icon(self._severity, self._severity).pixmap(size))
        self.update()
