"""The search box of the settings: offers operators and their values while one types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from inspector.ui.config.completing import Completion, complete, completed
from inspector.ui.config.query import (
    EXAMPLES,
    MARKS,
    NAMED,
    Query,
    Vocabulary,
    parse_query,
    problems_of,
)
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.search import SearchBox

_EXPLAINED = (*MARKS.items(), *((EXAMPLES[name], meaning) for name, meaning in NAMED.items()))
_TIP = "\n".join(
    (
        "Words of a key, a value or a place; all of them must be there.",
        *(f"{word}  {meaning}" for word, meaning in _EXPLAINED),
        "-  in front of any of them turns it round",
        '"…"  keeps blanks and signs together',
        "Ctrl+Space shows what can be typed.",
    )
)
_SHOWN_OFFERS = 12
_MARGIN_CHARACTERS = 6


class QueryBox(SearchBox):
    """Tells a Query, and what is wrong with it. GUI thread only."""

    query_changed = Signal(object)
    """A Query."""
    problem_changed = Signal(object)
    """A sentence about the words, "" when all of them mean something."""
    left = Signal()
    """The user is done here and wants the settings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("filter keys, values, places, @…", "Filter settings", parent=parent)
        self._vocabulary = Vocabulary()
        self._query = Query()
        self._completion = Completion()
        self._offers = QStandardItemModel(self)
        self._popup = QListView()
        self._completer = QCompleter(self._offers, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_SHOWN_OFFERS)
        self._completer.setPopup(self._popup)
        self._completer.setWidget(self)
        # PySide6's stubs do not know that a signal has several signatures.
        self._completer.activated[QModelIndex].connect(self._on_taken)  # type: ignore[index]
        self._popup.setAccessibleName("What can be typed here")
        self._popup.setUniformItemSizes(True)
        self._popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setToolTip(_TIP)
        self.textEdited.connect(self._on_edited)
        self.edited.connect(self._on_told)

    @property
    def query(self) -> Query:
        """What was told last."""
        return self._query

    @property
    def offering(self) -> bool:
        """Whether offers show."""
        return self._popup.isVisible()

    def show_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Take the layers and types of a report, which operators may name."""
        if vocabulary != self._vocabulary:
            self._vocabulary = vocabulary
            self._tell_problem()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from shortcuts of the window."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc hides the offers, then clears and leaves; Down leaves, Ctrl+Space offers; the rest is text."""
        if event.key() == Qt.Key.Key_Escape and self.offering:
            self._popup.hide()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear_now()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._offer(asked=True)
        else:
            super().keyPressEvent(event)

    def _offer(self, *, asked: bool) -> None:
        self._completion = complete(self.text(), self.cursorPosition(), self._vocabulary, asked=asked)
        offers = self._completion.offers
        if not offers:
            self._popup.hide()
            return
        widest = max(len(offer.text) for offer in offers)
        self._offers.clear()
        for offer in offers:
            item = QStandardItem(f"{offer.text:{widest}}  {offer.meaning}")
            item.setAccessibleText(f"{offer.text}, {offer.meaning}")
            self._offers.appendRow(item)
        self._popup.setFont(fonts.mono())
        self._popup.setPalette(theme.popup_palette())
        # The completer learns of the new rows only when its prefix is set again.
        self._completer.setCompletionPrefix("")
        longest = max(len(item.meaning) for item in offers) + widest + _MARGIN_CHARACTERS
        width = max(self.width(), longest * fonts.char_width())
        self._completer.complete(QRect(0, 0, width, self.height()))
        self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._offer(asked=False)

    @Slot(QModelIndex)
    def _on_taken(self, index: QModelIndex | QPersistentModelIndex) -> None:
        offers = self._completion.offers
        if not 0 <= index.row() < len(offers):
            return
        text, cursor = completed(self.text(), self._completion, offers[index.row()])
        self.setText(text)
        self.setCursorPosition(cursor)
        self._offer(asked=False)

    @Slot(object)
    def _on_told(self, text: object) -> None:
        self._query = parse_query(str(text))
        self._tell_problem()
        self.query_changed.emit(self._query)

    def _tell_problem(self) -> None:
        problem = " ".join(problems_of(self._query, self._vocabulary))
        self.set_invalid(f"{problem}\n{_TIP}" if problem else "")
        if not problem:
            self.setToolTip(_TIP)
        self.problem_changed.emit(problem)
