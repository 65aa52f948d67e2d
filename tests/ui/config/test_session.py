"""Building in jobs, and building again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inspector.base.cancel import CancelToken
from inspector.config.report import Report, Request
from inspector.ui.config.session import Built, Session, Wish
from inspector.ui.config.watch import Marks
from inspector.ui.kit.jobs import ManualJobs, ThreadJobs
from tests.ui.config.sample import make_report, with_value


class Builder:
    """Stands for the config core: gives what a test put in, remembers what was asked."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.error: Exception | None = None
        self.requests: list[Request] = []

    def build(self, request: Request, _token: CancelToken) -> Report:
        self.requests.append(request)
        if self.error is not None:
            raise self.error
        return self.report


class Watcher:
    """Stands for the file system: a wait ends when the test says which files changed."""

    def __init__(self) -> None:
        self.changes: list[tuple[Path, ...]] = []
        self.waits: list[Marks] = []

    def wait(self, marks: Marks, token: CancelToken) -> tuple[Path, ...]:
        self.waits.append(marks)
        if not self.changes:
            token.cancel()
            token.raise_if_cancelled()
        return self.changes.pop(0)


@pytest.fixture
def jobs() -> ManualJobs:
    return ManualJobs()


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    return Builder(make_report(tmp_path))


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


@pytest.fixture
def session(jobs: ManualJobs, builder: Builder, watcher: Watcher) -> Iterator[Session]:
    made = Session(jobs, build=builder.build, wait=watcher.wait)
    yield made
    made.close()
    made.deleteLater()


def test_a_wish_becomes_a_report(
    qtbot: QtBot, session: Session, jobs: ManualJobs, builder: Builder, tmp_path: Path
) -> None:
    """Workspace, environment and process environment are handed on; the report comes laid out."""
    session.ask(Wish(tmp_path, "staging", "none"))
    assert session.busy

    with qtbot.waitSignal(session.built) as told:
        jobs.drain()

    (built,) = told.args or [None]
    assert isinstance(built, Built)
    assert built.report is builder.report
    assert built.outline.row_of(("training",)) is not None
    assert built.change is None
    (request,) = builder.requests
    assert (tmp_path, "staging", (), "none") == (
        request.workspace,
        request.environment,
        request.environ,
        request.environ_label,
    )
    assert not session.busy


def test_this_shell_is_an_input(
    monkeypatch: pytest.MonkeyPatch, session: Session, jobs: ManualJobs, builder: Builder, tmp_path: Path
) -> None:
    """The variables are read for the request, and named."""
    monkeypatch.setenv("ML_OF_THIS_TEST", "1")

    session.ask(Wish(tmp_path))
    jobs.drain()

    (request,) = builder.requests
    assert ("ML_OF_THIS_TEST", "1") in request.environ
    assert request.environ_label == "this shell"


def test_a_change_builds_again_and_is_told(
    session: Session, jobs: ManualJobs, builder: Builder, watcher: Watcher, tmp_path: Path
) -> None:
    """The second report says what became of the settings."""
    before = builder.report
    builds = _Collector(session)
    watcher.changes = [(tmp_path / "config.production.yaml", tmp_path)]
    session.built.connect(builds.swap_report(builder, with_value(before, "training.batch_size", 96)))

    session.ask(Wish(tmp_path))
    jobs.drain()

    first, second = builds.found
    assert first.change is None
    assert second.change is not None
    assert (
        second.change.files,
        second.change.effect,
    ) == ("config.production.yaml", "training.batch_size 128 → 96")
    assert len(watcher.waits) == 2


def test_another_environment_is_no_change(
    session: Session, jobs: ManualJobs, builder: Builder, tmp_path: Path
) -> None:
    """The user asked for other values; files did not change."""
    builds = _Collector(session)
    session.ask(Wish(tmp_path, "production"))
    jobs.drain()
    builder.report = with_value(builder.report, "training.batch_size", 96)

    session.ask(Wish(tmp_path, "staging"))
    jobs.drain()

    assert [built.change for built in builds.found] == [None, None]


def test_only_the_last_wish_is_built(
    session: Session, jobs: ManualJobs, builder: Builder, tmp_path: Path
) -> None:
    """Switching fast builds once."""
    for name in ("development", "staging", "production"):
        session.ask(Wish(tmp_path, name))
    jobs.drain()

    assert [request.environment for request in builder.requests] == ["production"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FileNotFoundError(2, "No such file"), "does not exist. It is opened when it comes back."),
        (NotADirectoryError(20, "Not a directory"), "is no folder."),
        (PermissionError(13, "Permission denied"), "cannot be read: permission denied."),
    ],
)
def test_a_workspace_that_cannot_be_read_is_told_and_watched(
    qtbot: QtBot,
    session: Session,
    jobs: ManualJobs,
    builder: Builder,
    watcher: Watcher,
    tmp_path: Path,
    error: OSError,
    sentence: str,
) -> None:
    """A sentence, no traceback; and it is opened when it comes back."""
    builder.error = error
    session.ask(Wish(tmp_path))

    with qtbot.waitSignal(session.failed) as told:
        jobs.drain()

    assert [f"{tmp_path} {sentence}"] == told.args
    assert [{tmp_path: None}] == watcher.waits


