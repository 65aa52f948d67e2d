"""Fonts from the system: one for words, one of fixed width for values, keys and log text."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QGuiApplication

_SMALL = 0.9
_ROW_TO_UI = 1.75
_ROW_TO_MONO = 1.4  # its metrics include more air of their own


def ui() -> QFont:
    """For everything but values, keys and log text."""
    return QGuiApplication.font()


def small() -> QFont:
    """For headers, badges and remarks."""
    return _sized(ui(), _SMALL)


def bold(font: QFont) -> QFont:
    """The same font, bold."""
    heavy = QFont(font)
    heavy.setWeight(QFont.Weight.DemiBold)
    return heavy


def struck(font: QFont) -> QFont:
    """The same font, struck through."""
    crossed = QFont(font)
    crossed.setStrikeOut(True)
    return crossed


def title() -> QFont:
    """For the title of a page."""
    return bold(_sized(ui(), 1.5))


def mono() -> QFont:
    """For values, keys, places and log text."""
    return _mono(ui().key())


def small_mono() -> QFont:
    """For fixed-width text in badges."""
    return _sized(mono(), _SMALL)


def row_height() -> int:
    """The height of one row in tables and trees: 24 to 26 at the usual font sizes, more with larger ones."""
    return _row_height(ui().key())


def char_width() -> int:
    """The width of one character of mono(), for column widths."""
    return QFontMetrics(mono()).horizontalAdvance("0")


@lru_cache(maxsize=8)
def _mono(ui_key: str) -> QFont:
    base = QFont()
    base.fromString(ui_key)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setStyleHint(QFont.StyleHint.Monospace)
    if base.pixelSize() > 0:
        font.setPixelSize(base.pixelSize())
    else:
        font.setPointSizeF(base.pointSizeF())
    return font


@lru_cache(maxsize=8)
def _row_height(ui_key: str) -> int:
    base = QFont()
    base.fromString(ui_key)
    words, values = QFontMetrics(base).height(), QFontMetrics(_mono(ui_key)).height()
    return max(round(words * _ROW_TO_UI), round(values * _ROW_TO_MONO))


def _sized(font: QFont, factor: float) -> QFont:
    other = QFont(font)
    if font.pixelSize() > 0:
        other.setPixelSize(max(1, round(font.pixelSize() * factor)))
    else:
        other.setPointSizeF(font.pointSizeF() * factor)
    return other
