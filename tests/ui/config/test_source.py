"""Files as they are shown: masked, cut, with places translated."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inspector.base.places import Place
from inspector.base.secrets import MASK
from inspector.config.report import SourceText
from inspector.ui.config.source import ShownSource, ShownSpan, show_source


def _shown(text: str, *secrets: tuple[int, int], reveal: bool = False, format_: str = "yaml") -> ShownSource:
    return show_source(SourceText("f", text, format_, secrets), reveal=reveal)


def test_secrets_are_masked_in_place() -> None:
    """What stands around a secret stays."""
    shown = _shown("a: hunter2 # old\nb: 1", (3, 10))

    assert (f"a: {MASK} # old", "b: 1") == shown.lines


def test_revealed_secrets_are_shown() -> None:
    """The same file, on purpose."""
    assert _shown("a: hunter2", (3, 10), reveal=True).lines == ("a: hunter2",)


def test_a_secret_over_lines_keeps_their_number() -> None:
    """Every line of a private key is hidden; line numbers below stay right."""
    shown = _shown("k: |\n  AAA\n  BBB\nz: 1", (5, 16))

    assert shown.lines == ("k: |", MASK, MASK, "z: 1")


def test_overlapping_secrets_join() -> None:
    """A URL with a password may be marked twice."""
    assert (f"a{MASK}f",) == _shown("abcdef", (1, 3), (2, 5)).lines


def test_places_are_moved_by_masks() -> None:
    """A place behind a mask, inside of it and before it lands on the right character."""
    shown = _shown("a: x, b: y", (3, 4))

    assert ShownSpan(0, 0, 0, 1) == shown.span(Place("f", 1, 1, 1, 2))
    assert ShownSpan(0, 3, 0, 3 + len(MASK)) == shown.span(Place("f", 1, 4, 1, 5))
    behind = shown.span(Place("f", 1, 7, 1, 8))
    assert behind is not None
    assert shown.lines[0][behind.column : behind.end_column] == "b"


def test_columns_count_as_qt_counts() -> None:
    """A character beyond the basic plane is two for Qt and one for a place."""
    assert ShownSpan(0, 6, 0, 7) == _shown("a: 😀 x").span(Place("f", 1, 6, 1, 7))


def test_a_place_without_a_column_is_its_line() -> None:
    """Some findings know the line only; some places know nothing, or a line that is gone."""
    shown = _shown("ab\ncd")

    assert ShownSpan(1, 0, 1, 2) == shown.span(Place("f", 2))
    assert shown.span(Place("f")) is None
    assert shown.span(Place("f", 9, 1)) is None


def test_lines_end_as_places_count_them() -> None:
    """LF, CR LF and CR end a line; Unicode's other breaks do not, and cannot confuse Qt."""
    assert _shown("a\r\nb\rc\u2028d\n").lines == ("a", "b", "c␤d", "")


def test_a_long_line_is_cut() -> None:
    """A line of a megabyte must not stall the window; a place behind the cut stands at its end."""
    shown = _shown("x" * 1_000_000)

    assert len(shown.lines[0]) == 2_002
    assert ShownSpan(0, 2_002, 0, 2_002) == shown.span(Place("f", 1, 900_000, 1, 900_001))


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4))
def test_no_secret_character_shows(text: str, spans: list[tuple[int, int]]) -> None:
    """Whatever the spans, only characters outside of them show, and places stay inside their line."""
    secrets = tuple((start, end) for start, end in spans if start < end <= len(text))
    hidden = {place for start, end in secrets for place in range(start, end)}
    marked = "".join(
        "\ue000" if place in hidden and char not in "\r\n" else char for place, char in enumerate(text)
    )

    shown = _shown(marked, *secrets)

    assert not any("\ue000" in line for line in shown.lines)
    for number, line in enumerate(shown.lines):
        for column in range(1, 20):
            span = shown.span(Place("f", number + 1, column, number + 1, column + 1))
            assert span is not None
            assert 0 <= span.column <= span.end_column <= len(line.encode("utf-16-le", "surrogatepass")) // 2
