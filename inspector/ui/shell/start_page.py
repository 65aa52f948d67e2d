"""What stands in an empty window: ways to begin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector.ui.kit import fonts, theme
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.text import Label

_WIDTH_IN_CHARS = 76


class StartPage(QWidget):
    """Open a folder, a log, the example, or something recent."""

    wanted = Signal(object)
    """The id of an action: "open-folder", "open-log", "open-example"."""
    recent_chosen = Signal(object)
    """A Path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QWidget()
        column.setMaximumWidth(fonts.char_width() * _WIDTH_IN_CHARS)
        self._column = QVBoxLayout(column)
        self._column.setSpacing(fonts.row_height() // 3)
        self._column.addWidget(Label("Inspector", "title"))
        self._column.addWidget(
            Label("See where every setting comes from, and what every request did.", role="dim", wrap=True)
        )
        self._column.addSpacing(fonts.row_height() // 2)
        self._buttons = {
            "open-folder": Pill(value="Open folder…", icon="folder"),
            "open-log": Pill(value="Open log…", icon="logs"),
            "open-example": Pill(value="Open the example", icon="example"),
        }
        row = QHBoxLayout()
        row.setSpacing(fonts.row_height() // 3)
        for button in self._buttons.values():
            button.clicked.connect(self._clicked)
            row.addWidget(button)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addSpacing(fonts.row_height() // 2)
        self._heading = Label("Recent", "small", "dim")
        self._column.addWidget(self._heading)
        self._rows: list[RecentRow] = []
        self._column.addStretch(1)
        hint = Label("A folder or log files can also be dropped anywhere on this window.", "small", "dim")
        self._column.addWidget(hint)
        page = QHBoxLayout(self)
        page.addStretch(1)
        centre = QVBoxLayout()
        centre.addStretch(2)
        centre.addWidget(column)
        centre.addStretch(3)
        page.addLayout(centre, 6)
        page.addStretch(1)
        self.show_recent(())

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List these, newest first."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [RecentRow(path) for path in paths]
        place = self._column.indexOf(self._heading) + 1
        for offset, row in enumerate(self._rows):
            row.clicked.connect(self._recent_clicked)
            self._column.insertWidget(place + offset, row)
        self._heading.setVisible(bool(self._rows))

    @Slot()
    def _clicked(self) -> None:
        sender = self.sender()
        for action, button in self._buttons.items():
            if button is sender:
                self.wanted.emit(action)

    @Slot()
    def _recent_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, RecentRow):
            self.recent_chosen.emit(sender.path)


class RecentRow(QAbstractButton):
    """A name, and in dim where it is."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.setAccessibleName(f"Open {path}")
        self.setToolTip(str(path))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(fonts.char_width() * _WIDTH_IN_CHARS, fonts.row_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name in the accent colour, folder elided at its left."""
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QColor(colours.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.panel))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        side = fonts.char_width()
        metrics = QFontMetrics(fonts.ui())
        baseline = (self.height() + metrics.ascent() - metrics.descent()) / 2
        name = metrics.elidedText(
            self.path.name or str(self.path), Qt.TextElideMode.ElideMiddle, self.width() // 2
        )
        painter.setFont(fonts.ui())
        painter.setPen(QColor(colours.accent))
        painter.drawText(QPointF(side, baseline), name)
        left = side + metrics.horizontalAdvance(name) + 2 * side
        small = QFontMetrics(fonts.small())
        folder = small.elidedText(
            str(self.path.parent), Qt.TextElideMode.ElideMiddle, self.width() - left - side
        )
        painter.setFont(fonts.small())
        painter.setPen(QColor(colours.dim))
        painter.drawText(QPointF(left, baseline), folder)
