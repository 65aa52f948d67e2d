"""The narrow rail at the left: one button per workbench, menu and help at the bottom."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QMenu, QVBoxLayout, QWidget

from inspector.ui.kit import fonts, icons, theme
from inspector.ui.kit.text import Panel

CONFIG, LOGS = "config", "logs"


class Rail(Panel):
    """Says what was chosen; which button is marked is up to show_chosen()."""

    chosen = Signal(object)
    """CONFIG or LOGS."""
    help_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("r", parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._pages = {
            CONFIG: RailButton("config", "Config", "Config (Ctrl+1)"),
            LOGS: RailButton("logs", "Logs", "Logs (Ctrl+2)"),
        }
        self._menu = RailButton("more", "Menu", "Menu (F10)")
        self._help = RailButton("help", "Help", "Guide (F1)")
        side = fonts.row_height() // 4
        column = QVBoxLayout(self)
        column.setContentsMargins(side, side, side + 1, side)
        column.setSpacing(side)
        for button in self._pages.values():
            button.setCheckable(True)
            button.clicked.connect(self._clicked)
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(self._menu)
        column.addWidget(self._help)
        self._menu.clicked.connect(self.open_menu)
        self._help.clicked.connect(self.help_wanted)
        self._entries: QMenu | None = None

    def set_menu(self, menu: QMenu) -> None:
        """The menu that the menu button opens."""
        self._entries = menu

    def show_chosen(self, page: str | None) -> None:
        """Mark the button of this page; None marks none."""
        for name, button in self._pages.items():
            button.setChecked(name == page)

    @Slot()
    def open_menu(self) -> None:
        """Open the menu beside its button, ready for the keyboard."""
        if self._entries is not None:
            corner = self._menu.mapToGlobal(self._menu.rect().topRight())
            self._entries.popup(corner)
            self._entries.setActiveAction(self._entries.actions()[0])

    @Slot()
    def _clicked(self) -> None:
        sender = self.sender()
        for name, button in self._pages.items():
            if button is sender:
                button.setChecked(not button.isChecked())  # the page decides what is marked
                self.chosen.emit(name)


class RailButton(QAbstractButton):
    """An icon on a rounded square."""

    def __init__(self, icon: str, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """A square of one and a half rows."""
        side = round(fonts.row_height() * 1.45)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Tinted when it is the present page."""
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        corner = area.width() * 0.22
        painter.setPen(QColor(colours.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(colours.selection))
        elif self.underMouse():
            painter.setBrush(QColor(colours.soft_line))
        painter.drawRoundedRect(area, corner, corner)
        size = round(fonts.row_height() * 0.75)
        role = "accent" if self.isChecked() else "dim"
        picture = icons.pixmap(self._icon, size, role, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - size) // 2, (self.height() - size) // 2, picture)
