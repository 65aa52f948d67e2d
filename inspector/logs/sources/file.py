"""What can be read by position as lines, and the file on disk that can: never mapped, so that a truncation
cannot kill us."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inspector.logs.sources.position import open_to_read, read_at

FINGERPRINT_BYTES = 4096

ABANDONED_SECONDS = 5.0
"""Half a line, or half of what is to become one, is taken as it is when nothing was added for so long."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file is, whatever it is called: device and inode."""

    device: int
    inode: int

    @property
    def name(self) -> str:
        """The identity as part of a file name."""
        return f"{self.device:x}-{self.inode:x}"


@dataclass(frozen=True, slots=True)
class Look:
    """What one stat of a file told; two equal looks mean that nothing happened."""

    identity: Identity
    size_bytes: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Digests of the head and of the end of a file's first `end` bytes: is this still the same content?"""

    end: int = 0
    head: str = ""
    tail: str = ""


class ContentReplacedError(Exception):
    """What a file was made of is no longer what it was: what it holds now has to be read anew."""


class LogFile(Protocol):
    """Lines that are read by position, on any thread, also after what they came from was renamed or deleted.

    `kept` tells whether an index of it can be found again by its identity in a later run; `own` that its
    bytes are ours, and stay what they are whatever becomes of what they were made of.
    """

    path: Path
    identity: Identity
    kept: bool
    own: bool

    @property
    def problem(self) -> str:
        """What is wrong with it, to follow its name; "" when all of it can be read."""
        ...

    @property
    def expected_bytes(self) -> int:
        """About how many bytes it will have, 0 when nothing but what is there is expected."""
        ...

    def advance(self, size: int) -> bool:
        """Bring in about so many bytes more of what it is made of; True when there are more of them.

        Engine thread. Raises ContentReplacedError, with what was brought in still readable, and OSError.
        """
        ...

    def look(self) -> Look:
        """Size and time, whatever its name is now; raises OSError."""
        ...

    def look_at_origin(self) -> Look:
        """The same of what it is made of; raises OSError."""
        ...

    def read(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes; fewer at its end, none once it is closed."""
        ...

    def fingerprint(self, end: int) -> Fingerprint:
        """The digests of the first `end` bytes, as they are now."""
        ...

    def lines(self, first: int, count: int) -> NDArray[np.int64] | None:
        """Where these lines (from 0) stood in what it is made of, from 1; None when they are the same."""
        ...

    def close(self) -> None:
        """Let go of it; a second call does nothing."""
        ...


class RegularFile:
    """An open file on disk that is a log as it stands."""

    kept = True
    own = False
    problem = ""
    expected_bytes = 0

    def __init__(self, path: Path, descriptor: int | None = None) -> None:
        """Open; raises OSError, also for what is no regular file. A given descriptor becomes ours."""
        self.path = path
        self._lock = threading.Lock()
        self._descriptor = open_to_read(path) if descriptor is None else descriptor
        status = os.fstat(self._descriptor)
        if not stat.S_ISREG(status.st_mode):
            self.close()
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        self.identity = Identity(status.st_dev, status.st_ino)

    def duplicate(self) -> RegularFile:
        """The same open file once more, closed on its own."""
        return RegularFile(self.path, os.dup(self._descriptor))

    def advance(self, size: int) -> bool:  # noqa: ARG002 - it is all there
        """Nothing has to be brought in."""
        return False

    def look(self) -> Look:
        """Size and time of the open file, whatever its name is now."""
        return _look(os.fstat(self._descriptor))

    def look_at_origin(self) -> Look:
        """It is made of nothing else."""
        return self.look()

    def read(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes; fewer at the end of the file, none once it is closed."""
        pieces: list[bytes] = []
        got = 0
        while got < size:
            with self._lock:  # closing meanwhile would let us read what another file has this number for
                data = b"" if self._descriptor < 0 else read_at(self._descriptor, size - got, offset + got)
            if not data:
                break
            pieces.append(data)
            got += len(data)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def fingerprint(self, end: int) -> Fingerprint:
        """The digests of the first `end` bytes, as they are now."""
        return fingerprint_of(self.read, end)

    def lines(self, first: int, count: int) -> NDArray[np.int64] | None:  # noqa: ARG002 - they are the same
        """Its lines are what they are."""
        return None

    def close(self) -> None:
        """Close the descriptor; a second call does nothing."""
        with self._lock:
            descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def fingerprint_of(read: Callable[[int, int], bytes], end: int) -> Fingerprint:
    """The digests of the first `end` bytes of what is read by offset and size."""
    if end == 0:
        return Fingerprint()
    start = max(0, end - FINGERPRINT_BYTES)
    return digests(end, read(0, min(end, FINGERPRINT_BYTES)), read(start, end - start))


def digests(end: int, head: bytes, tail: bytes) -> Fingerprint:
    """The fingerprint of `end` bytes with this beginning and this end."""
    return Fingerprint(end, _digest(head), _digest(tail))


def look_at(path: Path) -> Look:
    """Stat a path; raises OSError."""
    return _look(path.stat())


def _look(status: os.stat_result) -> Look:
    return Look(Identity(status.st_dev, status.st_ino), status.st_size, status.st_mtime_ns)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
