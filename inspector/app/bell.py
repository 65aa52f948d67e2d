"""Signals of the system reach Python at once, also while Qt waits for events."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Slot


class SignalBell(QObject):
    """Wakes the event loop when a signal comes. Python's handlers run between two of its instructions,
    and a loop that waits in Qt executes none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._rang)
        self._before = -1

    def start(self) -> None:
        """Listen. Main thread only."""
        self._before = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)

    def stop(self) -> None:
        """Listen no more."""
        signal.set_wakeup_fd(self._before)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()

    @Slot()
    def _rang(self) -> None:
        # The handler itself has run by now: entering this method was its chance.
        self._read.recv(4096)
