"""What other programs need for the same log, each in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import psutil

from tests.benchmarks.measure import Failed, Place, Usage, measured, work

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
_GLOGG_LONGEST_S = 300
_QUIET_LOOKS = 10


def lnav(place: Place, *logs: Path) -> Usage:
    """lnav over these files, up to where a minimum level is applied. Raises Failed."""
    program = _program("lnav")
    home = place.fresh("lnav")
    formats = home / "formats" / "benchmark"
    formats.mkdir(parents=True)
    (formats / "format.json").write_text(json.dumps(_LNAV_FORMAT), "utf-8")
    count = ";SELECT count(*) FROM inspector_benchmark_log WHERE log_level >= 'error'"
    command = [program, "-n", "-I", str(home)]
    small = place.folder / "lnav-check.jsonl"
    with logs[0].open("rb") as log:
        small.write_bytes(b"".join(log.readline() for _ in range(1_000)))
    environment = {"HOME": str(home)}
    understood = measured([*command, "-c", count, "-c", ":write-csv-to -", str(small)], environment)
    if not any(line.isdecimal() and int(line) > 0 for line in understood.output.splitlines()):
        raise Failed("lnav did not take our description of the format")
    steps = ["-c", ":set-min-log-level critical", "-c", ":goto 100%"]
    return measured([*command, *steps, *map(str, logs)], environment)


def glogg(place: Place, log: Path) -> Usage:
    """glogg until it has read the file and rests: it has no mode without a window. Raises Failed."""
    home = place.fresh("glogg")
    environment = {**os.environ, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    size = log.stat().st_size
    start = time.perf_counter()
    with subprocess.Popen(
        [_program("glogg"), "--multi", str(log)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            watched = psutil.Process(process.pid)
            seconds, quiet, cpu, peak = 0.0, 0, 0.0, 0
            while quiet < _QUIET_LOOKS:
                time.sleep(0.02)
                now = time.perf_counter() - start
                if process.poll() is not None or now > _GLOGG_LONGEST_S:
                    raise Failed("glogg ended or did not come to an end")
                peak = max(peak, watched.memory_info().rss)
                used = sum(watched.cpu_times()[:2])
                rests = watched.io_counters().read_chars >= size and used - cpu < 0.005
                quiet = quiet + 1 if rests else 0
                seconds = seconds if rests else now
                cpu = used
        finally:
            process.kill()
    return Usage(seconds, peak / 1e6, "")


def jq(log: Path) -> Usage:
    """jq over the file for the records of one level. Raises Failed."""
    return measured([_program("jq"), "-c", 'select(.level == "CRITICAL") | .message', str(log)])


def duckdb(place: Place, log: Path) -> Usage:
    """DuckDB's read_json into a table of the columns that our index holds. Raises Failed."""
    return work("bare_duckdb", log, place.fresh("duckdb") / "records.db")[0]


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Failed(f"{name} is not installed")
    return found
