"""Sentences that explain badges and summaries."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from inspector.config.layers import LayerKind
from inspector.config.values import KeyPath
from inspector.ui.config.model import Column, SettingsModel
from inspector.ui.config.outline import Outline, build_outline
from inspector.ui.config.tips import LAYER_MEANINGS, badge_tip, mapping_tip
from tests.ui.config.sample import LAYERS, make_report


@pytest.fixture
def outline() -> Outline:
    return build_outline(make_report(Path("/w")))


def _number(outline: Outline, path: KeyPath) -> int:
    number = outline.row_of(path)
    assert number is not None
    return number


def test_every_kind_of_layer_is_explained() -> None:
    """A new kind needs its sentence."""
    assert set(LayerKind) == set(LAYER_MEANINGS)


def test_a_filled_badge_has_the_last_word(outline: Outline) -> None:
    """Its file, what such a layer is, and what filled means."""
    row = outline.rows[_number(outline, ("training", "batch_size"))]

    first, meaning, fate = badge_tip(row, LAYERS).splitlines()

    assert first == "▣ environment: config.production.yaml"
    assert meaning == LAYER_MEANINGS[LayerKind.ENVIRONMENT]
    assert fate == "Filled: this layer has the last word."


def test_an_outlined_badge_says_what_became_of_it(outline: Outline) -> None:
    """That of a value that lost."""
    row = outline.rows[_number(outline, ("training", "batch_size")) + 1]

    assert badge_tip(row, LAYERS).endswith("Outlined: another layer has the last word.")


def test_an_invalid_winner_says_so(outline: Outline) -> None:
    """It still is what the application gets."""
    row = outline.rows[_number(outline, ("database", "port"))]

    assert badge_tip(row, LAYERS).endswith("has the last word, and its value breaks a rule.")


@pytest.mark.parametrize(
    ("path", "summary", "tip"),
    [
        (
            ("database",),
            "3 of 4 overridden, highest variable",
            "4 settings inside; 3 have a value in more than one layer.\n"
            "The highest layer that overrides one is variable.",
        ),
        (
            ("training",),
            "1 of 3 overridden, highest environment",
            "3 settings inside; 1 has a value in more than one layer.\n"
            "The highest layer that overrides one is environment.",
        ),
        (
            ("training", "batch"),
            "1 setting, from variables only",
            "1 setting, all of them from variables: no file has this mapping.",
        ),
    ],
)
def test_a_mapping_sums_up_what_is_inside(outline: Outline, path: KeyPath, summary: str, tip: str) -> None:
    """How many are overridden, of how many, and how far up; the tip says it in sentences."""
    model = SettingsModel()
    model.show_outline(outline)
    number = _number(outline, path)

    assert summary == model.index_of(number, Column.VALUE).data()
    assert tip == mapping_tip(outline.rows[number])


@pytest.mark.parametrize(
    ("path", "column", "part"),
    [
        (("training", "batch_size"), Column.SOURCE, "Filled: this layer has the last word."),
        (("database", "password"), Column.TYPE, "A secret"),
        (("training",), Column.VALUE, "1 has a value in more than one layer."),
    ],
)
def test_tips_stand_where_the_mouse_is(outline: Outline, path: KeyPath, column: Column, part: str) -> None:
    """Each cell explains its own sign."""
    model = SettingsModel()
    model.show_outline(outline)

    tip = str(model.index_of(_number(outline, path), column).data(Qt.ItemDataRole.ToolTipRole))

    assert part in tip.replace("\n", " ")
