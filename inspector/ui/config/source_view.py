"""The text of one file with line numbers, colours and the marked place."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from inspector.base.places import Place
from inspector.ui.config.source import ShownSource, ShownSpan, utf16_spans
from inspector.ui.kit import fonts, theme


class SourceView(QPlainTextEdit):
    """Read-only; shows what it is given and scrolls to places."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: ShownSource | None = None
        self._span: ShownSpan | None = None
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(fonts.mono())
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabStopDistance(4 * fonts.char_width())
        self.document().setDocumentMargin(fonts.char_width() / 2)
        self.setAccessibleName("Source")
        self._colours = _Colours(self.document())
        self._numbers = _Numbers(self)
        self.updateRequest.connect(self._on_update_request)
        theme.notifier().changed.connect(self._on_theme)
        self._make_room()

    @property
    def source(self) -> ShownSource | None:
        """The file on show."""
        return self._source

    def show_source(self, source: ShownSource | None) -> None:
        """Show a file; the same lines again leave scrolling alone."""
        same = source is not None and self._source is not None and source.lines == self._source.lines
        self._source = source
        if same:
            return
        self._span = None
        self._colours.use(source)
        self.setPlainText("\n".join(source.lines) if source is not None else "")
        self._make_room()
        self._mark()

    def jump(self, place: Place) -> None:
        """Mark a place and bring it into the middle; a place without a line only removes the mark."""
        self._span = self._source.span(place) if self._source is not None else None
        self._mark()
        if self._span is None:
            return
        cursor = QTextCursor(self.document().findBlockByNumber(self._span.line))
        cursor.movePosition(
            QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.MoveAnchor, self._span.column
        )
        self.setTextCursor(cursor)
        self.centerCursor()

    @property
    def marked_text(self) -> str:
        """The text at the marked place, "" without one."""
        cursor = self._span_cursor()
        return cursor.selectedText().replace("\u2029", "\n") if cursor is not None else ""

    def numbers_width(self) -> int:
        """Room for the highest line number."""
        digits = max(3, len(str(self.blockCount())))
        return (digits + 2) * fonts.char_width()

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Line numbers beside the visible lines."""
        colours = theme.current()
        painter = QPainter(self._numbers)
        painter.fillRect(event.rect(), QColor(colours.panel))
        painter.setFont(self.font())
        width = self._numbers.width() - fonts.char_width()
        height = QFontMetrics(self.font()).height()
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= event.rect().bottom():
            marked = self._span is not None and self._span.line <= block.blockNumber() <= self._span.end_line
            painter.setPen(QColor(colours.text if marked else colours.dim))
            spot = QRect(QPoint(0, round(top)), QSize(width, height))
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignRight), str(block.blockNumber() + 1))
            top += self.blockBoundingRect(block).height()
            block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        area = self.contentsRect()
        self._numbers.setGeometry(area.left(), area.top(), self.numbers_width(), area.height())

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)
        area = self.contentsRect()
        self._numbers.setGeometry(area.left(), area.top(), self.numbers_width(), area.height())
        self._numbers.update()

    def _span_cursor(self) -> QTextCursor | None:
        if self._span is None:
            return None
        start = self.document().findBlockByNumber(self._span.line).position() + self._span.column
        end = self.document().findBlockByNumber(self._span.end_line).position() + self._span.end_column
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(max(start, end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _mark(self) -> None:
        """Tint the place's first line, and its characters a little more."""
        marks = []
        cursor = self._span_cursor()
        if cursor is not None:
            line = QTextEdit.ExtraSelection()
            line.cursor = QTextCursor(self.document().findBlock(cursor.selectionStart()))
            line.format.setBackground(QColor(theme.current().hint))
            line.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            spot = QTextEdit.ExtraSelection()
            spot.cursor = cursor
            spot.format.setBackground(QColor(theme.current().match))
            marks = [line, spot]
        self.setExtraSelections(marks)
        self._numbers.update()

    @Slot(QRect, int)
    def _on_update_request(self, rect: QRect, dy: int) -> None:
        if dy:
            self._numbers.scroll(0, dy)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())

    @Slot(object)
    def _on_theme(self, _theme: object) -> None:
        self._colours.rehighlight()
        self._mark()


class _Numbers(QWidget):
    def __init__(self, view: SourceView) -> None:
        super().__init__(view)
        self._view = view

    def paintEvent(self, event: QPaintEvent) -> None:
        self._view.paint_numbers(event)


class _Colours(QSyntaxHighlighter):
    """Applies spans that were computed beforehand; reads no text."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._source: ShownSource | None = None

    def use(self, source: ShownSource | None) -> None:
        self._source = source

    def highlightBlock(self, text: str) -> None:
        number = self.currentBlock().blockNumber()
        if self._source is None or number >= len(self._source.colours):
            return
        syntax = theme.current().syntax
        for start, length, kind in utf16_spans(text, self._source.colours[number]):
            look = QTextCharFormat()
            look.setForeground(QColor(syntax[kind]))
            self.setFormat(start, length, look)
