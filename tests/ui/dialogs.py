"""Dialogs that nobody sees: what was asked is kept, answers are prepared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that RecordedDialogs was asked."""

    kind: str
    title: str
    text: str = ""


@dataclass(slots=True)
class RecordedDialogs:
    """Keeps what was asked and answers from what was prepared; no answer means Cancel."""

    folder: Path | None = None
    files: tuple[Path, ...] = ()
    target: Path | None = None
    agrees: bool = False
    asked: list[Asked] = field(default_factory=list)

    def open_folder(
        self, parent: QWidget, title: str, start: Path | None, chosen: Callable[[Path], None]
    ) -> None:
        """Answer with `folder`."""
        self.asked.append(Asked("open_folder", title))
        if self.folder is not None:
            chosen(self.folder)

    def open_files(
        self, parent: QWidget, title: str, start: Path | None, chosen: Callable[[tuple[Path, ...]], None]
    ) -> None:
        """Answer with `files`."""
        self.asked.append(Asked("open_files", title))
        if self.files:
            chosen(self.files)

    def save_file(self, parent: QWidget, title: str, suggested: Path, chosen: Callable[[Path], None]) -> None:
        """Answer with `target`."""
        self.asked.append(Asked("save_file", title, suggested.name))
        if self.target is not None:
            chosen(self.target)

    def message(self, parent: QWidget, title: str, text: str, detail: str = "") -> None:
        """Keep it."""
        self.asked.append(Asked("message", title, text))

    def ask(
        self, parent: QWidget, title: str, text: str, action_text: str, accepted: Callable[[], None]
    ) -> None:
        """Answer with `agrees`."""
        self.asked.append(Asked("ask", title, text))
        if self.agrees:
            accepted()
