"""What can be done to the selected setting: edit, override, remove, undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from inspector.base.findings import Finding
from inspector.config.edit import Operation, Written
from inspector.config.layers import Layer
from inspector.config.report import Report
from inspector.config.resolve import Setting
from inspector.ui.config.edit_dialog import EditDialog
from inspector.ui.config.history import History
from inspector.ui.config.outline import Row
from inspector.ui.config.repair import (
    edit_target,
    override_target,
    removal_by_finding,
    removal_targets,
)
from inspector.ui.config.tree import SettingsTree
from inspector.ui.kit.actions import ActionSpec, build_actions
from inspector.ui.kit.jobs import Jobs

_TREE_ACTIONS = (
    ActionSpec("edit", "Edit setting…", "F2"),
    ActionSpec("override", "Add override…", "Shift+F2"),
    ActionSpec("remove", "Remove from its layer…", "Del"),
)
_ACTIONS = (
    ActionSpec("undo", "Undo change to file", "Ctrl+Z"),
    ActionSpec("redo", "Redo change to file", "Ctrl+Shift+Z; Ctrl+Y"),
)


class RepairDesk(QObject):
    """Opens editors over the window of `owner` and keeps what they wrote. GUI thread only."""

    told = Signal(object)
    """A sentence for the status bar."""
    refused = Signal(object)
    """A sentence: something could not be done."""

    def __init__(self, jobs: Jobs, tree: SettingsTree, owner: QWidget) -> None:
        super().__init__(owner)
        self._jobs, self._tree, self._owner = jobs, tree, owner
        self._report: Report | None = None
        self.dialog: EditDialog | None = None
        self.history = History(jobs, self)
        self.history.told.connect(self.told)
        self.history.refused.connect(self.refused)
        slots: dict[str, Callable[..., None]] = {
            "edit": self.edit,
            "override": self.override,
            "remove": self.remove,
            "undo": self.history.undo,
            "redo": self.history.redo,
        }
        self.actions_by_id = build_actions(tree, _TREE_ACTIONS, slots)
        for action in self.actions_by_id.values():  # elsewhere these keys edit what has the focus
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.actions_by_id |= build_actions(owner, _ACTIONS, slots)
        tree.menu_opening.connect(self._on_menu)

    def show_report(self, report: Report | None) -> None:
        """What is edited from now on; the changes of another workspace are no longer undone."""
        if report is None or self._report is None or report.workspace != self._report.workspace:
            self.history.forget()
        self._report = report

    @Slot()
    def edit(self) -> None:
        """Edit the selected setting where it is decided, or the selected candidate."""
        report, row = self._report, self._tree.current_row()
        if report is None or row is None or row.setting is None:
            self.told.emit("Select a setting to edit it.")
            return
        layer = edit_target(report, row.setting, row.candidate)
        if layer is None:
            self.told.emit("No file of these layers can be changed.")
            return
        self._open(row.setting, layer, Operation.SET)

    @Slot()
    def override(self) -> None:
        """Give the selected setting another value in a layer above the one that decides."""
        report, row = self._report, self._tree.current_row()
        if report is None or row is None or row.setting is None:
            self.told.emit("Select a setting to override it.")
            return
        layer = override_target(report, row.setting)
        if layer is None:
            self.told.emit(f"No file ranks above what decides {row.key}: {row.setting.source.place}.")
            return
        self._open(row.setting, layer, Operation.SET)

    @Slot()
    def remove(self) -> None:
        """Take the selected setting, or candidate, out of the layer that it comes from."""
        report, row = self._report, self._tree.current_row()
        if report is None or row is None or row.setting is None or row.candidate is None:
            self.told.emit("Select a setting to remove it from a layer.")
            return
        wanted = row.candidate.layer
        layer = next((one for one in removal_targets(report, row.setting) if one.id == wanted), None)
        if layer is None:
            self.told.emit(f"{row.key} comes from {row.candidate.place}, which is no file to change.")
            return
        self._open(row.setting, layer, Operation.REMOVE)

    def offer_fixes(self, menu: QMenu, finding: Finding) -> None:
        """Add to a finding's menu what would settle it."""
        found = removal_by_finding(self._report, finding) if self._report is not None else None
        if found is not None:
            setting, layer = found
            menu.addSeparator()
            self._add(menu, f"Remove from {layer.label}…", setting, layer)

    def close(self) -> None:
        """Put the editor away."""
        if self.dialog is not None:
            self.dialog.reject()

    @Slot(object)
    def _on_menu(self, menu: object) -> None:
        row = self._tree.current_row()
        if not isinstance(menu, QMenu) or self._report is None or row is None or row.setting is None:
            return
        report, setting = self._report, row.setting
        menu.addSeparator()
        target = edit_target(report, setting, row.candidate)
        if target is not None:
            self._named(menu, "edit", f"Edit in {_label(target)}…")
        menu.addAction(self.actions_by_id["override"])
        layers = removal_targets(report, setting)
        own = row.candidate.layer if row.candidate is not None else ""
        for layer in layers:
            if layer.id == own:
                self._named(menu, "remove", f"Remove from {_label(layer)}…")
            elif not _is_lost(row):
                self._add(menu, f"Remove from {layer.label}…", setting, layer)

    def _named(self, menu: QMenu, action_id: str, text: str) -> None:
        """An action under the name of what it would change now."""
        known = self.actions_by_id[action_id]
        action = menu.addAction(text)
        action.setShortcut(known.shortcut())
        action.triggered.connect(known.trigger)

    def _add(self, menu: QMenu, text: str, setting: Setting, layer: Layer) -> None:
        action = menu.addAction(text.replace("&", "&&"))
        action.setData((setting.key, layer.id))
        action.triggered.connect(self._on_removal)

    @Slot()
    def _on_removal(self) -> None:
        action = self.sender()
        if not isinstance(action, QAction) or self._report is None:
            return
        key, layer_id = action.data()
        setting = self._report.setting(str(key))
        for layer in removal_targets(self._report, setting) if setting is not None else ():
            if layer.id == layer_id and setting is not None:
                self._open(setting, layer, Operation.REMOVE)

    def _open(self, setting: Setting, layer: Layer, operation: Operation) -> None:
        assert self._report is not None
        self.close()
        reveal = self._tree.rows.reveal
        parent = self._owner.window()
        dialog = EditDialog(self._jobs, self._report, setting, layer, operation, reveal=reveal, parent=parent)
        dialog.written.connect(self._on_written)
        dialog.finished.connect(self._on_finished)
        self.dialog = dialog
        dialog.open()

    @Slot(object)
    def _on_written(self, written: object) -> None:
        if isinstance(written, Written):
            self.history.add(written)
            self.told.emit(f"{written.proposal.change.path} is written. Ctrl+Z takes it back.")

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        self.dialog = None
        self._tree.setFocus(Qt.FocusReason.OtherFocusReason)


def _label(layer: Layer) -> str:
    return layer.label.replace("&", "&&")


def _is_lost(row: Row) -> bool:
    """Whether this row is one candidate, not the setting itself."""
    return row.setting is not None and row.candidate is not row.setting.source
