"""The window: how soon it is there, what it takes, and how it scrolls a big log."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.measure import Benchmark, Figure, Place, Usage, measured


def run_start(place: Place) -> Sequence[Figure]:
    """Start both windows in turns; medians of whole processes, ended as soon as the window is visible."""
    home = place.fresh("home")
    times = 3 if place.quick else 7
    _window(home, "empty")
    _window(home, "inspector")
    pairs = [(_window(home, "empty"), _window(home, "inspector")) for _ in range(times)]
    seconds = [statistics.median(usage.seconds for usage in column) for column in zip(*pairs, strict=True)]
    peaks = [statistics.median(usage.peak_mb for usage in column) for column in zip(*pairs, strict=True)]
    peer = "empty window"
    return [
        Figure("window visible", seconds[1] * 1000, "ms", 2, seconds[0] * 1000, peer, relative=True),
        Figure("window: peak memory", peaks[1], "MB", 2, peaks[0], peer, relative=True),
    ]


def run_table(place: Place) -> Sequence[Figure]:
    """The real window on the big log, which it indexes for the first time."""
    usage = _window(place.fresh("home"), "table", str(place.log))
    result = json.loads(usage.output.strip().splitlines()[-1])
    return [
        Figure("window deaf while it indexes: longest", result["deaf_ms"], "ms", 100),
        Figure("scrolling by pages: median frame", result["median_ms"], "ms", 16),
        Figure("scrolling by pages: 99th percentile", result["p99_ms"], "ms", 33),
        Figure(f"window on {result['records']:,} records: peak memory", usage.peak_mb, "MB"),
    ]


def _window(home: Path, *arguments: str) -> Usage:
    """A window off screen, with folders of its own."""
    environment = {
        "QT_QPA_PLATFORM": "offscreen",
        # Both windows as they are when installed: not compiled at each start.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(home.parent / "compiled"),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_DATA_HOME": str(home / "data"),
    }
    return measured([sys.executable, "-m", "tests.benchmarks.window_work", *arguments], environment)


BENCHMARKS = (Benchmark("window-start", run_start), Benchmark("window-table", run_table, needs_log=True))
