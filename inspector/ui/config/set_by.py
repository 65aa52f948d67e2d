"""What a setting is set by, and what the findings say of it: two short lists below its trace."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLayout, QMenu, QVBoxLayout, QWidget

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.export import Veil
from inspector.config.report import Report
from inspector.config.resolve import Setting
from inspector.ui.config.link import PlaceLink
from inspector.ui.config.reach import Reach, Way, pastes, reach
from inspector.ui.config.words import SEVERITY_GLYPHS
from inspector.ui.kit import fonts
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.elide import one_line
from inspector.ui.kit.text import Label

_MOST_FINDINGS = 8
_MOST_PLACES = 4


class SetBy(QWidget):
    """The variables that set the setting on show, each with a menu of lines to paste."""

    followed = Signal(object)
    """The Place of a variable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Set by")
        self._reach: Reach | None = None
        self._column = _column(self)

    def show_setting(self, report: Report, setting: Setting, *, reveal: bool) -> None:
        """Show its names; texts to paste are masked unless `reveal` is set."""
        found = reach(report, setting, reveal=reveal)
        if found == self._reach:
            return
        self._reach = found
        clear_layout(self._column)
        if not found.ways:
            self._column.addWidget(Label(f"No variable sets it. {found.unreachable}".strip(), wrap=True))
        for number, way in enumerate(found.ways):
            self._add(way, last=number + 1 == len(found.ways))
        if found.more:
            self._column.addWidget(Label(f"and {found.more:,} more names", "small", "dim"))

    def _add(self, way: Way, *, last: bool) -> None:
        row = QHBoxLayout()
        row.setSpacing(fonts.char_width())
        row.addWidget(Label(way.name, "mono-bold" if way.wins else "mono", elided=True), 1)
        button = _CopyButton(way)
        row.addWidget(button)
        self._column.addLayout(row)
        if way.state:
            state = QHBoxLayout()
            state.setSpacing(fonts.char_width())
            sign = "✔ " if way.wins else ""
            role = "success" if way.wins else "dim"
            said = Label(f"{sign}{one_line(way.state)}", "small", role, wrap=not way.wins)
            state.addWidget(said, 0 if way.wins else 1, Qt.AlignmentFlag.AlignTop)
            if way.place is not None and way.place.path is not None:
                link = PlaceLink(way.place)
                link.followed.connect(self.followed)
                state.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
            if way.wins:
                state.addStretch(1)
            self._column.addLayout(state)
        if way.note and (last or way.note != self._next_note(way)):
            self._column.addWidget(Label(one_line(way.note), "small", "dim", wrap=True))

    def _next_note(self, way: Way) -> str:
        """What several names have in common is said once, below the last of them."""
        ways = self._reach.ways if self._reach is not None else ()
        return ways[ways.index(way) + 1].note


class _CopyButton(Pill):
    """Opens the menu of forms. Qt shows a place in the menu for each; what it copies is in the tip."""

    def __init__(self, way: Way) -> None:
        super().__init__("copy", opens=True)
        self._way = way
        self.setAccessibleName(f"Copy {way.name} as")
        self.setToolTip("Copy the variable with this value: for a shell, .env, Compose, Kubernetes, systemd")
        self.clicked.connect(self._open)

    @Slot()
    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        name = menu.addAction("Name")
        name.setData(self._way.name)
        name.triggered.connect(self._copy)
        menu.addSeparator()
        for paste in pastes(self._way):
            action = menu.addAction(paste.title)
            action.setData(paste.text)
            action.setToolTip(one_line(paste.text))
            action.triggered.connect(self._copy)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    @Slot()
    def _copy(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            QApplication.clipboard().setText(action.data())


class AboutIt(QWidget):
    """The findings about one setting: sign, sentence, hint, places."""

    followed = Signal(object)
    """The Place that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Findings about it")
        self._shown: tuple[Finding, ...] | None = None
        self._column = _column(self)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those on show."""
        return self._shown or ()

    def show_setting(self, report: Report, setting: Setting, *, reveal: bool) -> None:
        """Show the findings about a setting."""
        about = tuple(finding for finding in report.findings if finding.key == setting.key)
        if about == self._shown:
            return
        self._shown = about
        clear_layout(self._column)
        if not about:
            self._column.addWidget(Label("No finding is about this setting.", role="dim"))
        veil = Veil.of(report, reveal=reveal)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(fonts.char_width())
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, finding in enumerate(about[:_MOST_FINDINGS]):
            sign = Label(SEVERITY_GLYPHS[finding.severity], "ui", finding.severity.value)
            sign.setAccessibleName(finding.severity.value)
            grid.addWidget(sign, 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            sentence = Label(one_line(veil.sentence(finding.message)), wrap=True)
            sentence.setToolTip(veil.sentence(finding.hint))
            grid.addWidget(sentence, 2 * row, 1)
            grid.addLayout(self._places(finding.places), 2 * row + 1, 1)
        self._column.addLayout(grid)
        if len(about) > _MOST_FINDINGS:
            rest = len(about) - _MOST_FINDINGS
            self._column.addWidget(Label(f"and {rest:,} more in the list of findings", "small", "dim"))

    def _places(self, places: tuple[Place, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, fonts.row_height() // 5)
        row.setSpacing(fonts.char_width())
        for place in places[:_MOST_PLACES]:
            link = PlaceLink(place)
            link.followed.connect(self.followed)
            row.addWidget(link)
        row.addStretch(1)
        return row


def clear_layout(layout: QLayout) -> None:
    """Take out and delete all that a layout holds, layouts inside of it included."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear_layout(inner)
            inner.deleteLater()


def _column(owner: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(fonts.row_height() // 6)
    return column
