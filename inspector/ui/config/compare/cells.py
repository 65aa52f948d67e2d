"""A cell of the matrix as words: value, layer, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from inspector.config.layers import LayerKind
from inspector.config.report.matrix import MatrixRow
from inspector.ui.config.words import LAYER_WORDS, place_text, value_text
from inspector.ui.kit.elide import one_line

_CELL = 400
"""Characters in a cell, as in the tree."""


class State(Enum):
    """What a cell is, beside its value; the value is its word."""

    SET = ""
    INVALID = "invalid"
    MISSING = "missing"
    UNSET = "not set"


SIGNS = {State.SET: "", State.INVALID: "✖", State.MISSING: "✖", State.UNSET: "–"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell to paint. `group` is a letter that tells equal secrets from different ones, "" for others.
    `odd` says that its value is not that of the first column."""

    text: str
    state: State
    kind: LayerKind | None = None
    group: str = ""
    odd: bool = False
    place: str = ""

    @property
    def words(self) -> str:
        """All of it, without colours."""
        value = " ".join(part for part in (self.text, self.group) if part)
        word = f"{SIGNS[self.state]} {self.state.value}".strip()
        return " ".join(part for part in (value, word) if part)


def shown_cell(row: MatrixRow, column: int, *, reveal: bool) -> Shown:
    """One cell of a row; secrets are masked unless `reveal` is set, with a letter for each different one."""
    cell = row.cells[column]
    odd = cell.group != row.cells[0].group
    setting = cell.setting
    if setting is None:
        return Shown("", State.MISSING if cell.missing else State.UNSET, odd=odd)
    text = one_line(value_text(setting.source, setting, reveal=reveal), _CELL)
    hides = setting.secret or setting.hides(setting.source)
    group = letter(cell.group) if hides and cell.group is not None and not reveal else ""
    state = State.INVALID if cell.invalid else State.SET
    return Shown(text, state, setting.source.kind, group, odd, place_text(setting.source.place))


def letter(group: int) -> str:
    """`A`, `B`, … `Z`, `A1`."""
    name = chr(ord("A") + group % 26)
    return name if group < 26 else f"{name}{group // 26}"


def search_text(row: MatrixRow) -> str:
    """What a filter looks at: key, values, layers, and words such as `missing`."""
    cells = (shown_cell(row, column, reveal=False) for column in range(len(row.cells)))
    parts = (f"{cell.words}\n{'' if cell.kind is None else LAYER_WORDS[cell.kind]}" for cell in cells)
    return "\n".join((row.key, *parts)).lower()


def spoken(row: MatrixRow, column: int, title: str, *, reveal: bool) -> str:
    """What a screen reader says of a cell."""
    cell = shown_cell(row, column, reveal=reveal)
    layer = "" if cell.kind is None else f"from {LAYER_WORDS[cell.kind]}"
    same = "" if row.equal else ("differs" if cell.odd else "as compared")
    return ", ".join(part for part in (f"{row.key} in {title}", cell.words, layer, same) if part)


def markdown(titles: Sequence[str], rows: Sequence[MatrixRow]) -> str:
    """A table for a ticket. Secrets are masked, whatever is revealed in the window."""
    lines = [_line(("Setting", *titles)), _line(["---"] * (len(titles) + 1))]
    for row in rows:
        cells = (shown_cell(row, column, reveal=False) for column in range(len(row.cells)))
        lines.append(_line((_code(row.key), *map(_marked, cells))))
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _marked(cell: Shown) -> str:
    value = _code(cell.text) if cell.text or cell.state is State.SET else ""
    word = f"{SIGNS[cell.state]} {cell.state.value}".strip()
    layer = "" if cell.kind is None else f"({LAYER_WORDS[cell.kind]})"
    return " ".join(part for part in (value, cell.group, word, layer) if part)


def _code(text: str) -> str:
    """A text in a cell of a Markdown table; one that holds ` itself stands between two of them."""
    if not text:
        return "(empty)"
    ticks = "``" if "`" in text else "`"
    inner = f" {text} " if "`" in text else text
    return f"{ticks}{inner}{ticks}".replace("|", "\\|")
