"""Comments that say where a value comes from and what it overrode."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from inspector.base.secrets import MASK
from inspector.config.export import effective_text
from tests.config.workspace import report_of

_SCHEMA = '{"properties": {"a": {"properties": {"batch": {"type": "integer", "default": 16}}}}}'


def _lines(text: str) -> dict[str, str]:
    """The comments by what stands before them, or below them in variables."""
    lines = text.splitlines()
    above = {line: before.removeprefix("# ") for before, line in pairwise(lines)}
    if all(line.startswith("# ") for line in lines[::2]):
        return {line: above[line] for line in lines[1::2]}
    pairs = (line.split("  # ") for line in text.splitlines() if "  # " in line)
    return {before.strip(): comment for before, comment in pairs}


def test_place_of_the_winner_and_what_it_overrode(tmp_path: Path) -> None:
    """High to low; a default of the schema needs no place."""
    files = {
        "config.yaml": "a:\n  batch: 32\n",
        "config.production.yaml": "a:\n  batch: 128\n",
        "config.schema.json": _SCHEMA,
    }
    report = report_of(tmp_path, files)
    comment = "config.production.yaml:2 (base: 32 @ config.yaml:2; default: 16)"

    assert _lines(effective_text(report, "yaml")) == {"batch: 128": comment}
    assert _lines(effective_text(report, "toml")) == {"batch = 128": comment}
    assert _lines(effective_text(report, "dotenv")) == {"ML_A_BATCH=128": comment}


def test_variables_are_told_with_their_layers(tmp_path: Path) -> None:
    """A name stands once: not again where the line itself begins with it."""
    files = {"config.yaml": "a: 1\nb: 1\n", ".env": "ML_A=2\nML_B=3\n"}
    report = report_of(tmp_path, files, {"ML_A": "4"})

    assert _lines(effective_text(report, "yaml")) == {
        "a: 4": "ML_A in process environment (dotenv: 2 @ .env:1; base: 1 @ config.yaml:1)",
        "b: 3": ".env:2 ML_B (base: 1 @ config.yaml:2)",
    }
    assert _lines(effective_text(report, "dotenv"))["ML_B=3"] == ".env:2 (base: 1 @ config.yaml:2)"


@pytest.mark.parametrize("format_name", ["yaml", "toml", "dotenv"])
def test_overridden_secrets_are_masked_and_can_be_compared(format_name: str, tmp_path: Path) -> None:
    """Whether the loser was the same secret shows without reading it."""
    files = {
        "config.yaml": "password: first-s3cret\n",
        "config.production.yaml": "password: other-s3cret\n",
        ".env": "ML_PASSWORD=other-s3cret\n",
    }
    report = report_of(tmp_path, files)

    masked = effective_text(report, format_name)
    revealed = effective_text(report, format_name, reveal=True)

    assert "s3cret" not in masked
    assert f"(environment: {MASK} (the same) @ config.production.yaml:1; base: {MASK} @ " in masked
    assert "(environment: other-s3cret @ config.production.yaml:1; base: first-s3cret @ " in revealed


def test_long_values_and_many_layers_are_cut(tmp_path: Path) -> None:
    """A comment stays readable."""
    layers = "".join(f'[[layers]]\npath = "{n}.yaml"\nkind = "base"\n' for n in range(9))
    files = {
        "inspector.toml": layers,
        **{f"{n}.yaml": f"a: {'long ' * 30}{n}\n" for n in range(9)},
    }
    comment = effective_text(report_of(tmp_path, files), "yaml").partition("  # ")[2]

    assert comment.startswith("8.yaml:1 (base: long long")
    assert comment.endswith("… @ 2.yaml:1; 2 more)\n")
    assert all(len(part) < 70 for part in comment.split("; "))


def test_a_comment_stays_on_its_line(tmp_path: Path) -> None:
    """Line ends of any kind, NUL and half characters stand in it as escapes."""
    below = "one\ntwo\r\u2028three\u2029\x85four\x00# five\ufeff\u202e"
    files = {
        "config.yaml": yaml.safe_dump({"a": below, "b": [below]}),
        "config.production.yaml": "a: 1\nb: 2\n",
    }
    report = report_of(tmp_path, files, {"ML_A": "\udcff\ud800"})

    for format_name in ("yaml", "toml", "dotenv"):
        lines = effective_text(report, format_name).split("\n")
        assert len(lines) == (4 if format_name == "dotenv" else 3)
        assert all(line.isprintable() for line in lines)
    assert yaml.safe_load(effective_text(report, "yaml")) == {"a": "\udcff\ud800", "b": 2}
    assert "# a is text with bytes that are no text, which TOML cannot hold" in effective_text(report, "toml")
    assert "# a: a line of variables cannot hold this text" in effective_text(report, "dotenv")


def test_the_comment_of_text_on_several_lines(tmp_path: Path) -> None:
    """It stands on the line of the key, or above it."""
    text = "first\n  second # no comment\n\nlast\n"
    report = report_of(tmp_path, {"config.yaml": yaml.safe_dump({"a": text, "k" * 1200: 1, "l": ["x" * 80]})})

    assert effective_text(report, "yaml").split("\n")[:5] == [
        "a: |  # config.yaml:1",
        "  first",
        "    second # no comment",
        "",
        "  last",
    ]
    assert f"l:  # config.yaml:5\n- {'x' * 80}\n" in effective_text(report, "yaml")
    assert effective_text(report, "dotenv").startswith("# config.yaml:1\nML_A='first\n")
    assert yaml.safe_load(effective_text(report, "yaml")) == dict(report.values)
