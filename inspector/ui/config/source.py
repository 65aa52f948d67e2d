"""A file as the source view shows it: masked, cut to bounds, with places translated."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from inspector.base.places import Place
from inspector.base.secrets import MASK
from inspector.config.report import SourceText
from inspector.ui.config.syntax import Span, coloured_lines

_LINE_END = re.compile(r"\r\n|\n|\r")
# Qt would start a new line at some of these, and every number below would be wrong.
_ODD_BREAKS = str.maketrans(
    dict.fromkeys("\x00\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\N{SYMBOL FOR NEWLINE}")
)
_SHOWN_LINE = 2_000
_CUT = " …"


@dataclass(frozen=True, slots=True)
class ShownSpan:
    """A place in the shown text: lines from 0, columns in UTF-16 units as Qt counts them."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A file ready to be shown. `masks` are, line by line, the hidden columns of the original text."""

    path: str
    lines: tuple[str, ...]
    colours: tuple[tuple[Span, ...], ...]
    originals: tuple[str, ...]
    masks: tuple[tuple[tuple[int, int], ...], ...]

    def span(self, place: Place) -> ShownSpan | None:
        """Where a place stands in the shown text, None when it names no line of it."""
        if place.line is None or not 1 <= place.line <= len(self.lines):
            return None
        line = place.line - 1
        if place.column is None:
            return ShownSpan(line, 0, line, _units(self.lines[line]))
        end_line = min(place.end_line or place.line, len(self.lines)) - 1
        end_column = place.end_column if place.end_column is not None else place.column + 1
        return ShownSpan(
            line,
            self._column(line, place.column - 1),
            end_line,
            self._column(end_line, end_column - 1, end=True),
        )

    def _column(self, line: int, column: int, *, end: bool = False) -> int:
        """A column of the original line in the shown one; inside a mask it is the mask's begin or end."""
        shift = 0
        for start, stop in self.masks[line]:
            if column >= stop:
                shift += len(MASK) - (stop - start)
            elif column > start:
                column = stop if end else start
                shift += len(MASK) - (stop - start) if end else 0
                break
        return _units(self.lines[line][: max(0, column + shift)])


def show_source(source: SourceText, *, reveal: bool) -> ShownSource:
    """Prepare a file for the source view. Runs on any thread, in linear time."""
    bounds = list(_line_bounds(source.text))
    masks: list[list[tuple[int, int]]] = [[] for _ in bounds]
    if not reveal:
        _spread(source.secrets, bounds, masks)
    originals = tuple(source.text[start:end] for start, end in bounds)
    lines = tuple(_shown(line, own) for line, own in zip(originals, masks, strict=True))
    return ShownSource(
        source.path,
        lines,
        coloured_lines("\n".join(lines), source.format),
        originals,
        tuple(map(tuple, masks)),
    )


def utf16_spans(line: str, spans: tuple[Span, ...]) -> Iterator[tuple[int, int, str]]:
    """Spans in the units that Qt counts in: start, length, kind."""
    plain = line.isascii()
    for span in spans:
        start = span.start if plain else _units(line[: span.start])
        length = span.end - span.start if plain else _units(line[span.start : span.end])
        yield start, length, span.kind


def _line_bounds(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _LINE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _spread(
    secrets: tuple[tuple[int, int], ...], bounds: list[tuple[int, int]], masks: list[list[tuple[int, int]]]
) -> None:
    """Cut the secrets of a text into columns of its lines; overlapping ones join."""
    starts = [start for start, _ in bounds]
    for start, stop in sorted(secrets):
        line = max(0, bisect_right(starts, start) - 1)
        while line < len(bounds) and bounds[line][0] < stop:
            begin, end = bounds[line]
            first, last = max(start, begin) - begin, min(stop, end) - begin
            own = masks[line]
            if own and first <= own[-1][1]:
                own[-1] = (own[-1][0], max(own[-1][1], last))
            elif last > first:
                own.append((first, last))
            line += 1


def _shown(line: str, masks: list[tuple[int, int]]) -> str:
    pieces, end = [], 0
    for start, stop in masks:
        pieces += [line[end:start], MASK]
        end = stop
    text = "".join([*pieces, line[end:]])
    if len(text) > _SHOWN_LINE:
        text = text[:_SHOWN_LINE] + _CUT
    return text if text.isprintable() else text.translate(_ODD_BREAKS)


def _units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
