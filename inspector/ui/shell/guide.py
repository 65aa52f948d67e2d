"""The guide: the pages of resources/help."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from inspector.ui.kit import fonts


class GuideWindow(QDialog):
    """Titles at the left, the page at the right. It does not block the program."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Guide")
        self.setModal(False)
        self._pages = sorted(folder.glob("*.md"), key=_order)
        self._titles = QListWidget()
        self._titles.setAccessibleName("Pages")
        self._titles.setMaximumWidth(fonts.char_width() * 28)
        self._titles.setFrameShape(QListWidget.Shape.NoFrame)
        self._page = QTextBrowser()
        self._page.setAccessibleName("Page")
        self._page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._page.setSearchPaths([str(folder)])
        self._page.setOpenLinks(False)
        self._page.anchorClicked.connect(self._follow)
        for path in self._pages:
            self._titles.addItem(QListWidgetItem(_title(path)))
        self._titles.currentRowChanged.connect(self._show)
        row = QHBoxLayout(self)
        row.addWidget(self._titles)
        row.addWidget(self._page, 1)
        self.resize(fonts.char_width() * 120, fonts.row_height() * 28)
        if self._pages:
            self._titles.setCurrentRow(0)
        else:
            self._page.setPlainText(f"The guide is missing from this installation: {folder}")

    @property
    def text(self) -> str:
        """The page shown, as plain text."""
        return self._page.toPlainText()

    @Slot(int)
    def _show(self, index: int) -> None:
        # Our own text, not the user's: the only place where markup is rendered.
        features = QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        features |= QTextDocument.MarkdownFeature.MarkdownNoHTML
        self._page.document().setBaseUrl(QUrl.fromLocalFile(str(self._pages[index])))
        self._page.document().setMarkdown(self._pages[index].read_text("utf-8"), features)
        self._page.moveCursor(QTextCursor.MoveOperation.Start)

    @Slot(QUrl)
    def _follow(self, link: QUrl) -> None:
        for index, path in enumerate(self._pages):
            if link.fileName() == path.name:
                self._titles.setCurrentRow(index)


def _order(path: Path) -> tuple[bool, str]:
    return path.name != "getting-started.md", path.name


def _title(path: Path) -> str:
    first = path.read_text("utf-8").partition("\n")[0]
    return first.lstrip("# ").strip() or path.stem
