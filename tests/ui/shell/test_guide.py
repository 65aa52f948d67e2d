"""The guide shows the pages of resources/help."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QListWidget, QTextBrowser
from pytestqt.qtbot import QtBot

from inspector.ui.shell.guide import GuideWindow


def _guide(qtbot: QtBot, folder: Path) -> GuideWindow:
    guide = GuideWindow(folder)
    qtbot.addWidget(guide)
    return guide


def test_pages_are_listed_by_title_and_linked(qtbot: QtBot, tmp_path: Path) -> None:
    """Getting started comes first; a link goes to the other page; HTML is not rendered."""
    (tmp_path / "b.md").write_text("# Second\n\ntext <b>as written</b>\n", "utf-8")
    (tmp_path / "getting-started.md").write_text("# First\n\n[next](b.md)\n", "utf-8")
    guide = _guide(qtbot, tmp_path)
    titles = guide.findChild(QListWidget)
    page = guide.findChild(QTextBrowser)
    assert titles is not None
    assert page is not None

    assert [titles.item(row).text() for row in range(titles.count())] == ["First", "Second"]
    assert guide.text == "First\nnext"
    page.anchorClicked.emit(QUrl("b.md"))
    assert titles.currentRow() == 1
    assert guide.text == "Second\ntext <b>as written</b>"
    page.anchorClicked.emit(QUrl("https://example.org/"))
    assert titles.currentRow() == 1


def test_the_real_guide_has_pages(qtbot: QtBot, root: Path) -> None:
    """What ships is readable."""
    assert len(_guide(qtbot, root / "resources" / "help").text) > 100


def test_a_missing_guide_says_where_it_should_be(qtbot: QtBot, tmp_path: Path) -> None:
    """A damaged installation does not break the window."""
    assert str(tmp_path) in _guide(qtbot, tmp_path).text
