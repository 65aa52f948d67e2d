"""The main window: layout, menus, and what is remembered of them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QMenu, QVBoxLayout, QWidget

from inspector import __version__
from inspector.prefs import PrefsStore
from inspector.ui.kit import theme
from inspector.ui.kit.actions import add_icons, build_actions, fill_menus
from inspector.ui.kit.dialogs import Dialogs
from inspector.ui.kit.jobs import Jobs
from inspector.ui.kit.resources import resources_folder
from inspector.ui.kit.status import StatusLine
from inspector.ui.shell.desk import Desk
from inspector.ui.shell.menus import ACTIONS, RECENT, THEME_PREFIX, VIEW
from inspector.ui.shell.pages import Pages
from inspector.ui.shell.rail import CONFIG, LOGS, Rail
from inspector.ui.shell.status_bar import StatusBar

if TYPE_CHECKING:
    from inspector.ui.shell.guide import GuideWindow

_USUAL_SIZE = QSize(1440, 900)
_SHARE_OF_SCREEN = 0.9
_ABOUT = "Where every setting comes from, and what every request did."


class MainWindow(QMainWindow):
    """Rail, desk and status bar. `own_log` is the file that Inspector itself logs to."""

    closed = Signal()
    """The user closed the window; it is hidden already."""
    painted = Signal()
    """The window is on screen: once, after the first frame."""

    def __init__(self, jobs: Jobs, pages: Pages, prefs: PrefsStore, dialogs: Dialogs, own_log: Path) -> None:
        super().__init__()
        self._prefs, self._dialogs, self._own_log = prefs, dialogs, own_log
        self._guide: GuideWindow | None = None
        self.desk = Desk(pages, jobs)
        self.rail = Rail()
        self.status = StatusBar()
        self._unpainted = True
        self._page_actions: list[QAction] = []
        self.actions_by_id = build_actions(self, ACTIONS, self._slots(), with_icons=False)
        self.menu = QMenu(self)
        on_mac = self.menuBar().isNativeMenuBar()
        self.menus = fill_menus(self.menuBar() if on_mac else self.menu, ACTIONS, self.actions_by_id)
        self.menuBar().setVisible(on_mac)
        self.rail.set_menu(self.menu)
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self.setWindowTitle("Inspector")
        self._mark_theme()
        self._show_recent()
        self._restore_geometry()
        self._page_changed(None)

    def complete(self) -> None:
        """Add what can wait until the window shows."""
        add_icons(ACTIONS, self.actions_by_id)

    def open_paths(self, paths: list[Path], environment: str | None = None) -> None:
        """Open folders and log files; Config shows this environment first."""
        self.desk.open_paths(paths, environment)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first frame once it is out."""
        super().paintEvent(event)
        if self._unpainted:
            self._unpainted = False
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the place of the window."""
        self._prefs.set_geometry(base64.b64encode(self.saveGeometry().data()).decode("ascii"))
        event.accept()
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders are welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_paths(paths)

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addWidget(self.desk, 1)
        centre = QWidget()
        whole = QVBoxLayout(centre)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(upper, 1)
        whole.addWidget(self.status)
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.desk.show_page)
        self.rail.help_wanted.connect(self.show_guide)
        self.desk.page_changed.connect(self._page_changed)
        self.menus[VIEW].aboutToShow.connect(self.desk.judge_actions)
        self.menus[VIEW].aboutToHide.connect(self.desk.enable_actions)
        self.desk.status_changed.connect(self._status_changed)
        self.desk.title_changed.connect(self._title_changed)
        self.desk.opened.connect(self._opened)
        self.desk.action_wanted.connect(self._trigger)
        self.desk.recent_wanted.connect(self._open_recent)

    def _slots(self) -> dict[str, Callable[..., None]]:
        themes = {f"{THEME_PREFIX}{mode}": self._choose_theme for mode in theme.MODES}
        return themes | {
            "open-folder": self.ask_for_folder,
            "open-log": self.ask_for_logs,
            "clear-recent": self._clear_recent,
            "open-example": self.open_example,
            "close": self._close_page,
            "quit": self._quit,
            "show-config": self._show_config,
            "show-logs": self._show_logs,
            "guide": self.show_guide,
            "own-log": self.open_own_log,
            "about": self._show_about,
            "menu": self._open_menu,
        }

    @Slot()
    def ask_for_folder(self) -> None:
        """Ask for a folder and open it."""
        self._dialogs.open_folder(self, "Open folder", self._last_folder(), self._folder_chosen)

    @Slot()
    def ask_for_logs(self) -> None:
        """Ask for log files and open them."""
        self._dialogs.open_files(self, "Open log", self._last_folder(), self._files_chosen)

    @Slot()
    def open_example(self) -> None:
        """Open the example service."""
        self.open_paths([resources_folder() / "examples" / "ml-service"])

    @Slot()
    def open_own_log(self) -> None:
        """Show what Inspector itself has logged."""
        if self._own_log.exists():
            self.open_paths([self._own_log])
        else:
            self.desk.banner.show_problem(f"Inspector has logged nothing yet: {self._own_log}", "info")

    @Slot()
    def show_guide(self) -> None:
        """Open the guide in its own window."""
        if self._guide is None:
            from inspector.ui.shell.guide import GuideWindow

            self._guide = GuideWindow(resources_folder() / "help", self)
        self._guide.show()
        self._guide.raise_()

    def _folder_chosen(self, folder: Path) -> None:
        self.open_paths([folder])

    def _files_chosen(self, files: tuple[Path, ...]) -> None:
        self.desk.open_logs(files)

    @Slot()
    def _close_page(self) -> None:
        self.desk.close_page()

    @Slot()
    def _quit(self) -> None:
        self.close()

    @Slot()
    def _show_config(self) -> None:
        self.desk.show_page(CONFIG)

    @Slot()
    def _show_logs(self) -> None:
        self.desk.show_page(LOGS)

    @Slot()
    def _show_about(self) -> None:
        self._dialogs.message(self, "About Inspector", f"Inspector {__version__}", _ABOUT)

    @Slot()
    def _open_menu(self) -> None:
        self.rail.open_menu()

    @Slot()
    def _choose_theme(self) -> None:
        action = self.sender()
        app = QApplication.instance()
        if not isinstance(action, QAction) or not isinstance(app, QApplication):
            return
        chosen = str(action.data()).removeprefix(THEME_PREFIX)
        for mode in theme.MODES:
            if mode == chosen:
                theme.apply(app, mode)
                self._prefs.set_theme(mode)
                self._prefs.save()

    @Slot()
    def _clear_recent(self) -> None:
        self._prefs.clear_recent()
        self._prefs.save()
        self._show_recent()

    @Slot(object)
    def _trigger(self, action_id: object) -> None:
        self.actions_by_id[str(action_id)].trigger()

    @Slot(object)
    def _open_recent(self, path: object) -> None:
        if isinstance(path, Path):
            self.open_paths([path])

    @Slot()
    def _recent_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.open_paths([Path(action.data())])

    @Slot(object)
    def _opened(self, paths: object) -> None:
        assert isinstance(paths, tuple)
        for path in paths:
            if path != self._own_log:
                self._prefs.add_recent(path)
        self._prefs.save()
        self._show_recent()

    @Slot(object)
    def _page_changed(self, page: object) -> None:
        self.rail.show_chosen(page if isinstance(page, str) else None)
        self.actions_by_id["close"].setEnabled(page is not None)
        view = self.menus[VIEW]
        for action in self._page_actions:
            view.removeAction(action)
        added = self.desk.menu_actions
        self._page_actions = [view.addSeparator(), *added] if added else []
        view.addActions(added)

    @Slot(object)
    def _status_changed(self, line: object) -> None:
        assert isinstance(line, StatusLine)
        self.status.show_line(line)

    @Slot(object)
    def _title_changed(self, title: object) -> None:
        self.setWindowTitle(f"{title} – Inspector" if title else "Inspector")

    def _show_recent(self) -> None:
        recent = [Path(path) for path in self._prefs.prefs.recent]
        self.desk.start_page.show_recent(recent)
        menu, clear = self.menus[RECENT], self.actions_by_id["clear-recent"]
        for action in menu.actions():
            menu.removeAction(action)
            if action is not clear:
                action.deleteLater()
        for path in recent:
            entry = menu.addAction(str(path).replace("&", "&&"))
            entry.setData(str(path))
            entry.triggered.connect(self._recent_triggered)
        menu.addSeparator()
        menu.addAction(clear)
        menu.setEnabled(bool(recent))

    def _last_folder(self) -> Path | None:
        for path in self._prefs.prefs.recent:
            return Path(path).parent
        return None

    def _mark_theme(self) -> None:
        self.actions_by_id[THEME_PREFIX + theme.notifier().mode].setChecked(True)

    def _restore_geometry(self) -> None:
        screen = self.screen().availableSize() * _SHARE_OF_SCREEN
        self.resize(_USUAL_SIZE.boundedTo(screen))
        try:
            place = base64.b64decode(self._prefs.prefs.geometry, validate=True)
        except binascii.Error:
            return
        if place:
            self.restoreGeometry(QByteArray(place))
