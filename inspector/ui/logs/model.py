"""The records of the table: row IDs in a buffer, texts from the cache, nothing else."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from inspector.logs.records import Record
from inspector.ui.kit import fonts
from inspector.ui.kit.text import plain_tip
from inspector.ui.logs.cache import LineCache
from inspector.ui.logs.lines import Line
from inspector.ui.logs.rows import Block, RowBuffer
from inspector.ui.logs.texts import utc_time
from inspector.ui.logs.work import preview_id, preview_position

Index: TypeAlias = QModelIndex | QPersistentModelIndex

LINE_ROLE = Qt.ItemDataRole.UserRole
RECORD_ROLE = Qt.ItemDataRole.UserRole + 1

# Pages fetched ahead in the direction of scrolling, and kept at hand behind.
_PAGES_AHEAD, _PAGES_BEHIND = 3, 1
# A full buffer lets go of so large a part, so that it is not full again at once.
_SHARE_DROPPED = 10
# More blocks than this are not worth announcing one by one.
_MOST_BLOCKS = 64


class Column(IntEnum):
    """The columns, in order."""

    TIME = 0
    LEVEL = 1
    LOGGER = 2
    REQUEST = 3
    SOURCE = 4
    MESSAGE = 5


TITLES = ("Time", "Level", "Logger", "Request", "Source", "Message")
_ROLES = [
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    LINE_ROLE,
    RECORD_ROLE,
]


class RecordModel(QAbstractTableModel):
    """Rows of a preview, then of a buffer. Texts that are not here yet are "…" until the cache has them."""

    def __init__(self, cache: LineCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cache = cache
        self.buffer: RowBuffer | None = None
        self._preview_size = 0
        self._seen = (0, -1)
        self._downward = False
        self.dates = False
        self.source_names: dict[str, str] = {}
        cache.arrived.connect(self.refresh)

    def show_preview(self, size: int) -> None:
        """Show the cache's preview."""
        self.beginResetModel()
        self.buffer = None
        self._preview_size = size
        self.endResetModel()

    def show_rows(self, buffer: RowBuffer | None) -> None:
        """Show these rows from now on."""
        self.beginResetModel()
        self.buffer = buffer
        self._preview_size = 0
        self.endResetModel()

    def insert(self, blocks: tuple[Block, ...]) -> None:
        """Put new rows into the buffer, each block announced before it is there."""
        if self.buffer is None or not blocks:
            return
        new = sum(len(block.ids) for block in blocks)
        full = not self.buffer.has_room(new)
        if full or len(blocks) > _MOST_BLOCKS:
            self.beginResetModel()
            for block in blocks:
                self.buffer.insert(block)
            if full:
                self.buffer.drop_first(new + self.size // _SHARE_DROPPED)
            self.endResetModel()
            return
        for block in blocks:
            self.beginInsertRows(QModelIndex(), block.at, block.at + len(block.ids) - 1)
            self.buffer.insert(block)
            self.endInsertRows()

    def set_dates(self, dates: bool) -> None:
        """Show the day before the time, because the log spans several."""
        if dates != self.dates:
            self.dates = dates
            self.refresh()

    @property
    def left_out(self) -> int:
        """How many records are too many to be listed."""
        return 0 if self.buffer is None else self.buffer.left_out

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self._preview_size if self.buffer is None else len(self.buffer)

    def row_id(self, row: int) -> int | None:
        """The ID of the record in a row."""
        if not 0 <= row < self.size:
            return None
        return preview_id(row) if self.buffer is None else self.buffer.id_at(row)

    def position(self, row_id: int) -> int | None:
        """The row that shows this record, None when none does."""
        if self.buffer is None:
            return preview_position(row_id) if -self._preview_size <= row_id < 0 else None
        return self.buffer.position(row_id)

    def nearest(self, row_id: int | None, time_ns: int | None) -> int | None:
        """The row of this record, or the one closest to it; None when nothing is known to compare."""
        place = None if row_id is None else self.position(row_id)
        if place is not None or self.buffer is None:
            return place
        if time_ns is not None:
            place = self.buffer.nearest_time(time_ns)
        return self.buffer.nearest(row_id) if place is None and row_id is not None else place

    def line(self, row: int) -> Line | None:
        """The line of a row, None when there is no such row or it is not here yet."""
        number = self.row_id(row)
        return None if number is None else self.cache.line(number)

    def want(self, first: int, last: int) -> None:
        """Rows `first` to `last` are on screen; those that scrolling on would show are fetched after them."""
        first, last = max(0, first), min(last, self.size - 1)
        if first != self._seen[0]:
            self._downward = first > self._seen[0]
        self._seen = (first, last)
        if self.buffer is None or first > last:
            return
        ids, page = self.buffer.ids, last + 1 - first
        ahead = ids[last + 1 : last + 1 + page * (_PAGES_AHEAD if self._downward else _PAGES_BEHIND)]
        behind = ids[max(0, first - page * (_PAGES_BEHIND if self._downward else _PAGES_AHEAD)) : first]
        self.cache.want(ids[first : last + 1].tolist(), [*ahead.tolist(), *behind.tolist()])

    def want_again(self) -> None:
        """What is on screen may have changed in the file."""
        self.want(*self._seen)

    @Slot()
    def refresh(self) -> None:
        """Texts of visible rows may have changed."""
        first, last = self._seen[0], min(self._seen[1], self.size - 1)
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, Column.MESSAGE), _ROLES)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self.size

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(TITLES):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.line(index.row())
        if role == LINE_ROLE:
            return line
        if role == RECORD_ROLE:
            return None if line is None else line.record
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            tip = None if line is None else self._tip(line, Column(index.column()))
            return None if tip is None else plain_tip(tip)
        if role == Qt.ItemDataRole.FontRole:
            return fonts.mono()
        return None

    def text(self, line: Line | None, column: int) -> str:
        """What a cell says; "…" stands for a line that is not here yet."""
        if line is None:
            return "…" if column == Column.MESSAGE else ""
        match Column(column):
            case Column.TIME:
                return f"{line.day[5:]} {line.time}" if self.dates and line.day else line.time
            case Column.LEVEL:
                return line.level
            case Column.LOGGER:
                return line.logger
            case Column.REQUEST:
                return line.request or "–"
            case Column.SOURCE:
                return self.source_names.get(line.record.source, line.record.source)
            case Column.MESSAGE:
                return " ".join(part for part in (line.message, line.extras, line.fold) if part)

    def _tip(self, line: Line, column: Column) -> str | None:
        record: Record = line.record
        match column:
            case Column.TIME:
                return utc_time(record.time_ns) or "no readable time"
            case Column.LEVEL:
                written = "" if record.level_raw is None else f", written {record.level_raw}"
                return record.level.word + written
            case Column.LOGGER:
                return record.logger
            case Column.REQUEST:
                return f"{record.request_key}: {line.request}" if record.request_key else None
            case Column.SOURCE:
                return record.source if record.line is None else f"{record.source}:{record.line}"
            case Column.MESSAGE:
                return None
