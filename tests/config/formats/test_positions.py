"""Offsets, lines and columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inspector.base.places import Place
from inspector.config.formats.making import make_place, make_scalar
from inspector.config.formats.positions import Positions, text_at
from inspector.config.values import Node, NodeKind


def test_made_places_and_nodes_are_the_real_ones() -> None:
    """The quick way to make a place or a scalar gives the same frozen objects as their constructors."""
    place = make_place("c.yaml", 1, 2, 3, 4)
    assert place == Place("c.yaml", 1, 2, 3, 4)
    assert type(place) is Place
    assert hash(place) == hash(Place("c.yaml", 1, 2, 3, 4))
    node = make_scalar(1, place, None, "1")
    assert node == Node(NodeKind.SCALAR, 1, place, None, "1")
    assert type(node) is Node


@given(st.text(st.sampled_from("ab\n\r\u2028é"), max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_a_place_spans_its_offsets(text: str, start: int, end: int) -> None:
    """The text at the place of two offsets is the text between them."""
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    positions = Positions(text, "f")
    place = positions.place(start, end)
    assert text_at(text, place) == text[start:end]
    assert place.line is not None
    assert place.column is not None
    assert positions.offset(place.line, place.column) == start
    assert positions.line_start(start) == start - place.column + 1


def test_lines_end_as_they_do_in_editors() -> None:
    """LF, CR LF and CR end a line; other breaks of Unicode do not."""
    positions = Positions("a\r\nb\rc\nd\u2028e", "f")
    assert [positions.spot(offset) for offset in (0, 3, 5, 7, 9)] == [(1, 1), (2, 1), (3, 1), (4, 1), (4, 3)]


def test_a_spot_is_one_character_wide() -> None:
    """A place without an end covers the character at its start."""
    assert Positions("ab\n", "f").place(1) == Place("f", 1, 2, 1, 3)
