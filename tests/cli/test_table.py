"""Tables of the command line."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from inspector.cli.table import Cell, Column, write_table

_COLUMNS = (Column("Key", keep=True), Column("Value", right=True), Column("Type", wide=True))
_CODE = re.compile(r"\x1b\[[0-9;]*m")


def _cells(*texts: str) -> tuple[Cell, ...]:
    return tuple((text, "red") for text in texts)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Stdout is taken for a terminal of 80 columns with colours."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return monkeypatch


def test_a_piped_table_is_aligned_and_bare(capsys: pytest.CaptureFixture[str]) -> None:
    """Columns line up, no line has blanks at its end, and there are no terminal codes."""
    write_table(_COLUMNS, [_cells("a.long.key", "1", "int"), _cells("b", "23", "")])

    assert capsys.readouterr().out == (
        "Key         Value  Type\n"
        "a.long.key      1  int\n"
        "b              23\n"
    )  # fmt: skip


def test_wide_characters_take_two_columns(capsys: pytest.CaptureFixture[str]) -> None:
    """What follows them stands where it should."""
    write_table(_COLUMNS, [_cells("名前", "1", "int"), _cells("abcd", "2", "int")])

    assert [cell_len(line) for line in capsys.readouterr().out.splitlines()] == [17, 16, 16]


def test_a_narrow_terminal_gets_fewer_columns(
    capsys: pytest.CaptureFixture[str], terminal: pytest.MonkeyPatch
) -> None:
    """On 80 columns the optional ones are left out, and long values go on below."""
    terminal.setenv("NO_COLOR", "1")
    write_table(_COLUMNS, [_cells("k" * 30, "v" * 60, "str")])

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Key", "Value"]
    assert lines[1] == f"{'k' * 30}  {'v' * 48}"
    assert lines[2] == " " * 68 + "v" * 12
    assert len(lines) == 3


def test_what_is_kept_whole_is_broken_last(
    capsys: pytest.CaptureFixture[str], terminal: pytest.MonkeyPatch
) -> None:
    """A key longer than the terminal does not push the value out of it."""
    terminal.setenv("NO_COLOR", "1")
    write_table(_COLUMNS, [_cells("k" * 200, "v" * 60, "str")])

    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) == 80
    assert "".join(lines).count("k") == 200
    assert "".join(lines[1:]).count("v") == 60


def test_colours_stand_around_the_same_text(
    capsys: pytest.CaptureFixture[str], terminal: pytest.MonkeyPatch
) -> None:
    """Styles do not move anything."""
    rows = [_cells("a.long.key", "1", "int"), _cells("b", "23", "")]
    write_table(_COLUMNS, rows)
    coloured = capsys.readouterr().out
    terminal.setenv("NO_COLOR", "1")
    write_table(_COLUMNS, rows)

    assert "\x1b[31ma.long.key\x1b[0m" in coloured
    assert "\x1b[1mKey\x1b[0m" in coloured
    assert _CODE.sub("", coloured) == capsys.readouterr().out


def test_markup_of_others_is_text(capsys: pytest.CaptureFixture[str], terminal: pytest.MonkeyPatch) -> None:
    """A value that looks like Rich's markup stays as it is."""
    terminal.setenv("NO_COLOR", "1")
    write_table((Column("Value"),), [_cells("[red]x[/red] :smile:")])

    assert "[red]x[/red] :smile:\n" in capsys.readouterr().out


def test_columns_without_rows_are_their_titles(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty table still says what it would hold."""
    write_table(_COLUMNS, [])

    assert capsys.readouterr().out == "Key  Value  Type\n"


def test_every_row_is_measured_and_written_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work grows with the number of rows, not faster."""
    calls = 0

    def counting(text: str) -> int:
        nonlocal calls
        calls += 1
        return len(text)

    monkeypatch.setattr("inspector.cli.table.cell_len", counting)
    seen: list[int] = []
    for rows in (100, 200):
        calls = 0
        write_table(_COLUMNS, [_cells(f"key{i}", "value", "str") for i in range(rows)])
        seen.append(calls)
    lines = capsys.readouterr().out.splitlines()

    assert len(lines) == 302
    assert seen[1] <= 2 * seen[0]
