"""The page that compares: what with what, a filter, the matrix."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from inspector.config.environ import EnvironError
from inspector.config.report import Report, Request, build_report
from inspector.ui.config.compare.building import Build, Column, Comparison, Reading, Sides, Wait, Watching
from inspector.ui.config.compare.cells import markdown
from inspector.ui.config.compare.model import MatrixModel
from inspector.ui.config.compare.sides_row import SidesRow
from inspector.ui.config.compare.table import MatrixTable
from inspector.ui.config.words import plural
from inspector.ui.kit import fonts
from inspector.ui.kit.actions import ActionSpec, build_actions
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.empty import EmptyAction, EmptyState
from inspector.ui.kit.jobs import Jobs, Latest
from inspector.ui.kit.progress import Progress
from inspector.ui.kit.search import SearchBox
from inspector.ui.kit.state import State
from inspector.ui.kit.text import Label, Panel

_LOOK_MS = 100
_ACTIONS = (
    ActionSpec("leave", "Back to the settings", "Esc"),
    ActionSpec("copy-table", "Copy as Markdown", "Ctrl+Shift+C"),
)
_AGAIN = EmptyAction("again", "Compare", "reload")
_ALL = EmptyAction("all", "Show equal ones, too")


@dataclass(frozen=True, slots=True)
class Choice:
    """A cell that was chosen: its key, and the side's environment or process environment, if it has one."""

    key: str
    environment: str | None = None
    environ: str | None = None


