"""Opening a file so that its writer may still rename or delete it, and reading it by position."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    from inspector.logs.sources.windows import open_to_read, read_at
else:
    _READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # a pipe nobody writes to is not waited for

    def open_to_read(path: Path) -> int:
        """A descriptor for reading; raises OSError."""
        return os.open(path, _READ)

    def read_at(descriptor: int, size: int, offset: int) -> bytes:
        """Up to `size` bytes from an offset; the descriptor has no position that others could move."""
        return os.pread(descriptor, size, offset)


__all__ = ["open_to_read", "read_at"]
