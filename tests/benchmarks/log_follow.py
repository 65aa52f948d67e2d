"""A log that is being written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from tests.benchmarks import biglog
from tests.benchmarks.measure import ROOT, Benchmark, Figure, Place, work

RATE = 300_000
"""Lines a second that the writer tries to write: whole slices, see writer.py."""

FILTERED_RATE = 200_000


def run(place: Place) -> Sequence[Figure]:
    """Sustained writing by another process, and single lines."""
    return [_sustained(place), *_single(place)]


def _sustained(place: Place) -> Figure:
    folder = place.fresh("follow")
    lines = RATE * (3 if place.quick else 10)
    log = folder / "live.jsonl"
    log.touch()
    command = [sys.executable, "-m", "tests.benchmarks.writer", str(log), str(lines), str(RATE)]
    with subprocess.Popen(command, cwd=ROOT) as writer:
        _, result = work("follow", log, folder / "cache", lines)
    if writer.returncode != 0:
        return Figure("live: lines a second", None, "lines/s", note="the writer failed")
    rate = result["records"] / result["seconds"]
    note = f"{lines:,} lines written at {RATE:,} lines/s, seen to the last"
    return Figure("live: lines a second", rate, "lines/s", 200_000, at_least=True, note=note)


def run_filtered(place: Place) -> Sequence[Figure]:
    """A minute of writing at the rate of the budget while three filters go on, in 12 M records."""
    folder = place.fresh("filtered")
    lines = FILTERED_RATE * (3 if place.quick else 60)
    log = folder / "live.jsonl"
    log.touch()
    command = [sys.executable, "-m", "tests.benchmarks.writer", str(log), str(lines), str(FILTERED_RATE)]
    with subprocess.Popen(command, cwd=ROOT) as writer:
        usage, result = work("filtered", log, folder / "cache", lines)
    if writer.returncode != 0:
        return [Figure("live with filters", None, "lines/s", note="the writer failed")]
    rate = result["records"] / result["seconds"]
    note = f"{lines:,} lines written at {FILTERED_RATE:,} lines/s, seen to the last"
    place.fresh("filtered")
    return [
        Figure("live with three filters: lines a second", rate, "lines/s", note=note),
        Figure("the three filters over what is new: longest", result["longest"] * 1000, "ms"),
        Figure(
            "memory after the first quarter, at most",
            result["late_mb"],
            "MB",
            1.1,
            result["early_mb"],
            "in the first quarter",
            relative=True,
        ),
        Figure("live with three filters: peak memory", usage.peak_mb, "MB"),
    ]


def _single(place: Place) -> Sequence[Figure]:
    folder = place.fresh("append")
    log = folder / "log.jsonl"
    biglog.write(log, 20_000)
    _, result = work("appended", log, folder / "cache", 10 if place.quick else 40)
    return [
        Figure("an appended line is visible: median", result["median"] * 1000, "ms", 200),
        Figure("an appended line is visible: longest", result["longest"] * 1000, "ms", 200),
    ]


BENCHMARKS = (Benchmark("log-follow", run), Benchmark("log-filtered", run_filtered))
