"""What a source was seen to do, and what one chunk of it is known to be: both make the SQL shorter."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from inspector.logs.formats.decode import Decoded
from inspector.logs.index.stamps import Stamp, stamp_of

_MOST_WORDS = 100
_MOST_ESCAPES = 2_000
_MOST_LOOKED_AT = 500
_BLANKS = frozenset(b"nrtbf")
_UNICODE = ord("u")
_QUOTE = ord('"')


class Habits:
    """What a source was seen to do. Safe on any thread.

    `words` are levels as written, with their codes; a row with any other word is odd. `repeats_keys` tells
    that an object may have a key twice. `stamp` is how its lines begin, when they begin with the time.
    """

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.repeats_keys = False
        self.stamp: Stamp | None = None

    def learn(self, decoded: Sequence[Decoded]) -> None:
        """Remember what these records show, within bounds."""
        for number, record in enumerate(decoded):
            if record.level_raw is not None and len(self.words) < _MOST_WORDS:
                self.words[record.level_raw] = int(record.level)
            if record.structured and not self.repeats_keys and number < _MOST_LOOKED_AT:
                self.repeats_keys = _repeats_keys(record.raw)
            if record.time_ns is not None and self.stamp is None:
                self.stamp = stamp_of(record.raw)


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of all records of a chunk; by default nothing.

    `objects`: each is one line that begins with a brace. `timed`: the time of each stands in `stamp_ns`.
    `simple`: they are objects in ASCII, no string holds a character by its number, and none ends in an
    escape for white space. `filled`: the batch has a column with messages that were filled in.
    `paired`: it has those of pairs.Objects, named `object` and `plain`.
    """

    objects: bool = False
    timed: bool = False
    simple: bool = False
    filled: bool = False
    paired: bool = False


def is_simple(data: bytes) -> bool:
    """Whether objects in ASCII are simple, see Traits. With too many backslashes to look at, they are not."""
    place = data.find(b"\\")
    for _ in range(_MOST_ESCAPES):
        if place < 0 or place + 2 >= len(data):
            return place < 0
        escaped = data[place + 1]
        if escaped == _UNICODE or (escaped in _BLANKS and data[place + 2] == _QUOTE):
            return False
        place = data.find(b"\\", place + 2)
    return False


def _repeats_keys(text: str) -> bool:
    repeated = False

    def look(pairs: list[tuple[str, object]]) -> None:
        nonlocal repeated
        repeated = repeated or len(dict(pairs)) < len(pairs)

    with contextlib.suppress(ValueError, RecursionError):
        json.loads(text, object_pairs_hook=look)
    return repeated
