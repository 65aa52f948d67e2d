"""A big log: as a Python service with a JSON formatter writes it, the same for the same number of lines."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

START_MS = 1_741_046_400_000  # 2025-03-04T00:00:00Z
CHUNK_LINES = 50_000
OPEN_REQUESTS = 64


class Kind(StrEnum):
    """`usual`: about 260 bytes a line, ten records a request. `wide`: 60 fields, 2 kB. `requests`: five
    records a request, so that 5 M lines have 1 M of them.
    """

    USUAL = "usual"
    WIDE = "wide"
    REQUESTS = "requests"


_RECORDS_PER_REQUEST = {Kind.USUAL: 10, Kind.WIDE: 10, Kind.REQUESTS: 5}
_WIDE_FIELDS = {f"attribute_{number:02d}": f"value-{number:02d}-of-this-one" for number in range(50)}

_STACK = (
    'Traceback (most recent call last):\n  File "serving.py", line 97, in predict\nTimeoutError: no answer'
)

# Weight, level, logger, message, module, function, line, more fields; N is a number of the record's own.
_KINDS = (
    (20, "DEBUG", "cache", "Cache hit for key ticket:N", "cache", "get", 41, {"shard": 3}),
    (8, "DEBUG", "db.pool", "Connection taken from the pool", "pool", "take", 117, {"wait_us": "N"}),
    (22, "INFO", "api.serving", "Model prediction requested", "serving", "predict", 88, {"input": "N"}),
    (22, "INFO", "http.access", "POST /predict 200", "access", "log", 30, {"status": 200, "took_us": "N"}),
    (10, "INFO", "queue.worker", "Prediction stored for ticket N", "worker", "store", 64, {"attempt": 1}),
    (8, "INFO", "trainer", "Epoch completed", "loop", "run", 152, {"step": "N", "batch_size": 128}),
    (6, "WARNING", "db.pool", "Connection pool exhausted, waited N us", "pool", "take", 121, {"size": 10}),
    (3, "ERROR", "http.access", "POST /predict 500", "access", "log", 30, {"status": 500, "took_us": "N"}),
    (
        0.8,
        "ERROR",
        "api.serving",
        "Prediction failed after N us",
        "serving",
        "run",
        97,
        {"exception": _STACK},
    ),
    (0.2, "CRITICAL", "queue.worker", "Worker restarts", "worker", "main", 12, {"worker": "N"}),
)


def write(path: Path, lines: int, kind: Kind = Kind.USUAL) -> None:
    """Write a log of so many lines; it appears when it is whole."""
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        for chunk in chunks(lines, kind):
            file.write(chunk)
    partial.replace(path)


def chunks(lines: int, kind: Kind = Kind.USUAL, seed: int = 7) -> Iterator[bytes]:
    """The log in pieces of whole lines."""
    source = random.Random(seed)
    wide = _WIDE_FIELDS if kind is Kind.WIDE else {}
    templates = [_template(wide, *parts) for _, *parts in _KINDS]
    records_per_request = _RECORDS_PER_REQUEST[kind]
    weights = [weight for weight, *_ in _KINDS]
    requests = [_request_id(source) for _ in range(OPEN_REQUESTS)]
    milliseconds, second, stamp = START_MS, -1, ""
    for start in range(0, lines, CHUNK_LINES):
        count = min(CHUNK_LINES, lines - start)
        pieces = []
        for template, slot, number, step in zip(
            source.choices(templates, weights, k=count),
            source.choices(range(OPEN_REQUESTS), k=count),
            source.choices(range(10_000, 100_000), k=count),
            source.choices((0, 0, 1, 1, 2, 3, 9), k=count),
            strict=True,
        ):
            milliseconds += step
            if milliseconds // 1000 != second:
                second = milliseconds // 1000
                stamp = f"{datetime.fromtimestamp(second, UTC):%Y-%m-%dT%H:%M:%S}"
            if number % records_per_request == 0:
                requests[slot] = _request_id(source)
            pieces.append(
                template % {"t": stamp, "ms": milliseconds % 1000, "r": requests[slot], "n": number}
            )
        yield "".join(pieces).encode()


def _template(
    wide: dict[str, str],
    level: object,
    logger: object,
    message: object,
    module: object,
    function: object,
    line: object,
    more: object,
) -> str:
    record = {
        "timestamp": "TIME",
        "level": level,
        "logger": logger,
        "message": message,
        "module": module,
        "function": function,
        "line": line,
        "service": "ml-service",
        "request_id": "REQUEST",
    }
    assert isinstance(more, dict)
    text = json.dumps(record | more | wide).replace("%", "%%")
    text = text.replace("TIME", "%(t)s.%(ms)03d+00:00").replace("REQUEST", "%(r)s")
    return text.replace('"N"', "%(n)d").replace(":N", ":%(n)d").replace(" N", " %(n)d") + "\n"


def _request_id(source: random.Random) -> str:
    return f"req-{source.getrandbits(64):016x}"
