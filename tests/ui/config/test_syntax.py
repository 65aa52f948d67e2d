"""Colours per line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.ui.config.syntax import coloured_lines
from inspector.ui.kit.theme import DARK, LIGHT


def _kinds(text: str, format_: str) -> dict[str, str]:
    lines = text.split("\n")
    spans = coloured_lines(text, format_)
    return {lines[n][s.start : s.end]: s.kind for n, own in enumerate(spans) for s in own}


@pytest.mark.parametrize(
    ("format_", "text", "kinds"),
    [
        (
            "yaml",
            "a: 12\nb: text\nc: NO\n# d",
            {"a": "key", "12": "number", "text": "string", "NO": "keyword", "# d": "comment"},
        ),
        ("yaml", "a: 0x1F\nb: 1.5e-3\nc: 12ab", {"0x1F": "number", "1.5e-3": "number", "12ab": "string"}),
        ("toml", 'a = 1\nb = true\nc = "x"', {"a": "key", "1": "number", "true": "keyword"}),
        ("json", '{"a": [1, true]}', {'"a"': "key", "1": "number", "true": "keyword"}),
        ("dotenv", "export A=1\n# b", {"export": "keyword", "A": "key", "# b": "comment"}),
    ],
)
def test_tokens_have_kinds(format_: str, text: str, kinds: dict[str, str]) -> None:
    """Each format marks keys, values and comments alike."""
    found = _kinds(text, format_)

    assert kinds == {word: found.get(word) for word in kinds}


def test_a_token_over_lines_colours_each() -> None:
    """A block of text in TOML spans lines."""
    spans = coloured_lines('a = """x\ny\nz"""', "toml")

    assert [sum(span.end - span.start for span in line) for line in spans] == [5, 1, 4]


def test_unknown_formats_and_huge_texts_stay_plain() -> None:
    """No colours are no error."""
    assert coloured_lines("x", "ini-of-somebody") == ()
    assert coloured_lines("x" * 100_001, "yaml") == ()


@given(
    st.text(alphabet="a:- \n'\"[]{}#|&*!12=", max_size=60),
    st.sampled_from(["yaml", "toml", "json", "dotenv"]),
)
def test_spans_lie_in_their_line_and_have_a_colour(text: str, format_: str) -> None:
    """Whatever the text, spans do not overlap, and every kind is in both themes."""
    lines = text.split("\n")

    spans = coloured_lines(text, format_)

    assert len(lines) == len(spans)
    for line, own in zip(lines, spans, strict=True):
        end = 0
        for span in own:
            assert end <= span.start < span.end <= len(line)
            assert span.kind in LIGHT.syntax
            assert span.kind in DARK.syntax
            end = span.end
