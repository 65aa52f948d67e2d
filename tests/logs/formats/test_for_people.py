"""Text that loggers write for people, as the real ones write it."""

from __future__ import annotations

import io
import json
import logging

import structlog

from inspector.logs.formats import Detection, decode, detect, record_starts
from inspector.logs.records import Level

# loguru 0.7.3, `logger.exception("boom")`, without and with colorize=True.
LOGURU = """\
2026-11-24 21:55:46.684 | CRITICAL | __main__:<module>:43 - hello 0
2026-11-24 21:55:46.684 | ERROR    | __main__:<module>:45 - boom
Traceback (most recent call last):

> File "/app/gen.py", line 44, in <module>
    try: 1/0

ZeroDivisionError: division by zero
2026-11-24 21:55:46.689 | TRACE    | __main__:<module>:43 - hello 1
"""
COLOURED = """\
\x1b[32m2026-11-24 21:55:46.684\x1b[0m | \x1b[31m\x1b[1mERROR   \x1b[0m | \x1b[36m__main__\x1b[0m:\x1b[36m\
<module>\x1b[0m:\x1b[36m45\x1b[0m - \x1b[31m\x1b[1mboom\x1b[0m
\x1b[33m\x1b[1mTraceback (most recent call last):\x1b[0m

> File "\x1b[32m/app/\x1b[0m\x1b[32m\x1b[1mgen.py\x1b[0m", line \x1b[33m44\x1b[0m, in \x1b[35m<module>\x1b[0m
    \x1b[35m\x1b[1mtry\x1b[0m\x1b[1m:\x1b[0m \x1b[34m1\x1b[0m\x1b[35m\x1b[1m/\x1b[0m\x1b[34m\x1b[1m0\x1b[0m

\x1b[31m\x1b[1mZeroDivisionError\x1b[0m:\x1b[1m division by zero\x1b[0m
"""
TRACEBACK = """\
Traceback (most recent call last):

> File "/app/gen.py", line 44, in <module>
    try: 1/0

ZeroDivisionError: division by zero"""


def records(text: str) -> tuple[list[bytes], Detection]:
    """The bytes of each record, and how they are read."""
    lines = text.encode().splitlines(keepends=True)
    detection = detect(lines)
    found: list[bytes] = []
    for line, start in zip(lines, record_starts(lines, detection)[0], strict=True):
        if start:
            found.append(line)
        else:
            found[-1] += line
    return found, detection


def test_a_traceback_of_loguru_is_one_piece() -> None:
    """With its blank lines and the mark of the frame that caught it."""
    found, detection = records(LOGURU)

    assert [decode(record, detection).level for record in found] == [
        Level.CRITICAL,
        Level.ERROR,
        Level.TRACE,
    ]
    assert decode(found[1], detection).detail == TRACEBACK


def test_a_coloured_traceback_of_loguru_is_one_piece() -> None:
    """Colours are no part of what is said."""
    found, detection = records(COLOURED * 3)

    assert [decode(record, detection).detail for record in found] == [TRACEBACK] * 3


def test_loguru_in_json_shows_the_traceback_as_it_was_printed() -> None:
    """And says nothing twice."""
    exception = {"type": "ZeroDivisionError", "value": "division by zero", "traceback": True}
    record = {
        "exception": exception,
        "extra": {"request_id": "r"},
        "level": {"icon": "❌", "name": "ERROR", "no": 40},
        "message": "boom\ntwice",
        "name": "__main__",
        "time": {"repr": "2026-11-24 21:55:46.684+00:00", "timestamp": 1795557346.684},
    }
    text = "2026-11-24 21:55:46.684 | ERROR    | __main__:<module>:45 - boom\ntwice\n" + TRACEBACK + "\n"
    line = json.dumps({"text": text, "record": record}).encode()
    decoded = decode(line, detect([line]))
    bare = {"text": "own format", "record": {**record, "message": "other"}}
    odd = decode(json.dumps(bare).encode(), detect([line]))

    assert (decoded.detail, decoded.message) == (TRACEBACK, "boom\ntwice")
    assert decoded.fields == {"record": {"extra": {"request_id": "r"}}}
    assert json.loads(odd.detail) == exception


def test_the_console_of_structlog() -> None:
    """Its pairs are fields, the request ID among them; the padding of level and event is none of them."""
    written = io.StringIO()
    for colours in (False, True):
        log = structlog.wrap_logger(
            structlog.WriteLogger(written),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.dev.ConsoleRenderer(colors=colours),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        )
        for number in range(10):
            log.warning("too slow", request_id=f"r{number // 2}", path="/a b", n=number, logger="app.db")
    found, detection = records(written.getvalue())
    decoded = [decode(record, detection) for record in found]

    assert detection.format.name == "structlog-console"
    assert detection.request_key == "request_id"
    assert [(one.level, one.message, one.logger, one.request_id) for one in decoded] == [
        (Level.WARNING, "too slow", "app.db", f"r{number // 2}") for number in (*range(10), *range(10))
    ]
    assert decoded[3].fields == {"path": "/a b", "n": "3"}


def test_a_few_errors_do_not_make_a_log_of_winston() -> None:
    """Any tool writes `error: `."""
    assert detect([b"error: no such file", b"reading", b"writing"]).format.name == "text"
