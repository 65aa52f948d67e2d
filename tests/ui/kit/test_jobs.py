"""Jobs: results on the GUI thread, cancellation, receivers that are gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from inspector.base.cancel import CancelToken
from inspector.ui.kit.jobs import Latest, ManualJobs, ThreadJobs


class _Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.results: list[object] = []
        self.errors: list[Exception] = []
        self.threads: set[int] = set()

    @Slot(object)
    def take(self, result: object) -> None:
        self.results.append(result)
        self.threads.add(threading.get_ident())

    @Slot(object)
    def fail(self, error: Exception) -> None:
        self.errors.append(error)


@pytest.fixture
def jobs() -> Iterator[ThreadJobs]:
    runner = ThreadJobs()
    yield runner
    assert runner.shutdown(), "all threads ended"


def _here(_token: CancelToken) -> object:
    return threading.get_ident()


def _broken(_token: CancelToken) -> object:
    raise ValueError("broken")


class _Gate:
    """Work that goes on until the test lets it."""

    def __init__(self) -> None:
        self.entered, self.open = threading.Event(), threading.Event()

    def work(self, token: CancelToken) -> object:
        self.entered.set()
        self.open.wait(10)
        token.raise_if_cancelled()
        return "late"

    def stubborn(self, _token: CancelToken) -> object:
        self.entered.set()
        self.open.wait(10)
        return "late"


def test_work_runs_elsewhere_and_ends_here(qtbot: QtBot, jobs: ThreadJobs) -> None:
    """Work runs on another thread; its result arrives on the GUI thread."""
    receiver = _Receiver()
    job = jobs.start(_here, receiver.take)
    qtbot.waitUntil(lambda: bool(receiver.results))

    assert receiver.results != [threading.get_ident()]
    assert receiver.threads == {threading.get_ident()}
    assert not job.active


def test_more_jobs_than_threads(qtbot: QtBot) -> None:
    """All jobs end, however few threads there are."""
    runner, receiver = ThreadJobs(workers=2), _Receiver()
    for _ in range(50):
        runner.start(_here, receiver.take)
    qtbot.waitUntil(lambda: len(receiver.results) == 50)

    assert len(set(receiver.results)) <= 2
    assert runner.shutdown()


def test_a_failure_goes_to_its_receiver(qtbot: QtBot, jobs: ThreadJobs) -> None:
    """An exception arrives as an object."""
    receiver = _Receiver()
    jobs.start(_broken, receiver.take, receiver.fail)
    qtbot.waitUntil(lambda: bool(receiver.errors))

    assert [str(error) for error in receiver.errors] == ["broken"]
    assert receiver.results == []


def test_a_failure_without_receiver_is_uncaught(qtbot: QtBot, jobs: ThreadJobs) -> None:
    """An exception nobody waits for goes to sys.excepthook, with its own traceback."""
    receiver = _Receiver()
    with capture_exceptions() as caught:
        jobs.start(_broken, receiver.take)
        qtbot.waitUntil(lambda: bool(caught))

    kind, error, traceback = caught[0]
    assert (kind, str(error)) == (ValueError, "broken")
    names = []
    while traceback is not None:
        names.append(traceback.tb_frame.f_code.co_name)
        traceback = traceback.tb_next
    assert "_broken" in names


def test_a_cancelled_job_says_nothing(qtbot: QtBot, jobs: ThreadJobs) -> None:
    """Neither a result that came in spite of cancel() nor Cancelled is delivered."""
    receiver, polite, stubborn = _Receiver(), _Gate(), _Gate()
    first = jobs.start(polite.work, receiver.take, receiver.fail)
    second = jobs.start(stubborn.stubborn, receiver.take, receiver.fail)
    polite.entered.wait(10)
    stubborn.entered.wait(10)
    first.cancel()
    second.cancel()
    polite.open.set()
    stubborn.open.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    jobs.start(_here, receiver.take)
    qtbot.waitUntil(lambda: bool(receiver.results))

    assert len(receiver.results) == 1
    assert "late" not in receiver.results
    assert receiver.errors == []


def test_a_deleted_receiver_gets_nothing(qtbot: QtBot, jobs: ThreadJobs) -> None:
    """A result for a QObject that Qt has deleted is dropped."""
    receiver, other, gate = _Receiver(), _Receiver(), _Gate()
    jobs.start(gate.stubborn, receiver.take)
    gate.entered.wait(10)
    delete(receiver)
    gate.open.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    jobs.start(_here, other.take)
    qtbot.waitUntil(lambda: bool(other.results))

    assert receiver.results == []


def test_shutdown_cancels_and_ends_threads(qtbot: QtBot) -> None:
    """After shutdown() nothing is delivered and nothing starts."""
    runner, receiver, gate = ThreadJobs(), _Receiver(), _Gate()
    job = runner.start(gate.work, receiver.take)
    job.token.on_cancel(gate.open.set)
    gate.entered.wait(10)

    assert runner.shutdown()
    late = runner.start(_here, receiver.take)
    assert not late.active
    assert receiver.results == []


def test_shutdown_tells_what_does_not_end() -> None:
    """Work that ignores its token makes shutdown() return False in time."""
    runner, receiver, gate = ThreadJobs(), _Receiver(), _Gate()
    runner.start(gate.stubborn, receiver.take)
    gate.entered.wait(10)
    ended = runner.shutdown(timeout_s=0.01)
    gate.open.set()

    assert not ended


def test_only_the_latest_answer_counts(qtbot: QtBot, jobs: ThreadJobs) -> None:
    """A new start() drops what an older one still brings."""
    receiver, gate = _Receiver(), _Gate()
    latest = Latest(jobs)
    latest.start(gate.stubborn, receiver.take)
    gate.entered.wait(10)
    latest.start(_here, receiver.take)
    gate.open.set()
    qtbot.waitUntil(lambda: not jobs.busy and bool(receiver.results))

    assert "late" not in receiver.results
    assert not latest.active


def test_manual_jobs_run_on_demand() -> None:
    """Nothing happens before drain(); then everything does, in order, follow-ups included."""
    jobs, seen = ManualJobs(), list[object]()

    def follow_up(result: object) -> None:
        seen.append(result)
        if len(seen) < 3:
            jobs.start(lambda _token: len(seen), follow_up)

    jobs.start(lambda _token: "first", follow_up)
    cancelled = jobs.start(lambda _token: "cancelled", seen.append)
    cancelled.cancel()
    assert seen == []
    jobs.drain()

    assert seen == ["first", 1, 2]
