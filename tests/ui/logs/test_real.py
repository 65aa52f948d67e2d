"""The log window on real files, with the real log core, threads and a writer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.logs.records import Level, Record
from inspector.ui.kit.jobs import ThreadJobs
from inspector.ui.kit.state import MemoryState
from inspector.ui.logs.model import RECORD_ROLE, Column
from inspector.ui.logs.workbench import LogWorkbench

START = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
WAIT_MS = 10_000


def line(number: int, *, level: str = "INFO", **fields: object) -> str:
    """One line as a JSON formatter of Python's logging writes it."""
    time = (START + timedelta(milliseconds=number)).isoformat(timespec="milliseconds")
    record = {
        "timestamp": time,
        "level": level,
        "logger": "api.serving",
        "message": f"message {number}",
        "request_id": f"req-{number // 5:05d}",
    }
    return json.dumps(record | fields) + "\n"


def write(path: Path, first: int, count: int, mode: str = "a") -> None:
    """Write numbered lines; every tenth is an error."""
    numbers = range(first, first + count)
    text = "".join(line(number, level="INFO" if number % 10 else "ERROR") for number in numbers)
    with path.open(mode, encoding="utf-8") as stream:
        stream.write(text)


@dataclass(slots=True)
class Live:
    """A shown window on real threads."""

    window: LogWorkbench
    qtbot: QtBot

    def open(self, *paths: Path) -> None:
        with self.qtbot.waitSignal(self.window.ready, timeout=WAIT_MS):
            self.window.open(paths)

    def wait_for(self, *messages: str) -> None:
        """Until the table ends with these messages."""
        self.qtbot.waitUntil(Ends(self.window, messages), timeout=WAIT_MS)

    @property
    def size(self) -> int:
        return self.window._model.size


class Ends:
    """Whether the last rows show these messages."""

    def __init__(self, window: LogWorkbench, messages: tuple[str, ...]) -> None:
        self._window, self._messages = window, messages

    def __call__(self) -> bool:
        model = self._window._model
        last = [model.index(row, Column.MESSAGE).data() for row in range(max(0, model.size - 50), model.size)]
        return tuple(last[-len(self._messages) :]) == self._messages


class Condition:
    """A condition over the window, by attribute path and expected value."""

    def __init__(self, live: Live, size: int) -> None:
        self._live, self._size = live, size

    def __call__(self) -> bool:
        return self._live.size == self._size


@pytest.fixture
def live(qtbot: QtBot) -> Iterator[Live]:
    """A window that is closed in the end, with its threads."""
    jobs = ThreadJobs()
    window = LogWorkbench(jobs, MemoryState())
    qtbot.addWidget(window)
    window.resize(1200, 600)
    window.show()
    yield Live(window, qtbot)
    window.shutdown()
    assert jobs.shutdown(timeout_s=5)


def _last(live: Live) -> Record | None:
    """The last record, once it is here."""
    found = live.window._model.index(live.size - 1, Column.MESSAGE).data(RECORD_ROLE)
    return found if isinstance(found, Record) else None


def test_the_field_of_the_request_id_can_be_chosen(live: Live, tmp_path: Path) -> None:
    """The menu of the pill tells the figures; the log is read again, and requests are those of the field."""
    log = tmp_path / "api.jsonl"
    log.write_text("".join(line(number, trace_id=f"trace-{number // 50}") for number in range(500)))
    live.open(log)
    fields = {action.data(): action for action in live.window.context.key_menu().actions()}

    assert fields["trace_id"].text() == "trace_id: in 100 % of a sample, 10 requests"
    assert [key for key, action in fields.items() if action.isChecked()] == ["request_id"]

    with live.qtbot.waitSignal(live.window.session.answered, timeout=WAIT_MS):
        fields["trace_id"].trigger()
    live.qtbot.waitUntil(lambda: _last(live) is not None, timeout=WAIT_MS)
    record = _last(live)

    assert live.size == 500
    assert record is not None
    assert (record.request_key, record.request_id) == ("trace_id", "trace-9")
    assert "trace_id" in live.window.context.request_key.text()


def test_a_log_is_shown_counted_and_filtered(live: Live, tmp_path: Path) -> None:
    """From file to rows."""
    log = tmp_path / "api.jsonl"
    write(log, 0, 2_000)
    live.open(log)
    live.wait_for("message 1998", "message 1999")

    assert live.size == 2_000
    assert live.window.filters.levels.chips[Level.ERROR].text() == "E 200"
    assert live.window.context.format.text().startswith("format ")
    assert "request_id" in live.window.context.request_key.text()

    live.window.activateWindow()
    live.window.filters.request.setFocus()
    QTest.keyClicks(live.window.filters.request, "req-00007")
    QTest.keyClick(live.window.filters.request, Qt.Key.Key_Return)
    live.wait_for(*(f"message {number}" for number in range(35, 40)))
    assert live.size == 5


