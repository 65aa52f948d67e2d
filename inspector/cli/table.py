"""Tables without lines. Their width is found in one pass and they are written in another."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.style import Style

from inspector.cli.output import console

WIDE = 100
"""Columns a terminal must have for the optional columns of a table."""

Cell: TypeAlias = tuple[str, str]
"""The text of a cell, one line of it, and its style."""

_GAP = "  "
_NARROWEST = 12
"""What a column keeps of its width when a table is too wide for the terminal."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `wide` ones are left out on narrow terminals."""

    title: str
    right: bool = False
    wide: bool = False
    keep: bool = False
    """Never broken into several lines, unless the table does not fit otherwise."""


def write_table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    """A table with its columns aligned; what does not fit on a terminal goes on below in its column."""
    out = console()
    shown = [i for i, column in enumerate(columns) if not column.wide or out.width >= WIDE]
    table = [[row[i] for i in shown] for row in rows]
    chosen = [columns[i] for i in shown]
    table.insert(0, [(column.title, "bold") for column in chosen])
    widths = [max(cell_len(row[i][0]) for row in table) for i in range(len(chosen))]
    widths = _fitted(widths, chosen, out.width)
    paint = _painter(out)
    sys.stdout.writelines(line for row in table for line in _lines(row, chosen, widths, paint))


def _fitted(widths: Sequence[int], columns: Sequence[Column], room: int) -> list[int]:
    """The widths, those of long columns reduced until the table fits, those to keep last."""
    fitted = list(widths)
    excess = sum(fitted) + len(_GAP) * (len(fitted) - 1) - room
    for keep in (False, True):
        for i in sorted(range(len(fitted)), key=fitted.__getitem__, reverse=True):
            if excess > 0 and columns[i].keep is keep:
                less = max(0, min(excess, fitted[i] - _NARROWEST))
                fitted[i] -= less
                excess -= less
    return fitted


def _lines(
    row: Sequence[Cell], columns: Sequence[Column], widths: Sequence[int], paint: Callable[[str, str], str]
) -> list[str]:
    cells = [
        [text] if cell_len(text) <= width else chop_cells(text, width)
        for (text, _), width in zip(row, widths, strict=True)
    ]
    return [
        _line([cell[n] if n < len(cell) else "" for cell in cells], row, columns, widths, paint)
        for n in range(max(map(len, cells)))
    ]


def _line(
    texts: Sequence[str],
    row: Sequence[Cell],
    columns: Sequence[Column],
    widths: Sequence[int],
    paint: Callable[[str, str], str],
) -> str:
    parts: list[str] = []
    blanks = 0
    for text, (_, style), column, width in zip(texts, row, columns, widths, strict=True):
        free = width - cell_len(text)
        if text:
            parts += [" " * (blanks + (free if column.right else 0)), paint(text, style)]
            blanks = 0 if column.right else free
        else:
            blanks += width
        blanks += len(_GAP)
    return f"{''.join(parts)}\n"


def _painter(out: Console) -> Callable[[str, str], str]:
    """Puts a style around a text in the terminal's colours, or leaves the text alone."""
    if not out.is_terminal:
        return _plain
    colors = getattr(out, "_color_system")  # noqa: B009 - Rich gives away only its name
    parsed = lru_cache(Style.parse)

    def paint(text: str, style: str) -> str:
        return parsed(style).render(text, color_system=colors)

    return paint


def _plain(text: str, _style: str) -> str:
    return text
