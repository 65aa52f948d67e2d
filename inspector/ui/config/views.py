"""The settings in two ways, as a tree and by layers, below a bar that counts them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from inspector.config.values import KeyPath
from inspector.ui.config.layers_view import LayersView
from inspector.ui.config.outline import ROOT, RowKind
from inspector.ui.config.tree import SettingsTree
from inspector.ui.config.words import plural
from inspector.ui.kit import fonts
from inspector.ui.kit.actions import ActionSpec
from inspector.ui.kit.chips import Pill, Segmented
from inspector.ui.kit.state import State
from inspector.ui.kit.text import Label, Line

VIEW_ACTIONS = (ActionSpec("layers", "Tree or layers", "Ctrl+L"),)

_TREE, _LAYERS = "Tree", "Layers"
_VIEW_STATE, _IDLE_STATE = "config.view", "config.idle-layers"


class SettingsViews(QWidget):
    """Keeps both views on the same settings and the same selection; the choice of view is remembered.

    The tree tells what is selected and jumped to, whichever view the user is in.
    """

    def __init__(
        self, tree: SettingsTree, no_hits: QWidget, state: State, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tree, self._no_hits, self._state = tree, no_hits, state
        self._layers = LayersView(state)
        self._stale = True
        self._following = False
        self._opened: KeyPath | None = None
        self._switch = Segmented("View")
        self._switch.set_items((_TREE, _LAYERS))
        self._switch.setToolTip("The settings as a tree, or with a column for each layer (Ctrl+L)")
        self._switch.changed.connect(self._on_view)
        self._count = Label(kind="small", role="dim")
        self._problem = Label(kind="small", role="error", elided=True)
        self._idle = Pill("all layers")
        self._idle.setCheckable(True)
        self._idle.setChecked(state.get(_IDLE_STATE) is True)
        self._idle.setToolTip("Show layers that are missing or take no part, too")
        self._idle.toggled.connect(self._on_idle)
        self._build()
        tree.selected.connect(self._on_tree_selected)
        self._layers.selected.connect(self._on_layer_selected)
        self._layers.jumped.connect(tree.jump)
        self._layers.copy_wanted.connect(tree.copy_line)
        self._layers.menu_wanted.connect(self._on_menu)
        self._show_view(_LAYERS if state.get(_VIEW_STATE) == "layers" else _TREE)

    @property
    def layers(self) -> LayersView:
        """The table."""
        return self._layers

    @property
    def count(self) -> str:
        """What the bar says of the number of settings."""
        return self._count.text()

    @property
    def problem(self) -> str:
        """What the bar says of the words in the search box."""
        return self._problem.text()

    def refresh(self) -> None:
        """Show what the tree shows now: after another report, another query, or secrets that show."""
        rows = self._tree.rows
        total = rows.outline.rows[ROOT].settings
        filtered = not rows.query.empty
        self._count.setText(
            f"{rows.shape.hits:,} of {plural(total, 'setting')}" if filtered else plural(total, "setting")
        )
        self._stale = True
        self._show_view(self._switch.current() or _TREE)

    def focus_settings(self) -> None:
        """Go to the view on show."""
        view = self._layers if self._switch.current() == _LAYERS else self._tree
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def show_problem(self, problem: object) -> None:
        """Say what is wrong with the words in the search box, "" for nothing."""
        self._problem.setText(str(problem))

    @Slot()
    def toggle(self) -> None:
        """Change to the other view, and go there."""
        self._on_view(_TREE if self._switch.current() == _LAYERS else _LAYERS)

    def _build(self) -> None:
        bar = QHBoxLayout()
        side = fonts.char_width()
        bar.setContentsMargins(side, side // 2, side, side // 2)
        bar.setSpacing(side * 3 // 2)
        bar.addWidget(self._switch)
        bar.addWidget(self._count)
        bar.addWidget(self._problem, 1)
        bar.addWidget(self._idle)
        # The bar keeps its height when the button of the layers goes.
        bar.addStrut(self._idle.sizeHint().height())
        self._stack = QStackedLayout()
        for page in (self._tree, self._layers, self._no_hits):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(Line())
        column.addLayout(self._stack, 1)

    def _show_view(self, view: str) -> None:
        self._switch.set_current(view)
        by_layers = view == _LAYERS
        self._idle.setVisible(by_layers)
        rows = self._tree.rows
        if by_layers and self._stale:
            self._stale = False
            self._layers.show_shape(rows.outline, rows.shape, reveal=rows.reveal, idle=self._idle.isChecked())
            self._follow_tree()
        hidden = not rows.query.empty and not rows.shape.hits
        self._stack.setCurrentWidget(self._no_hits if hidden else self._layers if by_layers else self._tree)

    def _follow_tree(self) -> None:
        row = self._tree.current_row()
        same = self._layers.outline is self._tree.rows.outline
        if row is None or not same or self._following:
            return
        number = self._tree.rows.number_of(self._tree.currentIndex())
        if number != self._layers.current_number():
            self._layers.select(number)

    @Slot(object)
    def _on_view(self, view: object) -> None:
        self._state.set(_VIEW_STATE, "layers" if view == _LAYERS else None)
        self._show_view(str(view))
        self._follow_tree()
        self.focus_settings()

    @Slot(bool)
    def _on_idle(self, idle: bool) -> None:
        self._state.set(_IDLE_STATE, idle or None)
        self._stale = True
        self._show_view(self._switch.current() or _TREE)

    @Slot(object)
    def _on_tree_selected(self, _row: object) -> None:
        if self._switch.current() == _LAYERS and not self._stale:
            self._follow_tree()

    @Slot(object)
    def _on_layer_selected(self, number: object) -> None:
        """The tree goes along; what it opens for a value that lost it closes when one goes on."""
        if not isinstance(number, int):
            return
        rows = self._tree.rows
        row = rows.outline.rows[number]
        before = rows.outline.row_of(self._opened) if self._opened is not None else None
        setting = row.parent if row.kind is RowKind.CANDIDATE else number
        closed = setting != number and not self._tree.isExpanded(rows.index_of(setting))
        self._following = True
        self._tree.select(number)
        self._following = False
        if before is not None and before != setting:
            self._tree.setExpanded(rows.index_of(before), False)
            self._opened = None
        if closed:
            self._opened = row.path

    @Slot(object)
    def _on_menu(self, spot: object) -> None:
        if isinstance(spot, QPoint):
            self._tree.open_menu(spot)
