"""What python-json-logger really writes is detected and read right."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pythonjsonlogger.json import JsonFormatter

from inspector.logs.formats import Decoded, Detection, decode, detect
from inspector.logs.records import Level

LAYOUTS: tuple[Mapping[str, Any], ...] = (
    {"fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    {"fmt": "%(created)f %(asctime)s %(levelname)s %(name)s %(message)s %(funcName)s %(lineno)d"},
    {"fmt": "%(levelname)s %(name)s %(message)s", "timestamp": True},
    {"fmt": "%(levelname)s %(message)s %(name)s", "rename_fields": {"levelname": "level"}, "timestamp": True},
    {"fmt": "%(levelno)s %(message)s %(name)s", "timestamp": True},
    {
        "fmt": "%(levelname)s %(name)s %(message)s",
        "rename_fields": {"levelname": "severity", "name": "logger"},
        "timestamp": "@timestamp",
    },
)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """What a logger of our own writes to."""
    with io.StringIO() as text:
        yield text


@pytest.mark.parametrize("layout", LAYOUTS, ids=range(len(LAYOUTS)))
def test_records(stream: io.StringIO, layout: Mapping[str, Any]) -> None:
    """Time, level, logger, message, request, extras and traceback, in every usual layout."""
    handler = logging.StreamHandler(stream)
    formatter = JsonFormatter(**layout)
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logger = logging.Logger("shop.cart")  # noqa: LOG001 - registered nowhere, so nothing leaks
    logger.addHandler(handler)
    before = time.time_ns()
    logger.debug("one", extra={"request_id": "r-1"})
    logger.warning("two %d", 2, extra={"request_id": "r-1", "size": 3})
    try:
        raise KeyError("sku")
    except KeyError:
        logger.exception("three", extra={"request_id": "r-2"})
    logger.critical("four")

    detection, records = read(stream.getvalue())

    assert detection.request_key == "request_id"
    assert [(record.level, record.logger, record.message, record.request_id) for record in records] == [
        (Level.DEBUG, "shop.cart", "one", "r-1"),
        (Level.WARNING, "shop.cart", "two 2", "r-1"),
        (Level.ERROR, "shop.cart", "three", "r-2"),
        (Level.CRITICAL, "shop.cart", "four", None),
    ]
    # asctime has milliseconds only.
    assert all(before - 10**6 <= (record.time_ns or 0) <= time.time_ns() for record in records)
    assert records[1].fields["size"] == 3
    assert records[2].detail.startswith("Traceback (most recent call last):")
    assert records[2].detail.endswith("KeyError: 'sku'")


def read(text: str) -> tuple[Detection, list[Decoded]]:
    """Detect and decode a log's text."""
    lines = text.encode().splitlines()
    detection = detect(lines)
    return detection, [decode(line, detection) for line in lines]
