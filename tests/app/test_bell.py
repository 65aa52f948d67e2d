"""Signals of the system while Qt waits for events."""

from __future__ import annotations

import signal
import threading
from types import FrameType

from PySide6.QtCore import QEventLoop, QObject, QTimer
from pytestqt.qtbot import QtBot

from inspector.app.bell import SignalBell

_FAR_AWAY_MS = 20_000


def test_a_signal_ends_a_waiting_loop(qtbot: QtBot) -> None:
    """Nothing else wakes the loop before the test's own limit."""
    owner, loop, late = QObject(), QEventLoop(), QTimer()
    bell = SignalBell(owner)

    def handle(_number: int, _frame: FrameType | None) -> None:
        loop.exit(7)

    before = signal.signal(signal.SIGINT, handle)
    late.setSingleShot(True)
    late.timeout.connect(loop.quit)
    late.start(_FAR_AWAY_MS)
    bell.start()
    sender = threading.Timer(0.05, signal.raise_signal, (signal.SIGINT,))
    try:
        sender.start()
        assert loop.exec() == 7
    finally:
        sender.join()
        late.stop()
        bell.stop()
        signal.signal(signal.SIGINT, before)

    assert signal.set_wakeup_fd(-1) == -1
