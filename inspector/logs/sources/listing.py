"""The names in a folder, read again only when they may have changed."""

from __future__ import annotations

import os
import time
from pathlib import Path

_SURE_NS = 2_000_000_000
"""Times of folders may be as coarse as that: a younger listing is read again."""

_AT_LEAST_SECONDS = 2.0
"""Not every file system tells that a folder changed."""


class Listing:
    """Used by one thread. `revision` grows whenever the names were read again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._modified_ns = -1
        self._sure = False
        self._read_at = 0.0
        self._names: tuple[str, ...] = ()
        self.revision = 0

    def names(self) -> tuple[str, ...]:
        """What is there, sorted; raises OSError."""
        modified_ns = self._folder.stat().st_mtime_ns
        old = time.monotonic() - self._read_at > _AT_LEAST_SECONDS
        if modified_ns != self._modified_ns or not self._sure or old:
            self._sure = abs(time.time_ns() - modified_ns) > _SURE_NS
            self._modified_ns = modified_ns
            self._read_at = time.monotonic()
            names = tuple(sorted(os.listdir(self._folder)))  # noqa: PTH208 - names, thousands of them
            if names != self._names or not self._sure or old:
                self.revision += 1
            self._names = names
        return self._names
