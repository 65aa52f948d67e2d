"""The beginning of what a file is rewritten to, in memory: for a look before there is a spool."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inspector.logs.sources.file import Fingerprint, Look, RegularFile, fingerprint_of
from inspector.logs.sources.rewriting import Rewriter

_READ_BYTES = 64 << 10


class MemoryFile:
    """Up to so many bytes of lines made of a file. Never changes."""

    kept = False
    own = True
    problem = ""
    expected_bytes = 0

    def __init__(self, original: RegularFile, most_bytes: int) -> None:
        """Rewrite right now; the original stays open and is not needed any more. Raises OSError."""
        self.path = original.path
        self.identity = original.identity
        self._time_ns = original.look().modified_ns
        rewriter = Rewriter()
        pieces: list[bytes] = []
        numbers: list[NDArray[np.int64]] = []
        size = offset = 0
        data = b"-"
        while size < most_bytes and data:
            data = original.read(offset, _READ_BYTES)
            offset += len(data)
            for piece in rewriter.feed(data) if data else rewriter.flush():
                pieces.append(piece.data)
                numbers += [] if piece.lines is None else [piece.lines]
                size += len(piece.data)
                if size >= most_bytes:
                    break
        self._data = b"".join(pieces)
        self._numbers = np.concatenate(numbers) if numbers else None

    def advance(self, size: int) -> bool:  # noqa: ARG002 - it is all there
        """Nothing comes."""
        return False

    def look(self) -> Look:
        """What there is."""
        return Look(self.identity, len(self._data), self._time_ns)

    def look_at_origin(self) -> Look:
        """It is made of no file."""
        return self.look()

    def read(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes."""
        return self._data[offset : offset + size]

    def fingerprint(self, end: int) -> Fingerprint:
        """The digests of the first `end` bytes."""
        return fingerprint_of(self.read, end)

    def lines(self, first: int, count: int) -> NDArray[np.int64] | None:
        """Where these lines stood in the original."""
        return None if self._numbers is None else self._numbers[first : first + count]

    def close(self) -> None:
        """Nothing is open."""
