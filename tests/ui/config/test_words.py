"""Words of the Config workbench."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inspector.base.secrets import MASK
from inspector.config.layers import LayerKind
from inspector.ui.config.words import LAYER_GLYPHS, LAYER_WORDS, phrase, plural, raw_text, wrapped
from tests.config.workspace import report_of


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


def test_written_text_hides_the_secrets_in_it(tmp_path: Path) -> None:
    """Also those of other keys, where one text was written for a whole mapping."""
    report = report_of(tmp_path, {"config.yaml": "host: a\n"}, {"ML_HOST": "{'token': 'abc', 'host': 'b'}"})
    setting = replace(report.settings[0], secret=False)

    assert raw_text(setting.source, setting, reveal=False) == MASK
    assert raw_text(setting.candidates[0], setting, reveal=False) == "a"
    assert raw_text(setting.source, setting, reveal=True) == "{'token': 'abc', 'host': 'b'}"
    assert raw_text(replace(setting.source, raw=None), setting, reveal=False) == ""
