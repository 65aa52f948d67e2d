"""The table, or what stands in its place while there is nothing to list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from inspector.logs.query import Query
from inspector.ui.kit.empty import EmptyAction, EmptyState
from inspector.ui.logs.table import RecordTable
from inspector.ui.logs.texts import count, problems

if TYPE_CHECKING:
    from inspector.logs.follow import LogState

CLEAR = EmptyAction("clear", "Clear filters", "close")


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there are no rows, and what helps."""

    title: str
    text: str = ""
    actions: tuple[EmptyAction, ...] = ()


def nothing_to_show(state: LogState | None, query: Query, *, settled: bool) -> Nothing:
    """What to say when there are no rows. `settled` means that the query has been answered."""
    if state is None:
        return Nothing("Opening the log…")
    if state.records and not query.everything:
        if not settled:
            return Nothing("Searching…")
        return Nothing("No record matches", f"{count(state.records, 'record')} in this log.", (CLEAR,))
    trouble = problems(state.sources)
    if trouble:
        if all(source.status == "waiting" for source in state.sources):
            return Nothing("The log does not exist yet", f"{trouble} It opens by itself.")
        return Nothing("The log cannot be read", f"{trouble} It opens by itself once it can be read.")
    if state.first_pass or state.records:
        return Nothing("Reading the log…")
    return Nothing("The log is empty", "Records appear here as they are written.")


class RecordPage(QStackedWidget):
    """Shows the table whenever it has rows."""

    triggered = Signal(object)

    def __init__(self, table: RecordTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nothing: Nothing | None = None
        self.table = table
        self.empty = EmptyState("")
        self.empty.triggered.connect(self.triggered)
        self.addWidget(table)
        self.addWidget(self.empty)

    def show_table(self) -> None:
        """There are rows."""
        held = self._has_keys()
        self.setCurrentWidget(self.table)
        if held:
            self.table.setFocus()

    def show_nothing(self, nothing: Nothing) -> None:
        """There are none, and this is why."""
        held = self._has_keys()
        if nothing != self._nothing:
            self._nothing = nothing
            self.empty.show_state(nothing.title, nothing.text, nothing.actions)
        self.setCurrentWidget(self.empty)
        if held:
            self.empty.take_focus()

    def _has_keys(self) -> bool:
        """Whether the focus is here: it must not leave the page with what is hidden."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)
