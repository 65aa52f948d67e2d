"""A clean window system around every test: no collection while it runs, nothing left behind after it."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractAnimation, QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from inspector.ui.kit import theme
from inspector.ui.kit.style import use_flat_style

_FOREIGN_THREADS = ("MainThread", "pytest_timeout", "execnet", "Dummy")
_JOIN_S = 3.0


@pytest.fixture(autouse=True)
def _tidy(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a window, a thread, a timer or an animation behind, and name it.

    Garbage is collected here, on the GUI thread: while a test runs, a worker thread may not.
    """
    QApplication.setQuitOnLastWindowClosed(False)
    theme.apply(qapp, "light")
    use_flat_style(qapp)
    font = QApplication.font()
    threads = set(threading.enumerate())
    gc.disable()
    gc.freeze()  # only what this test made is collected and searched: 2 ms in place of 200
    try:
        yield
        left = _threads_left(threads) + _windows_left()
        _deliver_deletions()
        gc.collect()
        _deliver_deletions()
        left += _clocks_left()
    finally:
        gc.unfreeze()
        gc.enable()
        QApplication.setFont(font)
    report = getattr(request.node, "failed_call", False)
    if left and not report:
        pytest.fail("left behind: " + "; ".join(left))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None]:  # a failed test keeps its frames, and they keep its widgets
    """Remember which tests failed."""
    report = yield
    if call.when == "call" and call.excinfo is not None:
        item.failed_call = True  # type: ignore[attr-defined]
    return report


def _windows_left() -> list[str]:
    left = []
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible():
            left.append(f"visible window {type(widget).__name__} {widget.windowTitle()!r}")
            widget.hide()
    return left


def _threads_left(before: set[threading.Thread]) -> list[str]:
    new = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.name.startswith(_FOREIGN_THREADS)
    ]
    for thread in new:
        thread.join(_JOIN_S / len(new))
    return [f"running thread {thread.name}" for thread in new if thread.is_alive()]


def _clocks_left() -> list[str]:
    left = []
    for thing in gc.get_objects():
        if isinstance(thing, QTimer) and isValid(thing) and thing.isActive():
            left.append(f"active timer of {thing.parent()!r}, every {thing.interval()} ms")
            thing.stop()
        elif isinstance(thing, QAbstractAnimation) and isValid(thing) and thing.state() is _RUNNING:
            left.append(f"running animation of {thing.parent()!r}")
            thing.stop()
    return left


_RUNNING = QAbstractAnimation.State.Running


def _deliver_deletions() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
