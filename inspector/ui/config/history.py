"""What was written in this session, to take it back and to do it again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from inspector.config.edit import EditRefusedError, Written
from inspector.ui.config.repair import UndoTask, WriteTask
from inspector.ui.kit.jobs import Job, Jobs


class History(QObject):
    """Undoes and redoes in jobs, one at a time; a file that others changed is left alone. GUI thread."""

    told = Signal(object)
    """A sentence for the status bar."""
    refused = Signal(object)
    """A sentence: it could not be done, and why."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._done: list[Written] = []
        self._undone: list[Written] = []
        self._job: Job | None = None

    def add(self, written: Written) -> None:
        """Remember what was written; what was undone before cannot be done again then."""
        self._done.append(written)
        self._undone.clear()

    def forget(self) -> None:
        """Another workspace is open."""
        self._done.clear()
        self._undone.clear()

    @Slot()
    def undo(self) -> None:
        """Put back what was there before the last change."""
        if self._busy():
            return
        if not self._done:
            self.told.emit("Nothing to undo: Inspector wrote nothing here since it was opened.")
            return
        self._job = self._jobs.start(UndoTask(self._done[-1]), self._on_undone, self._on_undo_failed)

    @Slot()
    def redo(self) -> None:
        """Write again what was undone last."""
        if self._busy():
            return
        if not self._undone:
            self.told.emit("Nothing to do again.")
            return
        task = WriteTask(self._undone[-1].proposal)
        self._job = self._jobs.start(task, self._on_redone, self._on_redo_failed)

    def _busy(self) -> bool:
        return self._job is not None and self._job.active

    @Slot(object)
    def _on_undone(self, written: object) -> None:
        if isinstance(written, Written) and written in self._done:
            self._done.remove(written)
            self._undone.append(written)
            self.told.emit(f"{_named(written)}: the change was taken back.")

    @Slot(object)
    def _on_redone(self, written: object) -> None:
        if isinstance(written, Written) and self._undone:
            self._undone.pop()
            self._done.append(written)
            self.told.emit(f"{_named(written)}: the change was made again.")

    @Slot(object)
    def _on_undo_failed(self, error: Exception) -> None:
        self._refuse("undone", self._done[-1:], error)

    @Slot(object)
    def _on_redo_failed(self, error: Exception) -> None:
        self._refuse("made again", self._undone[-1:], error)

    def _refuse(self, what: str, written: list[Written], error: Exception) -> None:
        names = "".join(_named(one) for one in written)
        self.refused.emit(f"The change to {names} cannot be {what}. {failure_words(error)}")


def failure_words(error: Exception) -> str:
    """Why a change cannot be made, and what helps. Other exceptions than expected are raised again."""
    if isinstance(error, EditRefusedError):
        return f"{error.reason} {error.hint}".strip()
    if isinstance(error, OSError):
        reason = error.strerror or "unknown reason"
        return f"The file cannot be written: {reason[0].lower()}{reason[1:]}."
    raise error


def _named(written: Written) -> str:
    return written.proposal.change.path
