"""One segment: the open file, its format decided from a sample, its index kept or new."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from inspector.base.cancel import CancelToken
from inspector.logs.follow.watch import Watch
from inspector.logs.formats import SAMPLE_LINES, Detection, decode
from inspector.logs.formats.overrides import DETECTED, Overrides
from inspector.logs.index.cache import Cache, Room
from inspector.logs.index.database import Database
from inspector.logs.index.habits import Habits
from inspector.logs.index.ingest import ChangedWhileReading, Ingest
from inspector.logs.index.progress import Progress
from inspector.logs.index.sample import SAMPLE_BYTES, sample_lines
from inspector.logs.index.segment import IndexFileError, IndexFileInUseError, SegmentIndex
from inspector.logs.index.view import SegmentView
from inspector.logs.sources import contents
from inspector.logs.sources.file import ContentReplacedError, Identity, LogFile

_SETTLED_RECORDS = 100
_WORDY_LINES = 500
_STEP_BYTES = 16 << 20
"""What a file that has to be unpacked brings in between two commits."""


@dataclass(frozen=True, slots=True)
class Store:
    """Where indexes live: the database that attaches them and the cache that keeps them.

    `overrides` are the user's own choices for every source.
    """

    database: Database
    cache: Cache
    overrides: Overrides = DETECTED

    def room(self, identity: Identity) -> Room:
        """Where spools of this log are."""
        return self.cache.room(identity, self.database.scratch)


class Segment:
    """A stretch of one file under one identity. Changed by the engine thread only.

    `reconsidered` counts how often its rows were voided because more of the file showed another format.
    """

    index: SegmentIndex

    def __init__(self, store: Store, number: int, file: LogFile, before: Segment | None = None) -> None:
        """Open the index of a file that has bytes. `before` is the stretch before this one."""
        self.number = number
        self.file = file
        self.path = str(file.path)
        self.ended = False
        self.gone = False
        self.released = False
        self.reconsidered = 0
        self._database = store.database
        self._detect = store.overrides.detect
        self._before = before.sample() if before is not None else ()
        self._newest_ns = before.index.progress.newest_ns if before is not None else None
        self.watch = Watch(file)
        size = file.look().size_bytes
        kept = _kept_index(store, number, file, size)
        if kept is not None:
            self.index, self.detection = kept
        else:
            self.index = _new_index(store, number, file)
            try:
                self.detection = self._decide(size)
            except BaseException:
                self.index.close()
                _remove(self.index.file)
                raise
        self._habits = self._known_habits()
        self.oddity = contents.oddity(file.read(0, contents.SAMPLE_BYTES))

    def view(self, source: int) -> SegmentView:
        """What readers see of it now."""
        index = self.index
        return SegmentView(
            self.number, source, self.path, index.table, index.progress, self.detection, self.file, self.gone
        )

    def take_in(self, committed: Callable[[], None], cancel: CancelToken | None) -> bool:
        """Index what was added since the last look; False when the file has another content now."""
        more = True
        while more:
            if cancel is not None:
                cancel.raise_if_cancelled()
            try:
                more = self.file.advance(_STEP_BYTES)
            except ContentReplacedError:
                return False
            if not self._take_in_present(committed, cancel):
                return False
        return True

    def end(self, committed: Callable[[], None], cancel: CancelToken | None) -> None:
        """Take in a last line that has no end: nothing more comes, or nobody looks any more."""
        self.ended = True
        if not self.gone:
            self._take_in_present(committed, cancel, whole=True)

    def lose(self, committed: Callable[[], None], cancel: CancelToken | None) -> None:
        """Its file has another content: nothing more comes, and bytes that are not ours are gone."""
        self.gone = not self.file.own
        self.end(committed, cancel)

    def _take_in_present(
        self, committed: Callable[[], None], cancel: CancelToken | None, *, whole: bool = False
    ) -> bool:
        if not self.watch.look():
            return True
        if not self._same_content():
            return False
        self._reconsider()
        ingest = Ingest(self._database, self.index, self.file, self.detection, self._habits, cancel)
        size = self.watch.size_bytes
        try:
            ingest.run(size, whole or self.watch.takes_last_line(self.index.progress.end), committed)
        except ChangedWhileReading:
            return False
        self.watch.done(self.index.progress.end)
        return True

    def adopt(self, file: LogFile, committed: Callable[[], None], cancel: CancelToken | None) -> None:
        """Go on with a file that has the same bytes, and maybe more: a copy, or the same one packed."""
        self.file.close()
        self.file = file
        self.watch = Watch(file)
        self.ended = self.gone = self.released = False
        self.take_in(committed, cancel)
        self.end(committed, cancel)

    def release(self) -> None:
        """Let go of the file; what the index kept of its records is still shown."""
        self.ended = self.gone = self.released = True
        self.file.close()

    def sample(self) -> tuple[bytes, ...]:
        """Lines that show the format, for the stretch after this one."""
        return (*self._before, *sample_lines(self.file, self.index.progress.sample_bytes))[-SAMPLE_LINES:]

    def close(self) -> None:
        """Let go of the file and the index."""
        self.index.close()
        self.file.close()

    def discard(self, *, keep_file: bool = False) -> None:
        """Close it and throw the index away."""
        self.index.close()
        if not keep_file:
            self.file.close()
        _remove(self.index.file)

    def _reconsider(self) -> None:
        """Decide the format again if it was decided from little; another one voids all rows."""
        progress = self.index.progress
        size = self.watch.size_bytes
        little = self.detection.sampled < _SETTLED_RECORDS and progress.sample_bytes < SAMPLE_BYTES
        if not little or not (size >= 2 * progress.sample_bytes or self._sampled_half_a_line(size)):
            return
        before = progress.detection
        self.detection = self._decide(size)
        self._habits = self._known_habits()
        self.reconsidered += before != self.index.progress.detection

    def _sampled_half_a_line(self, size: int) -> bool:
        """Whether the sample ended within a line that goes on now."""
        sampled = self.index.progress.sample_bytes
        return sampled < size and self.file.read(sampled - 1, 1) != b"\n"

    def _known_habits(self) -> Habits:
        """What the first records show."""
        habits = Habits()
        lines = sample_lines(self.file, self.index.progress.sample_bytes)[:_WORDY_LINES]
        habits.learn([decode(line, self.detection) for line in lines])
        return habits

    def _same_content(self) -> bool:
        known = self.index.progress.fingerprint
        return self.watch.size_bytes >= known.end and self.file.fingerprint(known.end) == known

    def _decide(self, size: int) -> Detection:
        """The format by a sample of the first `size` bytes; rows of another format are thrown away."""
        sample_bytes = min(size, SAMPLE_BYTES)
        lines = sample_lines(self.file, sample_bytes)
        detection = self._detect(lines)
        if detection.sampled < _SETTLED_RECORDS and self._before:
            detection = self._detect((*self._before, *lines)[-SAMPLE_LINES:])
        digest = _digest(detection)
        progress = self.index.progress
        if digest != progress.detection:
            self.index.restart(
                Progress(sample_bytes=sample_bytes, detection=digest, newest_ns=self._newest_ns)
            )
        else:
            self.index.confirm(sample_bytes)
        return detection


def _kept_index(store: Store, number: int, file: LogFile, size: int) -> tuple[SegmentIndex, Detection] | None:
    """The index kept from an earlier run, if the file still is what it describes."""
    for path in store.cache.kept(file.identity) if file.kept else ():
        try:
            index = SegmentIndex(store.database, number, path)
        except IndexFileInUseError:
            continue
        except IndexFileError:
            _remove(path)
            continue
        progress = index.progress
        if progress.records and progress.end <= size:
            detection = store.overrides.detect(sample_lines(file, progress.sample_bytes))
            known = progress.fingerprint
            if _digest(detection) == progress.detection and file.fingerprint(known.end) == known:
                return index, detection
        index.close()
        if not store.overrides.any:  # otherwise it may be good for the next one who decides nothing
            _remove(path)
    return None


def _new_index(store: Store, number: int, file: LogFile) -> SegmentIndex:
    *kept, private = store.cache.places(file.identity, store.database.scratch)
    for path in kept if file.kept else ():
        with contextlib.suppress(IndexFileError):
            return SegmentIndex(store.database, number, path)
    return SegmentIndex(store.database, number, private)


def _digest(detection: Detection) -> str:
    settings = replace(detection, reason="", request_reason="", sampled=0)
    return hashlib.blake2b(repr(settings).encode(), digest_size=16).hexdigest()


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
