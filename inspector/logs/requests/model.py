"""One request in figures, and what comes first in a list of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector.logs.records import Level


class RequestSort(StrEnum):
    """What comes first in a list of requests; the words of `logs requests --sort`."""

    DURATION = "duration"
    LEVEL = "level"
    ERRORS = "errors"
    FIRST = "first"
    LAST = "last"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class RequestSummary:
    """One request over all sources. Times are UTC nanoseconds, None when no record has one.

    `level` is the highest of its records, `errors` counts those of level error and above. `open` means that
    more may come: see requests/unfinished.py.
    """

    request_id: str
    request_key: str
    records: int
    first_ns: int | None
    last_ns: int | None
    level: Level
    errors: int
    sources: tuple[str, ...]
    loggers: tuple[str, ...]
    open: bool = False

    @property
    def duration_ms(self) -> float | None:
        """From the first to the last record."""
        if self.first_ns is None or self.last_ns is None:
            return None
        return (self.last_ns - self.first_ns) / 1e6
