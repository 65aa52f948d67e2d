"""What stands where there is nothing to show: why, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.ui.kit import fonts
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.text import Label


@dataclass(frozen=True, slots=True)
class EmptyAction:
    """A button: its id comes back in EmptyState.triggered."""

    id: str
    text: str
    icon: str = ""


class EmptyState(QWidget):
    """A title, a sentence and buttons, centred."""

    triggered = Signal(object)
    """The id of the action that was chosen."""

    def __init__(
        self, title: str, text: str = "", actions: Sequence[EmptyAction] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = Label(title, "bold")
        self._text = Label(text, role="dim", wrap=True)
        self._text.setMaximumWidth(fonts.char_width() * 72)
        self._buttons = QHBoxLayout()
        self._ids: dict[Pill, str] = {}
        page = QVBoxLayout(self)
        page.setSpacing(fonts.row_height() // 2)
        page.addStretch(2)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        page.addWidget(self._title)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(self._text, 8)
        centred.addStretch(1)
        page.addLayout(centred)
        page.addLayout(self._buttons)
        page.addStretch(3)
        self.show_state(title, text, actions)

    def show_state(self, title: str, text: str = "", actions: Sequence[EmptyAction] = ()) -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        while (item := self._buttons.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.hide()
                button.deleteLater()
        self._ids.clear()
        self._buttons.addStretch(1)
        for action in actions:
            pill = Pill(value=action.text, icon=action.icon)
            pill.clicked.connect(self._clicked)
            self._ids[pill] = action.id
            self._buttons.addWidget(pill)
        self._buttons.addStretch(1)

    def take_focus(self) -> None:
        """Give the keyboard to the first button, or to the page itself."""
        target = next(iter(self._ids), self)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def title(self) -> str:
        """What it says first."""
        return self._title.text()

    @Slot()
    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, Pill):
            self.triggered.emit(self._ids[sender])
