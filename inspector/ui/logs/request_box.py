"""A box for a request ID, with completion of the known ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QWidget

from inspector.ui.kit import fonts, theme
from inspector.ui.kit.search import SearchBox


class RequestBox(SearchBox):
    """Tells of an exact ID: what was typed, or the only known ID that begins so."""

    chosen = Signal(object)
    """A request ID, None when the box is empty."""
    focused = Signal()
    """Someone is about to type: now is the time to learn the known IDs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("request ID", "Request ID", icon="", monospace=True, parent=parent)
        self.setToolTip("Show one request only. R does the same for the selected record.")
        self._known: list[str] = []
        self._complete = False
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        completer.activated.connect(self._completed)
        self.setCompleter(completer)
        if (popup := completer.popup()) is not None:
            popup.setFont(fonts.mono())
        theme.notifier().changed.connect(self._recolour_popup)
        self._recolour_popup()
        self.edited.connect(self._typed)

    @Slot()
    def _recolour_popup(self) -> None:
        popup = self.completer().popup()
        if popup is not None:
            popup.setPalette(theme.popup_palette())

    def set_known(self, ids: Iterable[str], *, complete: bool) -> None:
        """The IDs to choose from, in the order to offer them; `complete` when there are no others."""
        offered = list(ids)
        self._known, self._complete = sorted(offered), complete
        if offered != self._model.stringList():
            self._model.setStringList(offered)

    def resolve(self, typed: str) -> str:
        """The only known ID that begins with what was typed, else what was typed."""
        place = bisect_left(self._known, typed)
        begins = [known for known in self._known[place : place + 2] if known.startswith(typed)]
        if typed in begins or len(begins) != 1 or not self._complete:
            return typed
        return begins[0]

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    @Slot(object)
    def _typed(self, text: object) -> None:
        typed = str(text).strip()
        self.chosen.emit(self.resolve(typed) if typed else None)

    @Slot(str)
    def _completed(self, request: str) -> None:
        self.set_quietly(request)
        self.chosen.emit(request)
