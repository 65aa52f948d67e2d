"""A log workbench on a fake log, driven step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.ui.kit.jobs import ManualJobs
from inspector.ui.kit.state import MemoryState
from inspector.ui.logs.model import Column
from inspector.ui.logs.table import RecordTable
from inspector.ui.logs.workbench import LogWorkbench
from tests.ui.logs.fakes import FakeLogs, FakeOpener


@dataclass(slots=True)
class Bench:
    """The window, the jobs that wait, and the log behind it."""

    window: LogWorkbench
    jobs: ManualJobs
    logs: FakeLogs
    opener: FakeOpener

    @property
    def table(self) -> RecordTable:
        """The record table."""
        return self.window.table

    def step(self) -> None:
        """Look at the log once and let all jobs end."""
        self.jobs.drain()
        self.window.session.look()
        self.jobs.drain()

    def messages(self) -> list[str]:
        """The beginning of every message shown, top to bottom."""
        model = self.table.model()
        self.table.grab()
        self.jobs.drain()
        texts = [model.index(row, Column.MESSAGE).data() for row in range(model.rowCount())]
        return [text.split(" latency")[0] for text in texts]

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in the table, which takes the focus."""
        self.window.activateWindow()
        self.table.setFocus()
        QTest.keyClick(self.table, key, modifier)
        self.jobs.drain()


def open_bench(qtbot: QtBot, logs: FakeLogs, *, opened: bool = True) -> Iterator[Bench]:
    """A shown window on this log; closed and shut down in the end."""
    jobs, opener = ManualJobs(), FakeOpener(logs)
    window = LogWorkbench(jobs, MemoryState(), opener=opener)
    qtbot.addWidget(window)
    window.resize(1200, 500)
    window.show()
    bench = Bench(window, jobs, logs, opener)
    if opened:
        window.open([Path(path) for path in logs.sources])
        bench.step()
    yield bench
    window.shutdown()


def type_into(bench: Bench, box: str, text: str) -> None:
    """Type into the request or text box and press Enter."""
    edit = getattr(bench.window.filters, box)
    bench.window.activateWindow()
    edit.setFocus()
    edit.clear()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    bench.step()
