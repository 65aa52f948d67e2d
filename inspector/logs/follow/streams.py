"""Standard input, named pipes and commands as sources: what comes is spooled, and indexed like a file."""

from __future__ import annotations

import os
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator

from inspector.base.cancel import CancelToken
from inspector.logs.follow.segments import Segment, Store
from inspector.logs.follow.specs import STDIN, CommandSpec, PipeSpec, StdinSpec
from inspector.logs.follow.state import SourceState, SourceStatus
from inspector.logs.follow.watch import Watch
from inspector.logs.index.database import StorageError, plain_error, storing
from inspector.logs.index.segment import IndexFileError
from inspector.logs.index.view import SegmentView
from inspector.logs.sources.command import Complaints, Running
from inspector.logs.sources.stream import Reader, StreamFile

TRY_AGAIN_SECONDS = 5.0
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
"""Between two runs of a command: doubled each time, and small again after a run as long as this."""


_LONGEST_LABEL = 60
_NONE = Complaints()


class StreamSource(ABC):
    """What comes of a stream. Changed by the engine thread only; a thread of its own reads."""

    def __init__(self, store: Store, number: int, label: str, segment_numbers: Iterator[int]) -> None:
        self.number = number
        self.label = label
        self._voided = 0
        self._store = store
        self._segment_numbers = segment_numbers
        self._file: StreamFile | None = None
        self._segment: Segment | None = None
        self._watch: Watch | None = None
        self._problem = ""
        self._not_before = 0.0

    @property
    def voided(self) -> int:
        """How often rows were void."""
        return self._voided + (self._segment.voided if self._segment is not None else 0)

    def switch(self) -> None:
        """Have all that came read as the user chose by now."""
        if self._segment is not None:
            with storing():
                self._segment.switch()

    def refresh(self, committed: Callable[[], None], cancel: CancelToken | None) -> None:
        """Take in what came; trouble becomes the source's problem."""
        if time.monotonic() < self._not_before:
            return
        self._problem = ""
        try:
            if self._file is None:
                place = self._store.cache.private_place(self._store.database.scratch)
                self._file = StreamFile(self.label, place)
                self._watch = Watch(self._file)
            self.switch()
            self._run(self._file)
            self._take_in(self._file, committed, cancel)
        except OSError as error:
            self._wait(f"cannot be spooled: {(error.strerror or str(error)).lower()}")
        except (StorageError, IndexFileError) as error:
            self._give_up()
            self._wait(f"cannot be indexed: {plain_error(error)}")

    def views(self) -> tuple[SegmentView, ...]:
        """What readers see of it."""
        return () if self._segment is None else (self._segment.view(self.number),)

    def state(self) -> SourceState:
        """The present snapshot."""
        segment = self._segment
        said = self._problem or (self._file.problem if self._file is not None else "")
        indexed = segment.index.progress.end if segment is not None else 0
        return SourceState(
            path=self.label,
            status=self._status(),
            problem=f"{_short(self.label)} {said}" if said else "",
            size_bytes=max(indexed, self._file.look().size_bytes if self._file is not None else 0),
            indexed_bytes=indexed,
            records=segment.index.progress.records if segment is not None else 0,
            format=segment.detection.format.title if segment is not None else "",
            format_reason=segment.detection.reason if segment is not None else "",
            request_key=segment.detection.request_field if segment is not None else None,
            exit_code=self._exit_code(),
            complaints=self._complaints().lines(),
            complained=self._complaints().count,
            stream=True,
            request_candidates=segment.detection.request_candidates if segment is not None else (),
        )

    @abstractmethod
    def restart(self) -> None:
        """Start it again, where that is possible. Any thread."""

    def close(self) -> None:
        """Stop reading, and throw away what came."""
        if self._file is not None:
            self._file.stop()
        self._stop()
        if self._segment is not None:
            self._segment.discard()
        if self._file is not None:
            self._file.close()

    @property
    @abstractmethod
    def _ended(self) -> bool:
        """Whether nothing more comes."""

    @abstractmethod
    def _run(self, file: StreamFile) -> None:
        """See to it that somebody reads."""

    @abstractmethod
    def _stop(self) -> None:
        """End reading; the file may be closed after that."""

    def _exit_code(self) -> int | None:
        return None

    def _complaints(self) -> Complaints:
        return _NONE

    def _status(self) -> SourceStatus:
        if self._not_before > time.monotonic():
            return SourceStatus.UNREADABLE
        if not self._ended:
            return SourceStatus.FOLLOWING
        if self._file is None or self._segment is None:
            return SourceStatus.ENDED
        done = self._segment.index.progress.end >= self._file.look().size_bytes
        return SourceStatus.ENDED if done else SourceStatus.INDEXING

    def _wait(self, problem: str) -> None:
        self._problem = problem
        self._not_before = time.monotonic() + TRY_AGAIN_SECONDS

    def _take_in(self, file: StreamFile, committed: Callable[[], None], cancel: CancelToken | None) -> None:
        if self._segment is None:
            watch = self._watch
            if watch is None or not watch.look() or not watch.size_bytes:
                return
            decided = watch.size_bytes >= 1 << 20 or b"\n" in file.read(0, 1 << 20)
            if not decided and not watch.takes_last_line(0):
                return
            with storing():
                self._segment = Segment(self._store, next(self._segment_numbers), file)
        with storing():
            self._segment.take_in(committed, cancel)

    def _give_up(self) -> None:
        """Nothing more can be asked of this index: all that came gets another one."""
        if self._segment is not None:
            self._voided += 1 + self._segment.voided
            self._segment.discard(keep_file=True)
            self._segment = None


