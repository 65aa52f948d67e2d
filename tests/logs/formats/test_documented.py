"""Every format, envelope and level can be looked up."""

from __future__ import annotations

import re
from pathlib import Path

from inspector.logs.formats import FORMATS
from inspector.logs.formats.envelopes import ENVELOPES
from inspector.logs.formats.levels import LEVEL_WORDS
from inspector.logs.records import Level


def rows(root: Path, title: str) -> list[list[str]]:
    """The cells of the table in one part of the page."""
    text = (root / "resources/help/log-formats.md").read_text("utf-8")
    part = text.split(f"\n## {title}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def test_every_format_is_documented(root: Path) -> None:
    """And no other."""
    documented = [*rows(root, "Formats of JSON"), *rows(root, "Formats of text")]

    assert sorted(f"`{spec.name}`" for spec in FORMATS) == sorted(cells[0] for cells in documented)


def test_the_marks_are_those_that_are_documented(root: Path) -> None:
    """One of the keys of every mark is named."""
    said = {cells[0].strip("`"): cells[2] for cells in rows(root, "Formats of JSON")}
    # The same as pino; "in `record`"; all of logging.googleapis.com/….
    loose = {"bunyan", "loguru", "google-cloud", "traefik"}
    for spec in FORMATS:
        for mark in spec.marks if spec.name not in loose else ():
            assert any(f"`{key}`" in said[spec.name] for key in mark.split("|")), (spec.name, mark)


def test_every_envelope_is_documented(root: Path) -> None:
    """By its name and a line."""
    assert [f"`{envelope.name}`" for envelope in ENVELOPES] == [cells[0] for cells in rows(root, "Envelopes")]


def test_every_level_is_documented(root: Path) -> None:
    """With words that really mean it."""
    found = rows(root, "Levels")

    assert [f"`{level.word}`" for level in (*list(Level)[1:], Level.UNKNOWN)] == [cells[0] for cells in found]
    for name, words in found[:-1]:
        for word in words.replace(" to ", ", ").split(", "):
            assert LEVEL_WORDS[word.lower()] is Level.from_word(name.strip("`"))
