"""What arrives once and cannot be asked for again, spooled as it comes."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inspector.logs.sources.file import Fingerprint, Look, look_at
from inspector.logs.sources.pieces import Piece
from inspector.logs.sources.rewriting import Rewriter
from inspector.logs.sources.spool import NoRoomError, Spool

_READ_BYTES = 256 << 10
_TRY_AGAIN_SECONDS = 1.0


class StreamFile:
    """Lines of one or several streams, one after the other. One thread feeds it, any thread reads it."""

    kept = False
    own = True
    expected_bytes = 0

    def __init__(self, label: str, place: Path) -> None:
        """A private file at this place, without a name where the system can do that. Raises OSError."""
        self.path = Path(label)
        self._spool = Spool(place)
        self.identity = look_at(place).identity
        self._spool.hide()
        self._rewriter = Rewriter()
        self._stopping = threading.Event()
        self._trouble = ""
        self._modified_ns = time.time_ns()
        self._begins = False

    @property
    def problem(self) -> str:
        """Trouble with what came, or with the disk."""
        return self._trouble or self._rewriter.problem

    def feed(self, data: bytes) -> None:
        """Add what came; waits while the disk is full, so that whoever writes waits, too."""
        if self._begins:
            self._begins = False
            self._rewriter = Rewriter()
            last = self._spool.size_bytes - 1
            if last >= 0 and self._spool.read(last, 1) != b"\n":
                self._append(Piece(b"\n"))
        for piece in self._rewriter.feed(data):
            self._append(piece)

    def flush(self) -> None:
        """Nothing more comes of this stream; what is fed after that is another one. The thread that feeds."""
        for piece in self._rewriter.flush():
            self._append(piece)
        self._begins = True

    def end(self) -> None:
        """Nothing more comes for now: half a line counts. Engine thread."""
        self._modified_ns = 0

    def advance(self, size: int) -> bool:  # noqa: ARG002 - nothing can be asked for
        """What comes is brought in by another thread."""
        return False

    def look(self) -> Look:
        """The size so far, and when something came."""
        return Look(self.identity, self._spool.size_bytes, self._modified_ns)

    def look_at_origin(self) -> Look:
        """It is made of no file."""
        return self.look()

    def read(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes of what came."""
        return self._spool.read(offset, size)

    def fingerprint(self, end: int) -> Fingerprint:
        """The digests of the first `end` bytes."""
        return self._spool.fingerprint(end)

    def lines(self, first: int, count: int) -> NDArray[np.int64] | None:
        """Where these lines stood in the stream."""
        return self._spool.lines(first, count)

    def stop(self) -> None:
        """Let a thread that waits for room go on without."""
        self._stopping.set()

    def close(self) -> None:
        """Throw it away; a second call does nothing."""
        self.stop()
        self._spool.close()
        self._spool.remove()

    def _append(self, piece: Piece) -> None:
        while not self._stopping.is_set():
            try:
                self._spool.append(piece)
            except NoRoomError as error:
                self._trouble = str(error)
            except OSError as error:
                self._trouble = f"waits for room on the disk: {(error.strerror or str(error)).lower()}"
            else:
                self._trouble = ""
                self._modified_ns = time.time_ns()
                return
            self._stopping.wait(_TRY_AGAIN_SECONDS)


class Reader:
    """The thread that reads a descriptor to its end and hands on what comes."""

    def __init__(
        self, descriptor: int, take: Callable[[bytes], None], finish: Callable[[], None], name: str
    ) -> None:
        self._descriptor = descriptor
        self._take = take
        self._finish = finish
        self._wake_read, self._wake_write = os.pipe()
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._read, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End reading and join the thread. On Windows a read that waits ends with the process."""
        with contextlib.suppress(OSError):
            os.write(self._wake_write, b"x")
        self._thread.join(None if sys.platform != "win32" else 0.1)
        if not self._thread.is_alive():
            for descriptor in (self._wake_read, self._wake_write):
                with contextlib.suppress(OSError):
                    os.close(descriptor)

    def _read(self) -> None:
        try:
            while self._waited():
                data = os.read(self._descriptor, _READ_BYTES)
                if not data:
                    break
                self._take(data)
        except OSError:  # a terminal that was closed, say: nothing more comes
            pass
        finally:
            self._finish()
            self.ended.set()

    def _waited(self) -> bool:
        """Wait until there is something to read; False when told to stop."""
        if sys.platform == "win32":
            return True
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        poll.register(self._wake_read, select.POLLIN)
        return self._wake_read not in dict(poll.poll())