def test_a_mistake_of_ours_is_not_hidden(
    session: Session, jobs: ManualJobs, builder: Builder, tmp_path: Path
) -> None:
    """It goes to the crash report."""
    builder.error = KeyError("oops")
    session.ask(Wish(tmp_path))

    with pytest.raises(KeyError):
        jobs.drain()


def test_stopping_keeps_what_was_shown(
    session: Session, jobs: ManualJobs, builder: Builder, tmp_path: Path
) -> None:
    """Cancel goes back to the wish that the report on show belongs to."""
    session.ask(Wish(tmp_path, "staging"))
    jobs.drain()
    session.ask(Wish(tmp_path, "production"))

    session.stop()
    jobs.drain()

    assert Wish(tmp_path, "staging") == session.wish
    assert not session.busy
    assert len(builder.requests) == 1


def test_files_are_watched_for_real(qtbot: QtBot, tmp_path: Path) -> None:
    """From a changed file to the next report, with threads and the file system."""
    file = tmp_path / "config.production.yaml"
    file.write_text("a: 1\n")
    builder = Builder(make_report(tmp_path))
    jobs = ThreadJobs()
    session = Session(jobs, build=builder.build)
    builds = _Collector(session)
    session.ask(Wish(tmp_path))
    qtbot.waitUntil(builds.has_one)

    file.write_text("a: 22\n")
    qtbot.waitUntil(builds.has_two, timeout=10_000)

    session.close()
    assert jobs.shutdown(timeout_s=10)
    assert builds.found[1].change is not None
    assert builds.found[1].change.files == "config.production.yaml"


class _Collector:
    """Keeps what a session built."""

    def __init__(self, session: Session) -> None:
        self.found: list[Built] = []
        self._builder: Builder | None = None
        self._next: Report | None = None
        session.built.connect(self.add)

    def add(self, built: Built) -> None:
        self.found.append(built)

    def swap_report(self, builder: Builder, report: Report) -> object:
        """What to do after the first report: the workspace has another one from now on."""
        self._builder, self._next = builder, report
        return self.swap

    def swap(self, _built: Built) -> None:
        if self._builder is not None and self._next is not None:
            self._builder.report = self._next

    def has_one(self) -> bool:
        return len(self.found) >= 1

    def has_two(self) -> bool:
        return len(self.found) >= 2


@pytest.mark.parametrize(
    ("before", "after", "happened"),
    [((), ("config.x.yaml",), "was added"), (("config.x.yaml",), (), "was deleted")],
)
def test_files_that_come_and_go_are_told(
    jobs: ManualJobs,
    builder: Builder,
    watcher: Watcher,
    tmp_path: Path,
    before: tuple[str, ...],
    after: tuple[str, ...],
    happened: str,
) -> None:
    """Also when only the folder could tell, because nobody knew of the file."""
    known = replace(builder.report, watched=(tmp_path, *(tmp_path / name for name in before)))
    builder.report = known
    for name in before:
        (tmp_path / name).write_text("a: 1\n")

    def wait(marks: Marks, token: CancelToken) -> tuple[Path, ...]:
        if not watcher.waits:
            for name in before:
                (tmp_path / name).unlink()
            for name in after:
                (tmp_path / name).write_text("a: 1\n")
            builder.report = replace(known, watched=(tmp_path, *(tmp_path / name for name in after)))
            watcher.changes = [(tmp_path,)]
        return watcher.wait(marks, token)

    session = Session(jobs, build=builder.build, wait=wait)
    builds = _Collector(session)
    session.ask(Wish(tmp_path))
    jobs.drain()
    session.close()

    change = builds.found[-1].change
    assert change is not None
    assert (change.files, change.happened) == ("config.x.yaml", happened)


def test_logs_that_rotate_in_the_folder_are_not_told(
    session: Session, jobs: ManualJobs, watcher: Watcher, tmp_path: Path
) -> None:
    """No file of the configuration changed."""
    builds = _Collector(session)
    watcher.changes = [(tmp_path,)]
    session.ask(Wish(tmp_path))
    jobs.drain()

    assert [built.change for built in builds.found] == [None, None]
