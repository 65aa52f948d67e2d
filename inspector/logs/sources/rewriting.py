"""Bytes of any kind, rewritten to lines: unpacked, transcoded, unbundled, one after the other as needed."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.logs.sources.kinds import HEAD_BYTES, Undecided, step_for
from inspector.logs.sources.objects import Unbundle
from inspector.logs.sources.pieces import Piece, Step

_MOST_STEPS = 4
"""Something packed more often than anybody does is shown as it is then."""


class Rewriter:
    """Decides by the first bytes what has to be done, does it, and looks at the outcome in the same way."""

    def __init__(self, steps: int = _MOST_STEPS) -> None:
        self._steps = steps
        self._head = b""
        self._step: Step | None = None
        self._next: Rewriter | None = None
        self._decided = steps == 0

    @property
    def problem(self) -> str:
        """What the first step that has trouble says, to follow the file's name."""
        said = self._step.problem if self._step is not None else ""
        return said or (self._next.problem if self._next is not None else "")

    @property
    def pending(self) -> int:
        """How many bytes at the end have to be fed again when the file has grown."""
        return self._step.pending if isinstance(self._step, Unbundle) else 0

    def forget_pending(self) -> None:
        """They come again now."""
        if self._step is not None and self.pending:
            self._step.forget_pending()

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Rewrite some more; all of it has to be taken before the next is fed."""
        return self._fed(data, whole=False)

    def flush(self) -> Iterator[Piece]:
        """What is left over when nothing more comes, for now or for ever."""
        yield from self._fed(b"", whole=True)
        if self._step is not None:
            yield from self._passed_on(self._step.flush())
        if self._next is not None:
            yield from self._next.flush()

    def _fed(self, data: bytes, *, whole: bool) -> Iterator[Piece]:
        if not self._decided:
            self._head += data
            opening = step_for(self._head, whole=whole or len(self._head) >= HEAD_BYTES)
            if opening is Undecided.YET:
                return
            self._decided = True
            data, self._head = self._head, b""
            if opening is not None:
                self._step, self._next = opening(), Rewriter(self._steps - 1)
        if self._step is None:
            if data:
                yield Piece(data)
            return
        yield from self._passed_on(self._step.feed(data))

    def _passed_on(self, pieces: Iterator[Piece]) -> Iterator[Piece]:
        for piece in pieces:
            if piece.lines is not None or self._next is None:
                yield piece
            else:
                yield from self._next.feed(piece.data)
