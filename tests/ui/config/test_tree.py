"""The settings tree: what stays open, selected and masked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from inspector.base.secrets import MASK
from inspector.config.report import Report
from inspector.config.values import KeyPath
from inspector.ui.config.model import Column
from inspector.ui.config.outline import Row, build_outline
from inspector.ui.config.query import parse_query
from inspector.ui.config.tree import SettingsTree
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.badge import badge_width
from inspector.ui.kit.state import MemoryState
from tests.ui.config.sample import make_report, many_settings, with_value


@pytest.fixture
def report() -> Report:
    return make_report(Path("/w"))


@pytest.fixture
def tree(qtbot: QtBot, report: Report) -> Iterator[SettingsTree]:
    made = SettingsTree(MemoryState())
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show_outline(build_outline(report))
    made.show()
    yield made
    made.hide()


def _is_open(tree: SettingsTree, path: KeyPath) -> bool:
    number = tree.rows.outline.row_of(path)
    return number is not None and tree.isExpanded(tree.rows.index_of(number))


def _select(tree: SettingsTree, path: KeyPath) -> None:
    number = tree.rows.outline.row_of(path)
    assert number is not None
    assert tree.select(number)


def _selected(tree: SettingsTree) -> str:
    row = tree.current_row()
    return row.key if row is not None else ""


def test_a_small_workspace_starts_open(tree: SettingsTree) -> None:
    """Mappings are open, settings closed over their candidates."""
    assert _is_open(tree, ("training", "batch"))
    assert not _is_open(tree, ("training", "batch_size"))


def test_a_large_workspace_starts_closed(tree: SettingsTree) -> None:
    """Nobody reads 10,000 open rows."""
    tree.show_outline(build_outline(make_report(Path("/w"), many_settings(1_000))))

    assert not _is_open(tree, ("group0",))


def test_selection_and_opened_rows_survive_a_reload(tree: SettingsTree, report: Report) -> None:
    """By key, even when rows above came and went."""
    tree.setExpanded(tree.rows.index(0, 0), True)
    _select(tree, ("database", "port"))
    _open(tree, ("database", "port"), True)
    _open(tree, ("training",), False)

    tree.show_outline(build_outline(make_report(Path("/w"), report.settings[1:])))

    assert _selected(tree) == "database.port"
    assert _is_open(tree, ("database", "port"))
    assert not _is_open(tree, ("training",))


def test_a_reload_tells_the_new_row(qtbot: QtBot, tree: SettingsTree, report: Report) -> None:
    """What follows the selection gets the new values."""
    _select(tree, ("training", "batch_size"))

    with qtbot.waitSignal(tree.selected) as told:
        tree.show_outline(build_outline(with_value(report, "training.batch_size", 96)))

    (row,) = told.args or [None]
    assert isinstance(row, Row)
    assert row.setting is not None
    assert row.setting.value == 96


def test_a_query_opens_hits_and_gives_rows_back(tree: SettingsTree) -> None:
    """Clearing it shows what was open before, with the same selection."""
    _open(tree, ("database",), False)
    _select(tree, ("training", "batch_size"))

    tree.set_query(parse_query("localhost"))
    assert _is_open(tree, ("database", "host"))
    assert _selected(tree) == ""

    tree.set_query(parse_query(""))
    assert not _is_open(tree, ("database",))
    assert _selected(tree) == "training.batch_size"


def test_a_row_closed_under_a_query_stays_closed_on_reload(tree: SettingsTree, report: Report) -> None:
    """A reload must not open what was just closed."""
    tree.set_query(parse_query("localhost"))
    _open(tree, ("database", "host"), False)

    tree.show_outline(build_outline(make_report(Path("/w"), report.settings[1:])))

    assert not _is_open(tree, ("database", "host"))


def test_select_opens_what_is_above(tree: SettingsTree) -> None:
    """A finding may point into a closed mapping."""
    _open(tree, ("training",), False)

    _select(tree, ("training", "batch", "size"))

    assert _is_open(tree, ("training",))
    assert _selected(tree) == "training.batch.size"


def test_a_hidden_row_cannot_be_selected(tree: SettingsTree) -> None:
    """The caller decides whether to drop the query."""
    number = tree.rows.outline.row_of(("training", "epochs"))
    assert number is not None

    tree.set_query(parse_query("localhost"))

    assert not tree.select(number)


def test_enter_goes_to_the_source(qtbot: QtBot, tree: SettingsTree) -> None:
    """So does a double click."""
    _select(tree, ("database", "host"))

    with qtbot.waitSignal(tree.jumped) as told:
        QTest.keyClick(tree, Qt.Key.Key_Return)

    (row,) = told.args or [None]
    assert isinstance(row, Row)
    assert row.key == "database.host"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("training", "batch_size"), "training.batch_size = 128  # config.production.yaml:3:15"),
        (
            ("database", "password"),
            f"database.password = {MASK}  # .env.production:3:22 ML_DATABASE_PASSWORD",
        ),
        (("training",), "training"),
    ],
)
def test_ctrl_c_copies_the_setting(qtbot: QtBot, tree: SettingsTree, path: KeyPath, text: str) -> None:
    """Key, value and place in one line; a mapping has its key only; a secret stays masked."""
    _select(tree, path)

    QTest.keyClick(tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert text == QApplication.clipboard().text()


def test_the_menu_copies_key_value_and_place(qtbot: QtBot, tree: SettingsTree) -> None:
    """Revealed secrets are copied as they show."""
    _select(tree, ("database", "password"))
    tree.set_reveal(True)
    copied = []

    for name in ("Copy key", "Copy value", "Copy place"):
        menu = _menu_of(tree)
        next(action for action in menu.actions() if action.text() == name).trigger()
        copied.append(QApplication.clipboard().text())
        menu.close()

    assert copied == ["database.password", "prod-hunter2", ".env.production:3:22 ML_DATABASE_PASSWORD"]


def test_a_mapping_has_only_a_key_to_copy(qtbot: QtBot, tree: SettingsTree) -> None:
    """What cannot be done is greyed."""
    _select(tree, ("training",))

    menu = _menu_of(tree)
    enabled = [action.text() for action in menu.actions() if action.isEnabled()]
    menu.close()

    assert "Copy key" in enabled
    assert "Copy value" not in enabled


def test_revealing_masks_again(tree: SettingsTree) -> None:
    """Off means off."""
    number = tree.rows.outline.row_of(("database", "password"))
    assert number is not None

    tree.set_reveal(True)
    tree.set_reveal(False)

    assert tree.rows.index_of(number, Column.VALUE).data() == MASK


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_rows_are_painted_in_the_theme(qapp: QApplication, tree: SettingsTree, mode: theme.Mode) -> None:
    """Winner badges are filled with the colour of their layer, in both themes."""
    theme.apply(qapp, mode)
    number = tree.rows.outline.row_of(("training", "batch_size"))
    assert number is not None
    rect = tree.visualRect(tree.rows.index_of(number, Column.SOURCE))

    picture = tree.viewport().grab(rect).toImage()

    colours = {picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())}
    assert theme.current().layers["environment"] in colours


def test_ten_thousand_settings_are_searched_without_layout_of_each(tree: SettingsTree) -> None:
    """All hits show, opened, and the first can be reached."""
    tree.show_outline(build_outline(make_report(Path("/w"), many_settings(10_000))))

    tree.set_query(parse_query("key1"))

    assert tree.rows.shape.hits == sum("key1" in f"key{number}" for number in range(10_000))
    assert _is_open(tree, ("group0",))


def _open(tree: SettingsTree, path: KeyPath, opened: bool) -> None:
    number = tree.rows.outline.row_of(path)
    assert number is not None
    tree.setExpanded(tree.rows.index_of(number), opened)


def _menu_of(tree: SettingsTree) -> QMenu:
    spot = tree.visualRect(tree.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, spot, tree.viewport().mapToGlobal(spot))
    QApplication.sendEvent(tree.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_the_selected_row_stays_in_view_when_the_filter_goes(tree: SettingsTree) -> None:
    """One filters to find a setting, and clears the filter to see what is around it."""
    tree.show_outline(build_outline(make_report(Path("/w"), many_settings(350))))
    tree.set_query(parse_query("key340"))
    _select(tree, ("group6", "key340"))

    tree.set_query(parse_query(""))

    assert _selected(tree) == "group6.key340"
    assert tree.viewport().rect().contains(tree.visualRect(tree.currentIndex()).center())


def test_the_longest_layer_word_is_never_cut(tree: SettingsTree) -> None:
    """In a narrow window too."""
    tree.resize(400, 300)
    tree.resize(420, 300)

    assert tree.columnWidth(Column.SOURCE) >= badge_width("▣", "environment") + 2 * fonts.char_width()
