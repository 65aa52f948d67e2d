"""Records, requests and figures as the stable JSON of the command line."""

from __future__ import annotations

from typing import Any

from inspector.logs.records import Record
from inspector.logs.requests import RequestSummary
from inspector.logs.stats import Stats


def record_document(record: Record, *, reveal: bool = False) -> dict[str, Any]:
    """One line of `logs show --json`; secrets masked unless revealed."""
    raise NotImplementedError


def request_document(summary: RequestSummary) -> dict[str, Any]:
    """One line of `logs requests --json`."""
    raise NotImplementedError


def stats_document(stats: Stats) -> dict[str, Any]:
    """`logs stats --json`."""
    raise NotImplementedError


def shown_time(time_ns: int | None) -> str:
    """RFC 3339 UTC with as many digits as needed (at least milliseconds), "" for None."""
    raise NotImplementedError


def masked_record(record: Record) -> Record:
    """The record with secrets hidden in message, raw text, fields, detail and continuation."""
    raise NotImplementedError
