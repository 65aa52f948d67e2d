"""The lines that go and the lines that come, as plain text on tinted lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QTextCursor, QTextFormat
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from inspector.config.edit import DiffLine, LineKind
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.elide import one_line

_SIGNS = {LineKind.KEPT: " ", LineKind.REMOVED: "-", LineKind.ADDED: "+"}
_TINT = 0.16
_ROWS = 9
_COLUMNS = 76


class DiffView(QPlainTextEdit):
    """Read-only; the sign in front tells as much as the colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[DiffLine, ...] = ()
        self.setReadOnly(True)
        self.setAccessibleName("Changes")
        self.setFont(fonts.mono())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        theme.notifier().changed.connect(self._tint)

    def show_lines(self, lines: Sequence[DiffLine]) -> None:
        """Show a diff; () clears."""
        self._lines = tuple(lines)
        self.setPlainText("\n".join(_written(line) for line in self._lines))
        self._tint(None)

    def sizeHint(self) -> QSize:
        """For one change with its surroundings."""
        return QSize(fonts.char_width() * _COLUMNS, self.fontMetrics().height() * _ROWS)

    @Slot(object)
    def _tint(self, _theme: object) -> None:
        colours = theme.current()
        inks = {LineKind.REMOVED: colours.error, LineKind.ADDED: colours.success}
        tints = []
        for number, line in enumerate(self._lines):
            if line.kind not in inks:
                continue
            tint = QTextEdit.ExtraSelection()
            tint.cursor = QTextCursor(self.document().findBlockByNumber(number))
            tint.format.setBackground(theme.mixed(inks[line.kind], colours.background, _TINT))
            tint.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            tints.append(tint)
        self.setExtraSelections(tints)


def _written(line: DiffLine) -> str:
    number = line.after if line.before is None else line.before
    return f"{number or '':>5} {_SIGNS[line.kind]} {one_line(line.text)}"
