"""Splitters with a hairline that remember their place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from inspector.ui.kit import theme
from inspector.ui.kit.state import State, sizes_of


class Splitter(QSplitter):
    """Keeps its sizes under `key`; restore() is called once all its widgets are in."""

    def __init__(
        self, orientation: Qt.Orientation, state: State, key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(orientation, parent)
        self._state, self._key = state, f"splitter.{key}"
        self.setChildrenCollapsible(False)
        self.setHandleWidth(5)
        self.splitterMoved.connect(self._keep)

    @property
    def remembered(self) -> bool:
        """Whether the user chose its sizes, now or in an earlier run."""
        return sizes_of(self._state, self._key, self.count()) is not None

    def restore(self, default: list[int]) -> None:
        """Take the remembered sizes, or these proportions."""
        self.setSizes(sizes_of(self._state, self._key, self.count()) or default)

    def createHandle(self) -> QSplitterHandle:
        """A wide grip that shows as a hairline."""
        return _Handle(self.orientation(), self)

    @Slot(int, int)
    def _keep(self, _position: int, _index: int) -> None:
        self._state.set(self._key, self.sizes())


class _Handle(QSplitterHandle):
    def paintEvent(self, _event: QPaintEvent) -> None:
        middle = self.rect().center()
        painter = QPainter(self)
        painter.setPen(QColor(theme.current().line))
        if self.orientation() is Qt.Orientation.Horizontal:
            painter.drawLine(middle.x(), 0, middle.x(), self.height())
        else:
            painter.drawLine(0, middle.y(), self.width(), middle.y())
