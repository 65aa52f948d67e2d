"""A window of plain text that can be copied: crash reports."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from inspector.ui.kit import fonts
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.text import Label


class TextWindow(QDialog):
    """A sentence, a text, Copy and Close. It does not block the program."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(False)
        self._lead = Label(wrap=True)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setFont(fonts.mono())
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setAccessibleName(title)
        self._copy = Pill(value="Copy", icon="copy")
        self._close = Pill(value="Close")
        self._copy.clicked.connect(self.copy)
        self._close.clicked.connect(self.close)
        side = fonts.row_height() // 2
        column = QVBoxLayout(self)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(side)
        column.addWidget(self._lead)
        column.addWidget(self._text, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        column.addLayout(row)
        self.resize(fonts.char_width() * 110, fonts.row_height() * 22)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)

    @property
    def text(self) -> str:
        """All the text."""
        return self._text.toPlainText()

    def show_text(self, lead: str, text: str) -> None:
        """Change what it says, and show it."""
        self._lead.setText(lead)
        self._text.setPlainText(text)
        self.show()

    @Slot()
    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text)
