"""The record model, watched by Qt's own tester."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from inspector.logs.query import Query
from inspector.ui.kit.jobs import ManualJobs
from inspector.ui.logs.cache import LineCache
from inspector.ui.logs.lines import Line, lines_of
from inspector.ui.logs.model import LINE_ROLE, RECORD_ROLE, Column, RecordModel
from inspector.ui.logs.rows import Block, RowBuffer
from tests.ui.logs.fakes import FakeLogs, fake_logs, make_record


class Made:
    """A model on a fake log, with its jobs."""

    def __init__(self, logs: FakeLogs) -> None:
        self.jobs, self.logs = ManualJobs(), logs
        self.cache = LineCache(self.jobs)
        self.cache.use(logs)
        self.model = RecordModel(self.cache)
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Fatal, self.model
        )

    def show_all(self, *, by_time: bool = False) -> None:
        self.model.show_rows(RowBuffer(self.logs.rows(Query()), by_time=by_time))

    def text(self, row: int, column: Column) -> object:
        return self.model.index(row, column).data()


@pytest.fixture
def made() -> Made:
    """A model of ten records."""
    return Made(fake_logs(10))


def test_texts_are_placeholders_until_the_rows_were_wanted(made: Made) -> None:
    """data() never reads a file; what is on screen is fetched by a job, and after it what may be next."""
    made.show_all()
    changed: list[tuple[int, int, list[int]]] = []
    recorder = Recorder(changed)
    made.model.dataChanged.connect(recorder.add)

    assert made.text(3, Column.MESSAGE) == "…"
    made.model.want(2, 4)
    made.jobs.drain()

    assert made.text(3, Column.MESSAGE) == "message 3 latency_ms=3"
    assert made.logs.fetched == [(2, 3, 4), (5, 6, 7, 8, 9, 0, 1)]
    assert [(first, last) for first, last, _ in changed] == [(2, 4)]
    assert Qt.ItemDataRole.DisplayRole in changed[0][2]


def test_what_is_here_is_not_fetched_again(made: Made) -> None:
    """Scrolling back costs nothing."""
    made.show_all()
    made.model.want(0, 5)
    made.jobs.drain()
    made.model.want(0, 5)
    made.jobs.drain()

    assert made.logs.fetched == [(0, 1, 2, 3, 4, 5), (6, 7, 8, 9)]


def test_more_is_fetched_where_one_scrolls_to(made: Made) -> None:
    """Three pages ahead, one behind; what is on screen is announced, what is only ahead is not."""
    made.logs.add(*(make_record(number) for number in range(10, 40)))
    made.show_all()
    changed: list[tuple[int, int, list[int]]] = []
    recorder = Recorder(changed)
    made.model.want(20, 22)
    made.jobs.drain()
    made.model.dataChanged.connect(recorder.add)
    made.model.want(16, 18)
    made.jobs.drain()

    assert made.logs.fetched[:2] == [(20, 21, 22), (*range(23, 32), 17, 18, 19)]
    assert made.logs.fetched[2:] == [(16,), tuple(range(7, 16))]
    assert len(changed) == 1


def test_rows_are_announced_before_they_are_there(made: Made) -> None:
    """Appended and late blocks alike; the tester watches."""
    made.logs.sources = ("/logs/a", "/logs/b")
    made.show_all(by_time=True)
    sizes: list[int] = []
    recorder = SizeRecorder(made.model, sizes)
    made.model.rowsAboutToBeInserted.connect(recorder.add)
    late = make_record(3, segment=1, source="/logs/b")
    newest = make_record(99, segment=1, source="/logs/b")
    buffer = made.model.buffer
    assert buffer is not None
    ids = np.array([late.row, newest.row])
    times = np.array([late.time_ns, newest.time_ns])

    made.model.insert((Block(4, ids[:1], times[:1]), Block(11, ids[1:], times[1:])))

    assert sizes == [10, 11]
    assert [made.model.row_id(row) for row in (3, 4, 5, 11)] == [3, late.row, 4, newest.row]


def test_very_many_late_blocks_are_one_reset(made: Made) -> None:
    """Announcing hundreds of gaps one by one would hold up the window."""
    made.show_all(by_time=True)
    resets: list[int] = []
    recorder = SizeRecorder(made.model, resets)
    made.model.modelReset.connect(recorder.count)
    blocks = tuple(Block(place, np.array([1000 + place]), np.array([0])) for place in range(100))

    made.model.insert(blocks)

    assert (len(resets), made.model.rowCount()) == (1, 110)


def test_a_preview_has_negative_rows_and_texts(made: Made) -> None:
    """Before indexing, records show without row numbers of the log."""
    made.cache.show_preview(lines_of(made.logs.preview(4), reveal=False))
    made.model.show_preview(4)

    assert made.text(0, Column.MESSAGE) == "message 6 latency_ms=6"
    assert [made.model.row_id(row) for row in range(4)] == [-1, -2, -3, -4]
    assert (made.model.position(-2), made.model.position(-9)) == (1, None)


def test_display_texts_are_str_and_the_payload_is_the_record(made: Made) -> None:
    """Numbers of any size pass, because Qt never sees them."""
    made.logs.add(make_record(10, fields={"big": 2**80}))
    made.show_all()
    made.model.want(0, 10)
    made.jobs.drain()

    for column in Column:
        assert type(made.text(10, column)) is str
    index = made.model.index(10, 0)
    assert index.data(RECORD_ROLE) is made.logs.all()[10]
    assert isinstance(index.data(LINE_ROLE), Line)
    assert made.text(10, Column.MESSAGE) == f"message 10 big={2**80}"


def test_tips_tell_what_a_cell_has_no_room_for(made: Made) -> None:
    """UTC for the time, the word as written for the level, file and line for the source."""
    made.show_all()
    made.model.want(0, 9)
    made.jobs.drain()

    def tip(column: Column) -> object:
        return made.model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)

    assert tip(Column.TIME) == "2025-11-22T08:26:40.000Z"
    assert tip(Column.LEVEL) == "info, written INFO"
    assert tip(Column.REQUEST) == "request_id: req-0000"
    assert tip(Column.SOURCE) == "/logs/api.jsonl:1"


def test_the_day_shows_when_the_log_spans_days(made: Made) -> None:
    """Without the year: the tip and the detail have it."""
    made.show_all()
    made.model.want(0, 9)
    made.jobs.drain()
    plain = made.text(0, Column.TIME)

    made.model.set_dates(True)

    assert isinstance(plain, str)
    assert made.text(0, Column.TIME) == f"{made.cache.line(0).day[5:]} {plain}"  # type: ignore[union-attr]


def test_a_child_has_no_rows(made: Made) -> None:
    """A table is flat; the tester does not look."""
    made.show_all()

    assert made.model.rowCount(made.model.index(0, 0)) == 0
    assert made.model.columnCount(made.model.index(0, 0)) == 0
    assert made.model.rowCount(QModelIndex()) == 10


class Recorder:
    """Keeps dataChanged."""

    def __init__(self, calls: list[tuple[int, int, list[int]]]) -> None:
        self._calls = calls

    def add(self, first: QModelIndex, last: QModelIndex, roles: list[int]) -> None:
        self._calls.append((first.row(), last.row(), roles))


class SizeRecorder:
    """Keeps how many rows there were at each signal."""

    def __init__(self, model: RecordModel, sizes: list[int]) -> None:
        self._model, self._sizes = model, sizes

    def add(self, _parent: QModelIndex, _first: int, _last: int) -> None:
        self._sizes.append(self._model.rowCount())

    def count(self) -> None:
        self._sizes.append(self._model.rowCount())
