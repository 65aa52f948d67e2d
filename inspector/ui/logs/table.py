"""The record table: fixed rows, following the end, and places to come back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QHeaderView, QTableView, QWidget

from inspector.ui.kit import fonts
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.header import FlatHeader
from inspector.ui.kit.state import State
from inspector.ui.logs.lines import Line
from inspector.ui.logs.model import Column, Index, RecordModel
from inspector.ui.logs.painting import RowPainter, Span

_COLUMNS_KEY = "logs"
# Widths in characters; those of texts from the log are fitted to them within limits.
_CHARACTERS = {Column.TIME: 15, Column.LEVEL: 7, Column.LOGGER: 14, Column.REQUEST: 14, Column.SOURCE: 10}
_NARROWEST, _WIDEST = 8, 22
_DAY_CHARACTERS = 6
_HIGHEST = 2**31 - 1

_Move = QAbstractItemView.CursorAction


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the reader was: the record that held the view, how many rows below the top it stood, what was
    selected, and whether the end was followed (`waiting` new rows if not)."""

    anchor: int | None = None
    anchor_ns: int | None = None
    below_top: int = 0
    selected: int | None = None
    following: bool = True
    waiting: int = 0

    def moved(self, rows: Mapping[int, int]) -> Spot:
        """The same spot when rows got other IDs; those that got none are only known by their time."""
        return replace(
            self,
            anchor=None if self.anchor is None else rows.get(self.anchor),
            selected=None if self.selected is None else rows.get(self.selected),
        )


