"""A command whose output is a log: started without a shell, ended with all that it started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence

from inspector.base.secrets import mask_text
from inspector.logs.sources.stream import Reader

KEPT_LINES = 200
"""So many lines of stderr are kept."""

_LONGEST_LINE = 2_000
_GRACE_SECONDS = 2.0


class Complaints:
    """The last lines that a command wrote to stderr, secrets masked. Safe on any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._rest = b""
        self.count = 0

    def take(self, data: bytes) -> None:
        """Add what came."""
        with self._lock:
            *lines, self._rest = (self._rest + data).split(b"\n")
            if len(self._rest) > _LONGEST_LINE:
                lines, self._rest = [*lines, self._rest], b""
            self._add(lines)

    def end(self) -> None:
        """Half a line counts."""
        with self._lock:
            self._add([self._rest] if self._rest else [])
            self._rest = b""

    def lines(self) -> tuple[str, ...]:
        """What is kept, oldest first."""
        with self._lock:
            return tuple(self._lines)

    def _add(self, lines: Sequence[bytes]) -> None:
        self.count += len(lines)
        for line in lines:
            text = line[:_LONGEST_LINE].decode("utf-8", "replace").rstrip("\r")
            self._lines.append(mask_text(text))


class Running:
    """One run of a command. Its methods are called by one thread."""

    def __init__(
        self,
        argv: Sequence[str],
        take: Callable[[bytes], None],
        finish: Callable[[], None],
        complaints: Complaints,
    ) -> None:
        """Start; raises OSError and ValueError when it cannot be started."""
        self._process = subprocess.Popen(
            list(argv),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for us, and what it starts can be ended with it
        )
        out, errors = self._process.stdout, self._process.stderr
        assert out is not None
        assert errors is not None
        self._pipes = (out, errors)
        self._readers = (
            Reader(out.fileno(), take, finish, "command-output"),
            Reader(errors.fileno(), complaints.take, complaints.end, "command-errors"),
        )
        self._closed = False

    @property
    def exit_code(self) -> int | None:
        """The exit code (negative: the signal that ended it) once all of its output was read, else None."""
        code = self._process.poll()
        return code if code is not None and all(reader.ended.is_set() for reader in self._readers) else None

    def close(self) -> None:
        """End it, with its process group, and wait for it; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        if self.exit_code is None:
            self._end(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_GRACE_SECONDS)
            self._end(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
            self._process.wait()
        for reader in self._readers:
            reader.stop()
        for pipe in self._pipes:
            pipe.close()

    def _end(self, how: signal.Signals) -> None:
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                self._process.terminate()
            else:
                os.killpg(self._process.pid, how)
