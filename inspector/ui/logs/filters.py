"""The filter row: levels, request, text, how many are shown, clear."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.logs.query import Query
from inspector.logs.records import Level
from inspector.ui.kit import fonts
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.search import SearchBox
from inspector.ui.kit.text import Label, Panel
from inspector.ui.logs.chips import LevelChips
from inspector.ui.logs.levels import at_least
from inspector.ui.logs.request_box import RequestBox
from inspector.ui.logs.texts import search_of, typed_search

_TEXT_TIP = (
    "Searches message, logger, request ID and traceback; not the values of other fields. "
    "/…/ is a regular expression."
)


class FilterBar(Panel):
    """Shows the query in force and tells when the user changes it."""

    changed = Signal(object)
    """The new Query."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("b", parent)
        self._query = Query()
        self.levels = LevelChips()
        self.levels.changed.connect(self._levels_changed)
        self.request = RequestBox()
        self.request.chosen.connect(self._request_changed)
        self.text = SearchBox("message, logger, request ID, traceback, /regex/", "Text to search for")
        self.text.setToolTip(_TEXT_TIP)
        self.text.edited.connect(self._text_changed)
        self.count = Pill()
        self.count.setToolTip("Records shown, of all records. Click to clear all filters.")
        self.count.clicked.connect(self.clear)
        self.clear_button = Pill("Clear")
        self.clear_button.setToolTip("Show all records (Ctrl+Shift+Backspace)")
        self.clear_button.clicked.connect(self.clear)
        self.clear_button.hide()
        self.mistake = Label(kind="small", role="error", wrap=True)
        self.mistake.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.mistake.hide()
        side = fonts.row_height() // 2
        column = QVBoxLayout(self)
        column.setContentsMargins(side, side // 3, side, side // 3)
        column.setSpacing(side // 3)
        row = QHBoxLayout()
        row.setSpacing(fonts.char_width())
        column.addLayout(row)
        column.addWidget(self.mistake)
        row.addWidget(self.levels)
        row.addWidget(self.request, 2)
        row.addWidget(self.text, 3)
        row.addWidget(self.count)
        row.addWidget(self.clear_button)

    def show_query(self, query: Query) -> None:
        """Show what is in force, without telling."""
        typed = typed_search(query.text, regex=query.regex)
        if self.text.text() != typed:
            self.text.set_quietly(typed)
        self._accept_text()
        self._show(query)

    def _show(self, query: Query) -> None:
        self._query = query
        self.levels.show_levels(query.levels)
        if self.request.resolve(self.request.text().strip()) != (query.request or ""):
            self.request.set_quietly(query.request or "")
        self.clear_button.setVisible(not query.everything)

    def set_total(self, shown: int, total: int) -> None:
        """How many records are shown, of how many."""
        if self._query.everything:
            self.count.set_texts("", f"{total:,}")
        else:
            self.count.set_texts("", f"{shown:,} of {total:,}")

    def reject_text(self, reason: str, in_force: Query) -> None:
        """The text cannot be searched for, and why. It stays to be mended; `in_force` goes on to filter."""
        self.text.set_invalid(reason)
        self.mistake.setText(f"✖ {self.text.text()} cannot be searched for: {reason}")
        self.mistake.show()
        self._query = replace(self._query, text=in_force.text, regex=in_force.regex)

    def _accept_text(self) -> None:
        self.text.set_invalid("")
        self.text.setToolTip(_TEXT_TIP)
        self.mistake.setText("")
        self.mistake.hide()

    def leave_text(self) -> bool:
        """Esc: empty the box that has the keyboard. False when none has, or it is empty."""
        for box in (self.text, self.request):
            if box.hasFocus() and box.text():
                box.clear_now()
                return True
        return False

    def set_minimum(self, minimum: Level) -> None:
        """Show a level and all above it."""
        self._change(replace(self._query, levels=at_least(minimum)))

    @Slot()
    def clear(self) -> None:
        """Show all records."""
        self._change(Query())
        self.show_query(Query())

    def _change(self, query: Query) -> None:
        if query != self._query:
            self._show(query)
            self.changed.emit(query)

    @Slot(object)
    def _levels_changed(self, levels: frozenset[Level] | None) -> None:
        self._change(replace(self._query, levels=levels))

    @Slot(object)
    def _request_changed(self, request: str | None) -> None:
        self._change(replace(self._query, request=request))

    @Slot(object)
    def _text_changed(self, typed: object) -> None:
        text, regex = search_of(str(typed))
        self._accept_text()
        self._change(replace(self._query, text=text, regex=regex))
