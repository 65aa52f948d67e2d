"""What structlog really writes is detected and read right."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Sequence

import pytest
import structlog
from structlog.typing import Processor

from inspector.logs.formats import Decoded, Detection, decode, detect
from inspector.logs.records import Level

_LEVEL = structlog.processors.add_log_level
_JSON = structlog.processors.JSONRenderer()

CHAINS: dict[str, Sequence[Processor]] = {
    "iso": (
        _LEVEL,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        _JSON,
    ),
    "epoch": (_LEVEL, structlog.processors.TimeStamper(), structlog.processors.dict_tracebacks, _JSON),
    "renamed": (
        _LEVEL,
        structlog.processors.TimeStamper(fmt="iso", key="ts"),
        structlog.processors.format_exc_info,
        structlog.processors.EventRenamer("msg"),
        _JSON,
    ),
    "numbered": (
        _LEVEL,
        structlog.stdlib.add_log_level_number,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        _JSON,
    ),
}


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_records(chain: Sequence[Processor]) -> None:
    """Time, level, event, bound request, extras and exceptions, by every usual chain of processors."""
    stream = io.StringIO()
    base = structlog.wrap_logger(structlog.PrintLogger(stream), processors=chain)
    before = time.time_ns()
    log = base.bind(request_id="r-1")
    log.debug("one")
    log.warning("two", size=3)
    try:
        raise KeyError("sku")
    except KeyError:
        base.bind(request_id="r-2").exception("three")
    base.critical("four")

    detection, records = read(stream.getvalue())

    assert detection.request_key == "request_id"
    assert [(record.level, record.message, record.request_id) for record in records] == [
        (Level.DEBUG, "one", "r-1"),
        (Level.WARNING, "two", "r-1"),
        (Level.ERROR, "three", "r-2"),
        (Level.CRITICAL, "four", None),
    ]
    assert all(before - 10**6 <= (record.time_ns or 0) <= time.time_ns() + 10**6 for record in records)
    assert records[1].fields["size"] == 3
    assert "KeyError" in records[2].detail


def test_records_of_the_standard_library() -> None:
    """structlog as formatter of `logging`: loggers have names, and libraries need not know of it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    shared: list[Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _JSON,
            ],
        )
    )
    logger = logging.Logger("urllib3.pool")  # noqa: LOG001 - registered nowhere, so nothing leaks
    logger.addHandler(handler)
    logger.info("opened %s", "a")
    logger.error("broken")

    detection, records = read(stream.getvalue())

    assert detection.format.name == "structlog"
    assert [(record.level, record.logger, record.message) for record in records] == [
        (Level.INFO, "urllib3.pool", "opened a"),
        (Level.ERROR, "urllib3.pool", "broken"),
    ]


def read(text: str) -> tuple[Detection, list[Decoded]]:
    """Detect and decode a log's text."""
    lines = text.encode().splitlines()
    detection = detect(lines)
    return detection, [decode(line, detection) for line in lines]
