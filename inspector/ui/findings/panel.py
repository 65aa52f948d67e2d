"""All findings of a workspace, each one key or click away from its place."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QStackedLayout,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.report import Report
from inspector.ui.findings.delegate import SIGNS, FindingDelegate
from inspector.ui.findings.model import FINDING_ROLE, Column, FindingsModel, copied_text
from inspector.ui.kit import fonts
from inspector.ui.kit.actions import ActionSpec, build_actions
from inspector.ui.kit.chips import Chip
from inspector.ui.kit.elide import one_line
from inspector.ui.kit.text import Label, Panel

_WORDS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "remarks"}
_PLACE_CHARACTERS = (30, 90)
_PLACE_SHARE = 0.27
_ROWS_AROUND = 2
"""The hint has about that height."""

_ACTIONS = (
    ActionSpec("next", "Next finding", "F8"),
    ActionSpec("previous", "Previous finding", "Shift+F8"),
)


@dataclass(frozen=True, slots=True)
class FindingMenu:
    """A menu that is about to open, and the finding that it is about."""

    menu: QMenu
    finding: Finding


class FindingsPanel(QWidget):
    """Counts and filters above, one row a finding, the hint of the selected one below."""

    place_activated = Signal(object)
    """The Place to show."""
    setting_activated = Signal(object)
    """The key of the setting to select; it comes before place_activated."""
    menu_opening = Signal(object)
    """A FindingMenu, to which others may add what settles the finding."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings = FindingsModel(self)
        self._list = _List(self._findings)
        self._list.activated_finding.connect(self._on_activated)
        self._list.current_finding.connect(self._on_current)
        self._list.menu_opening.connect(self.menu_opening)
        self._scope = Label(role="dim")
        self._hint = Label(role="dim", wrap=True)
        self._empty = Label(role="dim")
        self._chips: dict[Severity, Chip] = {}
        self._total = 0
        self._current: Finding | None = None
        self._build()
        self._actions = build_actions(
            self, _ACTIONS, {"next": self.show_next, "previous": self.show_previous}
        )
        self.show_report(None)

    @property
    def findings(self) -> FindingsModel:
        """The rows."""
        return self._findings

    @property
    def actions_by_id(self) -> dict[str, QAction]:
        """`next` and `previous`, for menus."""
        return self._actions

    @Slot(object)
    def show_report(self, report: Report | None) -> None:
        """Show the findings of a report; the selected one stays when it is still there."""
        findings = report.findings if report is not None else ()
        self._total = len(findings)
        self._scope.setText((report.environment or "") if report is not None else "")
        for severity, chip in self._chips.items():
            chip.set_count(report.count(severity) if report is not None else 0)
        kept = self._current
        self._findings.show_findings(findings)
        self._list.select(self._findings.row_of(kept))
        self._show_page(opened=report is not None)

    @Slot()
    def show_next(self) -> None:
        """Go to the next finding, from the last to the first."""
        self._step(1)

    @Slot()
    def show_previous(self) -> None:
        """Go to the previous finding."""
        self._step(-1)

    def sizeHint(self) -> QSize:
        """As high as all its rows and one hint."""
        rows = max(1, self._findings.rowCount()) + _ROWS_AROUND
        return QSize(super().sizeHint().width(), self._bar.sizeHint().height() + rows * fonts.row_height())

    def _build(self) -> None:
        bar = self._bar = Panel("tb")
        row = QHBoxLayout(bar)
        side = fonts.char_width() * 2
        row.setContentsMargins(side, 3, side, 3)
        row.setSpacing(fonts.char_width())
        row.addWidget(Label("Findings", "bold"))
        row.addWidget(self._scope)
        row.addStretch(1)
        for severity in Severity:
            chip = Chip(SIGNS[severity], _WORDS[severity], severity.value)
            chip.toggled.connect(self._on_filtered)
            self._chips[severity] = chip
            row.addWidget(chip)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle = QWidget()
        self._pages = QStackedLayout(middle)
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._empty)
        self._hint_area = Panel("t")
        below = QHBoxLayout(self._hint_area)
        below.setContentsMargins(side, fonts.row_height() // 5, side, fonts.row_height() // 5)
        below.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(middle, 1)
        column.addWidget(self._hint_area)

    def _show_page(self, *, opened: bool = True) -> None:
        if self._findings.rowCount():
            self._pages.setCurrentIndex(0)
            return
        self._pages.setCurrentIndex(1)
        if not opened:
            self._empty.setText("Nothing has been read yet.")
        else:
            self._empty.setText("No findings of these severities." if self._total else "No findings.")
        self._on_current(None)

    def _step(self, by: int) -> None:
        count = self._findings.rowCount()
        if not count:
            return
        row = self._list.currentIndex().row()
        row = (row + by) % count if row >= 0 else (0 if by > 0 else count - 1)
        self._list.select(row)
        self._on_activated(self._findings.shown[row])

    @Slot(bool)
    def _on_filtered(self, _checked: bool) -> None:
        kept = self._current
        self._findings.show_severities(frozenset(s for s, chip in self._chips.items() if chip.isChecked()))
        self._list.select(self._findings.row_of(kept))
        self._show_page()

    @Slot(object)
    def _on_current(self, finding: object) -> None:
        self._current = finding if isinstance(finding, Finding) else None
        hint = one_line(self._current.hint) if self._current is not None else ""
        self._hint.setText(hint)
        self._hint_area.setVisible(bool(hint))

    @Slot(object)
    def _on_activated(self, target: object) -> None:
        """A finding, or one place of the current finding."""
        if isinstance(target, Finding):
            if target.key is not None:
                self.setting_activated.emit(target.key)
            if target.places:
                self.place_activated.emit(target.places[0])
        elif isinstance(target, Place):
            self.place_activated.emit(target)


class _List(QTreeView):
    """The rows. A click on the place or Enter goes there; the menu has every place."""

    activated_finding = Signal(object)
    current_finding = Signal(object)
    menu_opening = Signal(object)

    def __init__(self, findings: FindingsModel) -> None:
        super().__init__()
        self._findings = findings
        self.setModel(findings)
        self.setItemDelegate(FindingDelegate(self))
        self.setAccessibleName("Findings")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionBehavior(QTreeView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(False)
        self.setMinimumHeight(fonts.row_height() * 2)
        header = self.header()
        header.hide()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(Column.SENTENCE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(Column.PLACES, QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._on_clicked)

    def select(self, row: int | None) -> None:
        """Make a row the current one, or none."""
        if row is None:
            self.setCurrentIndex(QModelIndex())
            self.current_finding.emit(None)
            return
        index = self._findings.index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        self.current_finding.emit(current.data(FINDING_ROLE) if current.isValid() else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        least, most = (count * fonts.char_width() for count in _PLACE_CHARACTERS)
        wish = round(self.viewport().width() * _PLACE_SHARE)
        self.header().resizeSection(Column.PLACES, min(max(wish, least), most))
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        finding = self._current()
        if finding is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated_finding.emit(finding)
        elif finding is not None and event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        finding = self._current()
        if finding is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, place in enumerate(finding.places):
            go = menu.addAction(f"Go to {one_line(str(place))}".replace("&", "&&"))
            go.setData(number)
            go.triggered.connect(self._on_place)
        if finding.places:
            menu.addSeparator()
        copy = menu.addAction("Copy finding")
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.triggered.connect(self._copy)
        self.menu_opening.emit(FindingMenu(menu, finding))
        spot = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            area = self.visualRect(self.currentIndex())
            spot = self.viewport().mapToGlobal(QPoint(area.left() + area.height(), area.bottom()))
        menu.popup(spot)

    def _current(self) -> Finding | None:
        finding = self.currentIndex().data(FINDING_ROLE)
        return finding if isinstance(finding, Finding) else None

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.activated_finding.emit(index.data(FINDING_ROLE))

    @Slot()
    def _on_place(self) -> None:
        action, finding = self.sender(), self._current()
        if isinstance(action, QAction) and finding is not None:
            self.activated_finding.emit(finding.places[action.data()])

    @Slot()
    def _copy(self) -> None:
        finding = self._current()
        if finding is not None:
            QApplication.clipboard().setText(copied_text(finding))
