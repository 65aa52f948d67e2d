"""One path that is followed: appended lines, rotation, truncation, loss and return."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from inspector.base.cancel import CancelToken
from inspector.logs.follow.older import Candidate, Likeness, OlderFiles, likeness, may_grow
from inspector.logs.follow.segments import Segment, Store
from inspector.logs.follow.state import SourceState, SourceStatus
from inspector.logs.follow.watch import Watch
from inspector.logs.index.database import StorageError, plain_error, storing
from inspector.logs.index.segment import IndexFileError
from inspector.logs.index.view import SegmentView
from inspector.logs.sources.file import ContentReplacedError, LogFile, RegularFile, look_at
from inspector.logs.sources.kinds import HEAD_BYTES, Undecided, step_for
from inspector.logs.sources.names import Family
from inspector.logs.sources.rewritten import RewrittenFile

_log = logging.getLogger(__name__)

_DRAINED_SEGMENTS = 3
"""A writer may keep on writing to a file after it was renamed: so many of them are looked at."""

_OPEN_SEGMENTS = 100
"""Older segments let go of their files; what the index kept of them is still shown."""

_SAMPLE_BYTES = 1 << 20
_FIRST_BYTES = 4 << 20
"""Unpacked before the first commit: something is there to be seen at once."""

TRY_AGAIN_SECONDS = 5.0
"""After trouble with an index: what fills a disk is seldom over sooner."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """A path stands for the whole set of files that were rotated.

    Of what is there at first only those `named` count, None: all of them. `found` tells that the set was
    found in a folder: that nothing stands at the path itself is no problem then.
    """

    named: tuple[str, ...] | None = None
    found: bool = False


class FollowedSource:
    """What stands and stood at a path. Changed by the engine thread only.

    What was truncated away before a look at the file cannot be seen; everything else is taken in once.
    """

    def __init__(
        self,
        store: Store,
        number: int,
        path: Path,
        segment_numbers: Iterator[int],
        rotated: Rotated | None = None,
    ) -> None:
        self.path = path
        self._rotated = rotated
        self._older: OlderFiles | None = None
        if rotated is not None:
            self._older = OlderFiles(path.parent, Family(path.name), store, rotated.named)
        self.number = number
        self._voided = 0
        self._store = store
        self._segment_numbers = segment_numbers
        self._segments: list[Segment] = []
        self._fresh: Watch | None = None
        self._file: RegularFile | None = None
        self._made: RewrittenFile | None = None
        self._status = SourceStatus.INDEXING
        self._problem = ""
        self._rotations = 0
        self._truncations = 0
        self._not_before = 0.0

    @property
    def voided(self) -> int:
        """How often rows were void."""
        return self._voided + sum(segment.voided for segment in self._segments)

    def switch(self) -> None:
        """Have all that can be read again read as the user chose by now."""
        for segment in self._segments:
            with storing():
                segment.switch()

    def refresh(self, committed: Callable[[], None], cancel: CancelToken | None) -> None:
        """Take in everything that happened since the last look; trouble becomes the source's problem."""
        if time.monotonic() < self._not_before:
            return
        try:
            self.switch()
            self._reread(committed, cancel)
            self._refresh(committed, cancel)
        except OSError as error:
            self._lose(SourceStatus.UNREADABLE, f"cannot be read: {_said(error)}")
        except (StorageError, IndexFileError) as error:
            self._lose(SourceStatus.UNREADABLE, f"cannot be indexed: {plain_error(error)}")
            self._not_before = time.monotonic() + TRY_AGAIN_SECONDS

    def _reread(self, committed: Callable[[], None], cancel: CancelToken | None) -> None:
        newest_ns: int | None = None
        for segment in self._segments:
            if segment.rereads:
                with storing():
                    segment.reread(newest_ns, committed, cancel)
            newest_ns = segment.index.progress.newest_ns

    def _refresh(self, committed: Callable[[], None], cancel: CancelToken | None) -> None:
        for segment in self._segments[:-1][-_DRAINED_SEGMENTS:]:
            self._drain(segment, committed, cancel)
        try:
            self._open_present(committed, cancel)
        except FileNotFoundError:
            if self._rotated is not None and self._rotated.found and self._segments:
                self._problem = ""
            else:
                self._lose(SourceStatus.WAITING, "does not exist; waiting for it")
        except OSError as error:
            self._lose(SourceStatus.UNREADABLE, f"cannot be read: {_said(error)}")
        else:
            self._problem = ""
            self._status = SourceStatus.INDEXING
        self._take_in_present(committed, cancel)
        if self._status is SourceStatus.INDEXING:
            self._status = SourceStatus.FOLLOWING

    def views(self) -> tuple[SegmentView, ...]:
        """What readers see of all segments, in the order of their numbers."""
        return tuple(
            segment.view(self.number) for segment in sorted(self._segments, key=attrgetter("number"))
        )

    def state(self) -> SourceState:
        """The present snapshot."""
        detection = self._segments[-1].detection if self._segments else None
        indexed = sum(segment.index.progress.end for segment in self._segments)
        behind = sum(
            max(0, max(segment.watch.size_bytes, segment.file.expected_bytes) - segment.index.progress.end)
            for segment in self._segments
            if not segment.ended
        )
        fresh = self._fresh.size_bytes if self._fresh is not None else 0
        return SourceState(
            path=str(self.path),
            status=self._status,
            problem=self._problem or self._oddity(),
            size_bytes=indexed + behind + fresh,
            indexed_bytes=indexed,
            records=sum(segment.index.progress.records for segment in self._segments),
            format=detection.format.title if detection is not None else "",
            format_reason=detection.reason if detection is not None else "",
            request_key=detection.request_field if detection is not None else None,
            rotations=self._rotations,
            truncations=self._truncations,
            request_candidates=detection.request_candidates if detection is not None else (),
        )

    def restart(self) -> None:
        """A file is not started."""

    def close(self) -> None:
        """Let go of all files and indexes."""
        if self._older is not None:
            self._older.close()
        if self._made is not None:
            self._made.close()
        if self._file is not None:
            self._file.close()
        for segment in self._segments:
            segment.close()

    def _lose(self, status: SourceStatus, problem: str) -> None:
        self._status = status
        self._problem = f"{self.path.name} {problem}"

    def _oddity(self) -> str:
        made = self._made.problem if self._made is not None else ""
        said = made or next((said for segment in self._segments if (said := segment.file.problem)), "")
        if not said and self._segments:
            said = self._segments[-1].oddity
        return f"{self.path.name} {said}" if said else ""

    def _open_present(self, committed: Callable[[], None], cancel: CancelToken | None) -> None:
        """Make `_file` the file that stands at the path now; take in what else there is of its set."""
        try:
            path = self._present_path()
            look = look_at(path)
        except FileNotFoundError:
            self._take_in_older(committed, cancel)
            raise
        if self._file is not None and self._file.identity == look.identity:
            self._take_in_older(committed, cancel)
            return
        successor = RegularFile(path)
        # It was written to until its name was taken: its rest is read before the new file begins.
        try:
            self._take_in_present(committed, cancel)
            self._take_in_older(committed, cancel, successor)
        except BaseException:
            successor.close()
            raise
        self._rotations += self._file is not None
        self._begin(successor, committed, cancel)

    def _present_path(self) -> Path:
        """The path, or the newest file of a set whose names are dates."""
        if self._older is None or self.path.exists():
            return self.path
        dated = self._older.present()
        if dated is None:
            return self.path
        identity = look_at(dated).identity
        if self._file is not None and identity == self._file.identity:
            return dated
        return (
            self.path
            if any(segment.file.identity == identity for segment in self._segments if not segment.released)
            else dated
        )

    def _take_in_older(
        self,
        committed: Callable[[], None],
        cancel: CancelToken | None,
        successor: RegularFile | None = None,
    ) -> None:
        """Older files that were not seen before: they come before the present one and after all others."""
        if self._older is None:
            return
        held = {segment.file.identity for segment in self._segments if not segment.released}
        held |= {file.identity for file in (self._file, successor) if file is not None}
        for candidate in self._older.candidates(frozenset(held), cancel):
            with storing():
                if not self._knows(candidate, committed, cancel):
                    self._add_older(candidate, successor is not None, committed, cancel)

    def _knows(self, candidate: Candidate, committed: Callable[[], None], cancel: CancelToken | None) -> bool:
        """Whether it is what a segment was made of, or may become that: a copy, or the same one packed."""
        assert self._older is not None
        for segment in reversed(self._segments):
            like = likeness(candidate.file, segment)
            if like is Likeness.OTHER:
                continue
            more = candidate.file.look().size_bytes > segment.index.progress.end
            if like is Likeness.WHOLE and (segment.gone or (segment.ended and more)):
                self._older.settle(candidate, close=False)
                segment.adopt(candidate.file, committed, cancel)
            elif segment.ended and not (like is Likeness.PART and may_grow(candidate)):
                self._older.settle(candidate, close=True)
            return True
        return not candidate.file.look().size_bytes or bool(candidate.file.problem and may_grow(candidate))

    def _add_older(
        self,
        candidate: Candidate,
        present_is_over: bool,
        committed: Callable[[], None],
        cancel: CancelToken | None,
    ) -> None:
        assert self._older is not None
        before = self._segments[-1] if self._segments else None
        segment = Segment(self._store, next(self._segment_numbers), candidate.file, before)
        self._older.settle(candidate, close=False)
        has_present = self._file is not None and self._fresh is None and not present_is_over
        self._segments.insert(len(self._segments) - has_present, segment)
        self._take_in(segment, committed, cancel)

    def _begin(self, file: RegularFile, committed: Callable[[], None], cancel: CancelToken | None) -> None:
        """A file without a segment as yet: it gets one with its first line."""
        before, self._file = self._file, file
        if before is not None and not any(segment.file is before for segment in self._segments):
            before.close()
        if self._made is not None:
            self._made.close()
            self._made = None
        self._fresh = Watch(file)
        for segment in self._segments[:-_DRAINED_SEGMENTS]:
            if not segment.ended:
                with storing():
                    segment.end(committed, cancel)
        for segment in self._segments[:-_OPEN_SEGMENTS]:
            self._release(segment)

    def _release(self, segment: Segment) -> None:
        """Let go of a file, which stays known by its size and time: its inode may be another's one day."""
        if segment.released:
            return
        if self._older is not None:
            with contextlib.suppress(OSError):
                self._older.forget(segment.file.look_at_origin())
        segment.release()

    def _drain(self, segment: Segment, committed: Callable[[], None], cancel: CancelToken | None) -> None:
        if not segment.ended and not self._take_in(segment, committed, cancel):
            with storing():
                segment.lose(committed, cancel)

    def _take_in_present(self, committed: Callable[[], None], cancel: CancelToken | None) -> None:
        """Index what the present file has, in a new segment where its content is another."""
        if self._file is None:
            return
        if self._fresh is None:
            last = self._segments[-1]
            if self._take_in(last, committed, cancel):
                return
            with storing():
                last.lose(committed, cancel)
            self._truncations += 1
            self._begin(self._file.duplicate(), committed, cancel)
        file = self._readable(self._file)
        if file is not None:
            before = self._segments[-1] if self._segments else None
            with storing():
                segment = Segment(self._store, next(self._segment_numbers), file, before)
            self._segments.append(segment)
            self._fresh = self._made = None
            self._take_in(segment, committed, cancel)

    def _take_in(self, segment: Segment, committed: Callable[[], None], cancel: CancelToken | None) -> bool:
        try:
            with storing():
                return segment.take_in(committed, cancel)
        except StorageError:
            self._give_up(segment)
            raise

    def _give_up(self, segment: Segment) -> None:
        """Nothing more can be asked of this index: the present file gets another one."""
        self._voided += 1 + segment.voided
        present = segment is self._segments[-1] and self._fresh is None
        self._segments.remove(segment)
        if present and self._file is not None:
            self._begin(self._file.duplicate(), lambda: None, None)
        else:
            _log.warning("%s: what was renamed away is shown again when it is opened", self.path.name)
        segment.discard()

    def _readable(self, file: RegularFile) -> LogFile | None:
        """The file, or what is made of it, once there is a line to decide by."""
        watch = self._fresh
        if watch is None or not watch.look() or watch.size_bytes == 0:
            return None
        if self._made is None:
            head = file.read(0, HEAD_BYTES)
            opening = step_for(head, whole=watch.takes_last_line(0))
            if opening is Undecided.YET:
                return None
            if opening is None:
                return file if self._has_line(file, watch) else None
            self._made = RewrittenFile(file.duplicate(), self._store.room(file.identity))
        try:
            self._made.advance(_FIRST_BYTES)
        except ContentReplacedError:
            self._made.close()
            self._made = None
            return None
        return self._made if self._made.look().size_bytes else None

    @staticmethod
    def _has_line(file: RegularFile, watch: Watch) -> bool:
        return (
            watch.size_bytes >= _SAMPLE_BYTES
            or b"\n" in file.read(0, _SAMPLE_BYTES)
            or watch.takes_last_line(0)
        )


def _said(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
