"""How far long work has come, with a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from inspector.ui.kit import fonts, theme
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.text import Label

_APPEARS_AFTER_MS = 300


class Progress(QWidget):
    """A text, a thin bar and Cancel. Shows only work that takes longer than 300 ms."""

    cancelled = Signal()
    """The user wants it to stop."""

    def __init__(self, parent: QWidget | None = None, appears_after_ms: int = _APPEARS_AFTER_MS) -> None:
        super().__init__(parent)
        self._text = Label(role="dim")
        self._bar = _Bar()
        self._cancel = Pill("Cancel")
        self._cancel.clicked.connect(self._stop)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(appears_after_ms)
        self._wait.timeout.connect(self.show)
        self._active = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(fonts.row_height() // 3)
        row.addWidget(self._text)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        self.hide()

    @property
    def active(self) -> bool:
        """True between update_to() and finish(), shown or not."""
        return self._active

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def update_to(self, share: float | None, text: str) -> None:
        """Say how far it is: 0 to 1, None when nobody knows. The first call starts the wait."""
        self._text.setText(text)
        self._bar.set_share(share)
        self._bar.setAccessibleName(text if share is None else f"{text}, {share:.0%}")
        if not self._active:
            self._active = True
            self._wait.start()

    @Slot()
    def finish(self) -> None:
        """The work has ended."""
        self._active = False
        self._wait.stop()
        self.hide()

    @Slot()
    def _stop(self) -> None:
        self.finish()
        self.cancelled.emit()


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float | None) -> None:
        self._share = None if share is None else min(1.0, max(0.0, share))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(fonts.char_width() * 20, fonts.row_height() // 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = max(3.0, self.height() / 4)
        track = QRectF(0, (self.height() - thick) / 2, self.width(), thick)
        painter.setPen(QColor(colours.line))
        painter.setBrush(QColor(colours.soft_line))
        painter.drawRoundedRect(track, thick / 2, thick / 2)
        # Unknown length: a part in the middle, standing still; the text tells what goes on.
        done = QRectF(track)
        if self._share is None:
            done.adjust(track.width() * 0.35, 0, -track.width() * 0.35, 0)
        else:
            done.setWidth(track.width() * self._share)
        painter.setPen(QColor(colours.accent))
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(done, thick / 2, thick / 2)
