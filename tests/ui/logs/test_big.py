"""Fifty million rows scroll as fifty do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import psutil
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.logs.query import Rows, Watermark
from inspector.logs.records import Record
from inspector.ui.kit.jobs import ManualJobs
from inspector.ui.kit.state import MemoryState
from inspector.ui.logs.cache import LineCache
from inspector.ui.logs.model import Column, RecordModel
from inspector.ui.logs.rows import RowBuffer
from inspector.ui.logs.table import RecordTable
from tests.ui.logs.fakes import FakeLogs, make_record

COUNT = 50_000_000
ARRAY_BYTES = COUNT * 8


class Endless(FakeLogs):
    """Any row is a record, made when it is asked for."""

    def records(self, ids: Sequence[int], epoch: int | None = None) -> tuple[Record, ...]:
        self.fetched.append(tuple(ids))
        return tuple(make_record(row) for row in ids)


def test_fifty_million_rows(qtbot: QtBot) -> None:
    """Memory is that of the row numbers; each screen decodes only what it shows, wherever it is."""
    jobs, logs = ManualJobs(), Endless()
    cache = LineCache(jobs)
    cache.use(logs)
    model = RecordModel(cache)
    table = RecordTable(model, MemoryState())
    qtbot.addWidget(table)
    table.resize(1000, 600)
    table.show()
    table.grab()
    before = psutil.Process().memory_info().rss
    ids = np.arange(COUNT, dtype=np.int64)
    ids.flags.writeable = False

    model.show_rows(RowBuffer(Rows(ids, ids, Watermark((COUNT,)), 0), by_time=False))
    table.follow()
    for place in (COUNT - 1, 0, COUNT // 2, COUNT - 1):
        table.select_row(place)
        table.grab()
        jobs.drain()
        assert model.index(place, Column.MESSAGE).data() == f"message {place} latency_ms={place}"
    first, last = table.rows_in_view()
    table.grab()

    assert last == COUNT - 1
    assert table.rowViewportPosition(last) > table.rowViewportPosition(first) >= 0
    assert max(map(len, logs.fetched)) < 200
    assert psutil.Process().memory_info().rss - before < ARRAY_BYTES * 1.25

    QTest.keyClick(table, Qt.Key.Key_PageUp)
    assert table.rows_in_view()[1] < COUNT
    model.show_rows(None)
