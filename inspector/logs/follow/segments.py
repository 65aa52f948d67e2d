"""One segment: the open file, its format decided from a sample, its index kept or new."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from inspector.base.cancel import CancelToken
from inspector.logs.follow.decision import SETTLED_RECORDS, Decision, better_than, decide, digest, is_doubtful
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

_WORDY_LINES = 500
_STEP_BYTES = 16 << 20
"""What a file that has to be unpacked brings in between two commits."""


@dataclass(slots=True, eq=False)
class Store:
    """Where indexes live: the database that attaches them and the cache that keeps them.

    `overrides` are the user's own choices for every source by now, `retired` the indexes made by earlier
    ones, until nobody reads them. Changed by the engine thread only.
    """

    database: Database
    cache: Cache
    overrides: Overrides = DETECTED
    retired: list[SegmentIndex] = field(default_factory=list)

    def close_retired(self) -> None:
        """Let go of indexes of earlier choices; nobody must be reading them. Those that are kept stay."""
        for index in self.retired:
            index.close()
            if index.file.parent == self.database.scratch:
                _remove(index.file)
        self.retired.clear()

    def room(self, identity: Identity) -> Room:
        """Where spools of this log are."""
        return self.cache.room(identity, self.database.scratch)


class Segment:
    """A stretch of one file under one identity. Changed by the engine thread only.

    `voided` counts how often its rows were: more of the file showed another format, or the user chose one.
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
        self.voided = 0
        self.rereads = False
        self._store, self._overrides = store, store.overrides
        self._doubted_bytes = 0
        self._before = before.sample() if before is not None else ()
        self._newest_ns = before.index.progress.newest_ns if before is not None else None
        self.watch = Watch(file)
        self.index, self.detection = self._opened(file.look().size_bytes)
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
        self._reconsider(committed)
        size, again = self.watch.size_bytes, True
        while again:
            database, index = self._store.database, self.index
            ingest = Ingest(database, index, self.file, self.detection, self._habits, cancel)
            try:
                ingest.run(size, whole or self.watch.takes_last_line(index.progress.end), committed)
            except ChangedWhileReading:
                return False
            again = self._reconsider(committed)
        self.watch.done(self.index.progress.end)
        return True

    def switch(self) -> None:
        """Read it as the user chose by now: from the start, with a new index, which voids all rows.

        What has no bytes of its own any more stays as it was read. The old index is retired.
        """
        overrides = self._store.overrides
        if overrides == self._overrides:
            return
        if not (self.gone or self.released) and self._same_content():
            before, self._overrides = self._overrides, overrides
            try:
                size = self.file.look().size_bytes
                decision = decide(self.file, size, overrides, self._before)
                if decision.digest == self.index.progress.detection:
                    self.detection = decision.detection
                else:
                    self._replace_index(*self._opened(size))
            except BaseException:
                self._overrides = before
                raise
        self._overrides = overrides

    def reread(
        self, newest_ns: int | None, committed: Callable[[], None], cancel: CancelToken | None
    ) -> None:
        """After a switch: what ended before is read again; `newest_ns` is the newest time before it."""
        progress, self._newest_ns = self.index.progress, newest_ns
        if not progress.records and progress.newest_ns != newest_ns:
            self.index.restart(replace(progress, newest_ns=newest_ns))
        if self.ended:
            if self.take_in(committed, cancel):
                self.end(committed, cancel)
            else:
                self.lose(committed, cancel)
        self.rereads = False

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

    def _replace_index(self, index: SegmentIndex, detection: Detection) -> None:
        self._store.retired.append(self.index)
        self.index, self.detection = index, detection
        self._habits = self._known_habits()
        self._doubted_bytes = 0
        self.watch = Watch(self.file)
        self.voided += 1
        self.rereads = True

    def _opened(self, size: int) -> tuple[SegmentIndex, Detection]:
        """The index kept from an earlier run, or a new one."""
        kept = _kept_index(self._store, self.number, self.file, size)
        if kept is not None:
            return kept
        index = _new_index(self._store, self.number, self.file)
        try:
            decision = decide(self.file, size, self._overrides, self._before)
            index.restart(self._start(decision))
        except BaseException:
            index.close()
            _remove(index.file)
            raise
        return index, decision.detection

    def _start(self, decision: Decision) -> Progress:
        return Progress(
            sample_bytes=decision.sample_bytes, detection=decision.digest, newest_ns=self._newest_ns
        )

    def _reconsider(self, committed: Callable[[], None]) -> bool:
        """Decide again if that was done from little, or what came since is read badly; another decision
        voids all rows, and True is returned."""
        decision = self._second_thought()
        if decision is None:
            return False
        self.detection = decision.detection
        differs = decision.digest != self.index.progress.detection
        if differs:
            self.voided += 1
            self.index.restart(self._start(decision))
            committed()
        else:
            self.index.confirm(decision.sample_bytes)
        self._habits = self._known_habits()
        return differs

    def _second_thought(self) -> Decision | None:
        progress, size = self.index.progress, self.watch.size_bytes
        twice = size >= 2 * max(progress.sample_bytes, self._doubted_bytes)
        if self.detection.sampled < SETTLED_RECORDS and progress.sample_bytes < SAMPLE_BYTES:
            if twice or self._sampled_half_a_line(size):
                return decide(self.file, size, self._overrides, self._before)
            return None
        if not twice or not is_doubtful(self.detection, progress):
            return None
        if progress.records:
            self._doubted_bytes = size
        return better_than(self.detection, self.file, size, self._overrides)

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
            if digest(detection) == progress.detection and file.fingerprint(known.end) == known:
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


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