def test_a_bad_pattern_is_told_by_the_core(live: Live, tmp_path: Path) -> None:
    """The rows stay."""
    log = tmp_path / "api.jsonl"
    write(log, 0, 50)
    live.open(log)

    live.window.activateWindow()
    live.window.filters.text.setFocus()
    QTest.keyClicks(live.window.filters.text, "/mess(age/")
    QTest.keyClick(live.window.filters.text, Qt.Key.Key_Return)
    live.qtbot.waitUntil(Told(live.window), timeout=WAIT_MS)

    assert live.size == 50


class Told:
    """Whether the text box shows an error."""

    def __init__(self, window: LogWorkbench) -> None:
        self._window = window

    def __call__(self) -> bool:
        return bool(self._window.filters.text.accessibleDescription())


def test_appended_lines_rotation_and_truncation_are_followed(live: Live, tmp_path: Path) -> None:
    """Nothing is lost, nothing doubled, and the view stays at the end."""
    log = tmp_path / "api.jsonl"
    write(log, 0, 100)
    live.open(log)
    write(log, 100, 20)
    live.wait_for("message 118", "message 119")

    log.rename(tmp_path / "api.jsonl.1")
    write(log, 200, 10, mode="w")
    live.wait_for("message 208", "message 209")
    assert live.size == 130
    assert live.window.table.following

    write(log, 300, 3, mode="w")
    live.wait_for("message 300", "message 301", "message 302")


def test_a_traceback_that_comes_later_belongs_to_its_record(live: Live, tmp_path: Path) -> None:
    """The row tells of it as soon as it is there."""
    log = tmp_path / "api.jsonl"
    write(log, 1, 5)
    live.open(log)
    live.wait_for("message 5")

    with log.open("a", encoding="utf-8") as stream:
        stream.write("Traceback (most recent call last):\n  File x\nRuntimeError: no memory\n")

    live.wait_for("message 5 Traceback, 3 lines · RuntimeError: no memory")
    assert live.size == 5


def test_two_files_are_one_timeline_while_both_grow(live: Live, tmp_path: Path) -> None:
    """A late line is put in its place."""
    api, worker = tmp_path / "api.jsonl", tmp_path / "worker.jsonl"
    write(api, 0, 50)
    write(worker, 50, 50)
    live.open(api, worker)
    live.wait_for("message 99")

    write(worker, 200, 1)
    live.wait_for("message 99", "message 200")
    write(api, 150, 1)
    live.wait_for("message 99", "message 150", "message 200")


def test_a_missing_file_opens_by_itself_once_it_is_there(live: Live, tmp_path: Path) -> None:
    """The page says so first."""
    log = tmp_path / "later.jsonl"
    live.open(log)
    assert live.window.page.empty.title == "The log does not exist yet"
    assert live.window.banner.text == ""

    write(log, 0, 3)

    live.wait_for("message 0", "message 1", "message 2")
    assert live.window.banner.text == ""


@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 40, b"plain words\nand more\n"])
def test_any_file_opens_without_a_traceback(live: Live, tmp_path: Path, content: bytes) -> None:
    """Empty, binary, plain text."""
    log = tmp_path / "thing.log"
    log.write_bytes(content)

    live.open(log)

    showing = live.window.page.currentWidget()
    assert showing is (live.window.page.empty if not live.size else live.window.table)


def test_a_flood_never_holds_up_the_window(live: Live, tmp_path: Path) -> None:
    """100,000 lines come in while the table is scrolled: the rows change in few, large steps.

    Blocks of the GUI thread are bounded generously, because a shared machine stalls by itself; what is
    asserted exactly is the work done: changes announced, and records decoded.
    """
    log = tmp_path / "flood.jsonl"
    write(log, 0, 1_000)
    live.open(log)
    live.wait_for("message 999")
    changes = Count()
    live.window._model.rowsInserted.connect(changes.add)
    watch = Watch()
    scroller = Scroller(live.window)

    for batch in range(20):
        write(log, 1_000 + batch * 5_000, 5_000)
    live.qtbot.waitUntil(Condition(live, 101_000), timeout=WAIT_MS)
    watch.stop()
    scroller.stop()

    assert changes.number <= 400
    assert scroller.steps > 0
    assert watch.longest_ms < 1_000


class Count(QObject):
    """Counts signals."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0

    @Slot(QModelIndex, int, int)
    def add(self, _parent: QModelIndex, _first: int, _last: int) -> None:
        self.number += 1


class Scroller(QObject):
    """Scrolls up and down all the time."""

    def __init__(self, window: LogWorkbench) -> None:
        super().__init__()
        self._window = window
        self.steps = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.scroll)
        self._timer.start(10)

    @Slot()
    def scroll(self) -> None:
        self.steps += 1
        bar = self._window.table.verticalScrollBar()
        bar.setValue((self.steps * 997) % max(1, bar.maximum()))

    def stop(self) -> None:
        self._timer.stop()


class Watch(QObject):
    """Measures the longest time between two turns of the event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = 0.0
        self._last: datetime | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(5)

    @Slot()
    def tick(self) -> None:
        now = datetime.now(UTC)
        if self._last is not None:
            self.longest_ms = max(self.longest_ms, (now - self._last).total_seconds() * 1000)
        self._last = now

    def stop(self) -> None:
        self._timer.stop()
