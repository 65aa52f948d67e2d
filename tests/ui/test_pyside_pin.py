"""The Qt binding must not eat None."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

_CALLS = 2_000
_NOISE = 100


class _Source(QObject):
    happened = Signal()


def test_calls_leave_none_alone() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference to None per call, until the process aborts."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(_CALLS):
        thing.setObjectName("name")

    assert abs(sys.getrefcount(None) - before) < _NOISE


def test_emitting_leaves_true_alone() -> None:
    """The same version loses references to True in emit()."""
    source = _Source()
    before = sys.getrefcount(True)
    for _ in range(_CALLS):
        source.happened.emit()

    assert abs(sys.getrefcount(True) - before) < _NOISE
