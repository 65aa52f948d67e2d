"""By its first bytes: can a file be read as it stands, or what has to be done to it first?"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto
from typing import TypeAlias

from inspector.logs.sources.compressed import COMPRESSIONS, Unpack
from inspector.logs.sources.objects import CONTAINERS, Unbundle
from inspector.logs.sources.pieces import Step
from inspector.logs.sources.utf16 import FromUtf16, utf16_in

HEAD_BYTES = 4096
"""What is looked at."""

_SHORT_BYTES = 64
_MAY_BECOME_A_LIST = re.compile(r'\s*(\[\s*(\{\s*)?|\{\s*("(\w{0,12}("\s*(:\s*\[?\s*)?)?)?)?)')


class Undecided(Enum):
    """Too little to decide by."""

    YET = auto()


Opening: TypeAlias = Callable[[], Step]


def step_for(head: bytes, *, whole: bool) -> Opening | Undecided | None:
    """How to begin to rewrite what begins like this; None for what can be read as it stands.

    `whole` tells that nothing more comes.
    """
    head = head[:HEAD_BYTES]
    for compression in COMPRESSIONS:
        if head.startswith(compression.magic):
            return lambda: Unpack(compression)
    encoding = utf16_in(head)
    if encoding:
        return lambda: FromUtf16(encoding)
    text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    for container in CONTAINERS:
        if container.opening.match(text):
            return lambda: Unbundle(container)
    if whole or len(head) >= HEAD_BYTES:
        return None
    if not text.strip("\0") or _MAY_BECOME_A_LIST.fullmatch(text):
        return Undecided.YET
    if any(compression.magic.startswith(head) for compression in COMPRESSIONS):
        return Undecided.YET
    return Undecided.YET if len(head) < _SHORT_BYTES and b"\n" not in head else None
