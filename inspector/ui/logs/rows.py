"""Row IDs in display order: a buffer that grows in place, and where new rows belong in it."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspector.logs.query import Rows

_FIRST_CAPACITY = 1024
_SEARCH_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows that stand together; `at` is the position of the first when the blocks before it are in."""

    at: int
    ids: NDArray[np.int64]
    times_ns: NDArray[np.int64]


class RowBuffer:
    """The rows of one answer and of everything that came after it.

    `by_time` says that several sources are merged: they stand by time, and the times are kept. One source
    stands in the order of its row IDs. Rows that come late are put in their place. At most `most` rows
    are held, the last ones; `left_out` counts the others.
    """

    def __init__(self, rows: Rows, *, by_time: bool, most: int = sys.maxsize) -> None:
        self.by_time = by_time
        self.mark = rows.mark
        self.epoch = rows.epoch
        self.left_out = max(0, len(rows.ids) - most)
        self._most = most
        self._size = len(rows.ids) - self.left_out
        # The answer's arrays are read-only: the first growth copies them, and not before.
        self._ids = rows.ids[self.left_out :]
        self._times = rows.times_ns[self.left_out :] if by_time else rows.times_ns[:0]

    def __len__(self) -> int:
        return self._size

    @property
    def ids(self) -> NDArray[np.int64]:
        """All row IDs; a view that later blocks may change."""
        return self._ids[: self._size]

    def id_at(self, position: int) -> int:
        """The row ID at a position."""
        return int(self._ids[position])

    def blocks(self, rows: Rows) -> tuple[Block, ...]:
        """Where these rows go, first block first. Changes nothing."""
        if not len(rows.ids):
            return ()
        if not self._late(rows):
            return (Block(self._size, rows.ids, rows.times_ns),)
        if self.by_time:
            positions = np.searchsorted(self._times[: self._size], rows.times_ns, side="right")
        else:
            positions = np.searchsorted(self.ids, rows.ids)
        cuts = np.flatnonzero(np.diff(positions)) + 1
        starts = [0, *cuts.tolist()]
        ends = [*cuts.tolist(), len(rows.ids)]
        return tuple(
            Block(int(positions[start]) + start, rows.ids[start:end], rows.times_ns[start:end])
            for start, end in zip(starts, ends, strict=True)
        )

    def _late(self, rows: Rows) -> bool:
        if not self._size:
            return False
        if self.by_time:
            return bool(rows.times_ns[0] < self._times[self._size - 1])
        # A renamed file is still written to, while its successor has begun.
        return bool(rows.ids[0] < self._ids[self._size - 1])

    def insert(self, block: Block) -> None:
        """Put one block in its place."""
        count, end = len(block.ids), self._size + len(block.ids)
        self._reserve(end)
        _put(self._ids, block.at, self._size, block.ids)
        if self.by_time:
            _put(self._times, block.at, self._size, block.times_ns)
        self._size += count

    def has_room(self, count: int) -> bool:
        """Whether so many rows still fit."""
        return self._size + count <= self._most

    def drop_first(self, count: int) -> None:
        """Leave out the first rows."""
        count = min(count, self._size)
        self._ids = self._ids[count : self._size].copy()
        if self.by_time:
            self._times = self._times[count : self._size].copy()
        self._size -= count
        self.left_out += count

    def _reserve(self, size: int) -> None:
        if size <= len(self._ids) and self._ids.flags.writeable:
            return
        capacity = max(_FIRST_CAPACITY, size + size // 2)
        self._ids = _grown(self._ids[: self._size], capacity)
        if self.by_time:
            self._times = _grown(self._times[: self._size], capacity)

    def position(self, row: int) -> int | None:
        """Where a row stands, None when it is not among these."""
        found = np.flatnonzero(self.ids == row)
        return int(found[0]) if len(found) else None

    def nearest(self, row: int) -> int | None:
        """The position of a row, or of the one closest to it in its file; None when there are no rows."""
        if not self._size:
            return None
        exact = self.position(row)
        return int(np.argmin(np.abs(self.ids - row))) if exact is None else exact

    def nearest_time(self, time_ns: int) -> int | None:
        """The position of the first row at or after a time; only for merged sources."""
        if not self._size or not self.by_time:
            return None
        return min(int(np.searchsorted(self._times[: self._size], time_ns)), self._size - 1)


def next_among(ids: NDArray[np.int64], wanted: NDArray[np.int64], start: int, *, forward: bool) -> int | None:
    """The first position at or after `start` (or before and at it, going back) whose ID is wanted."""
    if not len(wanted):
        return None
    ordered = np.sort(wanted)
    step = _SEARCH_CHUNK if forward else -_SEARCH_CHUNK
    position = start
    while 0 <= position < len(ids):
        low, high = (position, position + step) if forward else (max(0, position + step + 1), position + 1)
        chunk = ids[low:high]
        places = np.minimum(np.searchsorted(ordered, chunk), len(ordered) - 1)
        hits = np.flatnonzero(ordered[places] == chunk)
        if len(hits):
            return low + int(hits[0 if forward else -1])
        position += step
    return None


def _grown(array: NDArray[np.int64], capacity: int) -> NDArray[np.int64]:
    bigger = np.empty(capacity, dtype=np.int64)
    bigger[: len(array)] = array
    return bigger


def _put(array: NDArray[np.int64], at: int, size: int, values: NDArray[np.int64]) -> None:
    array[at + len(values) : size + len(values)] = array[at:size]
    array[at : at + len(values)] = values
