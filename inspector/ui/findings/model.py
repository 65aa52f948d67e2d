"""Findings as rows, filtered by severity."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.ui.kit.elide import one_line
from inspector.ui.kit.text import plain_tip

Index: TypeAlias = QModelIndex | QPersistentModelIndex

FINDING_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The Finding of an index."""

_NOWHERE = QModelIndex()


class Column(IntEnum):
    """The columns, left to right."""

    SENTENCE = 0
    PLACES = 1


_TITLES = ("Finding", "Written at")


class FindingsModel(QAbstractTableModel):
    """The findings of a report whose severity is shown, in the report's order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Finding, ...] = ()
        self._shown: tuple[Finding, ...] = ()
        self._severities = frozenset(Severity)

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The rows."""
        return self._shown

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show other findings."""
        self._all = findings
        self._renew()

    def show_severities(self, severities: frozenset[Severity]) -> None:
        """Show only these severities."""
        self._severities = severities
        self._renew()

    def row_of(self, finding: Finding | None) -> int | None:
        """The row of a finding, or of the one that took its place: same code and key."""
        if finding is None:
            return None
        if finding in self._shown:
            return self._shown.index(finding)
        kin = (row for row, f in enumerate(self._shown) if (f.code, f.key) == (finding.code, finding.key))
        return next(kin, None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        finding = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(finding.message) if index.column() == Column.SENTENCE else places_text(finding)
        if role == FINDING_ROLE:
            return finding
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(
                "\n".join(filter(None, (finding.message, finding.hint, *map(str, finding.places))))
            )
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == Column.SENTENCE:
            return f"{finding.severity.value}: {finding.message}"
        return None

    def _renew(self) -> None:
        shown = tuple(finding for finding in self._all if finding.severity in self._severities)
        if shown == self._shown:
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()


def places_text(finding: Finding) -> str:
    """All places in one line; the file is named once: `config.yaml:8:3, 11:3 · settings.py:31`."""
    pieces: list[str] = []
    previous: Place | None = None
    for place in finding.places:
        same = previous is not None and place.path is not None and place.path == previous.path
        if same and place.path is not None and place.line is not None and place.variable is None:
            pieces.append(f", {str(place)[len(place.path) + 1 :]}")
        else:
            pieces.append(f" · {place}" if pieces else str(place))
        previous = place
    return one_line("".join(pieces))


def copied_text(finding: Finding) -> str:
    """A finding as text for a ticket."""
    lines = [f"{finding.severity.value} {finding.code}: {finding.message}"]
    if finding.hint:
        lines.append(f"  {finding.hint}")
    lines += [f"  at {place}" for place in finding.places]
    return "\n".join(lines)
