"""`--screenshot`: a picture of the window, without anybody looking."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from inspector.app.arguments import Arguments
from inspector.ui.shell.window import MainWindow

_LIMIT_MS = 60_000
_QUIET_MS = 250


class Screenshot(QObject):
    """Waits until the window shows what was asked for, writes it and ends the program.

    Exit code 0; 2 when the file cannot be written, or nothing was ready within a minute.
    """

    def __init__(self, window: MainWindow, arguments: Arguments, parent: QObject | None = None) -> None:
        super().__init__(parent)
        assert arguments.screenshot is not None
        self._window, self._target = window, arguments.screenshot
        self._size = (arguments.width, arguments.height)
        # Visible rows are fetched after the answer is there: a short quiet time lets them be painted.
        self._quiet = self._timer(_QUIET_MS)
        self._quiet.timeout.connect(self.take)
        self._limit = self._timer(_LIMIT_MS)
        self._limit.timeout.connect(self._give_up)

    def start(self) -> None:
        """Size the window and wait for it to settle."""
        self._window.resize(*self._size)
        self._window.desk.settled.connect(self._settled)
        self._limit.start()

    @Slot()
    def take(self) -> None:
        """Write the picture now."""
        self._limit.stop()
        self._quiet.stop()
        self._window.resize(*self._size)
        if self._window.grab().save(str(self._target), "PNG"):
            QGuiApplication.exit(0)
            return
        self._fail(f"{self._target} cannot be written.")

    @Slot()
    def _settled(self) -> None:
        self._quiet.start()

    @Slot(object)
    def fail(self, report: object) -> None:
        """Something unexpected happened: there will be no picture, and the log has the whole report."""
        self._fail(f"{str(report).strip().splitlines()[-1]} ({self._target} was not written)")

    @Slot()
    def _give_up(self) -> None:
        self._fail(f"Not ready after {_LIMIT_MS // 1_000} s; {self._target} was not written.")

    def _fail(self, sentence: str) -> None:
        sys.stderr.write(f"inspector: {sentence}\n")
        QGuiApplication.exit(2)

    def _timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        return timer
