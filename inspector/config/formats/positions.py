"""Character offsets to places and back."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from inspector.base.places import Place
from inspector.config.formats.making import make_place

_LINE_END = re.compile(r"\r\n|\n|\r")


class Positions:
    """Lines and columns (both from 1, columns in characters) of offsets into one text.

    Lines end at LF, CR LF or CR, whatever else a file format counts as a line break, so that every
    place means the same spot to an editor.
    """

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self._text = text

    @cached_property
    def _starts(self) -> list[int]:
        if "\r" in self._text:
            return [0, *(match.end() for match in _LINE_END.finditer(self._text))]
        return [0, *accumulate(len(line) + 1 for line in self._text.split("\n")[:-1])]

    def line_start(self, offset: int) -> int:
        """The offset at which the line of `offset` starts."""
        return self._starts[bisect_right(self._starts, offset) - 1]

    def spot(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column."""
        return self._starts[line - 1] + column - 1

    def place(self, start: int, end: int | None = None) -> Place:
        """The place of a span; a spot without an end is one character wide."""
        line, column = self.spot(start)
        if end is None:
            return make_place(self.path, line, column, line, column + 1)
        end_line, end_column = self.spot(end)
        return make_place(self.path, line, column, end_line, end_column)

    def text_at(self, text: str, place: Place) -> str:
        """The part of the text that a place spans; "" when the place has no numbers."""
        if place.line is None or place.column is None or place.end_line is None or place.end_column is None:
            return ""
        start = self.offset(place.line, place.column)
        return text[start : self.offset(place.end_line, place.end_column)]


def text_at(text: str, place: Place) -> str:
    """The part of a text that a place spans; "" when the place has no numbers."""
    return Positions(text, "").text_at(text, place)
