"""Splitters, headers, badges, fonts, actions, dialogs, garbage, cut texts."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QColor, QFontMetrics, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from inspector.ui.kit import fonts, theme
from inspector.ui.kit.actions import ActionSpec, build_actions, fill_menus
from inspector.ui.kit.badge import badge_width, paint_badge
from inspector.ui.kit.dialogs import Dialogs, QtDialogs
from inspector.ui.kit.elide import one_line
from inspector.ui.kit.gc_guard import GcGuard
from inspector.ui.kit.header import FlatHeader
from inspector.ui.kit.resources import resources_folder
from inspector.ui.kit.split import Splitter
from inspector.ui.kit.state import MemoryState, sizes_of
from tests.ui.dialogs import Asked, RecordedDialogs
from tests.ui.kit.test_controls import Heard


@pytest.mark.parametrize("kept", [None, "text", [1], [1, -1], [1, 2.5], [True, 2], [1, 10**9]])
def test_unsound_sizes_are_ignored(kept: object) -> None:
    """The file may have been written by hand."""
    state = MemoryState()
    state.set("k", kept)

    assert sizes_of(state, "k", 2) is None


def test_a_splitter_remembers_its_place(qtbot: QtBot) -> None:
    """What the user moved comes back."""
    state = MemoryState()

    def make() -> Splitter:
        splitter = Splitter(Qt.Orientation.Horizontal, state, "main")
        for _ in range(2):
            splitter.addWidget(QWidget())
        qtbot.addWidget(splitter)
        splitter.resize(405, 100)
        splitter.restore([300, 100])
        splitter.show()
        return splitter

    first = make()
    assert first.sizes() == [300, 100]
    first.moveSplitter(150, 1)

    assert make().sizes() == first.sizes() == [150, 250]


def test_a_header_remembers_its_widths(qtbot: QtBot) -> None:
    """Only what was resized while it was on screen."""
    state = MemoryState()

    def make() -> tuple[QTableWidget, FlatHeader]:
        table = QTableWidget(1, 3)
        header = FlatHeader(state, "records")
        table.setHorizontalHeader(header)
        qtbot.addWidget(table)
        header.restore([111, 55, 200])
        table.show()
        table.grab()
        return table, header

    first, header = make()
    assert [header.sectionSize(column) for column in (0, 1)] == [111, 55]
    header.resizeSection(0, 140)
    first.hide()
    header.resizeSection(1, 99)
    _second, again = make()

    assert [again.sectionSize(column) for column in (0, 1)] == [140, 55]


def test_badges_stay_in_their_place() -> None:
    """Filled ones have a ground, outlined ones do not; a narrow place cuts them."""
    wide, narrow = QRect(0, 0, 300, 24), QRect(0, 0, 40, 24)
    colour = theme.LIGHT.layers["base"]

    def paint(rect: QRect, filled: bool) -> tuple[int, int]:
        image = QImage(300, 24, QImage.Format.Format_RGB32)
        image.fill(QColor("#ffffff"))
        painter = QPainter(image)
        width = paint_badge(painter, rect, "▤", "base", colour, filled, struck=not filled)
        painter.end()
        inked = sum(image.pixelColor(x, 12).name() == colour for x in range(300))
        beyond = sum(image.pixelColor(x, y).name() != "#ffffff" for x in range(width, 300) for y in range(24))
        assert beyond == 0
        return width, inked

    filled_width, filled_ink = paint(wide, True)
    outlined_width, outlined_ink = paint(wide, False)
    assert filled_width == outlined_width == badge_width("▤", "base")
    assert filled_ink > outlined_ink
    assert paint(narrow, True)[0] == 40


def test_rows_have_the_usual_height(qtbot: QtBot) -> None:
    """24 to 26 at the usual size; never lower than the text."""
    height = fonts.row_height()

    assert height > max(QFontMetrics(fonts.ui()).height(), QFontMetrics(fonts.mono()).height())
    assert height == pytest.approx(QFontMetrics(fonts.ui()).height() * 1.8, rel=0.1)
    assert fonts.mono().pointSizeF() == fonts.ui().pointSizeF()
    assert fonts.small().pointSizeF() < fonts.ui().pointSizeF() < fonts.title().pointSizeF()


def test_actions_come_from_a_table(qtbot: QtBot) -> None:
    """Menus by path, exclusive groups, shortcuts, the id in data()."""
    specs = (
        ActionSpec("open", "&Open", "Ctrl+O; Ctrl+Shift+O", "Open it", "&File", "folder"),
        ActionSpec("light", "Light", menu="&View/&Theme", group="theme"),
        ActionSpec("dark", "Dark", menu="&View/&Theme", group="theme", separated=True),
        ActionSpec("hidden", "Hidden", "F9"),
    )
    owner, bar, heard = QWidget(), QMenu(), Heard()
    qtbot.addWidget(owner)
    qtbot.addWidget(bar)
    made = build_actions(owner, specs, {spec.id: heard.hear for spec in specs})
    menus = fill_menus(bar, specs, made)
    made["light"].trigger()
    made["dark"].trigger()

    assert [action.text() for action in bar.actions()] == ["&File", "&View"]
    assert [action.isSeparator() for action in menus["&View/&Theme"].actions()] == [False, True, False]
    assert [keys.toString() for keys in made["open"].shortcuts()] == ["Ctrl+O", "Ctrl+Shift+O"]
    assert (made["light"].isChecked(), made["dark"].isChecked(), len(heard.said)) == (False, True, 2)
    assert {action.data() for action in owner.actions()} == {"open", "light", "dark", "hidden"}
    assert all(isinstance(action, QAction) for action in made.values())


def test_file_dialogs_answer_later(qtbot: QtBot, tmp_path: Path) -> None:
    """open() returns at once; the choice arrives, and the dialog goes."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    chosen: list[object] = []
    (tmp_path / "a.log").touch()
    QtDialogs().open_files(parent, "Open log", tmp_path, chosen.append)
    dialog = parent.findChild(QFileDialog)
    assert dialog is not None
    assert chosen == []
    dialog.filesSelected.emit([str(tmp_path / "a.log")])
    dialog.close()
    QtDialogs().open_folder(parent, "Open folder", None, chosen.append)
    folder = next(d for d in parent.findChildren(QFileDialog) if d.windowTitle() == "Open folder")
    folder.fileSelected.emit(str(tmp_path))
    folder.reject()

    assert chosen == [(tmp_path / "a.log",), tmp_path]


