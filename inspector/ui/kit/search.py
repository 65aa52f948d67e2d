"""A search box that waits until typing pauses."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector.ui.kit import fonts, icons, theme

_PAUSE_MS = 150


class SearchBox(QLineEdit):
    """A line to type into, with a clear button; Enter does not wait.

    `icon` names the icon at its left, "" for none. `monospace` is for what is written as in a file.
    """

    edited = Signal(object)
    """The text, after typing paused, on Enter, and when it was cleared."""

    def __init__(
        self,
        placeholder: str,
        name: str = "",
        *,
        icon: str = "search",
        monospace: bool = False,
        pause_ms: int = _PAUSE_MS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._monospace = icon, monospace
        self._told = ""
        self._invalid = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause_ms)
        self._pause.timeout.connect(self._tell)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setFrame(False)
        self.setFont(fonts.mono() if monospace else fonts.ui())
        ground = QPalette()
        ground.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(ground)
        side = round(fonts.row_height() * 0.35)
        self.setTextMargins(side + (self._icon_size() + side // 2 if icon else 0), 0, side // 2, 0)
        self._clear = self.addAction(icons.icon("close", "dim"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setText("Clear")
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear_now)
        icons.keep_icon(self._clear, "close", "dim")
        self.textChanged.connect(self._changed)
        self.returnPressed.connect(self._tell)

    def set_invalid(self, reason: str) -> None:
        """Mark the text as one that cannot be searched for, with the reason as its tip; "" when it can."""
        self._invalid = bool(reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)
        self.update()

    def set_quietly(self, text: str) -> None:
        """Show a text that is in force already, without telling."""
        self._told = text
        self.setText(text)
        self._pause.stop()

    @Slot()
    def clear_now(self) -> None:
        """Empty it and tell at once."""
        self.clear()
        self._tell()

    def sizeHint(self) -> QSize:
        """As high as the pills beside it."""
        return QSize(super().sizeHint().width(), round(self.fontMetrics().height() * 1.85))

    def minimumSizeHint(self) -> QSize:
        """Wide enough for a word."""
        return QSize(fonts.char_width() * 14, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rounded ground and frame below the text."""
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colours.error if self._invalid else colours.accent if self.hasFocus() else colours.line
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(colours.panel))
        corner = self.height() * 0.26
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
        if self._icon:
            size = self._icon_size()
            picture = icons.pixmap(self._icon, size, "dim", self.devicePixelRatioF())
            painter.drawPixmap(round(fonts.row_height() * 0.35), (self.height() - size) // 2, picture)
        painter.end()
        super().paintEvent(event)

    @Slot(str)
    def _changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        if text:
            self._pause.start()
        else:
            self._tell()

    @Slot()
    def _tell(self) -> None:
        self._pause.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.edited.emit(self._told)

    def _icon_size(self) -> int:
        return self.fontMetrics().ascent()
