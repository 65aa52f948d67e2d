"""Indexing a big log, against lnav, glogg, jq and bare DuckDB; opening it again; its first rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tests.benchmarks import biglog, peers
from tests.benchmarks.measure import Benchmark, Failed, Figure, Place, Usage, work

_SECONDS = 0.4
_MEMORY = 0.3
_PARTS = 10


def run(place: Place) -> Sequence[Figure]:
    """One process each: first rows, first time, second time, the peers."""
    cache = place.fresh("cache")
    _, rows = work("preview", place.log, cache)
    ours, first = work("index", place.log, cache)
    _, again = work("index", place.log, cache)
    size = f"{first['records'] / 1e6:.2f} M records, {place.log.stat().st_size / 1e9:.2f} GB"
    return [
        Figure("first rows, before any index", rows["seconds"] * 1000, "ms", 150),
        *_against(f"index: {size}", ours, "lnav", lambda: peers.lnav(place, place.log), budget=True),
        *_against("index", ours, "glogg, no fields", lambda: peers.glogg(place, place.log)),
        *_against("index", ours, "DuckDB read_json", lambda: peers.duckdb(place, place.log)),
        *_against("index", ours, "jq, one filter", lambda: peers.jq(place.log)),
        Figure(
            "open again", again["seconds"] * 1000, "ms", 0.1, first["seconds"] * 1000, "first", relative=True
        ),
    ]


def run_kinds(place: Place) -> Sequence[Figure]:
    """Wide records, a million requests, ten files as one: each against lnav on the same files."""
    return [*_wide(place), *_requests(place), *_merged(place)]


def run_growth(place: Place) -> Sequence[Figure]:
    """From the 500th part of four times the log to the whole: about 10 MB to 5 GB."""
    found: list[Figure] = []
    for parts in (500, 50, 5, 1):
        log = place.fresh("growth") / "log.jsonl"
        biglog.write(log, 4 * place.lines // parts)
        size = log.stat().st_size
        usage, result = work("index", log, place.fresh("growth-cache"))
        what = f"index {size / 1e6:,.0f} MB"
        rate = f"{size / 1e6 / result['seconds']:.0f} MB/s"
        found.append(Figure(what, usage.seconds, "s", note=rate))
        found.append(Figure(f"{what}: peak memory", usage.peak_mb, "MB"))
    place.fresh("growth")
    place.fresh("growth-cache")
    return found


def _wide(place: Place) -> Iterator[Figure]:
    lines = place.lines // 8
    log = place.fresh("wide") / "wide.jsonl"
    biglog.write(log, lines, biglog.Kind.WIDE)
    ours, _ = work("index", log, place.fresh("wide-cache"))
    size = log.stat().st_size
    what = f"index {lines / 1e6:.2f} M records of 60 fields, {size / 1e9:.2f} GB"
    yield from _against(what, ours, "lnav", lambda: peers.lnav(place, log), budget=True)
    yield from _against(what, ours, "DuckDB read_json", lambda: peers.duckdb(place, log))
    place.fresh("wide")


def _requests(place: Place) -> Iterator[Figure]:
    log = place.fresh("requests") / "requests.jsonl"
    biglog.write(log, place.lines, biglog.Kind.REQUESTS)
    ours, result = work("requests", log, place.fresh("requests-cache"))
    found = f"{result['requests'] / 1e6:.2f} M requests"
    yield from _against(f"index and list {found}", ours, "lnav", lambda: peers.lnav(place, log))
    yield Figure(f"list {found}, all of them", result["listed"] * 1000, "ms")
    place.fresh("requests")


def _merged(place: Place) -> Iterator[Figure]:
    folder = place.fresh("merged")
    logs = [folder / f"part-{number}.jsonl" for number in range(_PARTS)]
    for number, log in enumerate(logs):
        with log.open("wb") as file:
            file.writelines(biglog.chunks(place.lines // _PARTS, seed=number))
    ours, result = work("merged", place.fresh("merged-cache"), *logs)
    what = f"index {_PARTS} files as one, {result['records'] / 1e6:.2f} M records in order of time"
    yield from _against(what, ours, "lnav", lambda: peers.lnav(place, *logs), budget=True)
    yield Figure("all of them put in order of time", result["ordered"] * 1000, "ms")
    place.fresh("merged")


def _against(
    what: str, ours: Usage, peer_name: str, peer: Callable[[], Usage], *, budget: bool = False
) -> Iterator[Figure]:
    """Whole processes: seconds and peak memory of both."""
    try:
        theirs, note = peer(), ""
    except Failed as error:
        theirs, note = None, str(error)
    for unit, label, value, other, limit in (
        ("s", "", ours.seconds, None if theirs is None else theirs.seconds, _SECONDS),
        ("MB", ": peak memory", ours.peak_mb, None if theirs is None else theirs.peak_mb, _MEMORY),
    ):
        yield Figure(
            what + label, value, unit, limit if budget else None, other, peer_name, relative=True, note=note
        )


BENCHMARKS = (
    Benchmark("log-index", run, needs_log=True),
    Benchmark("log-kinds", run_kinds),
    Benchmark("log-growth", run_growth),
)