class StdinSource(StreamSource):
    """An open descriptor, read to its end."""

    def __init__(self, store: Store, number: int, spec: StdinSpec, segment_numbers: Iterator[int]) -> None:
        super().__init__(store, number, str(STDIN), segment_numbers)
        self._descriptor = spec.descriptor
        self._reader: Reader | None = None
        self._told_end = False

    def restart(self) -> None:
        """What was read cannot be read again."""

    @property
    def _ended(self) -> bool:
        return self._told_end

    def _run(self, file: StreamFile) -> None:
        if self._reader is None:
            self._reader = Reader(self._descriptor, file.feed, file.flush, "stdin")
        elif self._reader.ended.is_set() and not self._told_end:
            file.end()
            self._told_end = True

    def _stop(self) -> None:
        if self._reader is not None:
            self._reader.stop()


class PipeSource(StreamSource):
    """A named pipe, read to the end of its writer."""

    def __init__(self, store: Store, number: int, spec: PipeSpec, segment_numbers: Iterator[int]) -> None:
        super().__init__(store, number, str(spec.path), segment_numbers)
        self._path = spec.path
        self._descriptor: int | None = None
        self._reader: Reader | None = None
        self._told_end = False

    def restart(self) -> None:
        """What was read cannot be read again."""

    @property
    def _ended(self) -> bool:
        return self._told_end

    def _run(self, file: StreamFile) -> None:
        if self._reader is None:
            # Opened otherwise, it waits for a writer, and the other sources with it.
            self._descriptor = os.open(self._path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
            self._reader = Reader(self._descriptor, file.feed, file.flush, "pipe")
        elif self._reader.ended.is_set() and not self._told_end:
            file.end()
            self._told_end = True

    def _stop(self) -> None:
        if self._reader is not None:
            self._reader.stop()
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class CommandSource(StreamSource):
    """A command, started again on request or by itself."""

    def __init__(self, store: Store, number: int, spec: CommandSpec, segment_numbers: Iterator[int]) -> None:
        super().__init__(store, number, spec.label, segment_numbers)
        self._spec = spec
        self._running: Running | None = None
        self._code: int | None = None
        self._errors = Complaints()
        self._failed = ""
        self._wanted = True
        self._pause = FIRST_PAUSE_SECONDS
        self._start_at = 0.0
        self._started = 0.0

    def restart(self) -> None:
        """Start it (again) as soon as it is not running. Any thread."""
        self._wanted = True
        self._start_at = 0.0

    @property
    def _ended(self) -> bool:
        return self._running is None and not self._wanted

    def _run(self, file: StreamFile) -> None:
        if self._running is not None:
            code = self._running.exit_code
            if code is not None:
                self._finish(file, code)
        if self._running is None and self._wanted and time.monotonic() >= self._start_at:
            self._start(file)
        self._problem = self._failed

    def _start(self, file: StreamFile) -> None:
        self._wanted = False
        self._started = time.monotonic()
        self._failed = ""
        try:
            self._running = Running(self._spec.argv, file.feed, file.flush, self._errors)
        except (OSError, ValueError) as error:
            said = error.strerror if isinstance(error, OSError) else str(error)
            self._failed = f"cannot be started: {(said or str(error)).lower()}"
            self._again()

    def _finish(self, file: StreamFile, code: int) -> None:
        assert self._running is not None
        self._running.close()
        self._running = None
        self._code = code
        self._failed = _said(code, self._errors.lines()) if code else ""
        self._again()
        file.end()

    def _again(self) -> None:
        """Plan the next run, if there is to be one."""
        if self._spec.restart:
            if time.monotonic() - self._started >= LONGEST_PAUSE_SECONDS:
                self._pause = FIRST_PAUSE_SECONDS
            self._wanted = True
            self._start_at = time.monotonic() + self._pause
            self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)

    def _stop(self) -> None:
        if self._running is not None:
            self._running.close()

    def _exit_code(self) -> int | None:
        return self._code if self._running is None else None

    def _complaints(self) -> Complaints:
        return self._errors


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"


def _said(code: int, errors: tuple[str, ...]) -> str:
    how = f"ended with exit code {code}"
    if code < 0:
        try:
            how = f"was ended by {signal.Signals(-code).name}"
        except ValueError:
            how = f"was ended by signal {-code}"
    last = next((line.strip() for line in reversed(errors) if line.strip()), "")
    return f"{how}: {last}" if last else how
