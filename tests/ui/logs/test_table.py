"""The record table: following, scrolling, places."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from tests.ui.logs.bench import Bench
from tests.ui.logs.fakes import make_record

Key = Qt.Key


def wheel(bench: Bench, steps: int) -> None:
    """Turn the mouse wheel over the table, up for positive steps."""
    place = QPointF(bench.table.viewport().rect().center())
    event = QWheelEvent(
        place,
        bench.table.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(bench.table.viewport(), event)


def at_end(bench: Bench) -> bool:
    bar = bench.table.verticalScrollBar()
    return bar.value() == bar.maximum() > 0


def add(bench: Bench, count: int) -> None:
    first = len(bench.logs.segments[0])
    bench.logs.add(*(make_record(first + number) for number in range(count)))
    bench.step()


def test_a_log_opens_at_its_end_and_follows(bench: Bench) -> None:
    """New rows scroll into view by themselves."""
    assert (at_end(bench), bench.table.following) == (True, True)

    add(bench, 5)

    assert (at_end(bench), bench.table.model().rowCount()) == (True, 65)
    assert not bench.table.pill.isVisible()


def test_scrolling_up_stops_following_and_new_rows_are_counted(bench: Bench) -> None:
    """The view stays where it is; a pill tells how many are new."""
    wheel(bench, 3)
    top = bench.table.verticalScrollBar().value()

    add(bench, 5)
    add(bench, 32)

    assert (bench.table.following, bench.table.verticalScrollBar().value()) == (False, top)
    assert (bench.table.pill.isVisible(), bench.table.pill.text()) == (True, "37 new ↓")
    assert bench.window.context.follow.text() == "paused 37 new"


def test_the_pill_goes_to_the_end_and_follows_again(bench: Bench) -> None:
    """One click back to live."""
    wheel(bench, 3)
    add(bench, 5)

    bench.table.pill.click()

    assert (at_end(bench), bench.table.following, bench.table.pill.isVisible()) == (True, True, False)
    assert bench.window.context.follow.text() == "● following"


@pytest.mark.parametrize("key", [Key.Key_End, Key.Key_F])
def test_keys_go_back_to_following(bench: Bench, key: Key) -> None:
    """End, and F which toggles."""
    bench.key(Key.Key_Home)
    assert not bench.table.following

    bench.key(key)

    assert (at_end(bench), bench.table.following) == (True, True)


def test_scrolling_to_the_end_follows_again(bench: Bench) -> None:
    """As in every terminal."""
    wheel(bench, 3)
    assert not bench.table.following

    wheel(bench, -10)

    assert bench.table.following


def test_dragging_the_bar_stops_and_starts_following(bench: Bench) -> None:
    """The slider's position decides, before its value follows."""
    bar = bench.table.verticalScrollBar()

    bar.triggerAction(bar.SliderAction.SliderPageStepSub)
    assert not bench.table.following

    bar.triggerAction(bar.SliderAction.SliderToMaximum)
    assert bench.table.following


def test_selecting_an_earlier_record_stops_following(bench: Bench) -> None:
    """What one reads must not run away."""
    bench.key(Key.Key_Up)
    bench.table.select_row(40)

    assert not bench.table.following


def test_rows_above_the_view_do_not_move_it(bench: Bench) -> None:
    """A late record of another file is put in its place; the lines in view stay."""
    bench.table.pause()
    bench.table.verticalScrollBar().setValue(20)
    bench.window.session._model.buffer.by_time = True  # type: ignore[union-attr]
    model = bench.window._model
    top = model.row_id(bench.table.verticalScrollBar().value())
    assert model.buffer is not None
    model.buffer._times = bench.logs.rows(bench.window.session.query).times_ns

    late = make_record(2, segment=0, row=5000)
    bench.logs.segments[0].append(late)
    bench.logs.revision += 1
    bench.step()

    assert model.row_id(3) == 5000
    assert model.row_id(bench.table.verticalScrollBar().value()) == top


def test_a_window_that_grows_stays_at_the_end(bench: Bench) -> None:
    """Following survives resizing."""
    bench.window.resize(900, 900)
    bench.table.grab()

    assert at_end(bench)


def test_letters_are_not_searched_for_in_the_rows(bench: Bench) -> None:
    """Qt's type-ahead would ask the model for every row."""
    bench.table.select_row(50)

    bench.key(Key.Key_M)

    assert bench.table.currentIndex().row() == 50


def test_the_spot_is_the_selected_record_when_it_is_in_view_else_the_top(bench: Bench) -> None:
    """A filter change keeps in view what one looks at."""
    bench.table.select_row(30)
    bench.table.verticalScrollBar().setValue(25)
    near = bench.table.spot()
    bench.table.verticalScrollBar().setValue(0)
    far = bench.table.spot()

    assert (near.anchor, near.below_top, near.selected) == (30, 5, 30)
    assert (far.anchor, far.below_top, far.selected) == (0, 0, 30)
