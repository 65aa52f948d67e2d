"""Work off the GUI thread, results back on it. The only place, with the log feed, that has threads."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from inspector.base.cancel import Cancelled, CancelToken

Work: TypeAlias = Callable[[CancelToken], object]
Done: TypeAlias = Callable[[object], None]
Failed: TypeAlias = Callable[[Exception], None]

_WORKERS = 6  # some of them only wait, for files to change


@dataclass(slots=True, eq=False)
class Job:
    """One piece of work that was started."""

    work: Work
    done: Done
    failed: Failed | None = None
    token: CancelToken = field(default_factory=CancelToken)
    ended: bool = False

    def cancel(self) -> None:
        """Ask the work to stop, and drop its result in any case. Nothing happens after the end."""
        if not self.ended:
            self.token.cancel()

    @property
    def active(self) -> bool:
        """True until the result was delivered or the job was cancelled."""
        return not self.ended and not self.token.cancelled


class Jobs(Protocol):
    """Runs work. `done` or `failed` is called on the GUI thread, later, and at most once.

    Neither is called when the job was cancelled or when it is a method of a QObject that Qt has deleted.
    An exception without a `failed` goes where uncaught exceptions go: to the crash report.
    """

    def start(self, work: Work, done: Done, failed: Failed | None = None) -> Job:
        """Start `work`, which gets the job's cancel token."""
        ...


class ThreadJobs(QObject):
    """Jobs on a few threads that are started when needed and wait for more work."""

    _finished = Signal()

    def __init__(self, parent: QObject | None = None, workers: int = _WORKERS) -> None:
        super().__init__(parent)
        self._limit = workers
        self._todo: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[_Result] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._open = True
        self._running: set[Job] = set()
        self._threads: list[threading.Thread] = []
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self, work: Work, done: Done, failed: Failed | None = None) -> Job:
        """Start `work` on a thread. After shutdown() nothing is started: the job is cancelled at once."""
        job = Job(work, done, failed)
        if not self._open:
            job.cancel()
            return job
        with self._lock:
            self._running.add(job)
            crowded = len(self._running) > len(self._threads) < self._limit
        self._todo.put(job)
        if crowded:
            thread = threading.Thread(target=self._serve, name=f"job-{len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()
        return job

    @property
    def busy(self) -> bool:
        """True while work runs or a result waits to be delivered."""
        with self._lock:
            return bool(self._running) or not self._results.empty()

    def shutdown(self, timeout_s: float = 0.8) -> bool:
        """Cancel all jobs and wait for their threads together; False when one still runs after that."""
        with self._lock:
            self._open = False
            running = tuple(self._running)
        for job in running:
            job.cancel()
        for _ in self._threads:
            self._todo.put(None)
        deadline = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _serve(self) -> None:
        while (job := self._todo.get()) is not None:
            result = _run(job)
            with self._lock:
                self._running.discard(job)
                if not self._open:
                    continue
                self._results.put(result)
                self._finished.emit()
            del job, result

    @Slot()
    def _deliver(self) -> None:
        _hand_over(self._results.get())


class ManualJobs:
    """Jobs that run when a test says so, on the calling thread."""

    def __init__(self) -> None:
        self.waiting: deque[Job] = deque()

    def start(self, work: Work, done: Done, failed: Failed | None = None) -> Job:
        """Keep the work until drain()."""
        job = Job(work, done, failed)
        self.waiting.append(job)
        return job

    def drain(self) -> None:
        """Run all work, including what is started by its results."""
        while self.waiting:
            _hand_over(_run(self.waiting.popleft()))


class Latest:
    """Only the newest question matters: start() cancels the previous job and drops its late result."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._job: Job | None = None

    @property
    def active(self) -> bool:
        """True while a job is on its way."""
        return self._job is not None and self._job.active

    def start(self, work: Work, done: Done, failed: Failed | None = None) -> Job:
        """Start `work` in place of the previous one."""
        self.cancel()
        self._job = self._jobs.start(work, done, failed)
        return self._job

    def cancel(self) -> None:
        """Cancel what is on its way, if anything."""
        if self._job is not None:
            self._job.cancel()
            self._job = None


@dataclass(frozen=True, slots=True)
class _Result:
    job: Job
    value: object = None
    error: Exception | None = None


def _run(job: Job) -> _Result:
    try:
        job.token.raise_if_cancelled()
        return _Result(job, job.work(job.token))
    except Cancelled:
        job.token.cancel()
        return _Result(job)
    except Exception as error:  # noqa: BLE001 - the border: the GUI thread decides what it means
        return _Result(job, error=error)


def _hand_over(result: _Result) -> None:
    job = result.job
    job.ended = True
    if job.token.cancelled:
        return
    if result.error is None:
        if _is_there(job.done):
            job.done(result.value)
    elif job.failed is None:
        raise result.error
    elif _is_there(job.failed):
        job.failed(result.error)


def _is_there(receiver: Done | Failed) -> bool:
    owner = getattr(receiver, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
