"""What a log set is doing, as frozen snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inspector.logs.formats import RequestCandidate
from inspector.logs.records import Level


class SourceStatus(StrEnum):
    """What a source is doing."""

    INDEXING = "indexing"
    FOLLOWING = "following"
    WAITING = "waiting"
    UNREADABLE = "unreadable"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SourceState:
    """One file: what it is doing, and how far it was read.

    `problem` is a sentence for a banner, "" when all is well. `format` is the detected format's title and
    `format_reason` why; `request_key` is the field that carries its request ID, None without one.
    `rotations` and `truncations` count since it was opened. Of a command, `path` is the
    command, `exit_code` how it ended (negative: the signal), None while it runs, and `complaints` are the
    last lines of its stderr, secrets masked; `complained` counts all of them. `stream` tells that it comes
    once, and may end. `request_candidates` are the fields that may carry the request ID, by their figures in
    a sample, the best first.
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
    exit_code: int | None = None
    complaints: tuple[str, ...] = ()
    complained: int = 0
    stream: bool = False
    request_candidates: tuple[RequestCandidate, ...] = ()
    request_key: str | None = None


@dataclass(frozen=True, slots=True)
class LogState:
    """A snapshot of a log set.

    `revision` grows with every change. `epoch` grows when rows given out before are void. `first_pass` is
    True until all that was there on opening is indexed, and again after LogSet.choose(). `unparsed` counts
    records that fit no format, `out_of_order` those with a time before one that was seen earlier in their
    source.
    `request_key` is the field that carries the request ID (None: none found) and `request_reason` its
    figures in words ("request_id: 85 % of records, 412 requests").
    """

    revision: int = 0
    epoch: int = 0
    first_pass: bool = True
    records: int = 0
    lines: int = 0
    unparsed: int = 0
    out_of_order: int = 0
    levels: Mapping[Level, int] = field(default_factory=dict)
    size_bytes: int = 0
    indexed_bytes: int = 0
    first_ns: int | None = None
    last_ns: int | None = None
    request_key: str | None = None
    request_reason: str = ""
    sources: tuple[SourceState, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether no source can bring anything more: streams end, files do not."""
        return bool(self.sources) and all(source.status is SourceStatus.ENDED for source in self.sources)

    @property
    def arriving(self) -> bool:
        """Whether a stream has not come to its end."""
        return any(source.stream and source.status is not SourceStatus.ENDED for source in self.sources)
