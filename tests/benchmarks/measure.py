"""What a benchmark is, what it measured, and how whole processes are measured."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_LAUNCHER = Path(__file__).with_name("launcher.py")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run keeps its files, and how much it does."""

    folder: Path
    log: Path
    lines: int
    quick: bool

    def fresh(self, name: str) -> Path:
        """An empty folder of this name."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table. `value` and `peer` share `unit`.

    With `relative` the budget is a limit for value / peer, else for the value itself; `at_least` turns the
    limit around. `value` is None when it could not be measured, `note` then says why.
    """

    what: str
    value: float | None
    unit: str
    budget: float | None = None
    peer: float | None = None
    peer_name: str = ""
    relative: bool = False
    at_least: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """value / peer."""
        return self.value / self.peer if self.value is not None and self.peer else None

    @property
    def kept(self) -> bool | None:
        """Whether the budget is kept; None when that cannot be told."""
        judged = self.ratio if self.relative else self.value
        if judged is None or self.budget is None:
            return None
        return judged >= self.budget if self.at_least else judged <= self.budget


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One file of this folder."""

    name: str
    run: Callable[[Place], Sequence[Figure]]
    needs_log: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """A whole process: wall time, its own peak memory, what it printed."""

    seconds: float
    peak_mb: float
    output: str


class Failed(Exception):  # noqa: N818 - of a benchmark, not of this program
    """A measured process ended badly; the text is the last line that it wrote."""


def measured(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Usage:
    """Run a process to its end and measure all of it. Raises Failed."""
    with tempfile.NamedTemporaryFile("r", encoding="ascii") as result:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(_LAUNCHER), result.name, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            check=False,
        )
        if done.returncode != 0:
            raise Failed((done.stdout.strip().splitlines() or [f"exit code {done.returncode}"])[-1])
        seconds, peak_bytes = result.read().split()
    return Usage(float(seconds), int(peak_bytes) / 1e6, done.stdout)


def work(task: str, *arguments: object) -> tuple[Usage, dict[str, Any]]:
    """Run a task of work.py in a process of its own; what it returned is the last line that it printed."""
    usage = measured([sys.executable, "-m", "tests.benchmarks.work", task, *map(str, arguments)])
    result: dict[str, Any] = json.loads(usage.output.strip().splitlines()[-1])
    return usage, result
