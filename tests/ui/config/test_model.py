"""The tree model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from inspector.base.secrets import MASK
from inspector.config.report import Report
from inspector.config.values import KeyPath
from inspector.ui.config.model import ROW_ROLE, Column, SettingsModel
from inspector.ui.config.outline import Row, build_outline
from inspector.ui.config.query import parse_query
from tests.ui.config.sample import BASE, make_report, setting, with_value, written

Role = Qt.ItemDataRole


@pytest.fixture
def report() -> Report:
    return make_report(Path("/w"))


@pytest.fixture
def model(report: Report) -> Iterator[SettingsModel]:
    """A model that is checked by Qt at every change."""
    made = SettingsModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.show_outline(build_outline(report))
    yield made
    made.deleteLater()


def _texts(model: SettingsModel, path: KeyPath, child: int | None = None) -> list[str]:
    number = model.outline.row_of(path)
    assert number is not None
    if child is not None:
        number = model.outline.children[number][child]
    return [str(model.index_of(number, column).data()) for column in Column]


def test_a_setting_is_a_row_of_texts(model: SettingsModel) -> None:
    """Key, value, type, layer and place, each as text."""
    expected = ["batch_size", "128", "int", "environment", "config.production.yaml:3:15"]
    assert expected == _texts(model, ("training", "batch_size"))


def test_candidates_say_what_became_of_them(model: SettingsModel) -> None:
    """Below the setting, highest first."""
    path = ("training", "batch_size")

    assert _texts(model, path, 0) == ["overridden", "32", "int", "base", "config.yaml:3:15"]
    assert _texts(model, path, 1) == ["overridden", "16", "int", "default", "settings.schema.json"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("training",), "1 of 3 overridden, highest environment"),
        (("training", "batch"), "1 setting, from variables only"),
    ],
)
def test_mappings_are_summed_up(model: SettingsModel, path: KeyPath, text: str) -> None:
    """A group has no value, type, layer or place of its own."""
    assert [path[-1], text, "", "", ""] == _texts(model, path)


def test_secrets_are_masked_until_revealed(model: SettingsModel) -> None:
    """Value, tip and what a screen reader says."""
    number = model.outline.row_of(("database", "password"))
    assert number is not None
    roles = (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole)

    hidden = " ".join(str(model.index_of(number, column).data(role)) for column in Column for role in roles)
    model.set_reveal(True)

    assert MASK in hidden
    assert "hunter2" not in hidden
    assert model.index_of(number, Column.VALUE).data() == "prod-hunter2"


def test_tips_give_finding_and_reason(model: SettingsModel) -> None:
    """An invalid value explains itself."""
    number = model.outline.row_of(("database", "port"))
    assert number is not None

    tip = model.index_of(number, Column.VALUE).data(Role.ToolTipRole)

    assert tip.startswith("✖ database.port is 70000: must be at most 65535.")
    assert tip.endswith("must be at most 65535")


def test_a_value_is_never_read_as_html(model: SettingsModel) -> None:
    """Qt would show markup in a tip as such."""
    model.show_outline(
        build_outline(make_report(Path("/w"), (setting("a", written(BASE, "<b>bold</b>", 1)),)))
    )

    tip = model.index(0, Column.VALUE).data(Role.ToolTipRole)

    assert "<b>" not in tip


def test_a_value_is_one_line_of_bounded_length(model: SettingsModel) -> None:
    """A text of a megabyte must not be measured at each repaint."""
    long = setting("a", written(BASE, "x\n" * 500_000, 1, raw="x"))
    model.show_outline(build_outline(make_report(Path("/w"), (long,))))

    text = model.index(0, Column.VALUE).data()

    assert len(text) < 500
    assert "\n" not in text


def test_parents_and_children_agree(model: SettingsModel) -> None:
    """Every row is the child of its parent at its own place, and only column 0 has children."""
    waiting, seen = [QModelIndex()], 0
    while waiting:
        above = waiting.pop()
        for place in range(model.rowCount(above)):
            index = model.index(place, 0, above)
            assert model.parent(index) == above
            assert model.rowCount(index.siblingAtColumn(1)) == 0
            seen += 1
            waiting.append(index)

    assert len(model.outline.rows) - 1 == seen
    assert not model.index(99, 0).isValid()


def test_payload_is_the_row_itself(model: SettingsModel) -> None:
    """Delegates get frozen data, not texts to parse."""
    row = model.index(0, 0).data(ROW_ROLE)

    assert isinstance(row, Row)
    assert row.key == "training"


def test_new_values_change_cells_only(model: SettingsModel, report: Report) -> None:
    """A reload with the same keys moves nothing: no reset, so the view keeps its place."""
    resets: list[None] = []
    changes: list[QModelIndex] = []
    watcher = _Watcher(model, resets, changes)

    moved = model.show_outline(build_outline(with_value(report, "training.batch_size", 96)))

    assert not moved
    assert resets == []
    assert changes
    assert _texts(model, ("training", "batch_size"))[Column.VALUE] == "96"
    del watcher


def test_new_keys_reset(model: SettingsModel, report: Report) -> None:
    """Other rows are announced as such."""
    assert model.show_outline(build_outline(make_report(Path("/w"), report.settings[1:])))
    assert model.outline.row_of(("training", "batch_size")) is None


def test_a_query_stays_over_reloads(model: SettingsModel, report: Report) -> None:
    """Rows that begin to answer come, others go."""
    model.set_query(parse_query("@source:variable"))
    assert model.rowCount() == 1

    model.show_outline(build_outline(make_report(Path("/w"), report.settings[:3])))

    assert model.rowCount() == 0
    assert model.set_query(parse_query(""))
    assert model.rowCount() == 2


def test_revealing_searches_the_secrets_too(model: SettingsModel) -> None:
    """A query for a secret's text answers only while secrets show."""
    model.set_query(parse_query("prod-hunter2"))
    assert model.rowCount() == 0

    assert model.set_reveal(True)

    assert model.rowCount() == 1


class _Watcher:
    """Counts what a model announces."""

    def __init__(self, model: SettingsModel, resets: list[None], changes: list[QModelIndex]) -> None:
        self._resets, self._changes = resets, changes
        model.modelReset.connect(self.on_reset)
        model.dataChanged.connect(self.on_change)

    def on_reset(self) -> None:
        self._resets.append(None)

    def on_change(self, first: QModelIndex, _last: QModelIndex, _roles: list[int]) -> None:
        self._changes.append(first)
