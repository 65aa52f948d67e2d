"""Breaking a text into lines, for cells that are painted by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption


def wrap_lines(text: str, font: QFont, width: int, most: int) -> tuple[str, ...]:
    """The text in lines of at most `width`, broken between words where that is possible.

    The last of `most` lines ends in … when there is more.
    """
    layout = QTextLayout(text, font)
    layout.setTextOption(_OPTION)
    layout.beginLayout()
    starts: list[int] = []
    while (line := layout.createLine()).isValid() and len(starts) < most:
        line.setLineWidth(max(1, width))
        starts.append(line.textStart())
    layout.endLayout()
    if not starts:
        return ("",)
    *first, last = starts
    ends = starts[1:]
    lines = [text[start:end].rstrip() for start, end in zip(first, ends, strict=True)]
    rest = QFontMetrics(font).elidedText(text[last:], Qt.TextElideMode.ElideRight, max(1, width))
    return (*lines, rest)


_OPTION = QTextOption()
_OPTION.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
