"""What happens when something unexpected happens: a log entry, one report window, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QtMsgType, Signal, Slot, qInstallMessageHandler

if TYPE_CHECKING:
    from inspector.app.crash_report import CrashReport

_log = logging.getLogger("inspector.crash")
_qt_log = logging.getLogger("qt")


class CrashReporter(QObject):
    """Catches what nobody caught, on any thread, and shows it once."""

    reported = Signal(object)
    """The text of what has just been added to the report."""
    _happened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.report: CrashReport | None = None
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the hooks for uncaught exceptions and Qt's messages."""
        sys.excepthook = self.caught
        threading.excepthook = self._thread_caught
        sys.unraisablehook = self._unraisable
        qInstallMessageHandler(_qt_message)

    def uninstall(self) -> None:
        """Give the hooks back and close the window."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)
        if self.report is not None:
            self.report.window.close()

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """An exception that nobody caught. Any thread."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        from inspector.app.crash_report import masked_traceback  # not before it is needed: start-up time

        _log.error("Unexpected: %s", error, exc_info=(kind, error, trace))
        self._happened.emit(masked_traceback(kind, error, trace))

    def _thread_caught(self, event: threading.ExceptHookArgs) -> None:
        if event.exc_value is not None:
            self.caught(event.exc_type, event.exc_value, event.exc_traceback)

    def _unraisable(self, event: sys.UnraisableHookArgs) -> None:
        _log.error("%s: %r", event.err_msg or "Ignored", event.exc_value)

    @Slot(object)
    def _show(self, text: object) -> None:
        if self.report is None:
            from inspector.app.crash_report import CrashReport

            self.report = CrashReport()
        self.report.add(str(text))
        self.reported.emit(text)


def _qt_message(kind: QtMsgType, _context: object, message: str) -> None:
    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }
    _qt_log.log(levels.get(kind, logging.WARNING), "%s", message)
