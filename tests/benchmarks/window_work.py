"""Windows in a process of their own: python -m tests.benchmarks.window_work TASK [FILE]."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import NoReturn

FRAMES = 300


def empty() -> None:
    """The least that a PySide6 window needs."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    _app = QApplication(["empty"])
    window = QMainWindow()
    window.resize(1440, 900)
    window.show()
    _until(_visible)
    _end({})


def inspector() -> None:
    """The real program without anything to open."""
    _run_program([], _visible_and_end)


def table(log: str) -> None:
    """The real program with a log: how long the window is deaf while it indexes, and frames of scrolling."""
    _run_program([log], _scroll)


def _visible_and_end() -> NoReturn:
    _until(_visible)
    _end({})


def _scroll() -> NoReturn:
    from PySide6.QtWidgets import QAbstractSlider, QApplication, QTableView

    from inspector.ui.logs.workbench import LogWorkbench

    _until(_visible)
    window = next(widget for widget in QApplication.topLevelWidgets() if widget.isVisible())
    window.resize(1440, 900)
    _until(lambda: bool(window.findChildren(LogWorkbench)))
    (bench,) = window.findChildren(LogWorkbench)
    records = bench.findChild(QTableView)
    assert records is not None
    blocks = _until(lambda: _indexed(bench))
    bar = records.verticalScrollBar()
    model = records.model()
    _until(lambda: model.rowCount() > 0 and bar.maximum() > 0)
    frames = []
    bar.setValue(bar.maximum() // 2)
    for number in range(FRAMES):
        action = QAbstractSlider.SliderAction
        start = time.perf_counter()
        bar.triggerAction(action.SliderPageStepSub if number % 3 else action.SliderPageStepAdd)
        QApplication.processEvents()
        frames.append((time.perf_counter() - start) * 1000)
        # Between two steps of a held key the rows arrive.
        _until(_later(0.02))
    frames.sort()
    _end(
        {
            "records": model.rowCount(),
            "deaf_ms": max(blocks) * 1000,
            "median_ms": statistics.median(frames),
            "p99_ms": frames[int(len(frames) * 0.99)],
        }
    )


def _indexed(bench: object) -> bool:
    from inspector.ui.logs.workbench import LogWorkbench

    assert isinstance(bench, LogWorkbench)
    state = bench.session.state
    return state is not None and state.records > 0 and not state.first_pass


def _run_program(arguments: list[str], instead: Callable[[], NoReturn]) -> None:
    """Start as always, but do this in place of Qt's main loop."""
    from PySide6.QtWidgets import QApplication

    # setattr: to the type checker a method of Qt cannot be replaced.
    setattr(QApplication, "exec", staticmethod(instead))  # noqa: B010
    sys.argv[1:] = arguments
    from inspector.__main__ import main as start

    start()


def _visible() -> bool:
    from PySide6.QtWidgets import QApplication

    windows = (widget.windowHandle() for widget in QApplication.topLevelWidgets() if widget.isVisible())
    return any(window.isExposed() for window in windows)


def _later(seconds: float) -> Callable[[], bool]:
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() >= end


def _until(condition: Callable[[], bool]) -> list[float]:
    """Let events happen until then; returns how long each turn took."""
    from PySide6.QtWidgets import QApplication

    turns = [0.0]
    while not condition():
        start = time.perf_counter()
        QApplication.processEvents()
        turns.append(time.perf_counter() - start)
        time.sleep(0.001)
    return turns


def _end(result: dict[str, float]) -> NoReturn:
    """Leave at once: how programs end is not measured here."""
    print(json.dumps(result), flush=True)
    os._exit(0)


TASKS: tuple[Callable[..., None], ...] = (empty, inspector, table)


def main() -> None:
    """Run the named task."""
    name, *arguments = sys.argv[1:]
    (task,) = (task for task in TASKS if task.__name__ == name)
    task(*arguments)


if __name__ == "__main__":
    main()
