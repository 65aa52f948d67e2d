"""A flat header for tables and trees that remembers the widths of its columns."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from inspector.ui.kit import fonts, theme
from inspector.ui.kit.state import State, sizes_of


class FlatHeader(QHeaderView):
    """Words in dim on the panel colour, with a hairline below; the last column takes the rest.

    Alignment comes from the model (TextAlignmentRole), as usual.
    """

    def __init__(self, state: State, key: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._state, self._key = state, f"columns.{key}"
        self.setStretchLastSection(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumSectionSize(fonts.char_width() * 3)
        self.sectionResized.connect(self._keep)
        self._restoring = False

    def restore(self, default: list[int]) -> None:
        """Take the remembered widths, or these; called once the model is set."""
        widths = sizes_of(self._state, self._key, self.count()) or default
        self._restoring = True
        for column, width in enumerate(widths[: self.count() - 1]):
            self.resizeSection(column, width)
        self._restoring = False

    def sizeHint(self) -> QSize:
        """As high as a row."""
        return QSize(super().sizeHint().width(), fonts.row_height())

    def paintSection(self, painter: QPainter, rect: QRect, column: int, /) -> None:
        """One word, elided; a small arrow when rows are sorted by it."""
        colours = theme.current()
        painter.save()
        painter.fillRect(rect, QColor(colours.panel))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(QColor(colours.dim))
        painter.setFont(fonts.small())
        metrics = QFontMetrics(fonts.small())
        side = metrics.horizontalAdvance("n")
        text = self._text(column)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == column:
            text += " ▾" if self.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder else " ▴"
        inner = rect.adjusted(side, 0, -side, 0)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(self._alignment(column)), shown)
        painter.restore()

    def _text(self, column: int) -> str:
        text = self.model().headerData(column, Qt.Orientation.Horizontal)
        return text if isinstance(text, str) else ""

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        role = Qt.ItemDataRole.TextAlignmentRole
        wish = self.model().headerData(column, Qt.Orientation.Horizontal, role)
        return wish if isinstance(wish, Qt.AlignmentFlag) else self.defaultAlignment()

    @Slot(int, int, int)
    def _keep(self, column: int, before: int, after: int) -> None:
        # The last column changes with the window, others come and go: neither is a choice of widths.
        stretched = self.stretchLastSection() and column == self.count() - 1
        if before and after and not self._restoring and not stretched and self.isVisible():
            self._state.set(self._key, [self.sectionSize(column) for column in range(self.count())])

    def sectionSizeFromContents(self, column: int, /) -> QSize:
        """By its word."""
        width = QFontMetrics(fonts.small()).horizontalAdvance(self._text(column) + "nn ▾")
        return QSize(width, fonts.row_height())
