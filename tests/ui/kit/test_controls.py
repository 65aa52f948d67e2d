"""Chips, segments, search, banner, empty state, progress, tabs: by mouse, by keyboard, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from inspector.ui.kit.banner import Banner
from inspector.ui.kit.chips import Chip, Pill, Segmented
from inspector.ui.kit.empty import EmptyAction, EmptyState
from inspector.ui.kit.progress import Progress
from inspector.ui.kit.search import SearchBox
from inspector.ui.kit.tabs import Tabs
from inspector.ui.kit.text import Label, plain_tip


class Heard(QObject):
    """Keeps what a signal said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[object] = []

    @Slot()
    @Slot(bool)
    @Slot(object)
    def hear(self, what: object = None) -> None:
        """One more."""
        self.said.append(what)


Show: TypeAlias = Callable[..., None]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Shows widgets side by side in a window that lives as long as the test."""
    holders: list[QWidget] = []

    def place(*widgets: QWidget) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        for widget in widgets:
            row.addWidget(widget)
        qtbot.addWidget(holder)
        holders.append(holder)
        holder.show()
        holder.activateWindow()
        qtbot.waitUntil(holder.isActiveWindow)

    yield place
    holders.clear()


def _click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_segments_choose_one(show: Show) -> None:
    """By click and by arrow keys; the chosen one is told once."""
    segments, heard = Segmented("Environment"), Heard()
    segments.set_items(["development", "staging", "production"])
    segments.set_current("production")
    segments.changed.connect(heard.hear)
    show(segments)
    buttons = {button.accessibleName(): button for button in segments.findChildren(QAbstractButton)}
    assert (segments.current(), heard.said) == ("production", [])

    _click(buttons["staging"])
    assert (segments.current(), heard.said) == ("staging", ["staging"])
    buttons["staging"].setFocus()
    QTest.keyClick(buttons["staging"], Qt.Key.Key_Left)
    assert segments.current() == "development"
    assert heard.said == ["staging", "development"]


def test_segments_keep_their_choice(qtbot: QtBot) -> None:
    """New items keep it when they can."""
    segments = Segmented()
    qtbot.addWidget(segments)
    segments.set_items(["a", "b"])
    segments.set_current("b")
    segments.set_items(["b", "c & d"])
    assert segments.current() == "b"
    segments.set_items(["c & d"])
    assert segments.current() is None
    segments.set_current("c & d")
    assert (segments.current(), segments.items()) == ("c & d", ["c & d"])


def test_a_chip_toggles_and_names_itself(show: Show) -> None:
    """By click and by space; its name has word and count."""
    chip, heard = Chip("E", "Errors", "error"), Heard()
    chip.toggled.connect(heard.hear)
    show(chip)
    chip.set_count(1_234)
    width = chip.sizeHint().width()
    chip.set_count(None)
    assert chip.sizeHint().width() < width
    chip.set_count(1_234)
    _click(chip)
    QTest.keyClick(chip, Qt.Key.Key_Space)

    assert (chip.accessibleName(), chip.key, chip.isChecked()) == ("Errors, 1,234", "error", True)
    assert len(heard.said) == 2


def test_a_pill_grows_with_its_texts(qtbot: QtBot) -> None:
    """And keeps its name up to date."""
    pill = Pill("rules", "layered", opens=True)
    qtbot.addWidget(pill)
    width = pill.sizeHint().width()
    pill.set_texts("rules", "layered · ML_")

    assert pill.accessibleName() == "rules layered · ML_"
    assert pill.sizeHint().width() > width


def test_a_search_box_waits_until_typing_pauses(qtbot: QtBot, show: Show) -> None:
    """One signal for a word; Enter does not wait; clearing tells at once."""
    box, heard = SearchBox("filter keys", pause_ms=40), Heard()
    box.edited.connect(heard.hear)
    show(box)
    QTest.keyClicks(box, "batch")
    assert heard.said == []
    qtbot.waitUntil(lambda: heard.said == ["batch"])
    QTest.keyClicks(box, "_")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert heard.said == ["batch", "batch_"]
    button = box.findChild(QToolButton)
    assert button is not None
    _click(button)

    assert (box.text(), heard.said) == ("", ["batch", "batch_", ""])


def test_a_text_set_quietly_is_not_told(qtbot: QtBot, show: Show) -> None:
    """It is in force already; going back to it later tells nothing either."""
    box, heard = SearchBox("filter", pause_ms=1), Heard()
    box.edited.connect(heard.hear)
    show(box)
    box.set_quietly("known")
    QTest.keyClicks(box, "x")
    qtbot.waitUntil(lambda: heard.said == ["knownx"])
    box.set_quietly("known")
    QTest.keyClick(box, Qt.Key.Key_Return)

    assert heard.said == ["knownx"]


def test_a_wrong_search_says_why(qtbot: QtBot) -> None:
    """As its tip and for screen readers."""
    box = SearchBox("filter")
    qtbot.addWidget(box)
    box.set_invalid("missing )")
    assert (box.toolTip(), box.accessibleDescription()) == ("missing )", "missing )")
    box.set_invalid("")
    assert box.toolTip() == ""


def test_a_banner_can_be_put_off(show: Show) -> None:
    """The second button hides it and tells; there is no cross then."""
    banner, heard = Banner(), Heard()
    banner.put_off.connect(heard.hear)
    show(banner)
    banner.show_problem("A model can be asked.", "info", "Trust this folder", "Not now")
    later = next(pill for pill in banner.findChildren(Pill) if pill.accessibleName() == "Not now")
    QTest.keyClick(later, Qt.Key.Key_Space)

    assert banner.isHidden()
    assert len(heard.said) == 1


def test_a_banner_shows_a_problem_until_it_is_gone(show: Show) -> None:
    """Hidden, shown with an action, put away."""
    banner, heard = Banner(), Heard()
    banner.action.connect(heard.hear)
    show(banner)
    assert banner.isHidden()
    banner.show_problem("config.yaml is gone.", "error", "Try again")
    assert (banner.isVisible(), banner.accessibleName()) == (True, "error: config.yaml is gone.")
    pill = banner.findChild(Pill)
    close = banner.findChild(QToolButton)
    assert pill is not None
    assert close is not None
    _click(pill)
    assert heard.said == [None]
    banner.show_problem("Something else.", "warning")
    assert pill.isHidden()
    _click(close)
    assert (banner.isHidden(), banner.text) == (True, "")


def test_an_empty_state_offers_actions(show: Show) -> None:
    """Their ids come back; old buttons are gone after a change."""
    state, heard = EmptyState("Nothing", "Open a folder.", [EmptyAction("open", "Open folder")]), Heard()
    state.triggered.connect(heard.hear)
    show(state)
    (pill,) = state.findChildren(Pill)
    _click(pill)
    state.show_state("No match", "", [EmptyAction("clear", "Clear filters")])
    _click(next(pill for pill in state.findChildren(Pill) if pill.text() == "Clear filters"))

    assert (state.title, heard.said) == ("No match", ["open", "clear"])


def test_progress_appears_only_when_work_takes_long(qtbot: QtBot, show: Show) -> None:
    """Short work shows nothing; long work can be cancelled."""
    quick, slow, heard = Progress(appears_after_ms=60_000), Progress(appears_after_ms=1), Heard()
    slow.cancelled.connect(heard.hear)
    show(quick, slow)
    quick.update_to(0.5, "Reading")
    slow.update_to(None, "Indexing")
    qtbot.waitUntil(slow.isVisible)
    slow.update_to(0.4, "Indexing 40 MB of 100 MB")
    assert (quick.isVisible(), quick.active, slow.text) == (False, True, "Indexing 40 MB of 100 MB")
    quick.finish()
    assert not quick.active
    pill = slow.findChild(Pill)
    assert pill is not None
    _click(pill)
    assert (slow.isVisible(), slow.active, len(heard.said)) == (False, False, 1)


def test_tabs_show_their_page(show: Show) -> None:
    """By arrow key and by page."""
    tabs, first, second = Tabs("Detail"), QWidget(), QWidget()
    tabs.add("Fields", first)
    tabs.add("Raw", second)
    show(tabs)
    QTest.keyClick(tabs.bar, Qt.Key.Key_Right)
    assert second.isVisible()
    tabs.show_page(first)
    assert (first.isVisible(), tabs.bar.currentIndex()) == (True, 0)


@pytest.mark.parametrize("text", ["<b>bold</b>", "<img src=x>", "a < b"])
def test_texts_are_never_read_as_html(qtbot: QtBot, text: str) -> None:
    """In labels and in tips."""
    label = Label(text, elided=True)
    qtbot.addWidget(label)
    tip = QLabel(label.toolTip())
    qtbot.addWidget(tip)

    assert label.textFormat() is Qt.TextFormat.PlainText
    assert plain_tip(text) == label.toolTip()
    assert text not in label.toolTip()
    assert plain_tip("plain") == "plain"


def test_a_click_leaves_one_segment_chosen(qtbot: QtBot) -> None:
    """Without any help from outside."""
    segments = Segmented("Sides")
    qtbot.addWidget(segments)
    segments.set_items(["one", "two", "three"])
    segments.set_current("one")
    buttons = segments.findChildren(QAbstractButton)

    for button in (buttons[2], buttons[1], buttons[1]):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert [button.isChecked() for button in buttons] == [False, True, False]
