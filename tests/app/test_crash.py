"""Something unexpected: a log entry, one window, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from inspector.app.crash import CrashReporter

_SECRET = "hunter2-and-more"


class _Source(QObject):
    happened = Signal()

    @Slot()
    def break_down(self) -> None:
        raise ValueError(f"password={_SECRET}")


@pytest.fixture
def reporter(qtbot: QtBot) -> Iterator[CrashReporter]:
    reporter = CrashReporter()
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    reporter.install()
    yield reporter
    reporter.uninstall()
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    if reporter.report is not None:
        reporter.report.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _report(qtbot: QtBot, reporter: CrashReporter, wanted: str) -> str:
    def shown() -> bool:
        return reporter.report is not None and wanted in reporter.report.window.text

    qtbot.waitUntil(shown)
    assert reporter.report is not None
    return reporter.report.window.text


@pytest.mark.qt_no_exception_capture
def test_a_slot_that_breaks_is_reported_without_secrets(
    qtbot: QtBot, reporter: CrashReporter, caplog: pytest.LogCaptureFixture
) -> None:
    """The window shows versions and the masked traceback; the text can be copied."""
    source = _Source()
    source.happened.connect(source.break_down)
    with caplog.at_level(logging.ERROR):
        source.happened.emit()
        text = _report(qtbot, reporter, "break_down")

    assert "ValueError: password=••••••••" in text
    assert "PySide6" in text
    assert _SECRET not in text
    assert [record.name for record in caplog.records] == ["inspector.crash"]
    assert reporter.report is not None
    reporter.report.window.copy()
    assert QGuiApplication.clipboard().text() == text


@pytest.mark.qt_no_exception_capture
def test_what_happens_again_is_counted(qtbot: QtBot, reporter: CrashReporter) -> None:
    """One window, one traceback, a number."""
    source = _Source()
    source.happened.connect(source.break_down)
    for _ in range(3):
        source.happened.emit()
    text = _report(qtbot, reporter, "3 times")

    assert text.count("Traceback") == 1


@pytest.mark.qt_no_exception_capture
def test_a_thread_that_breaks_is_reported_here(qtbot: QtBot, reporter: CrashReporter) -> None:
    """The window opens on the GUI thread."""

    def work() -> None:
        raise KeyError("lost")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert "KeyError: 'lost'" in _report(qtbot, reporter, "lost")
