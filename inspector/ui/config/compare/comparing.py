"""The comparison beside the settings: when it shows, and what a chosen cell means."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal, Slot

from inspector.ui.config.compare.page import Choice, ComparePage
from inspector.ui.config.context import ContextRow
from inspector.ui.config.session import Built, Session
from inspector.ui.kit.jobs import Jobs
from inspector.ui.kit.state import State


class Comparing(QObject):
    """Owns the page; the pill in the row of context shows and hides it. GUI thread only."""

    toggled = Signal()
    """It came or went: see `active`."""
    key_chosen = Signal(object)
    """The key of a setting to select, now, and again when the report of the chosen side is there."""

    def __init__(
        self, jobs: Jobs, state: State, session: Session, context: ContextRow, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._context, self._pill = session, context, context.compare
        self._built: Built | None = None
        self._waiting = ""
        self.page = ComparePage(jobs, state, build=session.build, wait=session.wait)
        self.page.chosen.connect(self._on_chosen)
        self.page.left.connect(self.leave)
        self._pill.toggled.connect(self._on_toggled)

    @property
    def active(self) -> bool:
        """Whether the page is to be seen."""
        return self._pill.isChecked()

    def take(self, built: Built) -> None:
        """Follow a new report."""
        self._built = built
        self.page.show_report(built.report, built.request, changed=built.change is not None)
        if self._waiting:
            key, self._waiting = self._waiting, ""
            self.key_chosen.emit(key)

    @Slot()
    def find(self) -> None:
        """Go to the box that filters what is on show."""
        if self.active:
            self.page.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.page.search.selectAll()
        else:
            self._context.go_to_search()

    @Slot()
    def leave(self) -> None:
        """Back to the settings."""
        self._pill.setChecked(False)

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        self.toggled.emit()
        if on:
            self.page.renew()
            self.page.take_focus()

    @Slot(object)
    def _on_chosen(self, choice: object) -> None:
        wish, built = self._session.wish, self._built
        if not isinstance(choice, Choice) or wish is None or built is None:
            return
        self.key_chosen.emit(choice.key)
        if choice.environment not in (None, built.report.environment):
            self._waiting = choice.key
            self._session.ask(replace(wish, environment=choice.environment))
        elif choice.environ is not None and choice.environ != wish.environ:
            self._waiting = choice.key
            self._session.ask(replace(wish, environ=choice.environ))
