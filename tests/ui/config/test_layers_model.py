"""The table of layers, as a model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from inspector.base.secrets import MASK
from inspector.config.report import Report
from inspector.config.resolve import Status
from inspector.ui.config.filtering import apply_query
from inspector.ui.config.layers_model import CELL_ROLE, LAYER_ROLE, Cell, LayersModel
from inspector.ui.config.outline import Outline, build_outline
from inspector.ui.config.query import parse_query
from tests.ui.config.sample import BASE, PRODUCTION, make_report, setting, with_value, written

Role = Qt.ItemDataRole
Horizontal, Vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


@pytest.fixture
def report() -> Report:
    return make_report(Path("/w"))


@pytest.fixture
def model(report: Report) -> Iterator[LayersModel]:
    """A model that is checked by Qt at every change."""
    made = LayersModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    _show(made, build_outline(report))
    yield made
    made.deleteLater()


def _show(
    model: LayersModel, outline: Outline, words: str = "", *, reveal: bool = False, idle: bool = False
) -> bool:
    shape = apply_query(outline, parse_query(words), reveal=reveal)
    return model.show_shape(outline, shape, reveal=reveal, idle=idle)


def _keys(model: LayersModel) -> list[str]:
    return [str(model.headerData(row, Vertical)) for row in range(model.rowCount())]


def _index(model: LayersModel, key: str, layer: str) -> QModelIndex:
    heads = [str(model.headerData(column, Horizontal)) for column in range(model.columnCount())]
    return model.index(_keys(model).index(key), heads.index(layer))


def test_each_layer_is_a_column_low_to_high(model: LayersModel) -> None:
    """A layer that takes no part is left out, or kept on demand."""
    heads = [str(model.headerData(column, Horizontal)) for column in range(model.columnCount())]

    expected = [
        "default settings.schema.json",
        "base config.yaml",
        "environment config.production.yaml",
        ".env .env.production",
        "variable process environment",
    ]
    assert expected == heads
    _show(model, model_outline(), idle=True)
    assert model.headerData(5, Horizontal) == "what-if"
    assert "Nothing is typed." in str(model.headerData(5, Horizontal, Role.ToolTipRole))


def model_outline() -> Outline:
    return build_outline(make_report(Path("/w")))


def test_the_keys_are_those_of_the_tree(model: LayersModel) -> None:
    """In the same order, filtered by the same words."""
    assert _keys(model)[:3] == ["training.batch_size", "training.epochs", "training.batch.size"]

    assert _show(model, model_outline(), "@source:.env")

    assert _keys(model) == ["training.batch.size", "database.password"]


@pytest.mark.parametrize(
    ("key", "layer", "text", "state"),
    [
        ("training.batch_size", "base config.yaml", "32", "overridden"),
        ("training.batch_size", "environment config.production.yaml", "128", "wins"),
        (
            "training.batch_size",
            "variable process environment",
            "",
            "not set in variable process environment",
        ),
        ("database.port", "variable process environment", "70000", "wins, but is invalid"),
        ("database.password", ".env .env.production", MASK, "wins"),
    ],
)
def test_a_cell_says_value_and_fate(model: LayersModel, key: str, layer: str, text: str, state: str) -> None:
    """The same for eyes, tips and screen readers; secrets stay masked."""
    index = _index(model, key, layer)

    assert text == index.data()
    spoken = str(index.data(Role.AccessibleTextRole))
    assert spoken.startswith(key)
    assert spoken.endswith(state)
    assert key in str(index.data(Role.ToolTipRole))


def test_the_tip_says_where_and_why(model: LayersModel) -> None:
    """Place and reason of this very value."""
    tip = str(_index(model, "training.batch_size", "base config.yaml").data(Role.ToolTipRole))

    assert "config.yaml:3:15" in tip
    assert "overridden by config.production.yaml" in tip


def test_revealed_secrets_show(model: LayersModel) -> None:
    """In all layers, as cells that changed; nothing moves."""
    moved = _show(model, model_outline(), reveal=True)

    assert not moved
    assert _index(model, "database.password", "base config.yaml").data() == "base-hunter2"


def test_a_new_value_moves_nothing(model: LayersModel, report: Report) -> None:
    """A reload with the same keys keeps rows, and so the selection."""
    moved = _show(model, build_outline(with_value(report, "training.batch_size", 96)))

    assert not moved
    assert _index(model, "training.batch_size", "environment config.production.yaml").data() == "96"


def test_a_layer_that_comes_changes_the_columns(model: LayersModel, report: Report) -> None:
    """Also when the settings are the same."""
    fewer = replace(report, layers=report.layers[1:])

    assert _show(model, build_outline(fewer))
    assert model.headerData(0, Horizontal) == "base config.yaml"


def test_a_row_of_the_outline_has_a_place(model: LayersModel) -> None:
    """A mapping has that of its first setting, a value that lost that of its setting."""
    outline = model_outline()
    database, batch_size = outline.row_of(("database",)), outline.row_of(("training", "batch_size"))
    assert database is not None
    assert batch_size is not None

    assert model.place_of(database) == _keys(model).index("database.host")
    assert model.place_of(batch_size + 1) == _keys(model).index("training.batch_size")
    _show(model, outline, "training")
    assert model.place_of(database) is None


def test_a_layer_that_sets_a_key_twice_shows_what_stands_last(model: LayersModel) -> None:
    """Or the winner, when that is one of them."""
    twice = setting(
        "key",
        written(BASE, 1, 1),
        written(PRODUCTION, 2, 1),
        written(BASE, 3, 2, status=Status.OVERRIDDEN),
        written(PRODUCTION, 4, 3),
    )
    _show(model, build_outline(make_report(Path("/w"), (twice,))))

    cell = _index(model, "key", "base config.yaml").data(CELL_ROLE)
    assert isinstance(cell, Cell)
    assert cell.candidate is not None
    assert cell.candidate.value == 3
    assert _index(model, "key", "environment config.production.yaml").data() == "4"


def test_a_table_has_nothing_below_its_cells(model: LayersModel) -> None:
    """The model tester does not look there."""
    index = model.index(0, 0)

    assert (model.rowCount(index), model.columnCount(index)) == (0, 0)
    assert model.headerData(99, Horizontal) is None
    assert model.headerData(99, Vertical) is None
    assert model.headerData(0, Horizontal, LAYER_ROLE) is not None
