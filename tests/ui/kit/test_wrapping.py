"""Lines for cells that are painted by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetrics

from inspector.ui.kit import fonts
from inspector.ui.kit.wrapping import wrap_lines


def test_a_short_text_is_one_line() -> None:
    """Nothing is lost and nothing is added."""
    assert wrap_lines("no default", fonts.mono(), 1_000, 3) == ("no default",)
    assert wrap_lines("", fonts.mono(), 1_000, 3) == ("",)


def test_lines_break_between_words() -> None:
    """A word stays whole where it fits."""
    width = QFontMetrics(fonts.mono()).horizontalAdvance("lands on the.")

    assert wrap_lines("lands on the moon", fonts.mono(), width, 3) == ("lands on the", "moon")


def test_a_long_name_is_broken_anywhere() -> None:
    """Better than running out of the cell."""
    width = QFontMetrics(fonts.mono()).horizontalAdvance("training.")
    lines = wrap_lines("x" * 30, fonts.mono(), width, 9)

    assert "".join(lines) == "x" * 30
    assert len(lines) == 4


@given(st.text(st.characters(categories=("L", "Nd", "Zs", "P")), max_size=80), st.integers(1, 4))
def test_there_are_never_more_lines_than_asked_for(text: str, most: int) -> None:
    """Whatever stands there."""
    lines = wrap_lines(text, fonts.mono(), 90, most)

    assert 1 <= len(lines) <= most
