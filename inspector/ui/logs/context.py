"""The context row: which logs, which format, which request ID; following and secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from inspector.ui.kit import fonts
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.progress import Progress
from inspector.ui.kit.text import Label, Panel, plain_tip
from inspector.ui.logs.files import FilesPopup
from inspector.ui.logs.texts import request_fields, title

if TYPE_CHECKING:
    from inspector.logs.follow import LogState


_SECRETS_TIP = (
    "Passwords, tokens and keys in records are hidden here and in what is copied. Click to show them."
)


class ContextBar(Panel):
    """What is looked at, with the reasons."""

    follow_toggled = Signal()
    reveal_toggled = Signal(object)
    back_wanted = Signal()
    key_wanted = Signal(object)
    """The name of the field that the request ID is to be taken from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("b", parent)
        self._state: LogState | None = None
        self._following, self._waiting, self._trouble = True, 0, ""
        self.title = Label("", "bold")
        self.back = Pill("Back", "Esc")
        self.back.setToolTip("Back to where you were (Esc)")
        self.back.clicked.connect(self.back_wanted)
        self.files = Pill(opens=True)
        self.files.setToolTip("The files, their formats and why")
        self.files.clicked.connect(self._show_files)
        self.format = Pill("format")
        self.format.clicked.connect(self._show_files)
        self.request_key = Pill("id", opens=True)
        self.request_key.clicked.connect(self._show_keys)
        self.request_figures = Label(role="dim", elided=True)
        self.progress = Progress()
        self.follow = Pill()
        self.follow.clicked.connect(self.follow_toggled)
        self.secrets = Pill("secrets", "hidden", icon="eye-off")
        self.secrets.setCheckable(True)
        self.secrets.toggled.connect(self._reveal)
        self.secrets.setToolTip(_SECRETS_TIP)
        self.popup = FilesPopup(self)
        row = QHBoxLayout(self)
        side = fonts.row_height() // 2
        row.setContentsMargins(side, side // 3, side, side // 3)
        row.setSpacing(fonts.char_width())
        row.addWidget(self.title)
        row.addWidget(self.back)
        row.addWidget(self.files)
        row.addWidget(self.format)
        row.addWidget(self.request_key)
        row.addWidget(self.request_figures, 2)
        row.addWidget(self.progress, 1)
        row.addWidget(self.follow)
        row.addWidget(self.secrets)
        for pill in (self.back, self.files, self.format, self.request_key):
            pill.hide()
        self.show_following(following=True, waiting=0)

    def show_state(self, state: LogState) -> None:
        """Say what is known of the files."""
        self._state = state
        self._trouble = _trouble(state)
        self._show_follow()
        paths = [source.path for source in state.sources]
        self.title.setText(title(paths))
        if len(paths) > 1:
            self.files.set_texts("merged", f"{len(paths)} files")
        else:
            self.files.set_texts("", "1 file")
        self.files.setVisible(bool(paths))
        self._show_formats(state)
        key = state.request_key
        self.request_key.setVisible(key is not None)
        self.request_key.set_texts("id", key or "")
        self.request_key.setToolTip(plain_tip(f"{state.request_reason}. Click to choose another field."))
        figures = state.request_reason.removeprefix(f"{key}:").strip().replace(", ", " · ")
        self.request_figures.setText(figures if key else "")
        self.popup.show_state(state)

    def _show_formats(self, state: LogState) -> None:
        formats = sorted({source.format for source in state.sources if source.format})
        self.format.setVisible(bool(formats))
        self.format.set_texts(
            *(("format", formats[0]) if len(formats) == 1 else ("", f"{len(formats)} formats"))
        )
        reasons = dict.fromkeys(source.format_reason for source in state.sources if source.format_reason)
        self.format.setToolTip(plain_tip("\n".join(reasons)))

    def show_following(self, *, following: bool, waiting: int) -> None:
        """Say whether the end is followed, and how many new records wait if not."""
        self._following, self._waiting = following, waiting
        self._show_follow()
        does = "stay here while new records come" if following else "go to the end and follow"
        self.follow.setToolTip(f"Click to {does} (F)")

    def _show_follow(self) -> None:
        self.follow.set_tone("live" if self._following and not self._trouble else "plain")
        if self._following:
            self.follow.set_texts(self._trouble or "● following")
        else:
            self.follow.set_texts("paused", f"{self._waiting:,} new" if self._waiting else "")

    def show_back(self, depth: int) -> None:
        """Offer the way back while there is one."""
        self.back.setVisible(depth > 0)

    @Slot(bool)
    def _reveal(self, reveal: bool) -> None:
        self.secrets.set_texts("secrets", "shown" if reveal else "hidden")
        self.reveal_toggled.emit(reveal)

    def key_menu(self) -> QMenu:
        """The fields that may carry the request ID, with their figures."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, text in request_fields(self._state):
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self._state is not None and key == self._state.request_key)
            action.setData(key)
        menu.triggered.connect(self._choose_key)
        return menu

    @Slot()
    def _show_keys(self) -> None:
        self.key_menu().popup(self.request_key.mapToGlobal(QPoint(0, self.request_key.height() + 2)))

    @Slot(QAction)
    def _choose_key(self, action: QAction) -> None:
        self.key_wanted.emit(action.data())

    @Slot()
    def _show_files(self) -> None:
        button = self.sender()
        anchor = button if isinstance(button, QWidget) else self.files
        self.popup.move(anchor.mapToGlobal(QPoint(0, anchor.height() + 2)))
        self.popup.show()


def _trouble(state: LogState) -> str:
    """What keeps all files from being followed, "" when one of them is."""
    found = {source.status.value for source in state.sources}
    if not found or found - {"unreadable", "waiting"}:
        return ""
    return "not readable" if "unreadable" in found else "waiting for the file"
