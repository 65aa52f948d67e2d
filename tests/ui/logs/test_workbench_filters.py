"""Filters of the log workbench: levels, text, what matches."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector.logs.query import Query
from inspector.logs.records import Level
from inspector.ui.kit.status import StatusLine
from tests.ui.logs.bench import Bench, type_into
from tests.ui.logs.fakes import make_record

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


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


def test_new_records_show_while_the_log_is_indexed(unindexed: Bench) -> None:
    """The preview is read again when the files grew; what is selected stays selected."""
    unindexed.table.select_row(unindexed.table.model().rowCount() - 1)
    unindexed.logs.add(make_record(60), make_record(61))
    for _ in range(12):
        unindexed.step()

    assert unindexed.messages()[-2:] == ["message 60", "message 61"]
    assert unindexed.table.current_line().record.offset == 59 * 100  # type: ignore[union-attr]
    assert unindexed.logs.asked == []


def test_a_bad_pattern_is_told_at_the_box_until_it_is_mended(bench: Bench) -> None:
    """Not in the status bar, where it would outlive its cause; Esc empties the box."""
    said: list[StatusLine] = []
    bench.window.status_changed.connect(said.append)
    type_into(bench, "text", "/(/")
    mistake = bench.window.filters.mistake

    assert (mistake.isVisible(), mistake.text()) == (
        True,
        "✖ /(/ cannot be searched for: missing closing ) at 1",
    )
    assert not any("searched" in line.event for line in said)

    QTest.keyClick(bench.window.filters.text, Key.Key_Escape)
    bench.step()

    assert bench.window.filters.text.text() == ""
    assert not mistake.isVisible()
    assert bench.window._model.size == 60


def test_the_focus_stays_on_the_page_when_nothing_matches(bench: Bench) -> None:
    """It goes to the button that helps, and back; shortcuts go on working."""
    chip = bench.window.filters.levels.chips[Level.ERROR]
    QTest.mouseClick(chip, LEFT, CTRL)
    bench.step()
    bench.key(Key.Key_Down)

    bench.window.filters.levels.changed.emit(frozenset())
    bench.step()

    focus = QApplication.focusWidget()
    assert focus is not None
    assert bench.window.page.empty.isAncestorOf(focus)
    QTest.keyClick(focus, Key.Key_F, CTRL)
    assert bench.window.filters.text.hasFocus()

    bench.window.filters.clear()
    bench.step()
    assert bench.window.page.currentWidget() is bench.table


def test_a_record_that_is_filtered_out_is_not_in_the_detail(bench: Bench) -> None:
    """It would look like a match; selected again, it shows again."""
    bench.table.select_row(30)
    bench.step()
    assert bench.window.detail.isVisible()

    type_into(bench, "text", "nowhere")
    assert not bench.window.detail.isVisible()

    bench.window.filters.clear()
    bench.step()
    bench.table.select_row(30)
    bench.step()
    assert bench.window.detail.isVisible()


def test_new_records_are_counted_for_the_present_view(bench: Bench) -> None:
    """A filter begins to count anew; with nothing new there is nothing to say."""
    bench.table.select_row(0)
    bench.logs.add(make_record(60), make_record(61), make_record(62))
    bench.step()
    assert bench.table.waiting == 3

    bench.key(Key.Key_4, CTRL | SHIFT)
    bench.step()

    assert bench.table.waiting == 0
    assert not bench.table.pill.isVisible()


def test_new_records_that_can_be_seen_are_not_announced(bench: Bench) -> None:
    """The rows do not fill the page: nothing is hidden below it."""
    type_into(bench, "text", "message 59")
    bench.table.pause()

    bench.logs.add(make_record(60, message="message 59 again"))
    bench.step()

    assert bench.window._model.size == 2
    assert bench.table.waiting == 0


def test_what_is_searched_is_said(bench: Bench) -> None:
    """Field values are not, and nobody should have to find that out."""
    text = bench.window.filters.text

    for part in ("message", "logger", "request ID", "traceback"):
        assert part in text.toolTip()
        assert part in text.placeholderText()
    assert "not the values of other fields" in text.toolTip()


def test_the_menu_offers_what_can_be_done(bench: Bench) -> None:
    """Judged when the menu opens."""
    actions = {action.data(): action for action in bench.window.menu_actions()}
    bench.window.judge_actions()
    enabled = {name for name, action in actions.items() if action.isEnabled()}
    assert enabled == {"find", "next_error", "previous_error"}

    for action in actions.values():
        action.setEnabled(True)
    bench.table.select_row(30)
    bench.step()
    bench.key(Key.Key_R)
    bench.step()
    bench.table.select_row(0)
    bench.step()
    bench.window.judge_actions()

    assert all(action.isEnabled() for action in actions.values())
