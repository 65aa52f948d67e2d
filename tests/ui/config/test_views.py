"""The settings as a tree and by layers, in the workbench as a user has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu
from pytestqt.qtbot import QtBot

from inspector.base.secrets import MASK
from inspector.ui.config.layers_view import LayersView
from inspector.ui.config.session import Session
from inspector.ui.config.workbench import ConfigWorkbench
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.jobs import ManualJobs
from inspector.ui.kit.state import MemoryState
from tests.ui.config.sample import make_report, many_settings, with_value
from tests.ui.config.test_session import Builder, Watcher

Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def jobs() -> ManualJobs:
    return ManualJobs()


@pytest.fixture
def state() -> MemoryState:
    return MemoryState()


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    return Builder(make_report(tmp_path))


@pytest.fixture
def bench(
    qtbot: QtBot, jobs: ManualJobs, builder: Builder, state: MemoryState, tmp_path: Path
) -> Iterator[ConfigWorkbench]:
    session = Session(jobs, build=builder.build, wait=Watcher().wait)
    made = ConfigWorkbench(jobs, state, session=session)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.open(tmp_path)
    jobs.drain()
    yield made
    made.shutdown()
    made.hide()


@pytest.fixture
def table(bench: ConfigWorkbench) -> LayersView:
    """The table, on show."""
    bench.actions_by_id["layers"].trigger()
    assert bench.views.layers.isVisible()
    return bench.views.layers


def _keys(table: LayersView) -> list[str]:
    model = table.cells
    return [str(model.headerData(row, Qt.Orientation.Vertical)) for row in range(model.rowCount())]


def _index(table: LayersView, key: str, layer: str) -> QModelIndex:
    column = next(n for n, one in enumerate(table.cells.layers) if one.label == layer)
    return table.cells.index(_keys(table).index(key), column)


def _click(table: LayersView, key: str, layer: str) -> None:
    index = _index(table, key, layer)
    table.scrollTo(index)
    QTest.mouseClick(
        table.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        table.visualRect(index).center(),
    )


def _current(table: LayersView) -> tuple[str, str]:
    index = table.currentIndex()
    return _keys(table)[index.row()], table.cells.layers[index.column()].label


def _button(bench: ConfigWorkbench, name: str) -> QAbstractButton:
    return next(b for b in bench.views.findChildren(QAbstractButton) if b.accessibleName() == name)


def _search(bench: ConfigWorkbench, text: str) -> None:
    bench.context.search.setText(text)
    QTest.keyClick(bench.context.search, Key.Key_Return)


def test_the_shortcut_changes_the_view(bench: ConfigWorkbench, table: LayersView) -> None:
    """With the same setting selected, in the layer that decides it, and the keyboard there."""
    assert _current(table) == ("training.batch_size", "config.production.yaml")
    assert bench.focusWidget() is table

    bench.actions_by_id["layers"].trigger()

    assert bench.tree.isVisible()
    assert bench.focusWidget() is bench.tree
    assert bench.actions_by_id["layers"].shortcut().toString() == "Ctrl+L"


def test_the_view_is_remembered(
    qtbot: QtBot, bench: ConfigWorkbench, jobs: ManualJobs, state: MemoryState
) -> None:
    """The next window starts with the layers, and with all of them if one wanted that."""
    QTest.mouseClick(_button(bench, "Layers"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(_button(bench, "all layers"), Qt.MouseButton.LeftButton)

    other = ConfigWorkbench(jobs, state)
    qtbot.addWidget(other)
    other.show()

    assert _button(other, "Layers").isChecked()
    assert _button(other, "all layers").isChecked()
    other.shutdown()
    other.hide()


def test_a_cell_chooses_what_the_detail_shows(
    bench: ConfigWorkbench, jobs: ManualJobs, table: LayersView
) -> None:
    """A value that lost has its own source; the tree goes along to the setting."""
    _click(table, "database.host", "config.yaml")
    jobs.drain()

    row = bench.tree.current_row()
    assert row is not None
    assert row.key == "database.host"
    assert bench.detail.source.view.marked_text == "localhost"

    QTest.keyClick(table, Key.Key_Right)
    jobs.drain()
    assert bench.detail.source.view.marked_text == "prod-db.example.com"


def test_arrow_keys_walk_over_the_settings(bench: ConfigWorkbench, table: LayersView) -> None:
    """Down stays in the column."""
    QTest.keyClick(table, Key.Key_Down)

    assert _current(table) == ("training.epochs", "config.production.yaml")
    assert bench.detail.title == "training.epochs"


def test_what_a_finding_selects_is_selected_here(bench: ConfigWorkbench, table: LayersView) -> None:
    """Also when a filter hid it."""
    _search(bench, "epochs")

    bench.show_setting("database.port")

    assert _current(table) == ("database.port", "process environment")


def test_a_mapping_selects_its_first_setting(bench: ConfigWorkbench, table: LayersView) -> None:
    """The table has no rows for mappings."""
    bench.show_setting("database")

    assert _current(table)[0] == "database.host"


def test_the_filter_holds_for_both(bench: ConfigWorkbench, table: LayersView) -> None:
    """And the bar counts what is left."""
    assert bench.views.count == "7 settings"

    _search(bench, "database -@secret")

    assert _keys(table) == ["database.host", "database.port", "database.country"]
    assert bench.views.count == "3 of 7 settings"
    bench.context.clear_search()
    assert bench.views.count == "7 settings"


def test_a_word_without_meaning_is_told_beside_the_count(bench: ConfigWorkbench) -> None:
    """Where one looks for what is missing."""
    _search(bench, "@sekret")

    assert bench.views.problem == "@sekret means nothing here. Did you mean @secret?"
    assert bench.views.count == "0 of 7 settings"
    bench.context.clear_search()
    assert bench.views.problem == ""


def test_a_reload_keeps_the_cell(
    bench: ConfigWorkbench, jobs: ManualJobs, builder: Builder, table: LayersView
) -> None:
    """Even that of a value that lost, and rows above that went."""
    _click(table, "database.host", "config.yaml")
    builder.report = with_value(builder.report, "database.host", "other-db")
    bench.actions_by_id["reload"].trigger()
    jobs.drain()
    assert _current(table) == ("database.host", "config.yaml")
    assert _index(table, "database.host", "config.production.yaml").data() == "other-db"
    assert bench.detail.source.view.marked_text == "localhost"

    builder.report = make_report(builder.report.workspace, builder.report.settings[1:])
    bench.actions_by_id["reload"].trigger()
    jobs.drain()

    assert _current(table) == ("database.host", "config.yaml")


def test_layers_without_a_part_come_on_demand(bench: ConfigWorkbench, table: LayersView) -> None:
    """The button shows with the table only."""
    button = _button(bench, "all layers")
    before = len(table.cells.layers)

    QTest.keyClick(button, Key.Key_Space)

    assert len(table.cells.layers) == before + 1
    assert table.cells.layers[-1].label == "what-if"
    bench.actions_by_id["layers"].trigger()
    assert not button.isVisible()


def test_secrets_are_masked_in_both(bench: ConfigWorkbench, table: LayersView) -> None:
    """The switch reaches the table, too."""
    index = _index(table, "database.password", "config.yaml")
    assert index.data() == MASK

    bench.context.reveal_changed.emit(True)

    assert _index(table, "database.password", "config.yaml").data() == "base-hunter2"


def test_enter_goes_to_the_source(bench: ConfigWorkbench, table: LayersView) -> None:
    """So does a double click."""
    QTest.keyClick(table, Key.Key_Return)

    assert bench.focusWidget() is bench.detail.source.view


def test_the_cell_can_be_copied(table: LayersView) -> None:
    """What lost, too; by key and by menu."""
    _click(table, "database.host", "config.yaml")
    QTest.keyClick(table, Key.Key_C, _CTRL)
    assert QApplication.clipboard().text() == "database.host = localhost  # config.yaml:6:9"
    copied = []

    for name in ("Copy key", "Copy value", "Copy place"):
        menu = _menu_of(table)
        next(action for action in menu.actions() if action.text() == name).trigger()
        copied.append(QApplication.clipboard().text())
        menu.close()

    assert copied == ["database.host", "localhost", "config.yaml:6:9"]


def test_what_a_cell_opened_in_the_tree_closes_again(bench: ConfigWorkbench, table: LayersView) -> None:
    """A walk over many values leaves the tree as it was."""
    _click(table, "database.host", "config.yaml")
    number = bench.tree.rows.outline.row_of(("database", "host"))
    assert number is not None
    assert bench.tree.isExpanded(bench.tree.rows.index_of(number))

    _click(table, "training.epochs", "config.yaml")

    assert not bench.tree.isExpanded(bench.tree.rows.index_of(number))


def test_what_can_be_done_in_the_tree_can_be_done_here(bench: ConfigWorkbench, table: LayersView) -> None:
    """By the same keys: edit, override, remove."""
    assert bench.actions_by_id["edit"] in table.actions()
    assert set(bench.tree.actions()) <= set(table.actions())


def test_rows_have_the_height_of_the_font(qapp: QApplication, table: LayersView) -> None:
    """All the same, so that thousands scroll."""
    assert {table.rowHeight(row) for row in range(table.cells.rowCount())} == {fonts.row_height()}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_winner_is_painted_with_the_sign_of_its_layer(
    qapp: QApplication, table: LayersView, mode: theme.Mode
) -> None:
    """A filled badge, in both themes; what lost has none."""
    theme.apply(qapp, mode)
    ink = theme.current().layers["environment"]

    assert ink in _colours(table, _index(table, "training.batch_size", "config.production.yaml"))
    assert theme.current().layers["base"] not in _colours(
        table, _index(table, "database.host", "config.yaml")
    )


def test_ten_thousand_settings_are_a_table(
    bench: ConfigWorkbench, jobs: ManualJobs, builder: Builder, table: LayersView
) -> None:
    """Filtered by the same words."""
    builder.report = make_report(builder.report.workspace, many_settings(10_000))
    bench.actions_by_id["reload"].trigger()
    jobs.drain()
    assert table.cells.rowCount() == 10_000

    _search(bench, "key77 @source:environment")

    assert bench.views.count == "111 of 10,000 settings"
    assert table.cells.rowCount() == 111


def _colours(table: LayersView, index: QModelIndex) -> set[str]:
    table.scrollTo(index)
    picture = table.viewport().grab(table.visualRect(index)).toImage()
    return {picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())}


def _menu_of(table: LayersView) -> QMenu:
    spot = table.visualRect(table.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, spot, table.viewport().mapToGlobal(spot))
    QApplication.sendEvent(table.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu
