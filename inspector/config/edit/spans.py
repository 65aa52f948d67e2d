"""A text with the places of its tree as offsets, and what an edit needs to know about its lines."""

from __future__ import annotations

import re

from inspector.base.places import Place
from inspector.config.formats.positions import Positions

_LINE_END = re.compile(r"\r\n|\n|\r")


class EditedText:
    """The text of a file as its places count it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._positions = Positions(text, "")
        found = _LINE_END.search(text)
        self.newline = found.group() if found is not None else "\n"

    def span(self, place: Place) -> tuple[int, int]:
        """Start and end of a place that has numbers."""
        assert place.line is not None
        assert place.column is not None
        assert place.end_line is not None
        assert place.end_column is not None
        return (
            self._positions.offset(place.line, place.column),
            self._positions.offset(place.end_line, place.end_column),
        )

    def line_start(self, offset: int) -> int:
        """Where the line of an offset starts."""
        return self._positions.line_start(offset)

    def line_end(self, offset: int) -> int:
        """Where the line of an offset ends, before its line break."""
        found = _LINE_END.search(self.text, offset)
        return len(self.text) if found is None else found.start()

    def next_line(self, offset: int) -> int:
        """Where the line after that of an offset starts; the end of the text when there is none."""
        found = _LINE_END.search(self.text, offset)
        return len(self.text) if found is None else found.end()

    def column(self, offset: int) -> int:
        """How many characters stand before an offset on its line."""
        return offset - self.line_start(offset)

    def replaced(self, start: int, end: int, by: str) -> str:
        """The text with another stretch in place of this one."""
        return self.text[:start] + by + self.text[end:]

    def after_line(self, offset: int, lines: list[str]) -> str:
        """The text with whole lines put below the line of an offset."""
        at = self.line_end(offset)
        return self.replaced(at, at, "".join(self.newline + line for line in lines))

    def without(self, start: int, end: int) -> str:
        """The text without a stretch, and without its line when nothing else stood there."""
        first, last = self.line_start(start), self.next_line(end)
        rest = self.text[first:start] + self.text[end : self.line_end(end)]
        return self.replaced(start, end, "") if rest.strip() else self.replaced(first, last, "")
