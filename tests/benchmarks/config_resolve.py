"""Resolving a big workspace with places, against libyaml composing its files."""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml

from inspector.config.formats import forget_documents
from inspector.config.report import Request, build_report
from tests.benchmarks.measure import Benchmark, Figure, Place

KEYS = 10_000
GROUPS = 100
FILES = ("config.yaml", "config.production.yaml")
TIMES = 5


@dataclass(frozen=True, slots=True)
class _Stacked:
    """Four files that all have every key, stacked by a dialect. `more` is what makes it that dialect."""

    dialect: str
    files: tuple[str, ...]
    more: Mapping[str, str]
    budget: float | None = 2


_STACKED = (
    _Stacked(
        "custom",
        ("a.yaml", "b.yaml", "c.yaml", "d.yaml"),
        {
            "inspector.toml": 'dialect = "custom"\nprefix = "APP_"\n'
            + "".join(f'[[layers]]\npath = "{name}.yaml"\nkind = "base"\n' for name in "abcd")
        },
    ),
    _Stacked(
        "node-config",
        tuple(f"config/{name}.json" for name in ("default", "production", "local", "local-production")),
        {"package.json": '{"dependencies": {"config": "^4.0.0"}}'},
    ),
    # Without a budget: what each of dynaconf's steps did to its one store is found by looking at every key.
    _Stacked(
        "dynaconf",
        ("settings.yaml", ".secrets.yaml", "settings.local.yaml", ".secrets.local.yaml"),
        {"app.py": "import dynaconf\ndynaconf.Dynaconf(settings_files=['settings.yaml', '.secrets.yaml'])"},
        budget=None,
    ),
)


def run(place: Place) -> Sequence[Figure]:
    """Medians of both, in this process and by turns: ours with Python's collector off, as the command line
    and the window run it, libyaml as any program runs it. All are processor time, which other work on the
    machine disturbs less."""
    figures = _layered(place)
    for stacked in _STACKED:
        figures += _stacked(place, stacked)
    return figures


def _layered(place: Place) -> list[Figure]:
    folder = place.fresh("workspace")
    _workspace(folder)
    request = Request(workspace=folder, environment="production", environ=(("ML_GROUP7_KEY3", "9"),))
    settings = len(build_report(request).settings)
    peer, ours, again, one = _medians(
        partial(_compose, [(folder / name).read_bytes() for name in FILES]),
        partial(_anew, request),
        partial(build_report, request),
        partial(_changed, request, folder / FILES[1]),
    )
    return [
        _figure(f"resolve {settings:,} keys in 4 layers, with places", ours, peer),
        _figure("the same when no file has changed", again, peer),
        _figure("the same when one of the files has changed", one, peer),
    ]


def _stacked(place: Place, stacked: _Stacked) -> list[Figure]:
    folder = place.fresh(f"workspace-{stacked.dialect}")
    trees = [_tree(number) for number in range(len(stacked.files))]
    for name, tree in zip(stacked.files, trees, strict=True):
        (folder / name).parent.mkdir(exist_ok=True)
        text = json.dumps(tree, indent=2) if name.endswith(".json") else _yaml_text(tree)
        (folder / name).write_text(text, "utf-8")
    for name, text in stacked.more.items():
        (folder / name).write_text(text, "utf-8")
    request = Request(workspace=folder, environment="production", dialect=stacked.dialect)
    settings = len(build_report(request).settings)
    texts = [_yaml_text(tree).encode() for tree in trees]
    peer, ours = _medians(partial(_compose, texts), partial(_anew, request))
    return [_figure(f"{stacked.dialect}: {settings:,} keys, each in 4 files", ours, peer, stacked.budget)]


def _figure(what: str, ours: float, peer: float, budget: float | None = 2) -> Figure:
    return Figure(what, ours * 1000, "ms", budget, peer * 1000, "libyaml composes", relative=True)


@contextmanager
def _no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _compose(texts: Sequence[bytes]) -> None:
    for text in texts:
        yaml.compose(text, Loader=yaml.CSafeLoader)


def _anew(request: Request) -> None:
    forget_documents()
    build_report(request)


def _changed(request: Request, file: Path) -> None:
    with file.open("a", encoding="utf-8") as stream:
        stream.write("\n")
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


def _tree(number: int) -> dict[str, dict[str, int | str]]:
    """Every key, with another value in each file."""
    return {
        f"group{group}": {
            f"key{key}": f"text {key} of {number}" if number else group * key for key in range(KEYS // GROUPS)
        }
        for group in range(GROUPS)
    }


def _yaml_text(tree: Mapping[str, Mapping[str, int | str]]) -> str:
    lines = []
    for group, values in tree.items():
        lines.append(f"{group}:")
        lines += [f"  {key}: {value}" for key, value in values.items()]
    return "\n".join(lines) + "\n"


def _medians(peer: Callable[[], object], *works: Callable[[], object]) -> list[float]:
    """Seconds of the peer, then of each of ours."""
    taken: list[list[float]] = [[] for _ in range(1 + len(works))]
    for _ in range(TIMES):
        taken[0].append(_seconds(peer))
        for times, work in zip(taken[1:], works, strict=True):
            with _no_collector():
                times.append(_seconds(work))
    return [statistics.median(times) for times in taken]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


BENCHMARK = Benchmark("config-resolve", run)
