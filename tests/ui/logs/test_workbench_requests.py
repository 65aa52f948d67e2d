"""One request alone and back again; from error to error."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inspector.logs.query import Query
from inspector.ui.kit.status import StatusLine
from inspector.ui.logs.model import Column
from tests.ui.logs.bench import Bench, type_into
from tests.ui.logs.fakes import make_record

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


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
