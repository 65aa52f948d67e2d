"""Whether a file changed since it was read, and what to do with a last line that has no end yet."""

from __future__ import annotations

import time

import orjson

from inspector.logs.sources.file import ABANDONED_SECONDS, LogFile, Look

_QUIET_SECONDS = 0.25
"""A complete JSON object without a newline is taken when nothing was added for so long."""

_LONGEST_OBJECT_BYTES = 1 << 20


class Watch:
    """The looks at one open file. Used by one thread."""

    def __init__(self, file: LogFile) -> None:
        self._file = file
        self._look: Look | None = None
        self._since = 0.0
        self._pending = True

    @property
    def size_bytes(self) -> int:
        """The size at the last look."""
        return self._look.size_bytes if self._look is not None else 0

    def look(self) -> bool:
        """Look again; True when there may be something to read."""
        look = self._file.look()
        if look != self._look:
            self._look = look
            self._since = time.monotonic()
            self._pending = True
        return self._pending

    def done(self, end: int) -> None:
        """Everything up to `end` was read; what is left is half a line, or nothing."""
        self._pending = end < self.size_bytes

    def takes_last_line(self, end: int) -> bool:
        """Whether the file has been quiet for so long that a last line without a newline counts."""
        if self._look is None or end >= self._look.size_bytes:
            return False
        # The file's own time knows of a quiet that began before we looked; a clock that jumps only makes
        # a line count too early, and it is read again when it grows.
        written = (time.time_ns() - self._look.modified_ns) / 1e9
        quiet = max(time.monotonic() - self._since, written)
        if quiet >= ABANDONED_SECONDS:
            return True
        return quiet >= _QUIET_SECONDS and self._ends_with_object(end)

    def _ends_with_object(self, end: int) -> bool:
        start = max(end, self.size_bytes - _LONGEST_OBJECT_BYTES)
        line = self._file.read(start, self.size_bytes - start).rpartition(b"\n")[2]
        if not line.startswith(b"{"):
            return False
        try:
            orjson.loads(line)
        except orjson.JSONDecodeError:
            return False
        return True
