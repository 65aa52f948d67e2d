"""Puts the program together, runs it, and takes it apart again."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from contextlib import ExitStack
from types import FrameType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from inspector import __version__
from inspector.app.arguments import Arguments
from inspector.app.bell import SignalBell
from inspector.app.crash import CrashReporter
from inspector.app.crash_file import CrashFile
from inspector.app.folders import Folders, user_folders
from inspector.app.own_log import OwnLog, start_own_log, stop_own_log
from inspector.prefs import PrefsStore
from inspector.ui.kit import theme
from inspector.ui.kit.dialogs import QtDialogs
from inspector.ui.kit.gc_guard import GcGuard
from inspector.ui.kit.jobs import ThreadJobs
from inspector.ui.kit.resources import resources_folder
from inspector.ui.shell.pages import WorkbenchPages
from inspector.ui.shell.window import MainWindow

if TYPE_CHECKING:
    from inspector.app.screenshot import Screenshot

# A window that starts out of sight paints nothing.
_LATEST_OPEN_MS = 1_000
_SWITCH_S = 0.001
_log = logging.getLogger(__name__)


class Program(QObject):
    """The parts of a running Inspector, from the first window to the last thread."""

    def __init__(self, arguments: Arguments, folders: Folders, own_log: OwnLog, app: QApplication) -> None:
        super().__init__()
        self._arguments, self._own_log, self._app = arguments, own_log, app
        self._prefs = PrefsStore(folders.prefs_file)
        self._prefs.load()
        self.jobs = ThreadJobs()
        self._guard = GcGuard(self)
        self._bell = SignalBell(self)
        self.crashes = CrashReporter(self)
        self._crash_file = CrashFile(folders.state, os.getpid())
        # A thread that decodes gives way to the window five times as often as Python would.
        sys.setswitchinterval(_SWITCH_S)
        theme.apply(app, self._mode())
        pages = WorkbenchPages(self.jobs, self._prefs, folders.cache, self._prefs)
        self.window = MainWindow(self.jobs, pages, self._prefs, QtDialogs(), folders.own_log)
        self.window.closed.connect(self._closed)
        self.window.painted.connect(self._open)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_LATEST_OPEN_MS)
        self._late.timeout.connect(self._open)
        self._picture: Screenshot | None = None
        self._ended = False

    def start(self) -> None:
        """Show the window; once it is on screen, the rest is loaded and what was asked for opens."""
        self.crashes.install()
        self._crash_file.start()
        self._guard.start()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._interrupted)
        self._bell.start()
        self._tell_problems()
        if self._arguments.screenshot is not None:
            from inspector.app.screenshot import Screenshot

            self._picture = Screenshot(self.window, self._arguments, self)
            self._picture.start()
            self.crashes.reported.connect(self._picture.fail)
        self._late.start()
        self.window.show()

    def stop(self) -> bool:
        """Save, stop all work, give hooks back; False when a thread did not end in time."""
        with ExitStack() as steps:  # in reverse order, and each of them even when another fails
            steps.callback(self._guard.stop)
            steps.callback(self._bell.stop)
            steps.callback(self._delete_window)
            steps.callback(self._crash_file.stop)
            steps.callback(self.crashes.uninstall)
            steps.callback(self._end_jobs)
            steps.callback(self.window.desk.shutdown)
            steps.callback(self._prefs.save)
        return self._ended

    def _end_jobs(self) -> None:
        self._ended = self.jobs.shutdown()

    def _delete_window(self) -> None:
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @Slot()
    def _open(self) -> None:
        self.window.painted.disconnect(self._open)
        self._late.stop()
        from inspector.ui.kit.style import use_flat_style

        use_flat_style(self._app)
        self.window.complete()
        self._own_log.open()
        _log.info("Inspector %s started with %d paths", __version__, len(self._arguments.paths))
        if self._arguments.paths:
            self.window.open_paths(list(self._arguments.paths), self._arguments.environment)
        elif self._picture is not None:
            self._picture.take()

    @Slot()
    def _closed(self) -> None:
        self._app.exit(0)

    def _interrupted(self, number: int, _frame: FrameType | None) -> None:
        self._app.exit(128 + number)

    def _mode(self) -> theme.Mode:
        wish = self._arguments.theme or self._prefs.prefs.theme
        return next((mode for mode in theme.MODES if mode == wish), "system")

    def _tell_problems(self) -> None:
        crashed = self._crash_file.earlier()
        sentences = list(self._prefs.problems)
        sentences += [f"Inspector crashed in an earlier run; the report is {path}." for path in crashed]
        if sentences and self._arguments.screenshot is None:
            self.window.desk.banner.show_problem(" ".join(sentences), "warning")


def run_window(arguments: Arguments) -> int:
    """Run until the window is closed, or the picture is written; returns the exit code."""
    folders = user_folders()
    handler = start_own_log(folders.own_log)
    app = QApplication(["inspector"])
    app.setApplicationName("inspector")
    app.setApplicationDisplayName("Inspector")
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("inspector")
    app.setWindowIcon(QIcon(str(resources_folder() / "icons" / "inspector.svg")))
    if arguments.screenshot is not None and not QFontDatabase.families():
        sys.stderr.write("inspector: No fonts are installed. On Debian and Ubuntu: fonts-dejavu-core.\n")
        return 3
    program = Program(arguments, folders, handler, app)
    program.start()
    code = app.exec()
    ended = program.stop()
    del program
    gc.collect()  # files and databases close before the interpreter takes itself apart
    _log.info("Inspector ends")
    stop_own_log(handler)
    if not ended:
        # A thread is still in foreign code. Python would wait for its locks, or crash, on the way out.
        sys.stderr.flush()
        os._exit(code)
    return code
