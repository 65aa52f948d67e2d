"""The project's own model: asked in a job after each report, once the user trusts the folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from inspector.base.cancel import CancelToken
from inspector.base.findings import Severity
from inspector.config.environ import read_environ
from inspector.config.report import Report
from inspector.config.report.verdict import ask_model, with_verdict
from inspector.config.schemas.model_run import ModelVerdict
from inspector.ui.config.outline import build_outline
from inspector.ui.config.session import Built, Session
from inspector.ui.config.what_if import marked_like
from inspector.ui.config.words import plural
from inspector.ui.kit.actions import ActionSpec, build_actions
from inspector.ui.kit.banner import Banner
from inspector.ui.kit.jobs import Jobs, Latest
from inspector.ui.kit.state import MemoryTrust, TrustedFolders

Ask = Callable[[Report, Mapping[str, str], CancelToken], ModelVerdict]

_ACTIONS = (
    ActionSpec(
        "trust",
        "Trust this folder",
        tip="Ask the project's own model, which runs code of the folder",
        checkable=True,
    ),
)


class ModelDesk(QObject):
    """Nothing of a folder is run before its real path lies in a trusted one. GUI thread only."""

    judged = Signal(object)
    """A Built whose report has the model's verdict."""
    told = Signal()
    """`words` are others."""

    def __init__(
        self,
        jobs: Jobs,
        session: Session,
        owner: QWidget,
        trust: TrustedFolders | None = None,
        *,
        ask: Ask = ask_model,
    ) -> None:
        """Without `trust`, trust ends with the program. `owner` gets the action that shows and changes it."""
        super().__init__(owner)
        self._session, self._ask = session, ask
        self._trust: TrustedFolders = trust if trust is not None else MemoryTrust()
        self._asking = Latest(jobs)
        self._built: Built | None = None
        self._folder: Path | None = None
        self._put_off: set[Path] = set()
        self.actions_by_id = build_actions(owner, _ACTIONS, {"trust": self._on_action})
        self.words = ""
        self.banner = Banner()
        self.banner.action.connect(self.trust)
        self.banner.put_off.connect(self._on_put_off)
        session.built.connect(self._on_built)
        session.busy_changed.connect(self._on_busy)

    @Slot()
    def trust(self) -> None:
        """Trust the folder on show, in later runs as well, and ask its model."""
        if self._folder is not None and self._built is not None:
            self._trust.trust(self._folder)
            self._start(self._built)

    @Slot()
    def distrust(self) -> None:
        """Run nothing of this folder any more, and show what is known without."""
        if self._folder is None:
            return
        self._asking.cancel()
        self._trust.distrust(self._folder)
        self._put_off.add(self._folder)
        if self._session.wish is not None:
            self._session.ask(self._session.wish)

    def close(self) -> None:
        """Give up what is being asked; its process ends."""
        self._asking.cancel()

    @Slot(object)
    def _on_built(self, built: Built) -> None:
        self._built, self._folder = built, None
        if built.report.model is None:
            self._asking.cancel()
            self.banner.clear()
            self._say("")
            self._mark(trusted=False)
            return
        self._start(built)

    @Slot(object)
    def _on_busy(self, busy: object) -> None:
        """The next report is on its way: what is said of this one is of no use."""
        if busy:
            self._asking.cancel()

    def _start(self, built: Built) -> None:
        self._asking.start(_Question(built, self._trust.trusted, self._ask), self._on_answer, self._on_failed)

    @Slot(object)
    def _on_answer(self, answer: object) -> None:
        if not isinstance(answer, _Answer) or self._built is None:
            return
        self._folder = answer.folder
        self._mark(trusted=answer.built is not None)
        if answer.built is None:
            self._say("")
            self._offer(self._built.report, answer.folder)
            return
        self.banner.clear()
        self._say(answer.words)
        self.judged.emit(answer.built)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        """The disk is full, the folder is gone: the report stays as it is."""
        if not isinstance(error, OSError):
            raise error
        self._say(f"The project's model could not be asked: {(error.strerror or str(error)).lower()}.")

    def _offer(self, report: Report, folder: Path) -> None:
        """Say in a sentence what would run."""
        model = report.model
        if model is None or model.interpreter is None or folder in self._put_off:
            self.banner.clear()
            return
        self.banner.show_problem(
            f"{model.name} can check these values itself: that runs code of {folder} "
            f"with {model.interpreter.program}, so trust the folder only if you would start the project.",
            Severity.INFO.value,
            "Trust this folder",
            "Not now",
        )

    def _mark(self, *, trusted: bool) -> None:
        self.actions_by_id["trust"].setChecked(trusted)

    def _say(self, words: str) -> None:
        self.words = words
        self.told.emit()

    @Slot()
    def _on_put_off(self) -> None:
        if self._folder is not None:
            self._put_off.add(self._folder)

    @Slot()
    def _on_action(self) -> None:
        if self._folder is None:
            self._mark(trusted=False)
            self._say("Inspector knows no model of this project that could be asked.")
        elif covering(self._folder, self._trust.trusted):
            self.distrust()
        else:
            self.trust()


def covering(folder: Path, trusted: tuple[str, ...]) -> bool:
    """Whether a real path is one of the trusted folders or lies below one."""
    return any(folder.is_relative_to(one) for one in trusted)


@dataclass(frozen=True, slots=True)
class _Answer:
    """`built` is None when the folder, whose real path is `folder`, is not trusted: nothing was run."""

    folder: Path
    built: Built | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Question:
    built: Built
    trusted: tuple[str, ...]
    ask: Ask

    def __call__(self, token: CancelToken) -> object:
        built = self.built
        folder = built.report.workspace.resolve()
        if not covering(folder, self.trusted):
            return _Answer(folder)
        verdict = self.ask(built.report, dict(read_environ("current").variables), token)
        token.raise_if_cancelled()
        report = with_verdict(built.report, verdict)
        outline = marked_like(build_outline(report, built.outline), built.outline)
        return _Answer(folder, replace(built, report=report, outline=outline, change=None), _words(verdict))


def _words(verdict: ModelVerdict) -> str:
    who = verdict.model.rpartition(":")[2]
    if verdict.failure is not None:
        return f"{who} could not be asked; a finding says why."
    if verdict.errors:
        return f"{who} refuses {plural(len(verdict.errors), 'value')}."
    return f"{who} accepts the values."
