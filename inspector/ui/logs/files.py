"""A popup that lists the files of a log: format and reason, records, problems."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from inspector.ui.kit import fonts, theme
from inspector.ui.kit.text import Label
from inspector.ui.logs.texts import count, size

if TYPE_CHECKING:
    from inspector.logs.follow import LogState, SourceState

_MOST_CHARACTERS = 90
_MOST_ROWS_HIGH = 18


class FilesPopup(QFrame):
    """Opens below a button; closes by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName("Files of this log")
        self._sources: tuple[SourceState, ...] = ()
        self._reason = ""
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        side = fonts.row_height() // 2
        column.setContentsMargins(2, side // 2, 2, side // 2)
        column.addWidget(self._area)

    def show_state(self, state: LogState) -> None:
        """Describe these sources; costs nothing while the popup is closed."""
        self._sources, self._reason = state.sources, state.request_reason
        if self.isVisible():
            self._fill()

    def setVisible(self, visible: bool) -> None:
        """Fill before it shows."""
        if visible and not self.isVisible():
            self._fill()
        super().setVisible(visible)

    def texts(self) -> list[str]:
        """All sentences, for tests and screen readers."""
        return [label.text() for label in self.findChildren(Label)]

    def _fill(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        side = fonts.row_height() // 2
        column.setContentsMargins(side, 0, side, 0)
        column.setSpacing(side // 4)
        for source in self._sources:
            for label in _description(source):
                label.setFixedWidth(_MOST_CHARACTERS * fonts.char_width())
                column.addWidget(label)
            column.addSpacing(side // 2)
        if self._reason:
            column.addWidget(Label(f"Requests: {self._reason}", role="dim"))
        column.addStretch(1)
        self._area.setWidget(page)
        wish = page.sizeHint()
        self.resize(
            wish.width() + 2 * side, min(wish.height() + 2 * side, _MOST_ROWS_HIGH * fonts.row_height())
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.background))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


def _description(source: SourceState) -> list[Label]:
    name = PurePath(source.path).name
    figures = f"{count(source.records, 'record')} · {size(source.size_bytes)} · {source.status.value}"
    if source.rotations:
        figures += f" · {count(source.rotations, 'rotation')}"
    if source.truncations:
        figures += f" · {count(source.truncations, 'truncation')}"
    labels = [Label(name, "bold"), Label(source.path, "mono", "dim", elided=True), Label(figures, role="dim")]
    if source.format:
        reason = source.format_reason.removeprefix(f"{source.format}: ")
        labels.append(Label(f"{source.format}: {reason}" if reason else source.format, role="dim", wrap=True))
    if source.problem:
        labels.append(Label(source.problem, role="error", wrap=True))
    return labels
