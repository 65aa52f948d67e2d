"""The folder that keeps index files between runs."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

from inspector.logs.sources.file import Identity

LIMIT_BYTES = 4 << 30
_SUFFIX = ".index"


class Cache:
    """Index files by the identity of their log. A folder that cannot be used keeps nothing."""

    def __init__(self, folder: Path | None, limit_bytes: int = LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        if folder is not None:
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                folder.chmod(0o700)
            except OSError:
                self._folder = None

    def kept(self, identity: Identity) -> Iterator[Path]:
        """The index files that may belong to this log, newest first."""
        if self._folder is not None:
            yield from _newest_first(self._folder, f"{identity.name}-*{_SUFFIX}")

    def places(self, identity: Identity, scratch: Path) -> Iterator[Path]:
        """Paths for a new index file, best first; the last is in `scratch`, which is not kept."""
        name = f"{identity.name}-{secrets.token_hex(4)}{_SUFFIX}"
        if self._folder is not None and not any(self.kept(identity)):
            yield self._folder / name
        yield scratch / name

    def evict(self) -> None:
        """Remove the oldest index files until the rest is within the limit."""
        if self._folder is None:
            return
        total = 0
        for path in _newest_first(self._folder, f"*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                total += path.stat().st_size
                if total > self._limit_bytes:
                    path.unlink()


def _newest_first(folder: Path, pattern: str) -> list[Path]:
    dated = []
    for path in folder.glob(pattern):
        with contextlib.suppress(OSError):
            dated.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(dated, reverse=True)]
