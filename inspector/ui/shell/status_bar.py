"""The status bar: counts and a summary at the left, the latest event at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from inspector.ui.kit import fonts, icons, theme
from inspector.ui.kit.status import StatusLine
from inspector.ui.kit.text import Label, Panel


class StatusBar(Panel):
    """Shows one StatusLine."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("t", parent)
        self._errors = _Count("error")
        self._warnings = _Count("warning")
        self._summary = Label(kind="small", role="dim")
        self._event = Label(kind="small", role="dim", elided=True)
        self._event.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._summary.setAccessibleName("Summary")
        self._event.setAccessibleName("Latest event")
        side = fonts.row_height() // 2
        row = QHBoxLayout(self)
        row.setContentsMargins(side, 1, side, 0)
        row.setSpacing(round(side * 1.3))
        for widget in (self._errors, self._warnings, self._summary):
            row.addWidget(widget)
        row.addWidget(self._event, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_line(StatusLine())

    def show_line(self, line: StatusLine) -> None:
        """Say it; what is zero is not shown."""
        self._errors.show_count(line.errors, line.error_text)
        self._warnings.show_count(line.warnings, line.warning_text)
        self._summary.setText(line.summary)
        self._event.setText(line.event)

    def texts(self) -> tuple[str, str, str, str]:
        """What it says: errors, warnings, summary, event; "" for what is not shown."""
        return self._errors.text, self._warnings.text, self._summary.text(), self._event.text()

    def sizeHint(self) -> QSize:
        """As high as a row."""
        return QSize(super().sizeHint().width(), fonts.row_height() + 1)


class _Count(QWidget):
    def __init__(self, severity: str) -> None:
        super().__init__()
        self._severity = severity
        self._sign = QLabel()
        self._number = Label(kind="small", role=severity)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(fonts.row_height() // 5)
        row.addWidget(self._sign)
        row.addWidget(self._number)
        theme.notifier().changed.connect(self._recolour)
        self._recolour(None)

    @property
    def text(self) -> str:
        return "" if self.isHidden() else self._number.text()

    def show_count(self, count: int, text: str) -> None:
        self._number.setText(text or f"{count:,}")
        plural = "" if count == 1 else "s"
        self.setToolTip(f"{count:,} {self._severity}{plural}")
        self.setAccessibleName(self.toolTip())
        self.setVisible(count > 0)

    @Slot(object)
    def _recolour(self, _theme: object) -> None:
        size = QSize(fonts.row_height(), fonts.row_height()) * 0.55
        self._sign.setPixmap(icons.icon(self._severity, self._severity).pixmap(size))
