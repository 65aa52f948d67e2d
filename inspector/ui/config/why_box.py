"""“Why is it not …?”: a value to type, and the reasons why the setting has another one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from inspector.base.cancel import CancelToken
from inspector.config.export import Veil
from inspector.config.report import Report, Request, asked_path
from inspector.config.report.why_not import Reason, why_not
from inspector.config.resolve import Setting
from inspector.ui.config.link import PlaceLink
from inspector.ui.config.set_by import clear_layout
from inspector.ui.kit import fonts
from inspector.ui.kit.actions import ActionSpec, build_actions
from inspector.ui.kit.elide import one_line
from inspector.ui.kit.jobs import Jobs, Latest
from inspector.ui.kit.search import SearchBox
from inspector.ui.kit.text import Label

Ask = Callable[[Report, Request, Setting, str], tuple[Reason, ...]]

_FIELD_CHARACTERS = 18
_ACTIONS = (ActionSpec("leave", "Back to the settings", "Esc"),)


def ask_why(report: Report, request: Request, setting: Setting, typed: str) -> tuple[Reason, ...]:
    """The reasons why a setting does not have a value; reads files, so it belongs in a job."""
    return why_not(report, request, asked_path(report, setting.path), typed)


@dataclass(frozen=True, slots=True)
class _Question:
    ask: Ask
    report: Report
    request: Request
    setting: Setting
    typed: str

    def __call__(self, _token: CancelToken) -> object:
        return self.ask(self.report, self.request, self.setting, self.typed)


class WhyBox(QWidget):
    """A field and the answers below it. What is typed for a secret is compared and never shown."""

    followed = Signal(object)
    """The Place of a reason."""
    left = Signal()
    """Esc: the user wants the settings back."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None, *, ask: Ask = ask_why) -> None:
        super().__init__(parent)
        self._ask = ask
        self._latest = Latest(jobs)
        self._report: Report | None = None
        self._request: Request | None = None
        self._setting: Setting | None = None
        self._reveal = False
        self._reasons: tuple[Reason, ...] = ()
        self._field = _Field()
        self._field.edited.connect(self._on_edited)
        self._field.returnPressed.connect(self._renew)
        for action in build_actions(self._field, _ACTIONS, {"leave": self._leave}).values():
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._answers = QGridLayout()
        self._build()

    @property
    def field(self) -> SearchBox:
        """The line to type into."""
        return self._field

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The answers on show."""
        return self._reasons

    def show_setting(
        self, report: Report, request: Request | None, setting: Setting, *, reveal: bool
    ) -> None:
        """Ask about a setting: another one empties the field, the same in a new report is asked anew."""
        same = self._setting is not None and self._setting.path == setting.path
        unchanged = same and report is self._report and reveal == self._reveal
        self._report, self._request, self._setting, self._reveal = report, request, setting, reveal
        secret = setting.secret or setting.hides(setting.source)
        hidden = secret and not reveal
        self._field.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)
        self._field.setToolTip(
            "Compared with every layer, and never shown."
            if secret
            else "The value that you expected: 64, true, text."
        )
        if not same:
            self._field.set_quietly("")
            self._show(())
            self._latest.cancel()
        elif not unchanged:
            self._renew()

    def go_there(self) -> None:
        """Go to the field."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def close_jobs(self) -> None:
        """Give up the question on its way."""
        self._latest.cancel()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(fonts.char_width())
        before = Label("Why is it not", "small", "dim")
        before.setBuddy(self._field)
        row.addWidget(before)
        row.addWidget(self._field, 1)
        row.addWidget(Label("?", "small", "dim"))
        self._answers.setContentsMargins(0, 0, 0, 0)
        self._answers.setHorizontalSpacing(fonts.char_width())
        self._answers.setVerticalSpacing(2)
        self._answers.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(fonts.row_height() // 5)
        column.addLayout(row)
        column.addLayout(self._answers)

    @Slot(object)
    def _on_edited(self, text: object) -> None:
        if text:
            self._renew()
        else:
            self._latest.cancel()
            self._show(())

    @Slot()
    def _renew(self) -> None:
        typed = self._field.text()
        if not typed.strip() or self._report is None or self._request is None or self._setting is None:
            self._show(())
            return
        question = _Question(self._ask, self._report, self._request, self._setting, typed)
        self._latest.start(question, self._on_answered)

    @Slot(object)
    def _on_answered(self, reasons: object) -> None:
        self._show(reasons if isinstance(reasons, tuple) else ())

    @Slot()
    def _leave(self) -> None:
        self._field.clear_now()
        self.left.emit()

    def _show(self, reasons: tuple[Reason, ...]) -> None:
        self._reasons = reasons
        clear_layout(self._answers)
        veil = Veil() if self._report is None else Veil.of(self._report, reveal=self._reveal)
        for row, reason in enumerate(reasons):
            sign = "✔" if reason.holds else f"{row + 1}."
            role = "success" if reason.holds else "dim"
            top = Qt.AlignmentFlag.AlignTop
            self._answers.addWidget(Label(sign, "ui", role), 2 * row, 0, top)
            self._answers.addWidget(Label(one_line(veil.sentence(reason.sentence)), wrap=True), 2 * row, 1)
            if reason.place is not None:
                link = PlaceLink(reason.place)
                link.followed.connect(self.followed)
                self._answers.addWidget(link, 2 * row + 1, 1, Qt.AlignmentFlag.AlignLeft)
        spoken = " ".join(veil.sentence(reason.sentence) for reason in reasons)
        self._field.setAccessibleDescription(spoken)


class _Field(SearchBox):
    def __init__(self) -> None:
        super().__init__("a value", "Why is it not this value?", icon="", monospace=True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(fonts.char_width() * _FIELD_CHARACTERS, super().sizeHint().height())
