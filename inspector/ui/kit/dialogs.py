"""Questions to the user. Nothing here blocks: the answer comes to a bound method, or never.

The classes of dialogs are loaded with the first one, not with the program.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton


class Dialogs(Protocol):
    """What the program may ask."""

    def open_folder(
        self, parent: QWidget, title: str, start: Path | None, chosen: Callable[[Path], None]
    ) -> None:
        """Ask for a folder."""
        ...

    def open_files(
        self, parent: QWidget, title: str, start: Path | None, chosen: Callable[[tuple[Path, ...]], None]
    ) -> None:
        """Ask for one or more files."""
        ...

    def save_file(self, parent: QWidget, title: str, suggested: Path, chosen: Callable[[Path], None]) -> None:
        """Ask where to write."""
        ...

    def message(self, parent: QWidget, title: str, text: str, detail: str = "") -> None:
        """Tell something that belongs nowhere else."""
        ...

    def ask(
        self, parent: QWidget, title: str, text: str, action_text: str, accepted: Callable[[], None]
    ) -> None:
        """Ask before something that cannot be taken back."""
        ...


class QtDialogs:
    """The system's dialogs."""

    def open_folder(
        self, parent: QWidget, title: str, start: Path | None, chosen: Callable[[Path], None]
    ) -> None:
        """Ask for a folder."""
        dialog = _file_dialog(parent, title, start)
        dialog.setFileMode(dialog.FileMode.Directory)
        dialog.setOption(dialog.Option.ShowDirsOnly)
        _PathAnswer(dialog, chosen)
        dialog.open()

    def open_files(
        self, parent: QWidget, title: str, start: Path | None, chosen: Callable[[tuple[Path, ...]], None]
    ) -> None:
        """Ask for one or more files."""
        dialog = _file_dialog(parent, title, start)
        dialog.setFileMode(dialog.FileMode.ExistingFiles)
        _FilesAnswer(dialog, chosen)
        dialog.open()

    def save_file(self, parent: QWidget, title: str, suggested: Path, chosen: Callable[[Path], None]) -> None:
        """Ask where to write."""
        dialog = _file_dialog(parent, title, suggested.parent)
        dialog.setAcceptMode(dialog.AcceptMode.AcceptSave)
        dialog.selectFile(suggested.name)
        _PathAnswer(dialog, chosen)
        dialog.open()

    def message(self, parent: QWidget, title: str, text: str, detail: str = "") -> None:
        """Tell something."""
        _message_box(parent, title, text, detail).open()

    def ask(
        self, parent: QWidget, title: str, text: str, action_text: str, accepted: Callable[[], None]
    ) -> None:
        """Ask before something that cannot be taken back; Cancel is the default."""
        box = _message_box(parent, title, text, "")
        box.setStandardButtons(box.StandardButton.Cancel)
        button = box.addButton(action_text, box.ButtonRole.AcceptRole)
        box.setDefaultButton(box.StandardButton.Cancel)
        _YesAnswer(box, button, accepted)
        box.open()


class _PathAnswer(QObject):
    def __init__(self, dialog: QFileDialog, chosen: Callable[[Path], None]) -> None:
        super().__init__(dialog)
        self._chosen = chosen
        dialog.fileSelected.connect(self.take)

    @Slot(str)
    def take(self, path: str) -> None:
        if path:
            self._chosen(Path(path))


class _FilesAnswer(QObject):
    def __init__(self, dialog: QFileDialog, chosen: Callable[[tuple[Path, ...]], None]) -> None:
        super().__init__(dialog)
        self._chosen = chosen
        dialog.filesSelected.connect(self.take)

    @Slot("QStringList")
    def take(self, paths: list[str]) -> None:
        if paths:
            self._chosen(tuple(Path(path) for path in paths))


class _YesAnswer(QObject):
    def __init__(self, box: QMessageBox, button: QPushButton, accepted: Callable[[], None]) -> None:
        super().__init__(box)
        self._box, self._button, self._accepted = box, button, accepted
        box.finished.connect(self.take)

    @Slot(int)
    def take(self, _result: int) -> None:
        if self._box.clickedButton() is self._button:
            self._accepted()


def _file_dialog(parent: QWidget, title: str, start: Path | None) -> QFileDialog:
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if start is not None:
        dialog.setDirectory(str(start))
    return dialog


def _message_box(parent: QWidget, title: str, text: str, detail: str) -> QMessageBox:
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(detail)
    return box
