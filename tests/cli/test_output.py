"""What every command writes."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout

import pytest

from inspector.cli.output import (
    complain,
    console,
    counted,
    json_line,
    one_line,
    prepare_streams,
    visible,
    write_json,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain ✓", "plain ✓"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("bell\a", "bell\\x07"),
        ("c1 \x9b31m", "c1 \\x9b31m"),
        ("right\u202eleft", "right\\u202eleft"),
        ("other\u2028line", "other\\u2028line"),
        ("no UTF-8: \udcff", "no UTF-8: \\udcff"),
        ("line\nand\ttab", "line\nand\ttab"),
    ],
)
def test_control_characters_are_shown_not_obeyed(text: str, expected: str) -> None:
    """Text of others cannot recolour the screen or turn its direction round."""
    assert visible(text) == expected


def test_a_cell_is_one_line_and_ends() -> None:
    """Line breaks are escaped, and what is endless is cut with a mark."""
    assert one_line("a\nb\tc") == "a\\nb\\tc"
    assert one_line("x" * 500) == "x" * 199 + "…"


def test_colours_come_on_a_terminal_and_go_with_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rich decides what a terminal is; NO_COLOR has the last word."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    with_colours = console().color_system
    monkeypatch.setenv("NO_COLOR", "1")

    assert with_colours is not None
    assert console().color_system is None


def test_json_keeps_characters_readable(capsys: pytest.CaptureFixture[str]) -> None:
    """Indented as a document, in one line as a record."""
    write_json({"a": "é", "b": [1, None]})

    assert capsys.readouterr().out == '{\n  "a": "é",\n  "b": [\n    1,\n    null\n  ]\n}\n'
    assert json_line({"a": "é", "b": [1, None]}) == '{"a":"é","b":[1,null]}'


def test_a_lone_surrogate_is_written_as_an_escape(capsys: pytest.CaptureFixture[str]) -> None:
    """Half a character in a log does not stop the output, and JSON stays JSON."""
    prepare_streams()
    write_json({"a": "\ud800"})

    assert json.loads(capsys.readouterr().out) == {"a": "\ud800"}


def test_json_stays_json_and_moves_no_cursor() -> None:
    """On a terminal of any encoding, control characters stand as JSON's own escapes."""
    document = {"a\x1b": "é \x9b31m \u202e \u2028 \udcff \U0001f600 \x7f"}
    for encoding in ("utf-8", "ascii", "latin-1"):
        with io.TextIOWrapper(io.BytesIO(), encoding=encoding) as stream, redirect_stdout(stream):
            prepare_streams()
            write_json(document)
            stream.flush()
            written = stream.buffer.getvalue()
        assert json.loads(written.decode(encoding)) == document
        assert all(char.isprintable() or char == "\n" for char in written.decode(encoding))


def test_a_complaint_is_one_line_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever a message holds, it is one line without control characters."""
    complain("bad\nname \x1b[2J")

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "inspector: bad name \\x1b[2J\n"


def test_numbers_have_their_noun() -> None:
    """One is singular, all else plural, thousands are separated."""
    assert [counted(n, "error") for n in (0, 1, 2, 12345)] == [
        "0 errors",
        "1 error",
        "2 errors",
        "12,345 errors",
    ]
