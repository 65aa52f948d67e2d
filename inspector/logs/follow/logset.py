"""A set of log files, read to their present end and followed from there."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TypeVar

from inspector.base.cancel import CancelToken
from inspector.logs.follow.figures import RequestFigures
from inspector.logs.follow.read import RECORDS, Maker, read_records
from inspector.logs.follow.registry import Opening, finder_of
from inspector.logs.follow.search import Source
from inspector.logs.follow.segments import Store
from inspector.logs.follow.specs import SourceSpec, as_specs
from inspector.logs.follow.state import LogState
from inspector.logs.formats.overrides import DETECTED, Overrides
from inspector.logs.histogram import BUCKETS, Histogram, count_over_time
from inspector.logs.index.cache import Cache
from inspector.logs.index.database import Database, StorageError
from inspector.logs.index.segment import IndexFileError
from inspector.logs.index.view import SegmentView
from inspector.logs.preview import preview
from inspector.logs.query import Query, Rows, VoidRowsError, Watermark
from inspector.logs.query.select import answer
from inspector.logs.query.top import top_values
from inspector.logs.query.values import TopValues
from inspector.logs.records import Level, Record
from inspector.logs.requests import RequestSort, RequestSummary
from inspector.logs.requests.summaries import count_requests, summaries
from inspector.logs.stats import Stats, collect

ALL = Query()
T = TypeVar("T")


class _ChosenAnewError(Exception):
    """What is read at the moment is wanted in another way."""


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What readers see: one state and the segments that belong to it."""

    state: LogState
    segments: tuple[SegmentView, ...] = ()


