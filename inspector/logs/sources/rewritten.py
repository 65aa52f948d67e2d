"""A file that cannot be read by position as lines, through a spool that is filled as it is asked for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inspector.logs.sources.file import (
    ABANDONED_SECONDS,
    FINGERPRINT_BYTES,
    ContentReplacedError,
    Fingerprint,
    Look,
    RegularFile,
    digests,
)
from inspector.logs.sources.pieces import Piece
from inspector.logs.sources.rewriting import Rewriter
from inspector.logs.sources.spool import NoRoomError, Spool

_READ_BYTES = 256 << 10
_TRY_AGAIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class SpoolNote:
    """What a kept spool was made of, and how large it is."""

    original: Fingerprint
    modified_ns: int
    spool: Fingerprint
    problem: str = ""


class SpoolRoom(Protocol):
    """Where spools are, for one original."""

    def places(self) -> Iterator[Path]:
        """Paths for a new spool, best first."""
        ...

    def found(self) -> Iterator[tuple[Path, SpoolNote]]:
        """Kept spools of this original, newest first."""
        ...

    def keep(self, place: Path, note: SpoolNote) -> bool:
        """Keep this spool for later runs in place of others; False when it has to be removed."""
        ...


class RewrittenFile:
    """Lines made of another file. The engine thread brings them in, any thread reads them."""

    def __init__(self, original: RegularFile, room: SpoolRoom) -> None:
        """`original` becomes ours. Raises OSError when no spool can be made."""
        self.path = original.path
        self.identity = original.identity
        self.kept = self.own = True
        self._original = original
        self._room = room
        self._look = original.look()
        self._since = time.monotonic()
        self._trouble = ""
        self._retired: list[Spool] = []
        self._begin()
        found = self._found()
        if found is None:
            self._spool = _new_spool(room)
            self._kept_note: SpoolNote | None = None
            self._making: Spool | None = self._spool
        else:
            place, self._kept_note = found
            self._spool = Spool(place, self._kept_note.spool.end)
            self._making = None

    @property
    def problem(self) -> str:
        """Damage, an end in the middle, no room for more."""
        if self._kept_note is not None:
            return self._kept_note.problem
        return self._trouble or self._rewriter.problem

    @property
    def expected_bytes(self) -> int:
        """By what it has taken so far."""
        rest = self._look.size_bytes - self._fed
        if self._making is None or self._trouble or self._waits_at == self._look or rest <= 0:
            return 0
        ratio = max(1.0, self._making.size_bytes / self._fed) if self._fed else 1.0
        return int(self._making.size_bytes + rest * ratio)

    def advance(self, size: int) -> bool:
        """Rewrite until there is so much more; True when there is more still. Engine thread."""
        look = self._original.look()
        if look != self._look:
            self._look, self._since = look, time.monotonic()
        elif self._is_done() or (self._waiting_since(look) and not self._is_quiet()):
            return False
        if self._kept_note is not None:
            if self._is_made_of(self._kept_note):
                return False
            self._renew()
        try:
            return self._advance(size)
        except NoRoomError as error:
            self._trouble = str(error)
        except OSError as error:
            self._trouble = f"cannot be unpacked further: {(error.strerror or str(error)).lower()}"
        self._not_before = time.monotonic() + _TRY_AGAIN_SECONDS
        return False

    def look(self) -> Look:
        """The size so far; the time is that of the original once all of it is there."""
        busy = not (self._is_done() or self._trouble) and self._fed < self._look.size_bytes
        return Look(self.identity, self._spool.size_bytes, time.time_ns() if busy else self._look.modified_ns)

    def look_at_origin(self) -> Look:
        """The original as it was when it was last read."""
        return self._look

    def read(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes of what is there."""
        return self._spool.read(offset, size)

    def fingerprint(self, end: int) -> Fingerprint:
        """The digests of the first `end` bytes."""
        return self._spool.fingerprint(end)

    def lines(self, first: int, count: int) -> NDArray[np.int64] | None:
        """Where these lines stood in the original."""
        return self._spool.lines(first, count)

    def close(self) -> None:
        """Let go of everything; what is complete is kept for the next time."""
        if self._making is not None and not (self._is_done() and self._keep(self._making)):
            self._making.remove()
        for spool in (*self._retired, self._spool, self._making):
            if spool is not None:
                spool.close()
        self._making = None
        self._original.close()

    def _waiting_since(self, look: Look) -> bool:
        """Whether all of this was read, and half a value waits for its end."""
        return self._waits_at == look and not self._trouble

    def _begin(self) -> None:
        self._rewriter = Rewriter()
        self._feeding: Iterator[Piece] = iter(())
        self._unsaved: Piece | None = None
        self._fed = 0
        self._head = self._recent = b""
        self._known = Fingerprint()
        self._done_at: Look | None = None
        self._waits_at: Look | None = None
        self._flushing = False
        self._not_before = 0.0

    def _is_done(self) -> bool:
        """Whether nothing can come before the original changes."""
        return self._kept_note is not None or (self._done_at == self._look and not self._trouble)

    def _found(self) -> tuple[Path, SpoolNote] | None:
        for place, note in self._room.found():
            try:
                spool = Spool(place, note.spool.end)
            except OSError:
                continue
            whole = spool.fingerprint(note.spool.end) == note.spool
            spool.close()
            if whole and self._is_made_of(note):
                return place, note
        return None

    def _is_made_of(self, note: SpoolNote) -> bool:
        look = self._look
        return (look.size_bytes, look.modified_ns) == (note.original.end, note.modified_ns) and (
            self._original.fingerprint(look.size_bytes) == note.original
        )

    def _renew(self) -> None:
        """The original of a kept spool changed: make it again, and go on where the kept one ends."""
        note = self._kept_note
        if note is not None and self._original.fingerprint(note.original.end) != note.original:
            raise ContentReplacedError
        self._kept_note = None
        self._making = _new_spool(self._room)

    def _keep(self, spool: Spool) -> bool:
        original = self._original.fingerprint(self._look.size_bytes)
        if self._original.look() != self._look or self._known != self._original.fingerprint(self._known.end):
            return False
        written = spool.fingerprint(spool.size_bytes)
        return self._room.keep(
            spool.place, SpoolNote(original, self._look.modified_ns, written, self.problem)
        )

    def _advance(self, size: int) -> bool:
        spool = self._making
        if spool is None or time.monotonic() < self._not_before:
            return False
        if self._known != self._original.fingerprint(self._known.end):
            raise ContentReplacedError
        self._trouble = ""
        enough = spool.size_bytes + size
        while spool.size_bytes < enough:
            if self._unsaved is None:
                self._unsaved = next(self._feeding, None)
            if self._unsaved is not None:
                spool.append(self._unsaved)
                self._unsaved = None
            elif not self._read_on():
                self._show(spool)
                return False
        self._show(spool)
        return True

    def _read_on(self) -> bool:
        """Take the next bytes of the original; False when there are none."""
        self._take_note()
        data = self._original.read(self._fed, _READ_BYTES)
        # They belong to what was read before only if that is what still stands before them.
        if self._known != self._original.fingerprint(self._known.end):
            raise ContentReplacedError
        if not data:
            if self._is_quiet() and not self._flushing:
                self._flushing = True
                self._feeding = self._rewriter.flush()
                return True
            self._waits_at = self._look
            self._done_at = self._look if self._flushing else None
            self._give_back()
            return False
        self._flushing = False
        if len(self._head) < FINGERPRINT_BYTES:
            self._head = (self._head[: self._fed] + data)[:FINGERPRINT_BYTES]
        self._fed += len(data)
        self._recent = (self._recent + data)[-FINGERPRINT_BYTES:]
        self._feeding = self._rewriter.feed(data)
        return True

    def _take_note(self) -> None:
        """What was fed has led to all it could: remember by which bytes it is known again."""
        end = self._fed
        if end != self._known.end:
            head = self._head[: min(end, FINGERPRINT_BYTES)]
            self._known = digests(end, head, self._recent[-min(end, FINGERPRINT_BYTES) :])

    def _give_back(self) -> None:
        """What has led to nothing yet is read again with what follows it; it may be written over."""
        pending = self._rewriter.pending
        if pending:
            self._rewriter.forget_pending()
            self._fed -= pending
            self._known = self._original.fingerprint(self._fed)
            begin = max(0, self._fed - FINGERPRINT_BYTES)
            self._recent = self._original.read(begin, self._fed - begin)

    def _is_quiet(self) -> bool:
        written = (time.time_ns() - self._look.modified_ns) / 1e9
        return max(time.monotonic() - self._since, written) >= ABANDONED_SECONDS

    def _show(self, spool: Spool) -> None:
        if spool is not self._spool and spool.size_bytes >= self._spool.size_bytes:
            self._retired.append(self._spool)
            self._spool = spool


def _new_spool(room: SpoolRoom) -> Spool:
    """In the first place where one can be made; raises OSError."""
    trouble = OSError("no place for it")
    for place in room.places():
        try:
            return Spool(place)
        except OSError as error:
            trouble = error
    raise trouble