class RecordTable(QTableView):
    """Follows the end until the user scrolls up, selects an earlier record or says so."""

    following_changed = Signal(object)
    waiting_changed = Signal(object)
    record_shown = Signal(object)
    request_activated = Signal(object)

    def __init__(self, model: RecordModel, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._records = model
        self._header = FlatHeader(state, _COLUMNS_KEY, self)
        self.following = True
        self.waiting = 0
        self._moving = False
        self._shown: Line | None = None
        self.pill = Pill(parent=self)
        self.pill.set_tone("live")
        self.pill.setToolTip("Go to the end and follow (End)")
        self.pill.clicked.connect(self.follow)
        self.pill.hide()
        self._set_up()
        self.setModel(model)
        self.fit_columns()
        model.rowsAboutToBeInserted.connect(self._before_rows)
        model.rowsInserted.connect(self._after_rows)
        model.modelAboutToBeReset.connect(self._before_reset)
        model.modelReset.connect(self._after_reset)
        model.dataChanged.connect(self._tell_current)
        self.verticalScrollBar().actionTriggered.connect(self._bar_moved)

    def _set_up(self) -> None:
        self.setAccessibleName("Records")
        self._painter = RowPainter(self._records)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        # One fixed size for all rows: Qt then keeps none of them one by one.
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(fonts.row_height())
        self._header.setSectionsClickable(False)
        self.setHorizontalHeader(self._header)

    @property
    def most_rows(self) -> int:
        """More rows than this are higher than Qt can count in pixels."""
        return _HIGHEST // self.verticalHeader().defaultSectionSize() - 1

    # Columns

    def fit_columns(self) -> None:
        """Take the remembered widths, or such that fit the records at hand."""
        lines = [line for row in range(min(self._records.size, 200)) if (line := self._records.line(row))]
        sources = self._records.source_names.values()
        characters = dict(_CHARACTERS)
        characters[Column.TIME] += _DAY_CHARACTERS if self._records.dates else 0
        characters[Column.LOGGER] = _fitting([line.logger for line in lines])
        characters[Column.REQUEST] = _fitting([line.request for line in lines])
        characters[Column.SOURCE] = _fitting(sources)
        self.setColumnHidden(Column.SOURCE, len(sources) < 2)
        self._header.restore([width * fonts.char_width() for width in characters.values()])

    # Following

    @Slot()
    def follow(self) -> None:
        """Go to the end and stay there."""
        self._set_waiting(0)
        self.to_end()
        self._set_following(True)

    @Slot()
    def pause(self) -> None:
        """Stay where the view is."""
        self._set_following(False)

    def to_end(self) -> None:
        """Scroll to the last row."""
        self.updateGeometries()
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _set_following(self, following: bool) -> None:
        if following != self.following:
            self.following = following
            self.following_changed.emit(following)

    def _set_waiting(self, waiting: int) -> None:
        self.waiting = waiting
        self.pill.setVisible(waiting > 0)
        if waiting:
            self.pill.set_texts(f"{waiting:,} new ↓")
            self._place_pill()
        self.waiting_changed.emit(waiting)

    def _moved_by_user(self, position: int) -> None:
        if position >= self.verticalScrollBar().maximum():
            if not self.following:
                self.follow()
        else:
            self._set_following(False)

    @Slot(int)
    def _bar_moved(self, _action: int) -> None:
        # The value follows after this signal; the slider's position is already there.
        self._moved_by_user(self.verticalScrollBar().sliderPosition())

    def _selected_by_user(self) -> None:
        current = self.currentIndex().row()
        if self.following and 0 <= current < self._records.size - 1:
            self._set_following(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self._moved_by_user(self.verticalScrollBar().value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.verticalScrollBar().value(), self.currentIndex().row()
        super().keyPressEvent(event)
        after = self.verticalScrollBar().value(), self.currentIndex().row()
        at_last = after[1] == self._records.size - 1 and event.key() in (Qt.Key.Key_End, Qt.Key.Key_Down)
        if before != after or at_last:
            self._moved_by_user(self.verticalScrollBar().value())
            self._selected_by_user()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._selected_by_user()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        index = self.indexAt(event.position().toPoint())
        if plain and index.isValid() and self._over_request(event.position().toPoint()):
            line = self._records.line(index.row())
            if line is not None:
                self.request_activated.emit(line.record)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self._over_request(event.position().toPoint())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _over_request(self, point: QPoint) -> bool:
        index = self.indexAt(point)
        line = self._records.line(index.row()) if index.isValid() else None
        if line is None or not line.request or index.column() != Column.REQUEST:
            return False
        end = self.columnViewportPosition(Column.REQUEST) + (len(line.request) + 2) * fonts.char_width()
        return point.x() <= end

    # New rows

    @Slot(QModelIndex, int, int)
    def _before_rows(self, _parent: QModelIndex, _first: int, _last: int) -> None:
        self._moving = True

    @Slot(QModelIndex, int, int)
    def _after_rows(self, _parent: QModelIndex, first: int, last: int) -> None:
        count = last - first + 1
        bar = self.verticalScrollBar()
        if self.following:
            self.to_end()
        else:
            if first <= bar.value():
                self.updateGeometries()
                bar.setValue(bar.value() + count)
            self.updateGeometries()
            self._set_waiting(self.waiting + count if bar.value() < bar.maximum() else 0)
        self._moving = False

    @Slot()
    def _before_reset(self) -> None:
        self._moving = True

    @Slot()
    def _after_reset(self) -> None:
        self._moving = False
        self._shown = None  # whoever shows the current line is told again
        self._set_waiting(0)

    # Places

    def spot(self) -> Spot:
        """Where the reader is now."""
        top, current = self.verticalScrollBar().value(), self.currentIndex().row()
        visible = top <= current <= top + self._page_rows()
        anchor = current if visible else top
        line = self._records.line(anchor)
        return Spot(
            anchor=self._records.row_id(anchor),
            anchor_ns=line.record.time_ns if line else None,
            below_top=anchor - top,
            selected=self._records.row_id(current),
            following=self.following,
            waiting=self.waiting,
        )

    def go_to(self, spot: Spot) -> None:
        """Come back to a spot, or as close to it as the rows allow."""
        selected = None if spot.selected is None else self._records.position(spot.selected)
        if selected is not None:
            self.select_row(selected, scroll=False)
        if spot.following:
            self.follow()
            return
        place = self._records.nearest(spot.anchor, spot.anchor_ns)
        self.updateGeometries()
        if place is not None:
            self.verticalScrollBar().setValue(max(0, place - spot.below_top))
        self._set_following(False)
        self._set_waiting(spot.waiting)

    def select_row(self, row: int, *, scroll: bool = True) -> None:
        """Make a row the current one."""
        index, bar = self._records.index(row, 0), self.verticalScrollBar()
        in_view = bar.value() <= row < bar.value() + self._page_rows()
        self.setAutoScroll(False)
        self.setCurrentIndex(index)
        self.setAutoScroll(True)
        if scroll and not in_view:
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        if scroll:
            self._selected_by_user()

    def current_line(self) -> Line | None:
        """The line of the current row, None without one or while it is not here."""
        return self._records.line(self.currentIndex().row())

    def rows_in_view(self) -> tuple[int, int]:
        """The first and the last row that can be seen."""
        top = self.verticalScrollBar().value()
        return top, min(top + self._page_rows(), self._records.size) - 1

    def _page_rows(self) -> int:
        return max(1, self.viewport().height() // max(1, self.verticalHeader().defaultSectionSize()))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._tell_current()

    @Slot()
    def _tell_current(self) -> None:
        line = self.current_line()
        if line is not self._shown:
            self._shown = line
            self.record_shown.emit(line)

    # Qt

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Rows only: Home and End are the log's. Without a selection, movement begins in view."""
        last = self._records.size - 1
        if action in (_Move.MoveHome, _Move.MoveEnd):
            return self._records.index(0 if action is _Move.MoveHome else last, 0)
        if self.currentIndex().isValid() or last < 0:
            return super().moveCursor(action, modifiers)
        top = self.verticalScrollBar().value()
        return self._records.index(min(last, top + self._page_rows() - 1) if self.following else top, 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Past the item view's own handler, which would make some row the current one."""
        QAbstractScrollArea.focusInEvent(self, event)
        self.viewport().update()

    def keyboardSearch(self, _text: str) -> None:
        """Letters are shortcuts here; Qt's own search would read every row."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """All rows at once, past the item view's own painting cell by cell."""
        top = self.verticalScrollBar().value()
        self._records.want(top, top + self._page_rows())
        area = event.rect()
        first = self.rowAt(area.top())
        if first < 0:
            return
        height = self.verticalHeader().defaultSectionSize()
        place = self.rowViewportPosition(first)
        last = min(first + (area.bottom() - place) // height, self._records.size - 1)
        selected = self.currentIndex().row() if self.selectionModel().hasSelection() else -1
        painter = QPainter(self.viewport())
        self._painter.paint(painter, range(first, last + 1), place, height, self._spans(), selected)

    def _spans(self) -> list[Span]:
        """The columns that can be seen."""
        spans = []
        for column in Column:
            left, width = self.columnViewportPosition(column), self.columnWidth(column)
            if width > 0:
                spans.append(Span(column, left, left + width - 1))
        return spans

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.following:
            self.to_end()
        self._place_pill()

    def _place_pill(self) -> None:
        size = self.pill.sizeHint()
        self.pill.resize(size)
        bar = self.verticalScrollBar().sizeHint().width()
        left = self.width() - bar - size.width() - fonts.char_width()
        self.pill.move(left, self.height() - size.height() * 3 // 2)


def _fitting(texts: Iterable[str]) -> int:
    longest = max(map(len, texts), default=0)
    return min(max(longest, _NARROWEST), _WIDEST) + 2
