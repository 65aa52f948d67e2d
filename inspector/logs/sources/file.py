"""One file under one identity, read by position: never mapped, so that a truncation cannot kill us."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import threading
from dataclasses import dataclass
from pathlib import Path

_FINGERPRINT_BYTES = 4096
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)


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


class LogFile:
    """An open file. Reading is safe on any thread; it stays readable after it was renamed or deleted."""

    def __init__(self, path: Path, descriptor: int | None = None) -> None:
        """Open; raises OSError, also for what is no regular file. A given descriptor becomes ours."""
        self.path = path
        self._lock = threading.Lock()
        self._descriptor = os.open(path, _READ) if descriptor is None else descriptor
        status = os.fstat(self._descriptor)
        if not stat.S_ISREG(status.st_mode):
            self.close()
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        self.identity = Identity(status.st_dev, status.st_ino)

    def duplicate(self) -> LogFile:
        """The same open file once more, closed on its own."""
        return LogFile(self.path, os.dup(self._descriptor))

    def look(self) -> Look:
        """Size and time of the open file, whatever its name is now."""
        return _look(os.fstat(self._descriptor))

    def read(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes; fewer at the end of the file, none once it is closed."""
        pieces: list[bytes] = []
        got = 0
        while got < size:
            with self._lock:  # closing meanwhile would let us read what another file has this number for
                data = b"" if self._descriptor < 0 else os.pread(self._descriptor, size - got, offset + got)
            if not data:
                break
            pieces.append(data)
            got += len(data)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def fingerprint(self, end: int) -> Fingerprint:
        """The digests of the first `end` bytes, as they are now."""
        if end == 0:
            return Fingerprint()
        start = max(0, end - _FINGERPRINT_BYTES)
        head = self.read(0, min(end, _FINGERPRINT_BYTES))
        return Fingerprint(end, _digest(head), _digest(self.read(start, end - start)))

    def close(self) -> None:
        """Close the descriptor; a second call does nothing."""
        with self._lock:
            descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def look_at(path: Path) -> Look:
    """Stat a path; raises OSError."""
    return _look(path.stat())


def _look(status: os.stat_result) -> Look:
    return Look(Identity(status.st_dev, status.st_ino), status.st_size, status.st_mtime_ns)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
