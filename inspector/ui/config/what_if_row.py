"""The row where the user tries variables and another environment, and sees how much would change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QMenu, QToolButton, QWidget

from inspector.base.cancel import CancelToken
from inspector.config.layers import LayerKind
from inspector.config.report import Report
from inspector.ui.config.session import Built, Session
from inspector.ui.config.tree import SettingsTree
from inspector.ui.config.what_if import (
    Effect,
    WhatIf,
    known_names,
    shown_variable,
    typed_variable,
    what_if_sentence,
)
from inspector.ui.config.words import LAYER_GLYPHS
from inspector.ui.kit import fonts, icons, theme
from inspector.ui.kit.actions import ActionSpec, build_actions
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.jobs import Jobs, Latest
from inspector.ui.kit.search import SearchBox
from inspector.ui.kit.text import Label

WHAT_IF_ACTIONS = (
    ActionSpec("what-if", "What if…", "Ctrl+T"),
    ActionSpec("clear-what-if", "Clear what-if", "Ctrl+Shift+T"),
)
_FIELD_ACTIONS = (ActionSpec("leave", "Clear the field, or the what-if", "Esc"),)
_MOST_CHIPS = 3
_CHIP_CHARACTERS = 26
_TIP = "Enter tries it. Esc empties the field, and Esc again ends the what-if."


class WhatIfRow(QWidget):
    """Hidden until open(). Asks the session for reports with what is tried, and shows what it does."""

    told = Signal()
    """`sentence` is another one."""

    def __init__(
        self, jobs: Jobs, session: Session, tree: SettingsTree, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._tree = session, tree
        self._naming = Latest(jobs)
        self._report: Report | None = None
        self._named_for: Report | None = None
        self._shown, self._effect = WhatIf(), Effect()
        self._names = QStringListModel(self)
        self._field = self._make_field()
        self._chips = QHBoxLayout()
        self._environment = Pill("environment", opens=True)
        self._environment.clicked.connect(self._open_environments)
        self._menu = QMenu(self)
        self._count = Pill()
        self._count.setToolTip("Go to the next setting that differs")
        self._count.clicked.connect(self._go_on)
        self._build()
        session.built.connect(self._on_built)
        self.hide()

    @property
    def sentence(self) -> str:
        """What the status bar says, "" while nothing is tried."""
        return "" if self._shown.empty else what_if_sentence(self._shown, self._effect)

    @property
    def field(self) -> SearchBox:
        """Where variables are typed."""
        return self._field

    def slots(self) -> dict[str, Callable[..., None]]:
        """For the actions of WHAT_IF_ACTIONS, by id."""
        return {"what-if": self.open, "clear-what-if": self.clear}

    @Slot()
    def open(self) -> None:
        """Show the row and go to its field."""
        self.show()
        self._find_names()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    @Slot()
    def clear(self) -> None:
        """Try nothing any more, and hide."""
        self._field.set_quietly("")
        self._field.set_invalid("")
        self._try(WhatIf())
        self.hide()
        self._tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_jobs(self) -> None:
        """Give up what is being looked up."""
        self._naming.cancel()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A tint and a bar in the colour of the layer: what shows below is not what is."""
        colours = theme.current()
        ink = colours.layers[LayerKind.WHAT_IF.value]
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.mixed(ink, colours.background, 0.07))
        painter.setPen(QColor(colours.line))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        painter.fillRect(0, 0, 3, self.height(), QColor(ink))

    def _make_field(self) -> SearchBox:
        field = SearchBox("NAME=VALUE", "What-if variable", icon="", monospace=True)
        field.setToolTip(_TIP)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        if (popup := completer.popup()) is not None:
            popup.setFont(fonts.mono())
            popup.setAccessibleName("Known variables")
        field.setCompleter(completer)
        field.returnPressed.connect(self._on_enter)
        field.textEdited.connect(self._on_edited)
        for action in build_actions(field, _FIELD_ACTIONS, {"leave": self._on_escape}).values():
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        return field

    def _build(self) -> None:
        close = QToolButton()
        close.setAutoRaise(True)
        close.setAccessibleName("End the what-if")
        close.setToolTip("End the what-if (Ctrl+Shift+T)")
        close.clicked.connect(self.clear)
        icons.keep_icon(close, "close", "dim")
        self.setAccessibleName("What if")
        row = QHBoxLayout(self)
        side = fonts.char_width() * 2
        row.setContentsMargins(side, fonts.row_height() // 5, side // 2, fonts.row_height() // 5)
        row.setSpacing(fonts.char_width())
        self._chips.setSpacing(fonts.char_width())
        row.addWidget(Label(f"{LAYER_GLYPHS[LayerKind.WHAT_IF]} What if", "bold"))
        row.addWidget(self._field, 1)
        row.addLayout(self._chips)
        row.addWidget(self._environment)
        row.addWidget(self._count)
        row.addWidget(close)

    def _try(self, what_if: WhatIf) -> None:
        wish = self._session.wish
        if wish is not None and wish.what_if != what_if:
            self._session.ask(replace(wish, what_if=what_if))

    def _wished(self) -> WhatIf:
        wish = self._session.wish
        return wish.what_if if wish is not None else WhatIf()

    def _find_names(self) -> None:
        if self._report is not None and self._named_for is not self._report:
            self._named_for = self._report
            self._naming.start(_Names(self._report), self._on_names)

    @Slot(object)
    def _on_names(self, names: object) -> None:
        if isinstance(names, tuple):
            self._names.setStringList([f"{name}=" for name in names])

    @Slot(object)
    def _on_built(self, built: Built) -> None:
        self._report = built.report
        self._shown, self._effect = built.wish.what_if, built.effect or Effect()
        if not self._shown.empty:
            self.show()
        if self.isVisible():
            self._find_names()
        self._show_chips()
        self._environment.set_texts("environment", built.report.environment or "none")
        self._environment.setVisible(len(built.report.environments) > 1)
        self._count.set_texts("", self._effect.words())
        self._count.setVisible(not self._shown.empty)
        self._count.setEnabled(bool(self._effect.total - self._effect.gone))
        self.told.emit()

    def _show_chips(self) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        variables = self._shown.variables
        for name, value in variables[-_MOST_CHIPS:]:
            whole = shown_variable(name, value)
            short = whole if len(whole) <= _CHIP_CHARACTERS else whole[: _CHIP_CHARACTERS - 1] + "…"
            chip = Pill("", short, icon="close")
            chip.setObjectName(name)
            chip.setToolTip(f"{whole}\nTry it no longer")
            chip.setAccessibleName(f"Try {whole} no longer")
            chip.clicked.connect(self._on_chip)
            self._chips.addWidget(chip)
        if len(variables) > _MOST_CHIPS:
            more = Label(f"+ {len(variables) - _MOST_CHIPS}", role="dim")
            more.setToolTip("\n".join(shown_variable(*pair) for pair in variables[:-_MOST_CHIPS]))
            self._chips.addWidget(more)

    @Slot()
    def _on_enter(self) -> None:
        if not self._field.text().strip():
            return
        try:
            name, value = typed_variable(self._field.text())
        except ValueError as error:
            self._field.set_invalid(str(error))
            return
        self._field.set_quietly("")
        self._try(self._wished().with_variable(name, value))

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._field.set_invalid("")
        self._field.setToolTip(_TIP)

    @Slot()
    def _on_escape(self) -> None:
        if self._field.text():
            self._field.set_quietly("")
            self._on_edited("")
        else:
            self.clear()

    @Slot()
    def _on_chip(self) -> None:
        self._try(self._wished().without(self.sender().objectName()))
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _open_environments(self) -> None:
        if self._report is None:
            return
        self._menu.clear()
        for name in self._report.environments:
            action = self._menu.addAction(name.replace("&", "&&"))
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name == self._report.environment)
            action.triggered.connect(self._on_environment)
        self._menu.popup(self._environment.mapToGlobal(QPoint(0, self._environment.height() + 2)))

    @Slot()
    def _on_environment(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._try(replace(self._wished(), environment=str(action.data())))

    @Slot()
    def _go_on(self) -> None:
        """To the next setting that differs, from the last to the first."""
        outline = self._tree.rows.outline
        numbers = [number for number, row in enumerate(outline.rows) if row.differs]
        here = self._tree.rows.number_of(self._tree.currentIndex())
        ordered = [number for number in numbers if number > here] + numbers
        if any(self._tree.select(number) for number in ordered):
            self._tree.setFocus(Qt.FocusReason.OtherFocusReason)


@dataclass(frozen=True, slots=True)
class _Names:
    report: Report

    def __call__(self, token: CancelToken) -> object:
        token.raise_if_cancelled()
        return known_names(self.report)