class LogSet:
    """Sources read as one log. Safe on any thread; refresh() is called by one thread at a time.

    Opening reads and starts nothing. `cache` is the folder that keeps indexes between runs; None keeps
    nothing. A path that is missing or unreadable is a source with a problem, and is tried again on each
    refresh. See specs.py for what plain paths stand for. `overrides` are the user's choices for all sources,
    which choose() changes; the index made with them is kept only where there is no other.
    """

    def __init__(
        self,
        sources: Sequence[SourceSpec | Path],
        cache: Path | None,
        overrides: Overrides = DETECTED,
    ) -> None:
        self._chosen = overrides
        self._specs = as_specs(sources)
        self._database = Database()
        self._store = Store(self._database, Cache(cache), overrides)
        opening = Opening(self._store, count(), count())
        self._finders = tuple(finder_of(spec, opening) for spec in self._specs)
        self._sources: list[Source] = [source for finder in self._finders for source in finder.find()]
        self._figures = RequestFigures(self._database)
        self._first_pass = True
        self._refreshing = threading.Lock()
        self._reading_lock = threading.Lock()
        self._readers: Counter[int] = Counter()
        self._snapshot = _Snapshot(LogState(sources=tuple(source.state() for source in self._sources)))

    def refresh(
        self, cancel: CancelToken | None = None, progress: Callable[[LogState], None] | None = None
    ) -> LogState:
        """Index everything up to the present end, rotation and truncation included. Raises Cancelled."""

        def committed() -> None:
            self._publish()
            if progress is not None:
                progress(self._snapshot.state)
            if self._chosen != self._store.overrides:
                raise _ChosenAnewError

        with self._refreshing:
            if not self._first_pass:
                self._sources += [source for finder in self._finders for source in finder.find()]
            while not self._take_in_all(committed, cancel):
                pass
            if self._first_pass:
                self._first_pass = False
                self._store.cache.evict()
            self._figures.update(self._views(), cancel)
            self._publish()
            self._close_retired()
        return self._snapshot.state

    def choose(self, overrides: Overrides) -> None:
        """Read all sources in another way: the next refresh, or the one that runs, begins them anew.

        Rows of the epoch before are void then, and `first_pass` is True until all is read again. What is no
        longer there to be read, because it was truncated away, stays as it is. Takes no time.
        """
        self._chosen = overrides

    @property
    def chosen(self) -> Overrides:
        """The user's own choices by now."""
        return self._chosen

    def _take_in_all(self, committed: Callable[[], None], cancel: CancelToken | None) -> bool:
        """Bring all sources up to date; False when the user chose another way meanwhile."""
        if self._chosen != self._store.overrides:
            self._store.overrides = self._chosen
            for source in self._sources:
                # What goes wrong is tried again, and told, by its refresh.
                with contextlib.suppress(OSError, StorageError, IndexFileError):
                    source.switch()
            self._first_pass = True
            self._figures.forget()
            self._publish()
        try:
            for source in self._sources:
                if cancel is not None:
                    cancel.raise_if_cancelled()
                source.refresh(committed, cancel)
        except _ChosenAnewError:
            return False
        return True

    def state(self) -> LogState:
        """The present snapshot; takes no time."""
        return self._snapshot.state

    def preview(self, limit: int = 500) -> tuple[Record, ...]:
        """The newest records, oldest first, read straight from the files' ends: works before indexing."""
        return preview([path for finder in self._finders for path in finder.paths()], limit, self._chosen)

    def restart(self, path: str) -> None:
        """Start the command of this name again as soon as it is not running; it happens on a refresh."""
        for source in self._sources:
            if source.state().path == path:
                source.restart()

    def rows(self, query: Query, after: Watermark | None = None, cancel: CancelToken | None = None) -> Rows:
        """Answer a query, over the records after a watermark only when one is given.

        Raises QueryError and Cancelled. A record that grows (a traceback written line by line) keeps its
        row: it is given out once, when it first matches, and stays whatever is added to it later.
        """
        with self._reading() as snapshot:
            return answer(self._database, snapshot.segments, query, after, snapshot.state.epoch, cancel)

    def records(self, ids: Sequence[int], epoch: int | None = None) -> tuple[Record, ...]:
        """Read and decode these rows, in the given order.

        Raises VoidRowsError when they are of another `epoch` than the present one, KeyError for a row that
        does not exist.
        """
        return self.read(ids, RECORDS, epoch)

    def read(self, ids: Sequence[int], make: Maker[T], epoch: int | None = None) -> tuple[T, ...]:
        """What is made of these records, in the given order; otherwise as records()."""
        with self._reading() as snapshot:
            segments = {segment.number: segment for segment in snapshot.segments}
            try:
                found = read_records(self._database, segments, ids, make)
            except KeyError:
                self._refuse_void(snapshot.state.epoch if epoch is None else epoch)
                raise
        if epoch is not None:
            self._refuse_void(epoch)
        return found

    def histogram(
        self,
        query: Query,
        bucket_ns: int | None = None,
        *,
        buckets: int = BUCKETS,
        after: Histogram | None = None,
        cancel: CancelToken | None = None,
    ) -> Histogram:
        """Count what matches over time, by level: over the log's span, within the query's range.

        Without `bucket_ns` buckets have a round width so that there are `buckets` at most. `after` is an
        earlier answer to the same query: only what is new is counted, and the width stays until there are
        twice as many. One of another epoch or query is not used. Raises QueryError and Cancelled.
        """
        with self._reading() as snapshot:
            return count_over_time(
                self._database,
                snapshot.segments,
                query,
                snapshot.state.epoch,
                bucket_ns=bucket_ns,
                buckets=buckets,
                after=after,
                cancel=cancel,
            )

    def requests(
        self,
        sort: RequestSort = RequestSort.DURATION,
        limit: int | None = None,
        cancel: CancelToken | None = None,
        query: Query = ALL,
    ) -> tuple[RequestSummary, ...]:
        """All requests that have a matching record, or the first `limit`, sorted; their figures are whole.

        Raises QueryError and Cancelled.
        """
        return tuple(self.each_request(sort, limit, cancel, query))

    def each_request(
        self,
        sort: RequestSort = RequestSort.DURATION,
        limit: int | None = None,
        cancel: CancelToken | None = None,
        query: Query = ALL,
    ) -> Generator[RequestSummary, None, None]:
        """The same one by one, for more of them than memory should hold."""
        with self._reading() as snapshot:
            yield from summaries(self._database, snapshot.segments, query, sort, limit, cancel)

    def count_requests(self, query: Query = ALL, cancel: CancelToken | None = None) -> int:
        """How many requests have a matching record. Raises QueryError and Cancelled."""
        with self._reading() as snapshot:
            return count_requests(self._database, snapshot.segments, query, cancel)

    def top_values(
        self, field: str, query: Query = ALL, limit: int = 20, cancel: CancelToken | None = None
    ) -> TopValues:
        """The most frequent values of a field, its name as in a `where`, in all records that match.

        Nothing is masked. Raises QueryError and Cancelled.
        """
        with self._reading() as snapshot:
            return top_values(self._database, snapshot.segments, field, query, limit, cancel)

    def stats(self, cancel: CancelToken | None = None) -> Stats:
        """Figures over the whole set, fields included."""
        with self._reading() as snapshot:
            return collect(self._database, snapshot.segments, cancel)

    def close(self) -> None:
        """Close files and indexes; running queries end with Cancelled, and are waited for."""
        self._database.end_work()
        with self._refreshing:
            for source in self._sources:
                source.close()
            self._store.close_retired()
            self._database.close()

    @contextlib.contextmanager
    def _reading(self) -> Iterator[_Snapshot]:
        """The present snapshot; its indexes stay until this ends."""
        with self._reading_lock:
            snapshot = self._snapshot
            self._readers[snapshot.state.epoch] += 1
        try:
            yield snapshot
        finally:
            with self._reading_lock:
                self._readers[snapshot.state.epoch] -= 1

    def _refuse_void(self, epoch: int) -> None:
        if epoch != self._epoch():
            raise VoidRowsError

    def _epoch(self) -> int:
        return sum(source.voided for source in self._sources)

    def _close_retired(self) -> None:
        """Let go of indexes of earlier choices that nobody reads any more."""
        if self._store.retired:
            with self._reading_lock:
                self._readers = +self._readers
                busy = any(epoch != self._snapshot.state.epoch for epoch in self._readers)
            if not busy:
                self._store.close_retired()

    def _publish(self) -> None:
        """Make what was committed visible, as a new revision if anything changed."""
        before = self._snapshot.state
        segments = self._views()
        state = replace(self._state(segments), revision=before.revision)
        if state != before:
            state = replace(state, revision=before.revision + 1)
        with self._reading_lock:
            self._snapshot = _Snapshot(state, segments)

    def _views(self) -> tuple[SegmentView, ...]:
        return tuple(view for source in self._sources for view in source.views())

    def _state(self, segments: tuple[SegmentView, ...]) -> LogState:
        parts = [segment.progress for segment in segments]
        searches = tuple(state for finder in self._finders for state in finder.states())
        sources = (*(source.state() for source in self._sources), *searches)
        firsts = [part.first_ns for part in parts if part.first_ns is not None]
        lasts = [part.last_ns for part in parts if part.last_ns is not None]
        request_key, request_reason = self._figures.words(segments)
        return LogState(
            epoch=self._epoch(),
            first_pass=self._first_pass,
            records=sum(part.records for part in parts),
            lines=sum(part.lines for part in parts),
            unparsed=sum(part.unparsed for part in parts),
            out_of_order=sum(part.out_of_order for part in parts),
            levels={level: sum(part.levels[level] for part in parts) for level in Level},
            size_bytes=sum(source.size_bytes for source in sources),
            indexed_bytes=sum(source.indexed_bytes for source in sources),
            first_ns=min(firsts, default=None),
            last_ns=max(lasts, default=None),
            request_key=request_key,
            request_reason=request_reason,
            sources=sources,
        )
