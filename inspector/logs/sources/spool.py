"""A private file that grows: what cannot be read by position as lines is written there, and read from it."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inspector.logs.sources.file import Fingerprint, RegularFile
from inspector.logs.sources.pieces import Piece

LIMIT_BYTES = 64 << 30
"""No source is unpacked beyond this."""

LEAST_FREE_BYTES = 1 << 30
"""So much of the disk stays free."""

_LOOK_EVERY_BYTES = 32 << 20
_NUMBER_BYTES = 8
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class NoRoomError(Exception):
    """Why no more may be written, to follow the name of the source."""


class Spool:
    """Written by one thread, read by any. `size_bytes` and `line_count` grow when something is complete.

    Raises OSError when it cannot be made. The numbers of lines stand in a file beside it once there are any.
    """

    def __init__(self, place: Path, kept_bytes: int | None = None) -> None:
        """A new file, or so many bytes of one of an earlier run, which is only read then."""
        self.place = place
        self.size_bytes = kept_bytes or 0
        self._numbered = 0
        self._look_at = 0
        self._writer = os.open(place, _NEW, 0o600) if kept_bytes is None else -1
        self._number_writer = -1
        self._data = RegularFile(place)
        self._numbers: RegularFile | None = None
        if kept_bytes is not None:
            with contextlib.suppress(FileNotFoundError):
                self._numbers = RegularFile(numbers_of(place))

    def append(self, piece: Piece) -> None:
        """Add a piece, wholly or not at all. Raises NoRoomError, and OSError for a full disk."""
        end = self.size_bytes + len(piece.data)
        if end > LIMIT_BYTES:
            raise NoRoomError(f"is larger than {LIMIT_BYTES >> 30} GB when unpacked: shown up to there")
        if end >= self._look_at:
            if shutil.disk_usage(self.place.parent).free < LEAST_FREE_BYTES + len(piece.data):
                raise NoRoomError(
                    f"is shown up to where {LEAST_FREE_BYTES >> 30} GB of the disk is left: free some space"
                )
            self._look_at = end + _LOOK_EVERY_BYTES
        if piece.lines is not None:
            if self._numbers is None:
                self._number_writer = os.open(numbers_of(self.place), _NEW, 0o600)
                self._numbers = RegularFile(numbers_of(self.place))
            _write(self._number_writer, self._numbered * _NUMBER_BYTES, piece.lines.tobytes())
        _write(self._writer, self.size_bytes, piece.data)
        self._numbered += 0 if piece.lines is None else len(piece.lines)
        self.size_bytes = end

    def hide(self) -> None:
        """Take away its names, where the system can: nothing is left over then, whatever happens."""
        if os.name == "posix":
            self.remove()

    def remove(self) -> None:
        """Delete it; where names can be taken from open files, it stays readable until it is closed."""
        for path in (self.place, numbers_of(self.place)):
            with contextlib.suppress(OSError):
                path.unlink()

    def read(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes of what is complete."""
        return self._data.read(offset, min(size, max(0, self.size_bytes - offset)))

    def fingerprint(self, end: int) -> Fingerprint:
        """The digests of its first `end` bytes."""
        return self._data.fingerprint(end)

    def lines(self, first: int, count: int) -> NDArray[np.int64] | None:
        """Where these lines, from 0, stood in the original; None when they stand there, too."""
        numbers = self._numbers
        if numbers is None:
            return None
        data = numbers.read(first * _NUMBER_BYTES, count * _NUMBER_BYTES)
        found = np.frombuffer(data[: len(data) // _NUMBER_BYTES * _NUMBER_BYTES], np.int64)
        if len(found) == count:
            return found
        last = int(found[-1]) if len(found) else first
        return np.concatenate([found, np.full(count - len(found), last, np.int64)])

    def close(self) -> None:
        """Let go of the files; a second call does nothing."""
        for descriptor in (self._writer, self._number_writer):
            if descriptor >= 0:
                os.close(descriptor)
        self._writer = self._number_writer = -1
        self._data.close()
        if self._numbers is not None:
            self._numbers.close()


def numbers_of(place: Path) -> Path:
    """The file with the numbers of a spool's lines."""
    return place.with_name(f"{place.name}-lines")


def _write(descriptor: int, offset: int, data: bytes) -> None:
    os.lseek(descriptor, offset, os.SEEK_SET)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
