"""A set of log files, read to their present end and followed from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from inspector.base.cancel import CancelToken
from inspector.logs.query import Query, Rows, Watermark
from inspector.logs.records import Level, Record
from inspector.logs.requests import RequestSort, RequestSummary
from inspector.logs.stats import Stats


class SourceStatus(StrEnum):
    """What a source is doing."""

    INDEXING = "indexing"
    FOLLOWING = "following"
    WAITING = "waiting"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class SourceState:
    """One file: what it is doing, and how far it was read.

    `problem` is a sentence for a banner, "" when all is well. `format` is the detected format's title and
    `format_reason` why. `rotations` and `truncations` count since it was opened.
    """

    path: str
    status: SourceStatus
    problem: str = ""
    size_bytes: int = 0
    indexed_bytes: int = 0
    records: int = 0
    format: str = ""
    format_reason: str = ""
    rotations: int = 0
    truncations: int = 0


@dataclass(frozen=True, slots=True)
class LogState:
    """A snapshot of a log set.

    `revision` grows with every change. `epoch` grows when rows given out before are void. `first_pass` is
    True until all that was there on opening is indexed. `unparsed` counts records that fit no format.
    `request_key` is the field that carries the request ID (None: none found) and `request_reason` its
    figures in words ("request_id: 85 % of records, 412 requests").
    """

    revision: int = 0
    epoch: int = 0
    first_pass: bool = True
    records: int = 0
    lines: int = 0
    unparsed: int = 0
    levels: Mapping[Level, int] = field(default_factory=dict)
    size_bytes: int = 0
    indexed_bytes: int = 0
    first_ns: int | None = None
    last_ns: int | None = None
    request_key: str | None = None
    request_reason: str = ""
    sources: tuple[SourceState, ...] = ()


class LogSet:
    """Files read as one log. Safe on any thread; refresh() is called by one thread at a time.

    Opening reads nothing. `cache` is the folder that keeps indexes between runs; None keeps nothing.
    A path that is missing or unreadable is a source with a problem, and is tried again on each refresh.
    """

    def __init__(self, paths: Sequence[Path], cache: Path | None) -> None:
        raise NotImplementedError

    def refresh(
        self, cancel: CancelToken | None = None, progress: Callable[[LogState], None] | None = None
    ) -> LogState:
        """Index everything up to the present end, rotation and truncation included. Raises Cancelled."""
        raise NotImplementedError

    def state(self) -> LogState:
        """The present snapshot; takes no time."""
        raise NotImplementedError

    def preview(self, limit: int = 500) -> tuple[Record, ...]:
        """The newest records, oldest first, read straight from the ends of the files: works before indexing."""
        raise NotImplementedError

    def rows(self, query: Query, after: Watermark | None = None, cancel: CancelToken | None = None) -> Rows:
        """Answer a query, over the records after a watermark only when one is given. Raises QueryError, Cancelled."""
        raise NotImplementedError

    def records(self, ids: Sequence[int]) -> tuple[Record, ...]:
        """Read and decode these rows, in the given order."""
        raise NotImplementedError

    def requests(
        self,
        sort: RequestSort = RequestSort.DURATION,
        limit: int | None = None,
        cancel: CancelToken | None = None,
    ) -> tuple[RequestSummary, ...]:
        """All requests, sorted."""
        raise NotImplementedError

    def stats(self, cancel: CancelToken | None = None) -> Stats:
        """Figures over the whole set, fields included."""
        raise NotImplementedError

    def close(self) -> None:
        """Close files and indexes; running queries end with Cancelled."""
        raise NotImplementedError


class Feed:
    """Refreshes a log set on its own thread whenever the files grow or change.

    It never calls back: whoever shows the log asks state() at its own pace, at most 20 times a second.
    """

    def __init__(self, logs: LogSet) -> None:
        raise NotImplementedError

    def start(self) -> None:
        """Begin to read and follow."""
        raise NotImplementedError

    def state(self) -> LogState:
        """The present snapshot; takes no time."""
        raise NotImplementedError

    def stop(self) -> None:
        """Stop following: cancels a running refresh and joins the thread, in well under a second."""
        raise NotImplementedError
