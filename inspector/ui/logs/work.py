"""What the window lets jobs do: frozen questions that are called off the GUI thread, and their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inspector.base.cancel import CancelToken
from inspector.logs.query import Query, Rows, VoidRowsError, Watermark
from inspector.logs.records import Record
from inspector.logs.requests import RequestSort, RequestSummary
from inspector.ui.logs.levels import ALL_LEVELS, ERRORS
from inspector.ui.logs.lines import Line, lines_of
from inspector.ui.logs.opening import Following, Logs, Opened, Opener
from inspector.ui.logs.rows import next_among

# Rows whose records come along with an answer, so that they are painted without a gap.
_ALONG = 60


@dataclass(frozen=True, slots=True)
class Peeked:
    """The newest records of the files, oldest first, and how large the files were before."""

    lines: tuple[Line, ...]
    sizes: tuple[int, ...]
    reveal: bool


@dataclass(frozen=True, slots=True)
class Peek:
    """Read the newest records from the files; None when the files are still as large as `known`."""

    opener: Opener
    paths: tuple[Path, ...]
    reveal: bool
    limit: int
    known: tuple[int, ...] = ()

    def __call__(self, _cancel: CancelToken) -> Peeked | None:
        sizes = self.opener.sizes(self.paths)
        if sizes == self.known:
            return None
        records = self.opener.preview(self.paths, self.limit)
        return Peeked(lines_of(records, reveal=self.reveal), sizes, self.reveal)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Logs that were opened. `number` tells openings apart."""

    opened: Opened
    number: int


@dataclass(frozen=True, slots=True)
class Begin:
    """Open logs."""

    opener: Opener
    paths: tuple[Path, ...]
    cache: Path | None
    number: int

    def __call__(self, cancel: CancelToken) -> Beginning:
        cancel.raise_if_cancelled()
        return Beginning(self.opener.open(self.paths, self.cache), self.number)


@dataclass(frozen=True, slots=True)
class End:
    """Stop following; close the logs when they are given."""

    feed: Following | None
    logs: Logs | None

    def __call__(self, _cancel: CancelToken) -> None:
        if self.feed is not None:
            self.feed.stop()
        if self.logs is not None:
            self.logs.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows, and the lines of those that will be seen first. `matched` maps preview rows to real ones."""

    rows: Rows
    lines: tuple[Line, ...]
    matched: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """Which records match; only newer ones with `after`.

    `around` is a row that will be in view, None for the end. `preview` are the preview's records, to be
    found again among the rows.
    """

    logs: Logs
    query: Query
    reveal: bool
    after: Watermark | None = None
    around: int | None = None
    preview: tuple[Record, ...] = ()

    def __call__(self, cancel: CancelToken) -> Answer:
        rows = self.logs.rows(self.query, self.after, cancel)
        cancel.raise_if_cancelled()
        ids = self._first_seen(rows.ids)
        lines: tuple[Line, ...] = ()
        if len(ids):
            lines = lines_of(self.logs.records(ids.tolist(), rows.epoch), reveal=self.reveal)
        cancel.raise_if_cancelled()
        return Answer(rows, lines, self._matched(lines))

    def _first_seen(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        if self.preview:
            return ids[-(len(self.preview) + _ALONG) :]
        if self.around is None or not len(ids):
            return ids[-_ALONG:]
        place = int(np.argmin(np.abs(ids - self.around)))
        return ids[max(0, place - _ALONG // 2) : place + _ALONG // 2]

    def _matched(self, lines: Sequence[Line]) -> dict[int, int]:
        if not self.preview:
            return {}
        rows = {(line.record.source, line.record.offset): line.record.row for line in lines}
        places = ((preview_id(i), (old.source, old.offset)) for i, old in enumerate(self.preview))
        return {number: rows[place] for number, place in places if place in rows}


def same_records(old: Sequence[Record], new: Sequence[Record]) -> dict[int, int]:
    """Rows of an old preview to those of a new one that show the same record."""
    places = {(record.source, record.offset): preview_id(i) for i, record in enumerate(new)}
    found = ((preview_id(i), places.get((record.source, record.offset))) for i, record in enumerate(old))
    return {row: place for row, place in found if place is not None}


def preview_id(position: int) -> int:
    """The row ID that stands for a record of the preview: real ones are never negative."""
    return -1 - position


def preview_position(row: int) -> int:
    """Where in the preview the record with this row ID stands."""
    return -1 - row


@dataclass(frozen=True, slots=True)
class Fetch:
    """The lines of some rows; none when rows of their epoch are void by now."""

    logs: Logs
    ids: tuple[int, ...]
    reveal: bool
    epoch: int | None = None

    def __call__(self, _cancel: CancelToken) -> tuple[Line, ...]:
        try:
            return lines_of(self.logs.records(self.ids, self.epoch), reveal=self.reveal)
        except VoidRowsError:
            return ()


@dataclass(frozen=True, slots=True)
class FindError:
    """The row of the next (or previous) error among those shown, None when there is none."""

    logs: Logs
    query: Query
    ids: NDArray[np.int64]
    start: int
    forward: bool

    def __call__(self, cancel: CancelToken) -> int | None:
        levels = ERRORS & (ALL_LEVELS if self.query.levels is None else self.query.levels)
        if not levels:
            return None
        errors = self.logs.rows(replace(self.query, levels=levels), None, cancel)
        place = next_among(self.ids, errors.ids, self.start, forward=self.forward)
        return None if place is None else int(self.ids[place])


@dataclass(frozen=True, slots=True)
class KnownRequests:
    """The requests to choose from, those with the most records first."""

    logs: Logs
    limit: int

    def __call__(self, cancel: CancelToken) -> tuple[RequestSummary, ...]:
        return self.logs.requests(RequestSort.RECORDS, self.limit, cancel)
