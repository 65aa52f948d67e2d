"""Indexing a big log, against lnav; opening it again; its first rows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence

from tests.benchmarks.measure import Benchmark, Figure, Place, Usage, measured, work

# lnav knows no JSON without being told; these are the fields that our index holds.
_LNAV_FORMAT = {
    "$schema": "https://lnav.org/schemas/format-v1.schema.json",
    "inspector_benchmark_log": {
        "title": "benchmark",
        "description": "The benchmark's log",
        "json": True,
        "hide-extra": True,
        "timestamp-field": "timestamp",
        "level-field": "level",
        "level": {word: word.upper() for word in ("debug", "info", "warning", "error", "critical")},
        "body-field": "message",
        "opid-field": "request_id",
        "value": {
            "logger": {"kind": "string", "identifier": True},
            "request_id": {"kind": "string", "identifier": True},
        },
        "line-format": [{"field": "__timestamp__"}, " ", {"field": "level"}, " ", {"field": "message"}],
    },
}


def run(place: Place) -> Sequence[Figure]:
    """One process each: first rows, first time, second time, lnav."""
    cache = place.fresh("cache")
    _, rows = work("preview", place.log, cache)
    ours, first = work("index", place.log, cache)
    _, again = work("index", place.log, cache)
    size = f"{first['records'] / 1e6:.2f} M records, {place.log.stat().st_size / 1e9:.2f} GB"
    lnav, note = _lnav(place)
    peer_seconds, peer_mb = (lnav.seconds, lnav.peak_mb) if lnav is not None else (None, None)
    return [
        Figure("first rows, before any index", rows["seconds"] * 1000, "ms", 150),
        Figure(
            f"index, whole process: {size}",
            ours.seconds,
            "s",
            0.4,
            peer_seconds,
            "lnav",
            relative=True,
            note=note,
        ),
        Figure("index: peak memory", ours.peak_mb, "MB", 0.3, peer_mb, "lnav", relative=True, note=note),
        Figure(
            "open again", again["seconds"] * 1000, "ms", 0.1, first["seconds"] * 1000, "first", relative=True
        ),
    ]


def _lnav(place: Place) -> tuple[Usage | None, str]:
    """lnav over the same file, up to where a minimum level is applied; None and the reason without it."""
    program = shutil.which("lnav")
    if program is None:
        return None, "lnav is not installed"
    home = place.fresh("lnav")
    formats = home / "formats" / "benchmark"
    formats.mkdir(parents=True)
    (formats / "format.json").write_text(json.dumps(_LNAV_FORMAT), "utf-8")
    count = ";SELECT count(*) FROM inspector_benchmark_log WHERE log_level >= 'error'"
    command = [program, "-n", "-I", str(home)]
    plain = [*command, "-c", ":set-min-log-level critical", "-c", ":goto 100%", str(place.log)]
    small = place.folder / "lnav-check.jsonl"
    with place.log.open("rb") as log:
        small.write_bytes(b"".join(log.readline() for _ in range(1_000)))
    environment = {"HOME": str(home)}
    understood = measured([*command, "-c", count, "-c", ":write-csv-to -", str(small)], environment)
    if not any(line.isdecimal() and int(line) > 0 for line in understood.output.splitlines()):
        return None, "lnav did not take our description of the format"
    return measured(plain, environment), ""


BENCHMARK = Benchmark("log-index", run, needs_log=True)
