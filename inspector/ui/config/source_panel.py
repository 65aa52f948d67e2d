"""The source area: which file, its text, and the place that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from inspector.base.cancel import CancelToken
from inspector.base.places import Place
from inspector.config.report import SourceText
from inspector.ui.config.source import ShownSource, show_source
from inspector.ui.config.source_view import SourceView
from inspector.ui.kit import fonts
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.jobs import Jobs, Latest
from inspector.ui.kit.text import Label, Panel


@dataclass(frozen=True, slots=True)
class _Preparation:
    source: SourceText
    reveal: bool

    def __call__(self, _token: CancelToken) -> object:
        return show_source(self.source, reveal=self.reveal)


class SourcePanel(QWidget):
    """Shows the files of a report, one at a time, and jumps to places in them."""

    settled = Signal()
    """What was asked for is on show."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._latest = Latest(jobs)
        self._texts: Mapping[str, SourceText] = {}
        self._reveal = False
        self._place: Place | None = None
        self._ready: dict[str, ShownSource] = {}
        self._file = Pill(opens=True)
        self._file.clicked.connect(self._open_files)
        self._spot = Label("", "small", "dim")
        self._view = SourceView()
        self._remark = Label("", "ui", "dim", wrap=True)
        self._remark.setMargin(fonts.row_height() // 2)
        self._build()
        self._say("Select a setting to see where it is written.")

    @property
    def view(self) -> SourceView:
        """The text."""
        return self._view

    @property
    def remark(self) -> str:
        """What stands in place of a file, "" when one is shown."""
        return self._remark.text() if self._pages.currentIndex() == 1 else ""

    @property
    def busy(self) -> bool:
        """True while a file is being prepared."""
        return self._latest.active

    def show_texts(self, texts: Mapping[str, SourceText]) -> None:
        """Take the files of a new report; the present place is shown again in its new text."""
        changed = {path for path, source in self._ready_sources() if texts.get(path) != source}
        for path in changed:
            del self._ready[path]
        self._texts = texts
        self._file.setVisible(bool(texts))
        self._refresh()

    def set_reveal(self, reveal: bool) -> None:
        """Show or mask secrets."""
        if reveal != self._reveal:
            self._reveal = reveal
            self._ready.clear()
            self._refresh()

    def show_place(self, place: Place, remark: str = "") -> None:
        """Jump to a place. One outside of all files shows `remark` instead."""
        self._place = place
        if place.path is None or place.path not in self._texts:
            self._latest.cancel()
            self._say(remark or _absent(place))
            return
        self._refresh()

    def clear(self, remark: str) -> None:
        """Show no file."""
        self._place = None
        self._latest.cancel()
        self._say(remark)

    def close_jobs(self) -> None:
        """Give up what is being prepared."""
        self._latest.cancel()

    def _build(self) -> None:
        bar = Panel("tb")
        row = QHBoxLayout(bar)
        side = fonts.char_width()
        row.setContentsMargins(side, 2, side, 2)
        row.addWidget(Label("Source", "small", "dim"))
        row.addWidget(self._file)
        row.addStretch(1)
        row.addWidget(self._spot)
        page = QWidget()
        self._pages = QStackedLayout(page)
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._remark)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(page, 1)

    def _ready_sources(self) -> list[tuple[str, SourceText | None]]:
        return [(path, self._texts.get(path)) for path in self._ready]

    def _refresh(self) -> None:
        path = self._place.path if self._place is not None else None
        if path is None:
            return
        if path not in self._texts:
            self._say(_absent(Place(path)))
        elif path in self._ready:
            self._show(self._ready[path])
        else:
            self._latest.start(_Preparation(self._texts[path], self._reveal), self._on_prepared)

    def _show(self, source: ShownSource) -> None:
        self._file.set_texts("", source.path)
        self._view.show_source(source)
        self._view.setAccessibleName(f"Source of {source.path}")
        self._pages.setCurrentIndex(0)
        place = self._place
        if place is not None:
            self._view.jump(place)
            self._spot.setText(_spot_text(place))

    def _say(self, remark: str) -> None:
        self._file.set_texts("files")
        self._spot.setText("")
        self._remark.setText(remark)
        self._view.show_source(None)
        self._pages.setCurrentIndex(1)

    @Slot(object)
    def _on_prepared(self, source: object) -> None:
        if isinstance(source, ShownSource):
            self._ready[source.path] = source
            self._show(source)
            self.settled.emit()

    @Slot()
    def _open_files(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for path in sorted(self._texts):
            action = menu.addAction(path.replace("&", "&&"))
            action.setData(path)
            action.triggered.connect(self._on_file)
        menu.popup(self._file.mapToGlobal(QPoint(0, self._file.height() + 2)))

    @Slot()
    def _on_file(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.show_place(Place(action.data()))


def _absent(place: Place) -> str:
    if place.path is not None:
        return f"{place.path} is not one of the files that were read."
    return "Nothing is written down for this value."


def _spot_text(place: Place) -> str:
    if place.line is None:
        return ""
    return f"{place.line}:{place.column}" if place.column is not None else str(place.line)
