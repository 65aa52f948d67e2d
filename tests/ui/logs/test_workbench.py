"""The log workbench: detail, secrets, files, states, what the shell gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from inspector.base.secrets import MASK
from inspector.logs.query import Query
from inspector.ui.kit.status import StatusLine
from inspector.ui.kit.text import Label
from inspector.ui.logs.model import Column
from inspector.ui.logs.table import RecordTable
from tests.ui.logs.bench import Bench, type_into
from tests.ui.logs.fakes import make_record

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def test_the_detail_shows_the_selected_record(bench: Bench) -> None:
    """Message, fields, traceback, JSON, raw text."""
    bench.logs.add(make_record(60, detail="Traceback (most recent call last):\nRuntimeError: no"))
    bench.step()
    assert not bench.window.detail.isVisible()

    bench.table.select_row(60)

    detail = bench.window.detail
    assert detail.isVisible()
    assert detail.message.text() == "message 60"
    assert detail.traceback.toPlainText().endswith("RuntimeError: no")
    assert detail.json.toPlainText() == '{\n  "message": "message 60"\n}'
    assert detail.raw.toPlainText() == '{"message": "message 60"}'


def test_a_record_that_grows_is_shown_anew(bench: Bench) -> None:
    """Its continuation lines came later."""
    bench.table.select_row(59)
    bench.messages()
    bench.logs.segments[0][59] = make_record(59, continuation=("late line",))
    bench.logs.revision += 1

    bench.step()
    bench.messages()

    assert bench.window.detail.traceback.toPlainText() == "late line"


def test_secrets_are_revealed_on_purpose_everywhere(bench: Bench) -> None:
    """Row, detail and clipboard; and hidden again."""
    secret = make_record(
        60, message="password=hunter2", raw='{"m": "password=hunter2"}', fields={"token": "t0p"}
    )
    bench.logs.add(secret)
    bench.step()
    bench.table.select_row(60)
    bench.key(Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == f"password={MASK}"
    assert bench.messages()[-1] == f"password={MASK} token={MASK}"

    bench.window.context.secrets.click()
    bench.messages()

    assert bench.messages()[-1] == "password=hunter2 token=t0p"
    assert bench.window.detail.message.text() == "password=hunter2"
    bench.key(Key.Key_C, CTRL | SHIFT)
    assert json.loads(QGuiApplication.clipboard().text())["fields"] == {"token": "t0p"}

    bench.window.context.secrets.click()
    bench.messages()
    assert bench.window.detail.message.text() == f"password={MASK}"


def test_the_menu_offers_what_the_keys_do(bench: Bench, qtbot: QtBot) -> None:
    """Shortcuts are shown in it."""
    bench.table.select_row(59)
    bench.table.customContextMenuRequested.emit(QPoint(5, 5))
    menu = bench.table.findChild(QMenu)
    assert menu is not None

    texts = [action.text() for action in menu.actions() if action.text()]
    menu.close()

    assert texts[0] == "Show only this &request"
    assert "&Next error" in texts


def test_the_detail_can_be_put_away_and_comes_back(bench: Bench) -> None:
    """Ctrl+I, the cross, Enter."""
    bench.table.select_row(59)
    bench.window.detail.closed.emit()
    bench.table.select_row(58)
    assert not bench.window.detail.isVisible()

    bench.key(Key.Key_Return)

    assert bench.window.detail.isVisible()


def test_several_files_show_a_source_column_and_where_each_row_is_from(merged: Bench) -> None:
    """Merged by time, stable within a file."""
    merged.messages()
    model = merged.table.model()

    assert not merged.table.isColumnHidden(Column.SOURCE)
    assert [model.index(row, Column.SOURCE).data() for row in range(3)] == ["api", "worker", "api"]
    assert merged.window.context.files.text() == "merged 2 files"


def test_the_files_popup_tells_format_and_reason(merged: Bench) -> None:
    """One paragraph a file."""
    merged.window.context.files.click()
    texts = merged.window.context.popup.texts()
    merged.window.context.popup.hide()

    assert "worker.jsonl" in texts
    assert "python json: levelname and asctime" in texts
    assert "25 records · 2.5 kB · following" in texts


def test_a_problem_is_a_banner_that_comes_and_goes(bench: Bench) -> None:
    """The file is tried again all the time."""
    bench.logs.problem = "api.jsonl cannot be read: permission denied."
    bench.logs.revision += 1
    bench.step()
    assert bench.window.banner.text == "api.jsonl cannot be read: permission denied."

    bench.logs.problem = ""
    bench.logs.revision += 1
    bench.step()

    assert bench.window.banner.text == ""


def test_rotation_is_told_and_following_goes_on(bench: Bench) -> None:
    """A sentence, no banner."""
    said: list[StatusLine] = []
    bench.window.status_changed.connect(said.append)
    bench.logs.rotations = 1
    bench.logs.segments.append([make_record(0, segment=1, message="first of the new file")])
    bench.logs.revision += 1

    bench.step()

    assert said[-1].event == "api.jsonl rotated; following the new file"
    assert bench.table.following
    assert bench.messages()[-1] == "first of the new file"


def test_a_rewritten_file_voids_all_rows(bench: Bench) -> None:
    """Another epoch: everything is asked again."""
    bench.table.select_row(10)
    bench.logs.renew([make_record(number, message=f"new {number}") for number in range(3)])

    bench.step()

    assert bench.messages() == ["new 0", "new 1", "new 2"]


@pytest.mark.parametrize(
    ("problem", "title"),
    [("", "The log is empty"), ("x.log is missing.", "The log cannot be read")],
)
def test_a_log_without_records_says_why(closed: Bench, problem: str, title: str) -> None:
    """Empty and unreadable are different things."""
    closed.logs.problem = problem

    closed.window.open([Path("/logs/x.log")])
    closed.step()

    assert closed.window.page.empty.title == title


def test_an_empty_log_fills(closed: Bench) -> None:
    """The first record takes the place of the sentence."""
    closed.window.open([Path("/logs/x.log")])
    closed.step()
    closed.logs.add(make_record(0))
    closed.step()

    assert closed.window.page.currentWidget() is closed.table
    assert closed.messages() == ["message 0"]


def test_a_log_that_cannot_be_opened_is_told(closed: Bench) -> None:
    """And the window is ready: nothing more will come."""
    ready: list[bool] = []
    call = Call(ready)
    closed.window.ready.connect(call.now)
    closed.opener.failure = OSError("no such device")

    closed.window.open([Path("/logs/x.log")])
    closed.step()

    assert closed.window.banner.text == "The log cannot be opened: no such device"
    assert ready == [True]


def test_a_search_that_fails_is_told_once_not_over_and_over(bench: Bench) -> None:
    """Asked again when the log changes."""
    bench.logs.failure = OSError("disk gone")
    type_into(bench, "text", "x")
    asked = len(bench.logs.asked)
    bench.step()
    bench.step()

    assert bench.window.banner.text == "The log cannot be searched: disk gone"
    assert len(bench.logs.asked) == asked


def test_status_title_and_ready(closed: Bench) -> None:
    """What the shell gets."""
    said: list[StatusLine] = []
    titles: list[object] = []
    ready: list[bool] = []
    closed.window.status_changed.connect(said.append)
    closed.window.title_changed.connect(titles.append)
    call = Call(ready)
    closed.window.ready.connect(call.now)
    closed.logs.add(*(make_record(number) for number in range(12)))

    closed.window.open([Path("/srv/logs/api.jsonl")])
    closed.step()
    closed.step()

    assert titles == ["logs/api.jsonl"]
    assert ready == [True]
    assert (said[-1].summary, said[-1].errors, said[-1].error_text) == ("12 records", 2, "2 errors")


def test_another_log_takes_the_place_of_the_first(bench: Bench) -> None:
    """The old one is stopped and closed by a job; its rows are gone."""
    bench.table.select_row(3)
    type_into(bench, "text", "message 1")
    bench.window.open([Path("/logs/other.jsonl")])

    assert bench.window._model.size == 0
    bench.step()

    assert bench.opener.feeds[0].running is False
    assert bench.logs.closed
    assert bench.window.session.query.everything


def test_shutdown_stops_and_closes_at_once(bench: Bench) -> None:
    """No job is needed for it."""
    bench.window.shutdown()

    assert (bench.opener.feeds[0].running, bench.logs.closed) == (False, True)


class Call:
    """Notes that it was called."""

    def __init__(self, calls: list[bool]) -> None:
        self._calls = calls

    def now(self) -> None:
        self._calls.append(True)


def test_more_records_than_can_be_listed(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest are, and the status bar tells; new ones take the place of the oldest."""
    lines: list[StatusLine] = []
    bench.window.status_changed.connect(lines.append)
    monkeypatch.setattr(RecordTable, "most_rows", 40)
    bench.window.filters.clear()
    bench.window.session.set_query(Query(text="message"))
    bench.step()
    assert bench.messages()[0] == "message 20"
    assert lines[-1].event == "Only the newest 40 records are listed; filter to see the other 20"

    bench.logs.add(*(make_record(number) for number in range(60, 63)))
    bench.step()
    assert (bench.messages()[0], bench.messages()[-1]) == ("message 27", "message 62")
    assert bench.table.rows_in_view()[1] == 35


def test_a_log_that_cannot_be_read_is_told_once_and_not_followed(closed: Bench) -> None:
    """As a sentence with its full stop, on the page; nothing claims to follow."""
    closed.logs.segments = [[]]
    closed.logs.problem = "api.jsonl cannot be read: permission denied"
    closed.window.open([Path("/logs/api.jsonl")])
    closed.step()

    texts = [label.text() for label in closed.window.page.empty.findChildren(Label)]
    told = f"{closed.logs.problem}. It opens by itself once it can be read."
    assert told in texts
    assert closed.window.banner.text == ""
    assert closed.window.context.follow.text() == "not readable"
