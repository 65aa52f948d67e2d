"""The source view."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.base.places import Place
from inspector.config.report import SourceText
from inspector.ui.config.source import show_source
from inspector.ui.config.source_view import SourceView
from inspector.ui.kit import theme

TEXT = "".join(f"key{number}: value{number}\n" for number in range(1, 301))


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[SourceView]:
    made = SourceView()
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    made.show_source(show_source(SourceText("f", TEXT, "yaml"), reveal=False))
    yield made
    made.hide()


def test_a_place_is_marked_and_in_sight(view: SourceView) -> None:
    """Line and column of the place, in the middle of the view."""
    view.jump(Place("f", 150, 9, 150, 17))

    assert view.marked_text == "value150"
    cursor = view.cursorRect()
    assert 0 < cursor.top() < view.viewport().height()
    assert (view.textCursor().blockNumber(), view.textCursor().positionInBlock()) == (149, 8)


def test_a_place_without_line_marks_nothing(view: SourceView) -> None:
    """The file is what there is to show."""
    view.jump(Place("f", 3, 1, 3, 4))
    view.jump(Place("f"))

    assert view.marked_text == ""
    assert view.extraSelections() == []


def test_the_same_text_again_stays_in_place(view: SourceView) -> None:
    """A reload that changed another file must not scroll this one."""
    view.jump(Place("f", 150, 1, 150, 4))
    before = view.verticalScrollBar().value()

    view.show_source(show_source(SourceText("f", TEXT, "yaml"), reveal=False))

    assert before == view.verticalScrollBar().value() > 0


def test_it_cannot_be_edited(view: SourceView) -> None:
    """It shows; it does not write."""
    assert view.isReadOnly()
    assert not view.isUndoRedoEnabled()


def test_numbers_have_room(view: SourceView) -> None:
    """A longer file gets a wider margin."""
    narrow = view.numbers_width()

    view.show_source(show_source(SourceText("f", "\n" * 20_000, "yaml"), reveal=False))

    assert view.numbers_width() > narrow
    assert view.viewport().geometry().left() >= view.numbers_width()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_follow_the_theme(qapp: QApplication, view: SourceView, mode: theme.Mode) -> None:
    """Keys have the theme's colour, also after it changed."""
    theme.apply(qapp, mode)

    formats = view.document().firstBlock().layout().formats()

    assert theme.current().syntax["key"] == formats[0].format.foreground().color().name()
    assert (formats[0].start, formats[0].length) == (0, 4)