class ComparePage(QWidget):
    """Reads the sides when it is first shown, and again when what they are made from changed."""

    chosen = Signal(object)
    """A Choice."""
    left = Signal()
    """The user wants the settings back."""

    def __init__(
        self,
        jobs: Jobs,
        state: State,
        parent: QWidget | None = None,
        *,
        build: Build = build_report,
        wait: Wait | None = None,
    ) -> None:
        """`wait=None` watches nothing."""
        super().__init__(parent)
        self._build_report, self._wait = build, wait
        self._latest, self._watching = Latest(jobs), Latest(jobs)
        self._report: Report | None = None
        self._request: Request | None = None
        self._reading: Reading | None = None
        self._asked: tuple[Column, ...] | None = None
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._tell_progress)
        self._sides = SidesRow()
        self._sides.changed.connect(self.renew)
        self._search = SearchBox("filter keys and values…", "Filter the comparison")
        self._search.edited.connect(self._on_filter)
        self._differences = Pill("only differences")
        self._differences.setCheckable(True)
        self._differences.setChecked(True)
        self._differences.toggled.connect(self._on_filter)
        self._copy = Pill(icon="copy")
        self._copy.setAccessibleName("Copy as Markdown")
        self._copy.setToolTip("Copy as a Markdown table, secrets masked (Ctrl+Shift+C)")
        self._copy.clicked.connect(self._on_copy)
        self._count = Label(kind="small", role="dim")
        self._rows = MatrixModel(self)
        self._table = MatrixTable(self._rows, state)
        self._table.chosen.connect(self._on_chosen)
        self._empty = EmptyState("")
        self._empty.triggered.connect(self._on_empty)
        self._progress = Progress()
        self._progress.cancelled.connect(self._on_cancelled)
        self._lay_out()
        slots = {"leave": self._leave, "copy-table": self._on_copy}
        for action in build_actions(self, _ACTIONS, slots).values():
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def rows(self) -> MatrixModel:
        """The model."""
        return self._rows

    @property
    def table(self) -> MatrixTable:
        """The matrix."""
        return self._table

    @property
    def search(self) -> SearchBox:
        """The filter."""
        return self._search

    @property
    def said(self) -> str:
        """What stands in place of the matrix, "" when it shows."""
        return self._empty.title if self._pages.currentIndex() else ""

    def show_report(self, report: Report, request: Request, *, changed: bool) -> None:
        """Take a new report; sides that are made from the same are kept unless a file `changed`."""
        self._report, self._request = report, request
        self._sides.show_report(report)
        if changed:
            self._asked = None
        if self.isVisible():
            self.renew()

    @Slot()
    def renew(self) -> None:
        """Read the sides, unless those on show are the ones that are asked for."""
        if self._report is None or self._request is None:
            return
        columns = self._sides.columns(self._report, self._request)
        if columns == self._asked:
            return
        self._asked = columns
        self._watching.cancel()
        if len(columns) < 2:
            self._latest.cancel()
            self._end()
            self._show(None)
            self._say("Nothing to compare", "This workspace has less than two environments.")
            return
        self._reading = Reading(columns, self._build_report)
        self._latest.start(self._reading, self._on_read, self._on_failed)
        self._look.start()
        self._tell_progress()

    def forget(self) -> None:
        """Read anew with the next report."""
        self._asked = None

    def set_reveal(self, reveal: bool) -> None:
        """Show or mask secrets."""
        self._rows.set_reveal(reveal)

    def take_focus(self) -> None:
        """Go to the matrix, or to what can be done without one."""
        if self.said:
            self._empty.take_focus()
        else:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_jobs(self) -> None:
        """Give up what is being read."""
        self._latest.cancel()
        self._watching.cancel()
        self._end()

    def _lay_out(self) -> None:
        bar = Panel("b")
        column = QVBoxLayout(bar)
        side = fonts.char_width()
        column.setContentsMargins(side, fonts.row_height() // 5, side, fonts.row_height() // 5)
        column.setSpacing(fonts.row_height() // 5)
        column.addWidget(self._sides)
        below = QHBoxLayout()
        below.setSpacing(side)
        column.addLayout(below)
        below.addWidget(self._search, 1)
        for widget in (self._count, self._differences, self._copy):
            below.addWidget(widget)
        body = QWidget()
        self._pages = QStackedLayout(body)
        self._pages.addWidget(self._table)
        self._pages.addWidget(self._empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(bar)
        page.addWidget(body, 1)
        page.addWidget(self._progress)

    def _show(self, comparison: Comparison | None) -> None:
        """Another comparison; the cell that one is at stays the same as far as it is still there."""
        index = self._table.currentIndex()
        key = self._rows.row_at(index.row()).key if index.isValid() else ""
        self._rows.show_comparison(comparison)
        row = next((row for row, kept in enumerate(self._rows.rows) if kept.key == key), None)
        if row is not None:
            self._table.setCurrentIndex(self._rows.index(row, index.column()))
        self._show_rows()

    def _show_rows(self) -> None:
        found = self._rows.comparison
        total = plural(len(found.rows), "key")
        shown = self._rows.rowCount()
        self._count.setText(f"{found.differing:,} of {total} differ" if found.rows else "")
        self._copy.setEnabled(shown > 0)
        if shown:
            self._pages.setCurrentIndex(0)
            if not self._table.currentIndex().isValid():
                self._table.setCurrentIndex(self._rows.index(0, 0))
        elif found.rows and self._search.text():
            self._say("No key matches", "Neither a key nor a value holds these words.")
        elif found.rows:
            self._say("No differences", f"All of {total} are the same on every side.", _ALL)

    def _say(self, title: str, text: str = "", *actions: EmptyAction) -> None:
        self._empty.show_state(title, text, actions)
        self._pages.setCurrentIndex(1)

    def _end(self) -> None:
        self._look.stop()
        self._progress.finish()
        self._reading = None

    @Slot()
    def _tell_progress(self) -> None:
        if self._reading is not None:
            done, total = self._reading.done, len(self._reading.columns)
            title = self._reading.columns[min(done, total - 1)].title
            self._progress.update_to(done / total, f"Reading {title}")

    @Slot(object)
    def _on_read(self, comparison: object) -> None:
        self._end()
        if isinstance(comparison, Comparison):
            self._show(comparison)
            if self._wait is not None:
                self._watching.start(Watching(self._wait, comparison.marks), self._on_changed)

    @Slot(object)
    def _on_changed(self, _files: object) -> None:
        """A file of a side, on show or not in the settings."""
        self._asked = None
        if self.isVisible():
            self.renew()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, (OSError, EnvironError)):
            raise error
        self._show(None)
        said = str(error) if isinstance(error, EnvironError) else error.strerror or "unknown reason"
        self._say("Cannot be compared", said)

    @Slot()
    def _on_cancelled(self) -> None:
        self._latest.cancel()
        self._end()
        self._asked = None
        self._show(None)
        self._say("Nothing to show", "Comparing was cancelled.", _AGAIN)

    @Slot(object)
    def _on_empty(self, action: object) -> None:
        if action == _ALL.id:
            self._differences.setChecked(False)
            self.take_focus()
        else:
            self.renew()

    @Slot(bool)
    @Slot(object)
    def _on_filter(self, _change: object) -> None:
        self._rows.set_filter(self._search.text(), only_differences=self._differences.isChecked())
        self._show_rows()

    @Slot()
    def _on_copy(self) -> None:
        found = self._rows.comparison
        QApplication.clipboard().setText(markdown([c.title for c in found.columns], self._rows.rows))

    @Slot()
    def _leave(self) -> None:
        if self._search.text() and self._search.hasFocus():
            self._search.clear_now()
            self.take_focus()
        else:
            self.left.emit()

    @Slot(object, object)
    def _on_chosen(self, row: object, column: object) -> None:
        if not isinstance(row, int):
            return
        key = self._rows.row_at(row).key
        side = self._sides.side
        if not isinstance(column, int) or side is Sides.RULES:
            self.chosen.emit(Choice(key))
            return
        chosen = self._rows.comparison.columns[column]
        if side is Sides.VARIABLES:
            self.chosen.emit(Choice(key, environ=chosen.environ))
        else:
            self.chosen.emit(Choice(key, environment=chosen.title))
