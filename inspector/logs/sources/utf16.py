"""UTF-16 as UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from inspector.logs.sources.pieces import Piece

_SAMPLE_BYTES = 4096
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LEAST_SHARE = 0.2
_UNMARKED_SHARE = 0.8


def utf16_in(head: bytes) -> str:
    """The encoding when these are the first bytes of UTF-16, else "". Logs have ASCII in each line, whose
    other bytes are zero; a mark of two bytes alone may be an accident."""
    sample = head[:_SAMPLE_BYTES]
    sample = sample[: len(sample) // 2 * 2]
    zeros = {"utf-16-le": sample[1::2].count(0), "utf-16-be": sample[0::2].count(0)}
    characters = len(sample) // 2
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding if zeros[encoding] > _LEAST_SHARE * (characters - 1) else ""
    least, most = sorted(zeros, key=lambda encoding: zeros[encoding])
    if characters >= 4 and zeros[least] == 0 and zeros[most] > _UNMARKED_SHARE * characters:
        return most
    return ""


class FromUtf16:
    """Transcodes; what is no character becomes the sign for that."""

    pending = 0
    problem = ""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._first = True

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Transcode some more."""
        yield from self._encoded(self._decoder.decode(data))

    def flush(self) -> Iterator[Piece]:
        """Half a character at the end."""
        yield from self._encoded(self._decoder.decode(b"", final=True))

    def forget_pending(self) -> None:
        """Nothing is pending."""

    def _encoded(self, text: str) -> Iterator[Piece]:
        if self._first and text:
            self._first = False
            text = text.removeprefix("\ufeff")
        if text:
            yield Piece(text.encode())
