"""The row that says what is compared with what."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from inspector.config.report import Report, Request
from inspector.ui.config.compare.building import (
    Column,
    Sides,
    environment_columns,
    other_rules,
    rule_columns,
    variable_columns,
)
from inspector.ui.kit import fonts
from inspector.ui.kit.chips import Segmented

_ENVIRONS = ("current", "none")
_ENVIRON_TIP = "current, none, pid:4711 or file:path; Enter compares"


class SidesRow(QWidget):
    """Environments, two process environments, or two dialects."""

    changed = Signal()
    """The user wants to compare something else: see columns()."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._switch = Segmented("Compare")
        self._switch.set_items([side.value for side in Sides])
        self._switch.set_current(Sides.ENVIRONMENTS.value)
        self._switch.changed.connect(self._on_switch)
        self._first, self._second = _environ_box("One process environment"), _environ_box("The other one")
        self._second.setCurrentIndex(1)
        self._rules = QComboBox()
        self._rules.setAccessibleName("Other rules")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(fonts.char_width())
        row.addWidget(self._switch)
        for box in (self._first, self._second, self._rules):
            box.activated.connect(self._on_box)
            row.addWidget(box, 1)
        row.addStretch(1)
        self._show_boxes()

    @property
    def side(self) -> Sides:
        """What is compared."""
        return Sides(self._switch.current() or Sides.ENVIRONMENTS.value)

    def show_report(self, report: Report) -> None:
        """Offer the other rules that a report's files may be read by."""
        names = other_rules(report)
        if [self._rules.itemText(row) for row in range(self._rules.count())] != list(names):
            self._rules.clear()
            self._rules.addItems(names)

    def columns(self, report: Report, request: Request) -> tuple[Column, ...]:
        """The sides that are asked for."""
        if self.side is Sides.VARIABLES:
            return variable_columns(request, (self._first.currentText(), self._second.currentText()))
        if self.side is Sides.RULES:
            return rule_columns(request, report, self._rules.currentText())
        return environment_columns(request, report)

    def _show_boxes(self) -> None:
        for box in (self._first, self._second):
            box.setVisible(self.side is Sides.VARIABLES)
        self._rules.setVisible(self.side is Sides.RULES)

    @Slot(object)
    def _on_switch(self, _side: object) -> None:
        self._show_boxes()
        self.changed.emit()

    @Slot(int)
    def _on_box(self, _row: int) -> None:
        self.changed.emit()


def _environ_box(name: str) -> QComboBox:
    """A box for a process environment: two known ones, any other can be typed."""
    box = QComboBox()
    box.setEditable(True)
    box.addItems(_ENVIRONS)
    box.setInsertPolicy(QComboBox.InsertPolicy.InsertAtBottom)
    box.setAccessibleName(name)
    box.setToolTip(_ENVIRON_TIP)
    return box
