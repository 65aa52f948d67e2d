"""What happens when something unexpected happens: a log entry, one report window, and the program goes on."""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
import threading
import time
import traceback
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import TextIO

import PySide6
from PySide6.QtCore import QObject, Qt, QtMsgType, Signal, Slot, qInstallMessageHandler, qVersion

from inspector import __version__
from inspector.base.secrets import mask_text
from inspector.ui.shell.text_window import TextWindow

_log = logging.getLogger("inspector.crash")
_qt_log = logging.getLogger("qt")

_MOST_REPORTS = 20
_KEPT_S = 7 * 86_400
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashReporter(QObject):
    """Catches what nobody caught, on any thread, and shows it once."""

    reported = Signal(object)
    """The report that is now in the window, as text."""
    _happened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counts: Counter[str] = Counter()
        self.window: TextWindow | None = None
        self._happened.connect(self._report, Qt.ConnectionType.QueuedConnection)

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
        if self.window is not None:
            self.window.close()

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """An exception that nobody caught. Any thread."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.error("Unexpected: %s", error, exc_info=(kind, error, trace))
        self._happened.emit(mask_text("".join(traceback.format_exception(kind, error, trace))))

    def _thread_caught(self, event: threading.ExceptHookArgs) -> None:
        if event.exc_value is not None:
            self.caught(event.exc_type, event.exc_value, event.exc_traceback)

    def _unraisable(self, event: sys.UnraisableHookArgs) -> None:
        _log.error("%s: %r", event.err_msg or "Ignored", event.exc_value)

    @Slot(object)
    def _report(self, text: object) -> None:
        if len(self._counts) < _MOST_REPORTS or str(text) in self._counts:
            self._counts[str(text)] += 1
        if self.window is None:
            self.window = TextWindow("Inspector: something went wrong")
        lead = "Something in Inspector went wrong. It goes on, but what you see may be incomplete."
        self.window.show_text(lead, self._text())
        self.reported.emit(str(text))

    def _text(self) -> str:
        head = (
            f"Inspector {__version__}, Python {platform.python_version()}, PySide6 {PySide6.__version__}, "
            f"Qt {qVersion()}, {platform.platform()}"
        )
        parts = [f"{'' if count == 1 else f'{count} times: '}{text}" for text, count in self._counts.items()]
        return "\n\n".join((head, *parts))


class CrashFile:
    """Where the interpreter writes its last words when the process dies of a signal."""

    def __init__(self, folder: Path, process: int) -> None:
        self._folder = folder
        self._path = folder / f"crash-{process}.log"
        self._file: TextIO | None = None

    def start(self) -> None:
        """From now on a fatal error leaves a traceback; without a writable folder, none."""
        try:
            self._file = self._path.open("w", encoding="utf-8")
        except OSError as error:
            _log.warning("No crash file: %s", error)
            return
        faulthandler.enable(self._file)

    def stop(self) -> None:
        """A clean end leaves no file."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            self._path.unlink(missing_ok=True)

    def earlier(self) -> tuple[Path, ...]:
        """Reports of earlier crashes not told yet, told by this call; old files are removed."""
        told = []
        for path in sorted(self._folder.glob("crash-*.log")):
            if path == self._path:
                continue
            try:
                state = path.stat()
                if state.st_size:
                    told.append(path.replace(path.with_suffix(".told")))
                elif time.time() - state.st_mtime > _KEPT_S:
                    path.unlink()
            except OSError as error:
                _log.warning("%s: %s", path, error)
        return tuple(told)


def _qt_message(kind: QtMsgType, _context: object, message: str) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)
