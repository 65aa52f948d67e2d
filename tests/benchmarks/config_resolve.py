"""Resolving a big workspace with places, against libyaml composing its files."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import yaml

from inspector.config.formats import forget_documents
from inspector.config.report import Request, build_report
from tests.benchmarks.measure import Benchmark, Figure, Place

KEYS = 10_000
GROUPS = 100
FILES = ("config.yaml", "config.production.yaml")
TIMES = 5


def run(place: Place) -> Sequence[Figure]:
    """Medians of both, in this process: ours with Python's collector off, as the command line and the window
    run it, libyaml as any program runs it."""
    folder = place.fresh("workspace")
    _workspace(folder)
    texts = [(folder / name).read_bytes() for name in FILES]
    request = Request(workspace=folder, environment="production", environ=(("ML_GROUP7_KEY3", "9"),))
    settings = len(build_report(request).settings)
    with _no_collector():
        again = _median(lambda: build_report(request))
        ours = _median(lambda: _anew(request))
    peer = _median(lambda: [yaml.compose(text, Loader=yaml.CSafeLoader) for text in texts])
    return [
        Figure(
            f"resolve {settings:,} keys in 4 layers, with places",
            ours * 1000,
            "ms",
            2,
            peer * 1000,
            "libyaml composes",
            relative=True,
        ),
        Figure(
            "the same when no file has changed",
            again * 1000,
            "ms",
            2,
            peer * 1000,
            "libyaml composes",
            relative=True,
        ),
    ]


@contextmanager
def _no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _anew(request: Request) -> None:
    forget_documents()
    build_report(request)


def _workspace(folder: Path) -> None:
    """Every key in the base, half of them again for production, some in a .env file and the process."""
    base, production = [], []
    for group in range(GROUPS):
        base.append(f"group{group}:")
        production.append(f"group{group}:")
        for key in range(KEYS // GROUPS):
            base.append(f"  key{key}: {group * key}")
            if key % 2:
                production.append(f"  key{key}: text {key}")
    (folder / "config.yaml").write_text("\n".join(base) + "\n", "utf-8")
    (folder / "config.production.yaml").write_text("\n".join(production) + "\n", "utf-8")
    variables = [f"ML_GROUP{group}_KEY1={group}" for group in range(GROUPS)]
    (folder / ".env").write_text("\n".join(variables) + "\n", "utf-8")


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


BENCHMARK = Benchmark("config-resolve", run)
