"""The row of context: which workspace, environment, rules and variables, and what to look for."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.report import Report
from inspector.ui.config.query import vocabulary_of
from inspector.ui.config.query_box import QueryBox
from inspector.ui.config.words import phrase
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.chips import Pill, Segmented
from inspector.ui.kit.text import Label

_MOST_SEGMENTS = 6
_ENVIRONS = (("current", "this shell"), ("none", "none"))
_STATUS_ROLES = {LayerStatus.LOADED: "text", LayerStatus.BROKEN: "error"}


class ContextRow(QWidget):
    """Shows what is being looked at, and says what the user wants instead."""

    environment_chosen = Signal(object)
    """The name of an environment."""
    environ_chosen = Signal(object)
    """`current` or `none`."""
    query_changed = Signal(object)
    """A Query."""
    problem_changed = Signal(object)
    """A sentence about the words in the search box, "" for none."""
    reveal_changed = Signal(object)
    """True while secrets show."""
    search_left = Signal()
    """The user is done with the search box and wants the settings."""
    what_if_wanted = Signal()
    """The user wants to try variables without writing them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = Label(kind="bold")
        self._switch = EnvironmentSwitch()
        self._switch.chosen.connect(self.environment_chosen)
        self._rules = Pill("rules", opens=True)
        self._rules.clicked.connect(self._open_rules)
        self._popup: _Reasons | None = None
        self._report: Report | None = None
        self._environ = Pill("process environment", "this shell", opens=True)
        self._environ.clicked.connect(self._open_environs)
        self._environs, self._environ_actions = self._make_environs()
        self._search = QueryBox()
        self._search.query_changed.connect(self.query_changed)
        self._search.problem_changed.connect(self.problem_changed)
        self._search.left.connect(self.search_left)
        self.compare = Pill("Compare")
        self.compare.setCheckable(True)
        self.compare.setToolTip("Environments, process environments or rules side by side (Ctrl+D)")
        self._reveal = Pill(icon="eye")
        self._reveal.setCheckable(True)
        self._reveal.setAccessibleName("Reveal secrets")
        self._reveal.setToolTip("Reveal secrets")
        self._reveal.toggled.connect(self._on_reveal)
        self._what_if = Pill("What if…")
        self._what_if.setToolTip("Try variables or another environment; nothing is written")
        self._what_if.clicked.connect(self.what_if_wanted)
        row = QHBoxLayout(self)
        side = fonts.char_width() * 2
        row.setContentsMargins(side, fonts.row_height() // 3, side, fonts.row_height() // 3)
        row.setSpacing(fonts.char_width() * 3 // 2)
        for widget in (self._workspace, self._switch, self._rules, self._environ):
            row.addWidget(widget)
        row.addWidget(self._search, 1)
        row.addWidget(self._reveal)
        row.addWidget(self.compare)
        row.addWidget(self._what_if)

    @property
    def search(self) -> QueryBox:
        """The search box."""
        return self._search

    @property
    def switch(self) -> EnvironmentSwitch:
        """The environments."""
        return self._switch

    def show_name(self, name: str) -> None:
        """Name the workspace before anything is known about it."""
        self._workspace.setText(name)

    def show_report(self, report: Report) -> None:
        """Show what a report was made from."""
        self._report = report
        self._search.show_vocabulary(vocabulary_of(report))
        self._switch.show_environments(report.environments, report.environment)
        dialect = report.dialect
        name = f"{dialect.name} · {dialect.prefix}" if dialect.prefix else dialect.name
        self._rules.set_texts("rules", name)
        self._rules.setToolTip("How the layers are stacked, and why we think so")
        self.show_environ("none" if report.environ_label == "none" else "current", report.environ_label)

    def show_environ(self, environ: str, label: str) -> None:
        """Show which process environment is looked at."""
        self._environ.set_texts("process environment", label)
        for action in self._environ_actions:
            action.setChecked(action.data() == environ)

    @Slot()
    def go_to_search(self) -> None:
        """Go to the search box."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    @Slot()
    def clear_search(self) -> None:
        """Show everything again."""
        self._search.clear_now()

    def _make_environs(self) -> tuple[QMenu, list[QAction]]:
        menu = QMenu(self)
        group = QActionGroup(self)
        actions = []
        for environ, text in _ENVIRONS:
            action = menu.addAction(text)
            action.setData(environ)
            action.setCheckable(True)
            action.triggered.connect(self._on_environ)
            group.addAction(action)
            actions.append(action)
        return menu, actions

    def _below(self, widget: QWidget) -> QPoint:
        return widget.mapToGlobal(QPoint(0, widget.height() + 2))

    @Slot()
    def _open_environs(self) -> None:
        self._environs.popup(self._below(self._environ))

    @Slot()
    def _open_rules(self) -> None:
        if self._report is not None:
            self._popup = _Reasons(self._report, self)
            self._popup.move(self._below(self._rules))
            self._popup.show()

    @Slot()
    def _on_environ(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.environ_chosen.emit(action.data())

    @Slot(bool)
    def _on_reveal(self, reveal: bool) -> None:
        self.reveal_changed.emit(reveal)


class EnvironmentSwitch(QWidget):
    """Segments for a few environments, a box for many, nothing for none."""

    chosen = Signal(object)
    """The name that the user chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._segments = Segmented("Environment")
        self._segments.changed.connect(self.chosen)
        self._box = QComboBox()
        self._box.setAccessibleName("Environment")
        self._box.textActivated.connect(self._on_box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._segments)
        row.addWidget(self._box)
        self.hide()

    @property
    def names(self) -> tuple[str, ...]:
        """The environments on show."""
        return self._names

    @property
    def segmented(self) -> bool:
        """True while all environments stand side by side."""
        return len(self._names) <= _MOST_SEGMENTS

    def show_environments(self, names: tuple[str, ...], current: str | None) -> None:
        """Show these environments; one that is not among them, asked for by name, joins."""
        known = names if current is None or current in names else (*names, current)
        if known != self._names:
            self._names = known
            self._segments.set_items(known if self.segmented else ())
            self._box.clear()
            self._box.addItems(known)
            self._segments.setVisible(self.segmented)
            self._box.setVisible(not self.segmented)
            self.setVisible(bool(known))
        self._segments.set_current(current)
        self._box.setCurrentIndex(known.index(current) if current is not None else -1)

    def current(self) -> str | None:
        """The chosen one."""
        return self._segments.current() if self.segmented else self._box.currentText() or None

    @Slot(str)
    def _on_box(self, name: str) -> None:
        self.chosen.emit(name)


def _told_layers(report: Report) -> list[Layer]:
    """High to low, without a what-if layer that has nothing in it."""
    return [
        layer
        for layer in reversed(report.layers)
        if layer.kind is not LayerKind.WHAT_IF or layer.status is not LayerStatus.INACTIVE
    ]


class _Reasons(QWidget):
    """Why these rules: closes when one clicks elsewhere or presses Esc."""

    def __init__(self, report: Report, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Rules")
        dialect = report.dialect
        column = QVBoxLayout(self)
        side = fonts.char_width() * 2
        column.setContentsMargins(side, side, side, side)
        column.addWidget(Label(dialect.title or dialect.name, "bold"))
        for reason in dialect.reasons:
            column.addWidget(Label(f"·  {reason}"))
        if dialect.alternatives:
            column.addWidget(
                Label(f"Would fit too: {', '.join(other.name for other in dialect.alternatives)}", role="dim")
            )
        column.addSpacing(side // 2)
        column.addWidget(Label("Layers, high to low", "small", "dim"))
        table = QGridLayout()
        table.setHorizontalSpacing(side)
        table.setColumnStretch(2, 1)
        for row, layer in enumerate(_told_layers(report)):
            role = _STATUS_ROLES.get(layer.status, "dim")
            table.addWidget(Label(layer.label, "mono"), row, 0)
            table.addWidget(Label(layer.status.value, "ui", role), row, 1)
            table.addWidget(Label(phrase(layer.note), "ui", "dim"), row, 2)
        column.addLayout(table)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.panel))
        painter.setPen(QColor(colours.dim))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
