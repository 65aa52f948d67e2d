"""Everything about the selected setting: ladder, trace, source."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from inspector.base.places import Place
from inspector.config.report import Report, Request
from inspector.config.resolve import Candidate, Setting
from inspector.ui.config.ladder import LadderView
from inspector.ui.config.outline import Row
from inspector.ui.config.set_by import AboutIt, SetBy
from inspector.ui.config.source_panel import SourcePanel
from inspector.ui.config.trace import Rung, Step, ladder, steps
from inspector.ui.config.why_box import WhyBox
from inspector.ui.config.words import plural
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.elide import one_line
from inspector.ui.kit.jobs import Jobs
from inspector.ui.kit.split import Splitter
from inspector.ui.kit.state import State
from inspector.ui.kit.tabs import Tabs
from inspector.ui.kit.text import Label

_UPPER_SHARE = 0.6
_LEAST_SOURCE_ROWS = 7
_NOTHING = "Select a setting to see every layer that could give it."


class DetailPanel(QWidget):
    """Follows the tree; its own ladder chooses which candidate the trace and the source are about."""

    def __init__(self, jobs: Jobs, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self._request: Request | None = None
        self._setting: Setting | None = None
        self._candidate: Candidate | None = None
        self._reveal = False
        self._key = Label(kind="mono-bold", elided=True)
        self._about = Label(kind="small", role="dim", wrap=True)
        self._ladder = LadderView()
        self._ladder.chosen.connect(self._on_chosen)
        self._trace = _Trace()
        self._set_by, self._about_it, self._why = SetBy(), AboutIt(), WhyBox(jobs)
        for part in (self._set_by, self._about_it, self._why):
            part.followed.connect(self._on_followed)
        self._source = SourcePanel(jobs)
        self._build(state)
        self._show_nothing(_NOTHING)

    @property
    def source(self) -> SourcePanel:
        """The source area."""
        return self._source

    @property
    def ladder(self) -> LadderView:
        """The ladder."""
        return self._ladder

    @property
    def title(self) -> str:
        """The key on show."""
        return self._key.text()

    @property
    def trace(self) -> tuple[Step, ...]:
        """The steps on show."""
        return self._trace.steps

    @property
    def why(self) -> WhyBox:
        """Why it does not have another value."""
        return self._why

    @Slot()
    def ask_why(self) -> None:
        """Go to the field for an expected value, when a setting is on show."""
        if self._setting is not None:
            self._tabs.show_page(self._why_page)
            self._why.go_there()

    def close_jobs(self) -> None:
        """Give up all that is on its way."""
        self._why.close_jobs()
        self._source.close_jobs()

    def show_report(self, report: Report | None, request: Request | None = None) -> None:
        """Take a new report and what was asked for it; show_row() follows."""
        self._report, self._request = report, request
        self._source.show_texts(report.texts if report is not None else {})

    def show_row(self, row: Row | None) -> None:
        """Show what the tree has selected."""
        if row is None or self._report is None:
            self._show_nothing(_NOTHING)
        elif row.setting is None or row.candidate is None:
            self._setting = self._candidate = None
            self._key.setText(row.key)
            overridden = f", {row.overridden:,} overridden" if row.overridden else ""
            self._about.setText(f"A mapping of {plural(row.settings, 'setting')}{overridden}.")
            self._show_parts(False)
        else:
            self._show_setting(row.setting, row.candidate)

    def set_reveal(self, reveal: bool) -> None:
        """Show or mask secrets."""
        self._reveal = reveal
        self._source.set_reveal(reveal)
        if self._setting is not None and self._candidate is not None:
            self._show_setting(self._setting, self._candidate)

    def show_place(self, place: Place) -> None:
        """Jump the source area to a place, and choose the candidate that is written there, if one is."""
        for candidate in self._setting.candidates if self._setting is not None else ():
            if _is_at(candidate, place) and candidate is not self._candidate and self._setting is not None:
                self._show_setting(self._setting, candidate)
        self._source.show_place(place, self._remark(place))

    def _build(self, state: State) -> None:
        side, gap = fonts.char_width() * 2, fonts.row_height() // 3
        head = QWidget()
        names = QVBoxLayout(head)
        names.setContentsMargins(side, fonts.row_height() // 2, side, 0)
        names.setSpacing(gap)
        names.addWidget(self._key)
        names.addWidget(self._about)
        self._frame = _Frame(self._ladder)
        self._top, trace = scrolled(self._frame, self._trace)
        self._why_page = scrolled(self._why)[1]
        self._tabs = Tabs("About the setting")
        self._tabs.add("Trace", trace)
        self._tabs.add("Set by", scrolled(self._set_by)[1])
        self._about_tab = self._tabs.add("Findings", scrolled(self._about_it)[1])
        self._tabs.add("Why not?", self._why_page)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap // 2)
        column.addWidget(head)
        column.addWidget(self._tabs, 1)
        column.addStretch()
        self._head = head
        self._split = Splitter(Qt.Orientation.Vertical, state, "config.detail")
        self._split.addWidget(upper)
        self._split.addWidget(self._source)
        self._split.restore([680, 320])
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._split)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The parts share the height anew."""
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        """Until the user moves the line: the source has its share, less when the rest needs it."""
        if self._split.remembered:
            return
        room = self.height() - self._split.handleWidth()
        width = self._split.width()
        wish = self._tabs.bar.sizeHint().height() + fonts.row_height() // 3
        for part in (self._head, self._top):
            part.ensurePolished()
            column = part.layout()
            wish += column.totalHeightForWidth(width) if column is not None else 0
        least = min(_LEAST_SOURCE_ROWS * fonts.row_height(), room // 2)
        upper = max(round(room * _UPPER_SHARE), min(wish, room - least))
        self._split.setSizes([upper, room - upper])

    def _show_nothing(self, text: str) -> None:
        self._setting = self._candidate = None
        self._key.setText("")
        self._about.setText(text)
        self._show_parts(False)
        self._source.clear("Select a setting to see where it is written.")

    def _show_setting(self, setting: Setting, candidate: Candidate) -> None:
        if self._report is None:
            return
        self._setting, self._candidate = setting, candidate
        self._key.setText(setting.key)
        about = " ".join(
            part for part in (_sentence(setting.description), _sentence(setting.constraint)) if part
        )
        silent = "The schema says nothing about this key." if self._report.schema else ""
        self._about.setText(one_line(about) or silent)
        self._ladder.show_rungs(
            setting, ladder(self._report, setting, reveal=self._reveal), candidate, reveal=self._reveal
        )
        self._set_by.show_setting(self._report, setting, reveal=self._reveal)
        self._about_it.show_setting(self._report, setting, reveal=self._reveal)
        count = len(self._about_it.findings)
        self._tabs.bar.setTabText(self._about_tab, f"Findings {count}" if count else "Findings")
        self._why.show_setting(self._report, self._request, setting, reveal=self._reveal)
        self._show_parts(True)
        self._show_candidate()
        self._share_height()

    def _show_candidate(self) -> None:
        if self._report is None or self._setting is None or self._candidate is None:
            return
        self._trace.show_steps(steps(self._report, self._setting, self._candidate, reveal=self._reveal))
        place = self._candidate.place
        self._source.show_place(place, self._remark(place))

    def _show_parts(self, shown: bool) -> None:
        self._tabs.setVisible(shown)

    def _remark(self, place: Place) -> str:
        if place.path is None and place.variable is not None:
            label = self._report.environ_label if self._report is not None else "the process environment"
            return f"set in {label}: {place.variable}"
        return ""

    @Slot(object)
    def _on_followed(self, place: object) -> None:
        if isinstance(place, Place):
            self.show_place(place)

    @Slot(object)
    def _on_chosen(self, rung: object) -> None:
        if isinstance(rung, Rung) and rung.candidate is not None:
            self._candidate = rung.candidate
            self._show_candidate()


def scrolled(*widgets: QWidget) -> tuple[QWidget, QScrollArea]:
    """Widgets below each other, and the page that scrolls them."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    side = fonts.char_width() * 2
    column.setContentsMargins(side, fonts.row_height() // 3, side, fonts.row_height() // 3)
    column.setSpacing(fonts.row_height() // 3)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    page = QScrollArea()
    page.setFrameShape(QFrame.Shape.NoFrame)
    page.setWidgetResizable(True)
    page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page.setWidget(inner)
    return inner, page


class _Frame(QWidget):
    """A hairline with round corners around the ladder."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 3, 1, 3)
        column.addWidget(inner)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().line), 1))
        corner = fonts.row_height() * 0.26
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)


class _Trace(QWidget):
    """Names at the left, texts at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Trace")
        self.steps: tuple[Step, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(fonts.char_width() * 2)
        self._grid.setVerticalSpacing(fonts.row_height() // 5)
        self._grid.setColumnStretch(1, 1)

    def show_steps(self, found: tuple[Step, ...]) -> None:
        if found == self.steps:
            return
        self.steps = found
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, step in enumerate(found):
            role = {None: "text", True: "success", False: "error"}[step.valid]
            text = one_line(step.text) + (f"   {step.aside}" if step.aside else "")
            self._grid.addWidget(Label(step.name, "mono", "dim"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(Label(text, "mono", role, wrap=True), row, 1)


def _is_at(candidate: Candidate, place: Place) -> bool:
    spots = (candidate.place, candidate.key_place)
    return any(
        spot is not None and (spot.path, spot.line, spot.variable) == (place.path, place.line, place.variable)
        for spot in spots
    )


def _sentence(text: str) -> str:
    """A text from a schema as a sentence."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?", ":")) else ".")
