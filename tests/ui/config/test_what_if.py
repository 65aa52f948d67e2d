"""Variables and environments that are tried and never written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from inspector.base.secrets import MASK
from inspector.ui.config.delegate import room_for
from inspector.ui.config.what_if import WhatIf, shown_variable, typed_variable
from inspector.ui.kit import fonts
from inspector.ui.kit.chips import Pill
from tests.ui.config.folder import Desk, close_desk, open_desk, write_workspace


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = open_desk(qtbot, write_workspace(tmp_path))
    yield made
    close_desk(made)


def _try(qtbot: QtBot, desk: Desk, text: str) -> None:
    desk.bench.actions_by_id["what-if"].trigger()
    QTest.keyClicks(desk.bench.what_if.field, text)
    QTest.keyClick(desk.bench.what_if.field, Qt.Key.Key_Return)
    desk.jobs.drain()


def _pill(desk: Desk, name: str) -> Pill:
    return next(pill for pill in desk.bench.what_if.findChildren(Pill) if name in pill.accessibleName())


def test_a_tried_variable_shows_old_and_new_and_writes_nothing(qtbot: QtBot, desk: Desk) -> None:
    """The status bar says so; the files stay as they are."""
    before = {path: path.read_bytes() for path in desk.folder.iterdir()}
    _try(qtbot, desk, "ML_TRAINING_OPTIMIZER=sgd")

    assert desk.value_of("training.optimizer") == "adam → sgd"
    assert desk.line.event == "What if ML_TRAINING_OPTIMIZER: 1 setting differs. Nothing is written."
    assert {path: path.read_bytes() for path in desk.folder.iterdir()} == before


def test_several_are_tried_and_one_is_taken_back(qtbot: QtBot, desk: Desk) -> None:
    """A click on its chip ends one of them; the other stays."""
    _try(qtbot, desk, "ML_TRAINING_OPTIMIZER=sgd")
    _try(qtbot, desk, "ML_COUNTRY=DE")
    assert desk.line.event.startswith("What if ML_TRAINING_OPTIMIZER, ML_COUNTRY: 2 settings differ")

    QTest.mouseClick(_pill(desk, "ML_COUNTRY"), Qt.MouseButton.LeftButton)
    desk.jobs.drain()

    assert desk.value_of("country") == "false"
    assert desk.value_of("training.optimizer") == "adam → sgd"


def test_one_key_clears_it(qtbot: QtBot, desk: Desk) -> None:
    """Esc in the empty field ends the what-if, and so does its own key from anywhere."""
    _try(qtbot, desk, "ML_TRAINING_OPTIMIZER=sgd")
    QTest.keyClick(desk.bench.what_if.field, Qt.Key.Key_Escape)
    desk.jobs.drain()
    assert desk.value_of("training.optimizer") == "adam"
    assert not desk.bench.what_if.isVisible()
    assert desk.line.event == ""

    _try(qtbot, desk, "ML_TRAINING_OPTIMIZER=sgd")
    desk.bench.actions_by_id["clear-what-if"].trigger()
    desk.jobs.drain()
    assert desk.value_of("training.optimizer") == "adam"


def test_a_key_that_comes_is_told_as_not_set_before(qtbot: QtBot, desk: Desk) -> None:
    """The dialect splits at every underscore: the variable lands on a key of its own."""
    _try(qtbot, desk, "ML_TRAINING_BATCH_SIZE=8")

    assert desk.value_of("training.batch.size") == "not set → 8"
    assert "1 added" in desk.line.event


def test_another_environment_is_tried(qtbot: QtBot, desk: Desk) -> None:
    """The chosen environment is compared with it; choosing one above ends that."""
    desk.bench.actions_by_id["what-if"].trigger()
    QTest.mouseClick(_pill(desk, "environment"), Qt.MouseButton.LeftButton)
    menu = next(menu for menu in desk.bench.what_if.findChildren(QMenu) if menu.isVisible())
    next(action for action in menu.actions() if action.data() == "staging").trigger()
    menu.hide()
    desk.jobs.drain()
    assert desk.value_of("training.batch_size") == "128 → 64"

    desk.bench.context.environment_chosen.emit("staging")
    desk.jobs.drain()
    assert desk.value_of("training.batch_size") == "64"
    assert desk.line.event == ""


def test_what_is_no_variable_says_how_to_write_one(qtbot: QtBot, desk: Desk) -> None:
    """In place: the field stays, and nothing is asked for."""
    _try(qtbot, desk, "twenty epochs")

    assert (
        "NAME" in desk.bench.what_if.field.toolTip() or "Write a name" in desk.bench.what_if.field.toolTip()
    )
    assert desk.bench.what_if.field.text() == "twenty epochs"
    assert desk.line.event == ""


def test_names_of_the_dialect_are_offered(qtbot: QtBot, desk: Desk) -> None:
    """Those that set a known key, and the one that chooses the environment."""
    desk.bench.actions_by_id["what-if"].trigger()
    desk.jobs.drain()
    completer = desk.bench.what_if.field.completer()
    assert completer is not None
    model = completer.model()
    offered = {str(model.index(row, 0).data()) for row in range(model.rowCount())}

    assert {"ML_TRAINING_OPTIMIZER=", "ML_DATABASE_HOST=", "ENVIRONMENT="} <= offered
    assert "ML_TRAINING=" not in offered


def test_the_next_setting_that_differs_is_one_click_away(qtbot: QtBot, desk: Desk) -> None:
    """From the count in the row."""
    _try(qtbot, desk, "ML_COUNTRY=DE")
    desk.bench.show_setting("training.epochs")
    QTest.mouseClick(_pill(desk, "setting differs"), Qt.MouseButton.LeftButton)

    row = desk.bench.tree.current_row()
    assert row is not None
    assert row.key == "country"


def test_another_folder_starts_without(qtbot: QtBot, desk: Desk) -> None:
    """A what-if belongs to what it was typed for."""
    _try(qtbot, desk, "ML_COUNTRY=DE")
    desk.bench.open(desk.folder, "production")
    desk.jobs.drain()

    assert desk.value_of("country") == "false"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A=1", ("A", "1")),
        ("export A=1", ("A", "1")),
        (" A = 1", ("A", " 1")),
        ("A=", ("A", "")),
        ("A=b=c", ("A", "b=c")),
    ],
)
def test_a_variable_is_read_as_a_shell_writes_it(text: str, expected: tuple[str, str]) -> None:
    """The first = ends the name; the value is kept as it is."""
    assert typed_variable(text) == expected


@pytest.mark.parametrize("text", ["", "A", "=1", "A B=1"])
def test_what_cannot_be_a_variable_is_refused(text: str) -> None:
    """With a sentence."""
    with pytest.raises(ValueError, match="name"):
        typed_variable(text)


def test_secrets_are_masked_in_the_row() -> None:
    """By the name of the variable, or by the shape of the value."""
    assert shown_variable("ML_DATABASE_PASSWORD", "hunter2") == f"ML_DATABASE_PASSWORD={MASK}"
    assert shown_variable("ML_DATABASE_HOST", "db") == "ML_DATABASE_HOST=db"


def test_the_same_name_is_tried_once() -> None:
    """The later value counts, in the place of the earlier."""
    tried = WhatIf().with_variable("A", "1").with_variable("B", "2").with_variable("A", "3")

    assert tried.variables == (("A", "3"), ("B", "2"))
    assert tried.without("A").without("B").empty


@pytest.mark.parametrize("text", ["32", "0.0.0.0", "ml-service", "true"])
def test_old_values_are_not_cut_where_they_fit(qapp: QApplication, text: str) -> None:
    """Qt rounds widths: at exactly its own a short text may be replaced by an ellipsis."""
    assert qapp is not None
    metrics = QFontMetrics(fonts.struck(fonts.mono()))

    assert metrics.elidedText(text, Qt.TextElideMode.ElideRight, room_for(metrics, text)) == text
