"""Teaches the request box which IDs there are, when someone is about to type one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from inspector.ui.kit.jobs import Jobs, Latest
from inspector.ui.logs.request_box import RequestBox
from inspector.ui.logs.session import Session
from inspector.ui.logs.work import KnownRequests

_MOST = 5_000


class RequestTeacher(QObject):
    """Asks the log for its requests, once per change of the log."""

    told = Signal(object)

    def __init__(self, jobs: Jobs, session: Session, box: RequestBox, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._question = Latest(jobs)
        self._session, self._box = session, box
        self._revision = -1
        box.focused.connect(self._learn)

    def forget(self) -> None:
        """Another log comes."""
        self._question.cancel()
        self._revision = -1
        self._box.set_known((), complete=False)

    @Slot()
    def _learn(self) -> None:
        logs, state = self._session.logs, self._session.state
        if logs is None or state is None or state.revision == self._revision:
            return
        self._revision = state.revision
        self._question.start(KnownRequests(logs, _MOST), self._learned, self._failed)

    @Slot(object)
    def _learned(self, known: object) -> None:
        assert isinstance(known, tuple)
        ids = [request.request_id for request in known]
        self._box.set_known(ids, complete=len(ids) < _MOST)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.told.emit(f"Request IDs cannot be listed: {error}")
