"""The budgets of the design, measured: python -m tests.benchmarks [--lines N] [--quick] [--only NAME]."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import biglog, config_resolve, log_faults, log_filters, log_follow, log_index, window
from tests.benchmarks.measure import Benchmark, Failed, Figure, Place

BENCHMARKS: tuple[Benchmark, ...] = (
    *log_index.BENCHMARKS,
    log_filters.BENCHMARK,
    *log_follow.BENCHMARKS,
    log_faults.BENCHMARK,
    config_resolve.BENCHMARK,
    *window.BENCHMARKS,
)

FULL_LINES = 5_000_000
QUICK_LINES = 200_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print a table."""
    options = _options(arguments)
    console = Console(width=None if sys.stdout.isatty() else 180)
    chosen = [b for b in BENCHMARKS if options.only is None or b.name in options.only]
    with _folder(options.folder) as folder:
        lines = options.lines or (QUICK_LINES if options.quick else FULL_LINES)
        place = Place(folder, folder / f"big-{lines}.jsonl", lines, options.quick)
        if any(benchmark.needs_log for benchmark in chosen) and not place.log.exists():
            start = time.perf_counter()
            biglog.write(place.log, lines)
            console.print(f"Wrote {place.log} in {time.perf_counter() - start:.0f} s.")
        console.print(_machine(lines))
        table = Table("What", "Measured", "Peer", "Ratio", "Budget", "", box=None, header_style="bold")
        for column in table.columns[1:5]:
            column.justify = "right"
        for benchmark in chosen:
            with console.status(benchmark.name):
                for figure in _figures(benchmark, place):
                    table.add_row(*_row(figure))
        console.print(table)


def _machine(lines: int) -> str:
    """What the figures depend on; with other work on the machine only ratios mean something."""
    busy = f", {os.getloadavg()[0]:.1f} of them busy before" if hasattr(os, "getloadavg") else ""
    return f"Python {platform.python_version()}, {os.cpu_count()} processors{busy}, {lines:,} lines."


def _figures(benchmark: Benchmark, place: Place) -> Sequence[Figure]:
    try:
        return benchmark.run(place)
    except Failed as error:
        return [Figure(benchmark.name, None, "", note=str(error))]


def _row(figure: Figure) -> tuple[str, ...]:
    if figure.value is None:
        return figure.what, "–", "", "", "", figure.note
    peer = "" if figure.peer is None else f"{_number(figure.peer)} {figure.unit} ({figure.peer_name})"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.3g}"
    sign = "≥" if figure.at_least else "≤"
    unit = "×" if figure.relative else f" {figure.unit}"
    budget = "" if figure.budget is None else f"{sign} {_number(figure.budget)}{unit}"
    verdict = {True: "ok", False: "MISSED", None: ""}[figure.kept]
    note = f"{verdict}  {figure.note}".strip()
    return figure.what, f"{_number(figure.value)} {figure.unit}", peer, ratio, budget, note


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


@contextmanager
def _folder(named: Path | None) -> Iterator[Path]:
    """The folder given, which is kept, or one for this run only."""
    if named is not None:
        named.mkdir(parents=True, exist_ok=True)
        yield named.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="inspector-benchmarks-") as folder:
        yield Path(folder)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--lines", type=int, help=f"lines of the big log (default: {FULL_LINES:,})")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_LINES:,} lines, fewer repetitions")
    parser.add_argument("--only", action="append", choices=[b.name for b in BENCHMARKS])
    parser.add_argument("--folder", type=Path, help="keep the big log here, for the next run")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
