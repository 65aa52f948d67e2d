"""Labels that never read their text as HTML."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from inspector.ui.kit import fonts, theme

Kind: TypeAlias = Literal["ui", "small", "bold", "title", "mono", "mono-bold"]


class Label(QLabel):
    """Plain text in a font of the kit and a colour of the theme, by role.

    With `elided`, a text too long for its place ends in … and shows whole in its tip.
    """

    def __init__(
        self,
        text: str = "",
        kind: Kind = "ui",
        role: str = "text",
        *,
        elided: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role, self._elided = role, elided
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(_font(kind))
        self.setWordWrap(wrap)
        if elided:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)
        theme.notifier().changed.connect(self._recolour)
        self._recolour(None)

    def set_role(self, role: str) -> None:
        """Change the colour."""
        if role != self._role:
            self._role = role
            self._recolour(None)

    def setText(self, text: str, /) -> None:
        """Show a text; what is elided stays readable in the tip."""
        super().setText(text)
        if self._elided:
            self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        """An elided label may shrink to a few characters."""
        hint = super().minimumSizeHint()
        return QSize(self.fontMetrics().horizontalAdvance("…"), hint.height()) if self._elided else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """As usual, or elided."""
        if not self._elided:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.contentsRect(), int(self.alignment()), shown)

    @Slot(object)
    def _recolour(self, _theme: object) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(theme.current().role(self._role)))
        self.setPalette(palette)


class Line(QFrame):
    """A hairline between two areas."""

    def __init__(self, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One colour."""
        QPainter(self).fillRect(self.rect(), QColor(theme.current().line))


class Panel(QWidget):
    """An area on the panel colour, with hairlines at the named edges ("t", "b", "l", "r")."""

    def __init__(self, edges: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edges = edges

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, then lines."""
        colours = theme.current()
        painter = QPainter(self)
        area = self.rect()
        painter.fillRect(area, QColor(colours.panel))
        painter.setPen(QColor(colours.line))
        for edge, ends in (
            ("t", (area.topLeft(), area.topRight())),
            ("b", (area.bottomLeft(), area.bottomRight())),
            ("l", (area.topLeft(), area.bottomLeft())),
            ("r", (area.topRight(), area.bottomRight())),
        ):
            if edge in self._edges:
                painter.drawLine(*ends)

    def changeEvent(self, event: QEvent) -> None:
        """Colours changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()


def plain_tip(text: str) -> str:
    """A tip that Qt shows as written, whatever it looks like."""
    if "<" not in text:
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<div style='white-space: pre-wrap'>{escaped}</div>"


def _font(kind: Kind) -> QFont:
    match kind:
        case "small":
            return fonts.small()
        case "bold":
            return fonts.bold(fonts.ui())
        case "title":
            return fonts.title()
        case "mono":
            return fonts.mono()
        case "mono-bold":
            return fonts.bold(fonts.mono())
        case _:
            return fonts.ui()
