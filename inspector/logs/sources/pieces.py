"""What a rewriting step takes and gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Bytes to read on with. `lines` has the original's line, from 1, of each line in `data`, which then
    are whole; None when the lines are those of the original."""

    data: bytes
    lines: NDArray[np.int64] | None = None


class Step(Protocol):
    """One way of rewriting. Fed in order; what it yields is bounded, whatever it is fed.

    `problem` follows a file's name; it is up to date whenever feed() is exhausted. `pending` is how many
    bytes at the end of what was fed have led to nothing yet, and are forgotten by forget_pending().
    """

    @property
    def problem(self) -> str: ...

    @property
    def pending(self) -> int: ...

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Rewrite some more."""
        ...

    def flush(self) -> Iterator[Piece]:
        """What is left over when nothing more comes."""
        ...

    def forget_pending(self) -> None:
        """The pending bytes will be fed again, with what follows them."""
        ...
