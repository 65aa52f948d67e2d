"""The log workbench as a user works with it, on a fake log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from inspector.base.secrets import MASK
from inspector.logs.query import Query
from inspector.logs.records import Level
from inspector.ui.kit.status import StatusLine
from inspector.ui.logs.model import Column
from tests.ui.logs.bench import Bench, open_bench
from tests.ui.logs.fakes import fake_logs, make_record

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def unindexed(qtbot: QtBot) -> Iterator[Bench]:
    """A window on a log whose first pass runs."""
    yield from open_bench(qtbot, fake_logs(60, indexed=False))


@pytest.fixture
def merged(qtbot: QtBot) -> Iterator[Bench]:
    """A window on two files."""
    logs = fake_logs(20, sources=("/logs/api.jsonl", "/logs/worker.jsonl"))
    logs.segments.append([make_record(n, segment=1, source="/logs/worker.jsonl") for n in range(5)])
    yield from open_bench(qtbot, logs)


@pytest.fixture
def closed(qtbot: QtBot) -> Iterator[Bench]:
    """A window without a log."""
    yield from open_bench(qtbot, fake_logs(0), opened=False)


def type_into(bench: Bench, box: str, text: str) -> None:
    """Type into the request or text box and press Enter."""
    edit = getattr(bench.window.filters, box)
    bench.window.activateWindow()
    edit.setFocus()
    edit.clear()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Key.Key_Return)
    bench.step()


# Preview and first pass


def test_the_newest_records_show_before_anything_is_indexed(unindexed: Bench) -> None:
    """Newest end first; no query is asked for that."""
    assert unindexed.messages()[-1] == "message 59"
    assert unindexed.logs.asked == []
    assert unindexed.window.context.progress.active
    assert unindexed.window.context.progress.text == "Indexing 3.0 kB of 6.0 kB"


def test_the_rows_replace_the_preview_in_place(unindexed: Bench) -> None:
    """Selection, scroll position and texts stay: the same records get their numbers."""
    unindexed.table.select_row(30)
    unindexed.table.verticalScrollBar().setValue(25)

    unindexed.logs.index()
    unindexed.step()

    assert unindexed.window._model.buffer is not None
    assert unindexed.table.currentIndex().row() == 30
    assert unindexed.table.verticalScrollBar().value() == 25
    assert unindexed.table.current_line().record.row == 30  # type: ignore[union-attr]
    assert not unindexed.window.context.progress.active


def test_filters_work_on_what_is_indexed_so_far(unindexed: Bench) -> None:
    """And clearing them comes back to the end of the log."""
    type_into(unindexed, "request", "req-0003")
    assert unindexed.messages() == [f"message {number}" for number in (12, 13, 14, 15)]

    unindexed.window.filters.clear()
    unindexed.step()

    assert unindexed.messages()[-1] == "message 59"
    assert unindexed.window._model.buffer is None


def test_indexing_can_be_cancelled_and_resumed(unindexed: Bench) -> None:
    """What is indexed so far stays usable."""
    unindexed.window.context.progress.cancelled.emit()
    unindexed.step()

    assert not unindexed.opener.feeds[0].running
    assert unindexed.window._model.buffer is not None
    assert unindexed.window.banner.text == "Indexing was stopped at 50 %. What is indexed so far is shown."

    unindexed.window.banner.action.emit()
    unindexed.step()

    assert unindexed.opener.feeds[1].running
    assert unindexed.window.banner.text == ""


# Levels


def test_chips_count_and_toggle_levels(bench: Bench) -> None:
    """A click hides a level; the count stays that of the log."""
    chips = bench.window.filters.levels.chips
    assert [chips[level].text() for level in (Level.DEBUG, Level.INFO, Level.ERROR)] == [
        "D 10",
        "I 30",
        "E 10",
    ]

    QTest.mouseClick(chips[Level.INFO], LEFT)
    bench.step()

    assert bench.window._model.size == 30
    assert bench.window.filters.count.text() == "30 of 60"
    assert not chips[Level.INFO].isChecked()


@pytest.mark.parametrize("modifier", [CTRL, Qt.KeyboardModifier.AltModifier])
def test_a_click_with_ctrl_or_alt_shows_only_this_level(bench: Bench, modifier: Qt.KeyboardModifier) -> None:
    """The same again shows all."""
    chip = bench.window.filters.levels.chips[Level.ERROR]

    QTest.mouseClick(chip, LEFT, modifier)
    bench.step()
    assert bench.window.session.query.levels == frozenset({Level.ERROR})

    QTest.mouseClick(chip, LEFT, modifier)
    bench.step()
    assert bench.window.session.query.everything


def test_a_double_click_shows_only_this_level(bench: Bench) -> None:
    """Its first click toggled; the second settles it."""
    chip = bench.window.filters.levels.chips[Level.ERROR]

    QTest.mouseClick(chip, LEFT)
    QTest.mouseDClick(chip, LEFT)
    bench.step()

    assert bench.window.session.query.levels == frozenset({Level.ERROR})


def test_chips_of_rare_levels_show_when_there_are_records(bench: Bench) -> None:
    """Unknown is a class of its own."""
    unknown = bench.window.filters.levels.chips[Level.UNKNOWN]
    assert not unknown.isVisible()

    bench.logs.add(make_record(60, level=Level.UNKNOWN))
    bench.step()

    assert (unknown.isVisible(), unknown.text()) == (True, "? 1")


def test_a_minimum_level_by_keyboard(bench: Bench) -> None:
    """Ctrl+Shift+4 is error and above, Ctrl+Shift+1 everything."""
    bench.key(Key.Key_4, CTRL | SHIFT)
    bench.step()
    assert bench.window._model.size == 10

    bench.key(Key.Key_1, CTRL | SHIFT)
    bench.step()
    assert bench.window._model.size == 60


# Text


def test_text_filters_and_the_count_tells(bench: Bench) -> None:
    """Case does not matter without capitals; the core decides."""
    type_into(bench, "text", "message 5")

    assert bench.window._model.size == 11
    assert bench.window.session.query == Query(text="message 5")


def test_a_bad_pattern_is_told_in_the_box_and_the_rows_stay(bench: Bench) -> None:
    """The old result is still there; a good pattern clears the error."""
    type_into(bench, "text", "/(/")

    assert bench.window.filters.text.toolTip() == "missing closing ) at 1"
    assert bench.window._model.size == 60

    type_into(bench, "text", "message 59")

    assert "missing" not in bench.window.filters.text.toolTip()
    assert bench.messages() == ["message 59"]


def test_other_filters_work_while_the_pattern_is_bad(bench: Bench) -> None:
    """The text in force is the last good one; the bad one stays to be mended."""
    type_into(bench, "text", "message 1")
    type_into(bench, "text", "/(/")

    type_into(bench, "request", "req-0003")

    assert bench.window.session.query == Query(request="req-0003", text="message 1")
    assert bench.window.filters.text.text() == "/(/"
    assert bench.window.filters.text.accessibleDescription() == "missing closing ) at 1"

    bench.window.filters.clear()
    bench.step()

    assert bench.window.filters.text.text() == ""
    assert bench.window.filters.text.accessibleDescription() == ""
    assert bench.window._model.size == 60


def test_no_match_says_so_and_offers_to_clear(bench: Bench) -> None:
    """One click brings everything back."""
    type_into(bench, "text", "nowhere")
    assert bench.window.page.currentWidget() is bench.window.page.empty
    assert bench.window.page.empty.title == "No record matches"

    bench.window.page.triggered.emit("clear")
    bench.step()

    assert bench.window.page.currentWidget() is bench.table
    assert bench.window._model.size == 60


def test_new_records_pass_the_filter_that_is_set(bench: Bench) -> None:
    """Only the new ones are asked about."""
    type_into(bench, "text", "special")
    bench.logs.add(make_record(60), make_record(61, message="something special"))
    bench.step()

    assert bench.messages() == ["something special"]
    assert bench.logs.asked[-1][1] is not None


def test_the_selected_record_stays_in_view_when_filters_change(bench: Bench) -> None:
    """Selected and visible, before and after."""
    bench.table.select_row(33)
    bench.messages()
    selected = bench.table.current_line()

    bench.key(Key.Key_3, CTRL | SHIFT)
    bench.step()
    bench.window.filters.clear()
    bench.step()

    assert bench.window._model.size == 60
    assert bench.table.current_line() == selected
    assert 0 <= bench.table.rowViewportPosition(33) < bench.table.viewport().height()


# Requests


def test_one_key_shows_the_request_and_esc_comes_back_to_the_same_place(bench: Bench) -> None:
    """Rows, selection, scroll position and following are what they were."""
    bench.table.select_row(30)
    bench.table.verticalScrollBar().setValue(22)
    before = bench.table.spot()

    bench.key(Key.Key_R)
    bench.step()

    assert bench.messages() == [f"message {number}" for number in (28, 29, 30, 31)]
    assert bench.table.current_line().record.row == 30  # type: ignore[union-attr]
    assert bench.window.filters.request.text() == "req-0007"
    assert bench.window.context.back.isVisible()

    bench.key(Key.Key_Escape)

    assert bench.table.spot() == before
    assert bench.table.verticalScrollBar().value() == 22
    assert bench.window.filters.request.text() == ""
    assert not bench.window.context.back.isVisible()


def test_coming_back_while_following_goes_on_following(bench: Bench) -> None:
    """And what came meanwhile is there."""
    bench.table.select_row(59)
    assert bench.table.following
    bench.key(Key.Key_R)
    bench.step()
    bench.logs.add(*(make_record(number) for number in range(60, 70)))
    bench.step()

    bench.key(Key.Key_Escape)
    bench.step()

    assert (bench.table.following, bench.window._model.size) == (True, 70)
    bar = bench.table.verticalScrollBar()
    assert bar.value() == bar.maximum()


def test_views_nest(bench: Bench) -> None:
    """Filter, request, back, back."""
    type_into(bench, "text", "message")
    bench.table.select_row(10)
    bench.key(Key.Key_R)
    bench.step()
    bench.window._visit_request(make_record(40))
    bench.step()
    assert bench.messages()[0] == "message 40"

    bench.key(Key.Key_Escape)
    assert bench.messages()[0] == "message 8"
    bench.key(Key.Key_Escape)
    assert bench.window.session.query == Query(text="message")
    assert bench.window.filters.text.text() == "message"
    bench.key(Key.Key_Escape)
    assert bench.window.session.query == Query(text="message")


def test_a_click_on_a_request_shows_it_alone(bench: Bench) -> None:
    """Only on the ID itself, not on the space beside it."""
    bench.messages()
    table = bench.table
    x = table.columnViewportPosition(Column.REQUEST) + 20
    row = table.verticalScrollBar().value() + 2
    y = table.rowViewportPosition(row) + 5

    QTest.mouseClick(table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(x, y))
    bench.step()

    assert bench.window.session.query.request == f"req-{row // 4:04d}"


def test_a_record_without_a_request_tells_so(bench: Bench) -> None:
    """The key does nothing silently."""
    said: list[StatusLine] = []
    bench.window.status_changed.connect(said.append)
    bench.logs.add(make_record(60, request_id=None))
    bench.step()
    bench.table.select_row(60)

    bench.key(Key.Key_R)

    assert said[-1].event == "Select a record that has a request ID first"
    assert bench.window.session.query.everything


def test_the_request_box_completes_known_ids(bench: Bench) -> None:
    """The only ID that begins so is meant; several are offered."""
    box = bench.window.filters.request
    bench.window.activateWindow()
    box.setFocus()
    bench.step()
    assert box.completer() is not None

    type_into(bench, "request", "req-0014")
    assert bench.window._model.size == 4
    type_into(bench, "request", "req-000")
    assert bench.window._model.size == 0
    assert box.resolve("req-0") == "req-0"
    box.set_known(["req-0001", "other"], complete=True)
    assert (box.resolve("req"), box.resolve("x")) == ("req-0001", "x")
    box.set_known(["req-0001", "other"], complete=False)
    assert box.resolve("req") == "req"


# Errors


def test_e_goes_from_error_to_error_and_tells_when_there_is_none(bench: Bench) -> None:
    """The core finds them; rows outside the view too."""
    said: list[StatusLine] = []
    bench.window.status_changed.connect(said.append)

    bench.table.select_row(0)

    bench.key(Key.Key_E)
    assert bench.table.currentIndex().row() == 5
    bench.key(Key.Key_E)
    assert bench.table.currentIndex().row() == 11
    bench.key(Key.Key_E, SHIFT)
    bench.key(Key.Key_E, SHIFT)

    assert bench.table.currentIndex().row() == 5
    assert said[-1].event == "No earlier error among the records shown"


def test_without_a_selection_errors_are_sought_from_what_is_in_view(bench: Bench) -> None:
    """Not from the other end of the log."""
    bench.table.verticalScrollBar().setValue(20)

    bench.key(Key.Key_E)

    assert bench.table.currentIndex().row() == 23


def test_the_table_has_the_focus_from_the_start(bench: Bench) -> None:
    """The keys work at once; what is being typed elsewhere is not interrupted by new rows."""
    bench.window.activateWindow()
    assert bench.window.focusWidget() is bench.table

    bench.window.filters.text.setFocus()
    bench.logs.add(make_record(60))
    bench.step()

    assert bench.window.focusWidget() is bench.window.filters.text


def test_taking_the_focus_selects_nothing(bench: Bench) -> None:
    """Tab through the window does not open the detail."""
    bench.window.activateWindow()
    bench.window.filters.text.setFocus()
    bench.table.setFocus()

    assert not bench.table.currentIndex().isValid()
    assert not bench.window.detail.isVisible()


def test_e_works_in_the_preview(unindexed: Bench) -> None:
    """Before anything is indexed."""
    unindexed.key(Key.Key_E, SHIFT)

    assert unindexed.table.currentIndex().row() == 59


# Detail, secrets, copying


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


# Files and states


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
