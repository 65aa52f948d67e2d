"""A small log set in memory, with the methods that the window uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from inspector.base.cancel import CancelToken
from inspector.logs.follow import LogState, SourceState, SourceStatus
from inspector.logs.formats.overrides import DETECTED, Overrides
from inspector.logs.query import Query, QueryError, Rows, Watermark
from inspector.logs.records import Level, Record, row_id
from inspector.logs.requests import RequestSort, RequestSummary
from inspector.ui.logs.opening import Following, Opened

START_NS = 1_763_800_000_000_000_000
SECOND_NS = 1_000_000_000
_CYCLE = (Level.INFO, Level.DEBUG, Level.INFO, Level.WARNING, Level.INFO, Level.ERROR)


def make_record(
    number: int, *, source: str = "/logs/api.jsonl", segment: int = 0, **changes: object
) -> Record:
    """Record `number`: every sixth an error, four records a request, one second apart."""
    record = Record(
        row=row_id(segment, number),
        source=source,
        line=number + 1,
        offset=number * 100,
        length=100,
        time_ns=START_NS + number * SECOND_NS,
        level=_CYCLE[number % len(_CYCLE)],
        level_raw=_CYCLE[number % len(_CYCLE)].name,
        logger="api.serving",
        request_id=f"req-{number // 4:04d}",
        request_key="request_id",
        message=f"message {number}",
        raw=f'{{"message": "message {number}"}}',
        fields={"latency_ms": number},
    )
    return replace(record, **changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class FakeLogs:
    """Records by segment. add() is what a writer does; nothing is indexed before index()."""

    segments: list[list[Record]] = field(default_factory=lambda: [[]])
    sources: tuple[str, ...] = ("/logs/api.jsonl",)
    indexed: bool = True
    epoch: int = 0
    revision: int = 1
    problem: str = ""
    rotations: int = 0
    closed: bool = False
    asked: list[tuple[Query, Watermark | None]] = field(default_factory=list)
    fetched: list[tuple[int, ...]] = field(default_factory=list)
    failure: Exception | None = None
    chosen: Overrides = DETECTED

    def add(self, *records: Record, segment: int = 0) -> None:
        """Append records to a segment."""
        self.segments[segment].extend(records)
        self.revision += 1

    def index(self) -> None:
        """The first pass ends."""
        self.indexed = True
        self.revision += 1

    def renew(self, records: Sequence[Record]) -> None:
        """The file was rewritten: all rows are void."""
        self.segments = [list(records)]
        self.epoch += 1
        self.revision += 1

    def all(self) -> list[Record]:
        """Every record in display order."""
        records = [record for segment in self.segments for record in segment]
        return sorted(records, key=_time) if len(self.sources) > 1 else records

    def state(self) -> LogState:
        records = self.all()
        size = 100 * len(records)
        levels = {level: sum(record.level is level for record in records) for level in Level}
        sources = tuple(
            SourceState(
                path,
                SourceStatus.UNREADABLE if self.problem else SourceStatus.FOLLOWING,
                self.problem,
                size,
                size if self.indexed else size // 2,
                len(records),
                "python json",
                "python json: levelname and asctime",
                self.rotations,
            )
            for path in self.sources
        )
        return LogState(
            revision=self.revision,
            epoch=self.epoch,
            first_pass=not self.indexed,
            records=len(records),
            lines=len(records),
            levels=levels,
            size_bytes=size,
            indexed_bytes=size if self.indexed else size // 2,
            first_ns=records[0].time_ns if records else None,
            last_ns=records[-1].time_ns if records else None,
            request_key="request_id" if records else None,
            request_reason="request_id: 85 % of records, 412 requests" if records else "",
            sources=sources,
        )

    def preview(self, limit: int) -> tuple[Record, ...]:
        """Not of the log's own interface: what stands at the end of its files."""
        return tuple(replace(record, row=-1) for record in self.all()[-limit:])

    def rows(self, query: Query, after: Watermark | None = None, cancel: CancelToken | None = None) -> Rows:
        self.asked.append((query, after))
        if self.failure is not None:
            raise self.failure
        if query.regex and query.text.count("(") != query.text.count(")"):
            raise QueryError("missing closing ) at 1")
        marks = (*(after.next_sequence if after is not None else ()), *(0,) * len(self.segments))
        new = {id(record) for mark, part in zip(marks, self.segments, strict=False) for record in part[mark:]}
        found = [record for record in self.all() if id(record) in new and _matches(record, query)]
        return Rows(
            np.array([record.row for record in found], dtype=np.int64),
            np.array([_time(record) for record in found], dtype=np.int64),
            Watermark(tuple(map(len, self.segments))),
            self.epoch,
        )

    def choose(self, overrides: Overrides) -> None:
        self.chosen = overrides

    def records(self, ids: Sequence[int], epoch: int | None = None) -> tuple[Record, ...]:
        self.fetched.append(tuple(ids))
        known = {record.row: record for record in self.all()}
        return tuple(known[row] for row in ids)

    def requests(
        self,
        sort: RequestSort = RequestSort.DURATION,
        limit: int | None = None,
        cancel: CancelToken | None = None,
    ) -> tuple[RequestSummary, ...]:
        ids = sorted({record.request_id for record in self.all() if record.request_id})
        return tuple(
            RequestSummary(name, "request_id", 1, None, None, Level.INFO, 0, (), ()) for name in ids[:limit]
        )

    def close(self) -> None:
        self.closed = True


@dataclass(slots=True)
class FakeFeed:
    """Tells the state of its log; counts how it was used."""

    logs: FakeLogs
    running: bool = False

    def start(self) -> None:
        self.running = True

    def state(self) -> LogState:
        return self.logs.state()

    def stop(self) -> None:
        self.running = False


@dataclass(slots=True)
class FakeOpener:
    """Opens the same fake, whatever the paths."""

    logs: FakeLogs
    feeds: list[FakeFeed] = field(default_factory=list)
    failure: Exception | None = None

    def sizes(self, paths: Sequence[Path]) -> tuple[int, ...]:
        return (100 * len(self.logs.all()),) * len(paths)

    def preview(self, paths: Sequence[Path], limit: int) -> tuple[Record, ...]:
        return self.logs.preview(limit)

    def open(self, paths: Sequence[Path], cache: Path | None) -> Opened:
        if self.failure is not None:
            raise self.failure
        return Opened(self.logs, self.follow)

    def follow(self) -> Following:
        self.feeds.append(FakeFeed(self.logs))
        return self.feeds[-1]


def fake_logs(count: int = 60, **changes: object) -> FakeLogs:
    """A log of `count` records in one file."""
    return FakeLogs(segments=[[make_record(number) for number in range(count)]], **changes)  # type: ignore[arg-type]


def _time(record: Record) -> int:
    return record.time_ns or 0


def _matches(record: Record, query: Query) -> bool:
    if query.levels is not None and record.level not in query.levels:
        return False
    if query.request is not None and record.request_id != query.request:
        return False
    return query.text.lower() in record.message.lower()