@pytest.mark.parametrize("agrees", [True, False])
def test_a_question_is_answered_by_its_button(qtbot: QtBot, agrees: bool) -> None:
    """Only the action's own button means yes; its text is never HTML."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    said: list[str] = []

    def accepted() -> None:
        said.append("yes")

    QtDialogs().ask(parent, "Trust", "<b>Run</b> code of this folder?", "Trust it", accepted)
    box = parent.findChild(QMessageBox)
    assert box is not None
    assert box.textFormat() is Qt.TextFormat.PlainText
    button = next(b for b in box.buttons() if (b.text() == "Trust it") is agrees)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert said == (["yes"] if agrees else [])


def test_recorded_dialogs_answer_as_prepared(qtbot: QtBot) -> None:
    """They stand in for the real ones in tests."""
    parent, recorded, chosen = QWidget(), RecordedDialogs(), list[object]()
    qtbot.addWidget(parent)
    dialogs: Dialogs = recorded
    dialogs.open_folder(parent, "A", None, chosen.append)
    dialogs.save_file(parent, "B", Path("x.json"), chosen.append)
    recorded.folder, recorded.target = Path("/f"), Path("/t")
    dialogs.open_folder(parent, "A", None, chosen.append)
    dialogs.save_file(parent, "B", Path("x.json"), chosen.append)

    assert chosen == [Path("/f"), Path("/t")]
    assert recorded.asked[:2] == [Asked("open_folder", "A"), Asked("save_file", "B", "x.json")]


def test_garbage_is_collected_by_the_guard_only(qtbot: QtBot) -> None:
    """Python's own collection is off while it runs, and back on after."""

    class Node:
        pass

    alive: list[int] = []
    guard = GcGuard()
    guard.start()
    try:
        assert not gc.isenabled()
        for _ in range(gc.get_threshold()[0] + 10):
            node = Node()
            node.me = node  # type: ignore[attr-defined]
            alive.append(id(node))
        del node
        before = gc.get_count()[0]
        guard.collect()
        after = gc.get_count()[0]
    finally:
        guard.stop()

    assert before > gc.get_threshold()[0] > after
    assert gc.isenabled()
    gc.disable()


def test_resources_are_where_the_program_is(root: Path) -> None:
    """In a checkout beside the package."""
    assert resources_folder() == root / "resources"


@given(st.text(max_size=80), st.integers(1, 60))
def test_cut_texts_fit_on_one_line(text: str, limit: int) -> None:
    """Bounded, without control characters, marked when cut."""
    shown = one_line(text, limit)

    assert len(shown) <= limit + 1
    assert shown.endswith("…") or len(text) <= limit
    assert not any(ord(char) < 32 or ord(char) == 127 for char in shown)
