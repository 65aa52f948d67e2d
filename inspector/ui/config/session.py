"""One open workspace: builds reports in jobs and builds again when files change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from inspector.base.cancel import CancelToken
from inspector.config.environ import EnvironError, read_environ
from inspector.config.report import Report, Request, build_report
from inspector.ui.config.changes import Change, Touched, describe_change
from inspector.ui.config.outline import Outline, build_outline
from inspector.ui.config.watch import Marks, marks_beside, marks_of, wait_for_change
from inspector.ui.config.what_if import Effect, WhatIf, marked
from inspector.ui.kit.jobs import Jobs, Latest

Build = Callable[[Request, CancelToken], Report]
Wait = Callable[[Marks, CancelToken], tuple[Path, ...]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants to look at; `environ` is a way to name a process environment."""

    workspace: Path
    environment: str | None = None
    environ: str = "current"
    what_if: WhatIf = field(default_factory=WhatIf)


@dataclass(frozen=True, slots=True)
class Built:
    """What was asked, the report laid out, the marks of its files, and what changed since the one before.

    `effect` is what the what-if of the wish does, None without one.
    """

    wish: Wish
    request: Request
    report: Report
    outline: Outline
    marks: Marks
    change: Change | None = None
    effect: Effect | None = None


class Session(QObject):
    """Owns the two jobs of a workspace. GUI thread only; nothing here blocks."""

    built = Signal(object)
    """A Built."""
    failed = Signal(object)
    """A sentence: the workspace or the environment cannot be read."""
    busy_changed = Signal(object)
    """True while a report is on its way."""

    def __init__(
        self,
        jobs: Jobs,
        parent: QObject | None = None,
        *,
        build: Build = build_report,
        wait: Wait | None = wait_for_change,
    ) -> None:
        """`wait=None` watches nothing."""
        super().__init__(parent)
        self._build, self._wait = build, wait
        self._building, self._watching = Latest(jobs), Latest(jobs)
        self._wish: Wish | None = None
        self._last: Built | None = None

    @property
    def build(self) -> Build:
        """How a report is made."""
        return self._build

    @property
    def wait(self) -> Wait | None:
        """How a change of files is waited for; None when nothing is watched."""
        return self._wait

    @property
    def wish(self) -> Wish | None:
        """What was asked for last."""
        return self._wish

    @property
    def busy(self) -> bool:
        """True while a report is on its way."""
        return self._building.active

    def ask(self, wish: Wish) -> None:
        """Look at something, or at it again."""
        self._wish = wish
        self._start(())

    @Slot()
    def stop(self) -> None:
        """Give up the report that is on its way; the one before stays, and stays watched."""
        self._building.cancel()
        self.busy_changed.emit(False)
        if self._last is not None:
            self._wish = self._last.wish
            self._watch(self._last)

    def close(self) -> None:
        """Cancel both jobs."""
        self._building.cancel()
        self._watching.cancel()

    def _start(self, files: tuple[Path, ...]) -> None:
        if self._wish is None:
            return
        self._watching.cancel()
        task = _Task(self._wish, self._build, self._last, files)
        self._building.start(task, self._on_built, self._on_failed)
        self.busy_changed.emit(True)

    def _watch(self, built: Built) -> None:
        if self._wait is not None and built.marks:
            self._watching.start(_Watch(self._wait, built.marks), self._on_changed)

    @Slot(object)
    def _on_built(self, built: object) -> None:
        if isinstance(built, Built):
            self._last = built
            self.busy_changed.emit(False)
            self._watch(built)
            self.built.emit(built)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.busy_changed.emit(False)
        if not isinstance(error, (OSError, EnvironError)):
            raise error
        if self._wish is not None:
            self.failed.emit(_sentence(self._wish, error))
            self._watch_for_return(self._wish.workspace)

    def _watch_for_return(self, workspace: Path) -> None:
        """The folder may come back: a drive that is mounted again, a branch that is checked out."""
        if self._wait is not None:
            self._watching.start(_Watch(self._wait, {workspace: None}), self._on_changed)

    @Slot(object)
    def _on_changed(self, files: object) -> None:
        self._start(files if isinstance(files, tuple) else ())


@dataclass(frozen=True, slots=True)
class _Task:
    """Everything between two files and a painted tree that need not run on the GUI thread."""

    wish: Wish
    build: Build
    last: Built | None
    files: tuple[Path, ...]

    def __call__(self, token: CancelToken) -> object:
        wish = self.wish
        before = marks_beside(wish.workspace)
        if self.last is not None:
            before.update(marks_of(self.last.marks))
        environ = read_environ(wish.environ)
        request = Request(
            workspace=wish.workspace,
            environment=wish.what_if.environment or wish.environment,
            what_if=wish.what_if.variables,
            environ=environ.variables,
            environ_label=environ.label,
            environ_notes=environ.notes,
            host=environ.host,
        )
        report = self.build(request, token)
        token.raise_if_cancelled()
        # Marks from before the reading: what was written during it will differ and is read again.
        after = marks_of(report.watched)
        marks = {path: before.get(path, mark) for path, mark in after.items()}
        outline = build_outline(report, self.last.outline if self.last is not None else None)
        effect = None
        if not wish.what_if.empty:
            plain = self.build(replace(request, environment=wish.environment, what_if=()), token)
            outline, effect = marked(outline, plain, report)
        built = Built(wish, request, report, outline, marks, effect=effect)
        if self.last is None or self.last.wish != wish or not self.files:
            return built
        touched = self._touched(self.last.marks, marks)
        return replace(built, change=describe_change(self.last.report, report, touched))

    def _touched(self, before: Marks, after: Marks) -> Touched:
        """What happened to the files of the configuration; the folders that hold them are not told of."""
        came = tuple(path for path in after if path not in before and path.is_file())
        gone = tuple(path for path in before if path not in after and not path.exists())
        files = dict.fromkeys((*(path for path in self.files if not path.is_dir()), *came, *gone))
        added = tuple(path for path in files if before.get(path) is None and path.exists())
        deleted = tuple(path for path in files if before.get(path) is not None and not path.exists())
        rest = tuple(path for path in files if path not in added and path not in deleted)
        return Touched(rest, added, deleted)


@dataclass(frozen=True, slots=True)
class _Watch:
    wait: Wait
    marks: Marks

    def __call__(self, token: CancelToken) -> object:
        return self.wait(self.marks, token)


def _sentence(wish: Wish, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{wish.workspace} does not exist. It is opened when it comes back."
    if isinstance(error, NotADirectoryError):
        return f"{wish.workspace} is no folder."
    if isinstance(error, OSError):
        reason = (error.strerror or "unknown reason").lower()
        return f"{wish.workspace} cannot be read: {reason}."
    return str(error)
