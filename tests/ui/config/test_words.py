"""Words of the Config workbench."""

from __future__ import annotations

import pytest

from inspector.config.layers import LayerKind
from inspector.ui.config.words import LAYER_GLYPHS, LAYER_WORDS, phrase, plural, wrapped


def test_every_layer_has_a_sign_and_a_word_of_its_own() -> None:
    """Colour is never the only difference."""
    assert set(LayerKind) == set(LAYER_GLYPHS) == set(LAYER_WORDS)
    assert len(LayerKind) == len(set(LAYER_GLYPHS.values())) == len(set(LAYER_WORDS.values()))


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("The file does not exist.", "the file does not exist"),
        ("ML_A lands elsewhere.", "ML_A lands elsewhere"),
        ("A variable wins.", "a variable wins"),
        ("and so on...", "and so on..."),
        ("", ""),
    ],
)
def test_a_sentence_becomes_a_phrase(sentence: str, text: str) -> None:
    """Names keep their capitals."""
    assert text == phrase(sentence)


def test_counts_agree_with_their_word() -> None:
    """One setting, many settings."""
    assert [plural(n, "setting") for n in (1, 0, 1_200)] == ["1 setting", "0 settings", "1,200 settings"]


def test_tips_have_short_lines() -> None:
    """A tip of one long line would cross the screen."""
    assert max(map(len, wrapped("word " * 200).splitlines())) <= 80
