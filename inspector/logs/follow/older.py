"""The older files of a rotated set: each taken in once, whatever it is called by now."""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from inspector.base.cancel import CancelToken
from inspector.logs.follow.segments import Segment, Store
from inspector.logs.sources.file import (
    ABANDONED_SECONDS,
    ContentReplacedError,
    Identity,
    LogFile,
    Look,
    RegularFile,
    look_at,
)
from inspector.logs.sources.kinds import HEAD_BYTES, step_for
from inspector.logs.sources.listing import Listing
from inspector.logs.sources.names import Age, Family
from inspector.logs.sources.rewritten import RewrittenFile

_STEP_BYTES = 16 << 20


class Likeness(Enum):
    """What a file is to a segment: something else, the beginning of it, or all of it and maybe more."""

    OTHER = auto()
    PART = auto()
    WHOLE = auto()


@dataclass(slots=True)
class Candidate:
    """A file of the set that belongs to no segment yet."""

    path: Path
    original: Look
    file: LogFile


class OlderFiles:
    """What else there is of a family in a folder. Used by the engine thread."""

    def __init__(self, folder: Path, family: Family, store: Store, named: Sequence[str] | None) -> None:
        """With `named`, of what is there at first only these names count."""
        self._folder = folder
        self._family = family
        self._store = store
        self._named = named
        self._listing = Listing(folder)
        self._members: list[str] = []
        self._revision = -1
        self._changed = False
        self._settled: set[Look] = set()
        self._waiting: dict[Look, Candidate] = {}

    def present(self) -> Path | None:
        """The file that is written to when none is called by the family's name: the newest dated one."""
        self._scan()
        dated = [name for name in self._members if self._family.is_dated(name)]
        return self._folder / dated[-1] if dated else None

    def candidates(self, held: frozenset[Identity], cancel: CancelToken | None) -> Iterator[Candidate]:
        """Files that are none of those that are held, oldest first. Each comes again until it is settled."""
        self._scan()
        if not self._changed and not self._waiting:
            return
        self._changed = False
        seen: set[Look] = set()
        for name in self._members:
            path = self._folder / name
            try:
                look = look_at(path)
                if look.identity in held or look in self._settled or not path.is_file():
                    continue
                seen.add(look)
                if look not in self._waiting:
                    self._waiting[look] = Candidate(path, look, self._opened(path, look.identity))
                candidate = self._waiting[look]
                while candidate.file.advance(_STEP_BYTES):
                    if cancel is not None:
                        cancel.raise_if_cancelled()
            except (OSError, ContentReplacedError):
                self._changed = True  # gone again, or not ours to read: another look will tell
                continue
            yield candidate
        for look in [look for look in self._waiting if look not in seen]:
            self._waiting.pop(look).file.close()

    def settle(self, candidate: Candidate, *, close: bool) -> None:
        """It belongs to a segment, or is nothing new."""
        self._waiting.pop(candidate.original, None)
        if close:
            self._settled.add(candidate.original)
            candidate.file.close()

    def forget(self, look: Look) -> None:
        """A file of this size and time was taken in, and is no longer held open."""
        self._settled.add(look)

    def close(self) -> None:
        """Let go of what waits."""
        for candidate in self._waiting.values():
            candidate.file.close()
        self._waiting.clear()

    def _scan(self) -> None:
        """Read the names again."""
        try:
            names = self._listing.names()
        except OSError:
            return
        if self._listing.revision == self._revision:
            return
        aged: list[tuple[Age, str]] = []
        for name in names:
            age = self._family.age(name)
            if age is None:
                continue
            if self._revision < 0 and self._named is not None and name not in self._named:
                try:
                    self._settled.add(look_at(self._folder / name))
                except OSError:
                    continue
            aged.append((age, name))
        self._members = [name for _, name in sorted(aged)]
        self._revision = self._listing.revision
        self._changed = True

    def _opened(self, path: Path, identity: Identity) -> LogFile:
        """Raises OSError also when another file has taken the name meanwhile."""
        file = RegularFile(path)
        try:
            if file.identity != identity:
                raise FileNotFoundError(errno.ENOENT, "renamed", str(path))
            if step_for(file.read(0, HEAD_BYTES), whole=True) is None:
                return file
            return RewrittenFile(file, self._store.room(file.identity))
        except BaseException:
            file.close()
            raise


def likeness(file: LogFile, segment: Segment) -> Likeness:
    """What a file that was brought in whole is to a segment."""
    progress, size = segment.index.progress, file.look().size_bytes
    if not progress.end or not size:
        return Likeness.OTHER
    if size >= progress.end:
        same = file.fingerprint(progress.end) == progress.fingerprint
        return Likeness.WHOLE if same else Likeness.OTHER
    if segment.gone or segment.file.fingerprint(size) != file.fingerprint(size):
        return Likeness.OTHER
    return Likeness.PART


def may_grow(candidate: Candidate) -> bool:
    """Whether somebody may still be writing it: a copy, or what is being packed."""
    return abs(time.time_ns() - candidate.original.modified_ns) / 1e9 < ABANDONED_SECONDS
