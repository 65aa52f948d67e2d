"""Pages that remember what they were asked, for tests of the shell."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTableWidget

from inspector.ui.shell.pages import Page


class FakePage(Page):
    """A table that nothing is read into."""

    def __init__(self) -> None:
        super().__init__()
        self.table = QTableWidget(1, 1)
        self._fill(self.table)
        self.opened: list[tuple[Path, ...]] = []
        self.environment: str | None = None
        self.ended = False
        self.action = QAction("Do it", self)
        self.useful = True

    def open_paths(self, paths: tuple[Path, ...], environment: str | None = None) -> None:
        """Remember them."""
        self.opened.append(paths)
        self.environment = environment

    def menu_actions(self) -> tuple[QAction, ...]:
        """The page's one action, for Config."""
        return (self.action,) if self.objectName() == "config" else ()

    def judge_actions(self) -> None:
        """Disable it when it is of no use."""
        self.action.setEnabled(self.useful)

    def shutdown(self) -> None:
        """Remember it."""
        self.ended = True


class FakePages:
    """Makes fake pages, and keeps them."""

    def __init__(self) -> None:
        self.made: dict[str, FakePage] = {}

    def config(self) -> Page:
        """A page for a workspace."""
        return self._make("config")

    def logs(self) -> Page:
        """A page for logs."""
        return self._make("logs")

    def _make(self, name: str) -> FakePage:
        self.made[name] = FakePage()
        return self.made[name]
