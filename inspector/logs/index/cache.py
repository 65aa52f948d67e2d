"""The folder that keeps index files, and the spools they are of, between runs."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from inspector.logs.sources.file import Fingerprint, Identity
from inspector.logs.sources.rewritten import SpoolNote
from inspector.logs.sources.spool import numbers_of

LIMIT_BYTES = 4 << 30
SPOOL_VERSION = 1
"""Raised whenever the same original would be rewritten to something else."""

_SUFFIX = ".index"
_SPOOL = ".spool"
_NOTE = "-note"
_ORPHAN_SECONDS = 86_400


class Cache:
    """Index files and spools by the identity of their log. A folder that cannot be used keeps nothing."""

    def __init__(self, folder: Path | None, limit_bytes: int = LIMIT_BYTES) -> None:
        self._folder = folder
        self.limit_bytes = limit_bytes
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

    def room(self, identity: Identity, scratch: Path) -> Room:
        """Where the spools of this log are."""
        return Room(self._folder, identity, scratch)

    def private_place(self, scratch: Path) -> Path:
        """A path for a spool that nobody finds again; rather in the cache, which has more room."""
        return (self._folder or scratch) / f"private-{secrets.token_hex(8)}{_SPOOL}"

    @property
    def size_bytes(self) -> int:
        """What all of it takes."""
        return sum(entry.size_bytes for entry in self._entries())

    def evict(self) -> None:
        """Remove the oldest until the rest is within the limit, and what a crash left behind."""
        total = 0
        for entry in self._entries():
            total += entry.size_bytes
            if total > self.limit_bytes or entry.orphaned:
                entry.remove()

    def clear(self) -> int:
        """Remove all of it; returns how many bytes that were. What is in use is removed when it is closed,
        where the system can do that, and otherwise stays."""
        return sum(entry.remove() for entry in self._entries())

    def _entries(self) -> list[_Entry]:
        """Index files and spools, newest first."""
        if self._folder is None:
            return []
        found = []
        for path in (*_newest_first(self._folder, f"*{_SUFFIX}"), *_newest_first(self._folder, f"*{_SPOOL}")):
            with contextlib.suppress(OSError):
                beside = (_note_of(path), path, numbers_of(path)) if path.suffix == _SPOOL else (path,)
                states = [part.stat() for part in beside if part.exists()]
                size = sum(state.st_size for state in states)
                newest = max(state.st_mtime for state in states)
                orphaned = path.suffix == _SPOOL and not beside[0].exists()
                found.append(
                    _Entry(newest, size, orphaned and time.time() - newest > _ORPHAN_SECONDS, beside)
                )
        return sorted(found, key=_age)


@dataclass(frozen=True, slots=True)
class Room:
    """The spools of one log: a folder that keeps them, or only a scratch folder."""

    folder: Path | None
    identity: Identity
    scratch: Path

    def places(self) -> Iterator[Path]:
        """Paths for a new spool, best first."""
        name = f"{self.identity.name}-{secrets.token_hex(4)}{_SPOOL}"
        if self.folder is not None:
            yield self.folder / name
        yield self.scratch / name

    def found(self) -> Iterator[tuple[Path, SpoolNote]]:
        """Kept spools of this original, newest first; what cannot be understood is none."""
        if self.folder is None:
            return
        for path in _newest_first(self.folder, f"{self.identity.name}-*{_SPOOL}{_NOTE}"):
            place = path.with_name(path.name.removesuffix(_NOTE))
            with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
                note = _read_note(path.read_bytes())
                os.utime(path)
                yield place, note

    def keep(self, place: Path, note: SpoolNote) -> bool:
        """Keep this spool for later runs in place of others."""
        if place.parent != self.folder or not place.exists():
            return False
        others = list(self.folder.glob(f"{self.identity.name}-*{_SPOOL}{_NOTE}"))
        path = _note_of(place)
        draft = path.with_name(f"{path.name}-{secrets.token_hex(4)}")
        try:
            draft.write_bytes(orjson.dumps({"version": SPOOL_VERSION, "note": note}))
            draft.chmod(0o600)
            draft.replace(path)
        except OSError:
            draft.unlink(missing_ok=True)
            return False
        for other in others:
            spool = other.with_name(other.name.removesuffix(_NOTE))
            if spool != place:
                _Entry(0, 0, False, (other, spool, numbers_of(spool))).remove()
        return True


@dataclass(frozen=True, slots=True)
class _Entry:
    """Files of the cache that belong together; `used` in seconds since 1970."""

    used: float
    size_bytes: int
    orphaned: bool
    paths: tuple[Path, ...]

    def remove(self) -> int:
        """Remove them; returns how many bytes they had."""
        for path in self.paths:
            with contextlib.suppress(OSError):
                path.unlink()
        return self.size_bytes


def _age(entry: _Entry) -> float:
    return -entry.used


def _note_of(spool: Path) -> Path:
    return spool.with_name(f"{spool.name}{_NOTE}")


def _read_note(data: bytes) -> SpoolNote:
    document = orjson.loads(data)
    if document["version"] != SPOOL_VERSION:
        raise ValueError(f"spool of version {document['version']}")
    note = document["note"]
    return SpoolNote(
        Fingerprint(**note["original"]), int(note["modified_ns"]), Fingerprint(**note["spool"]),
        str(note["problem"]),
    )  # fmt: skip


def _newest_first(folder: Path, pattern: str) -> list[Path]:
    dated = []
    for path in folder.glob(pattern):
        with contextlib.suppress(OSError):
            dated.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(dated, reverse=True)]
