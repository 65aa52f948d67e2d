"""How far references between variables are followed."""

from __future__ import annotations

MAX_CHARS = 1024 * 1024
"""Longer values are hardly meant: Linux refuses any variable beyond 128 KiB."""

MAX_STEPS = 2000
"""Replacements in one value. JavaScript goes on to some 10,000, but no value has that many references."""


class EndlessError(Exception):
    """References that go round in a circle, or make a value grow beyond all bounds.

    `circle` tells the two apart: in a circle the libraries fill their stack and throw a RangeError at once; a
    value that grows does so after a while, or fills the memory before.
    """

    def __init__(self, *, circle: bool) -> None:
        super().__init__("a circle of references" if circle else "a value that grows beyond all bounds")
        self.circle = circle


class Budget:
    """Counts the characters that are written while one file, or one set of files, is expanded."""

    __slots__ = ("_left",)

    def __init__(self, chars: int = 64 * MAX_CHARS) -> None:
        self._left = chars

    def take(self, text: str) -> None:
        """Raise EndlessError when there is too much."""
        self._left -= len(text)
        if len(text) > MAX_CHARS or self._left < 0:
            raise EndlessError(circle=False)
