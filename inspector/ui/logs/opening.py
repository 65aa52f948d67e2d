"""The log core as the window sees it, and how it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from inspector.base.cancel import CancelToken
from inspector.logs.query import Query, Rows, Watermark
from inspector.logs.records import Record
from inspector.logs.requests import RequestSort, RequestSummary

if TYPE_CHECKING:
    from inspector.logs.follow import LogState
    from inspector.logs.formats.overrides import Overrides

FIRST_RECORDS = 60
"""About a screen of records: what is read before anything else."""

PREVIEW_RECORDS = 200
"""What can be scrolled through until there is an index."""


class Logs(Protocol):
    """What the window asks of a LogSet. Jobs call them, but for state() and choose(), which take no time."""

    def state(self) -> LogState: ...

    def rows(
        self, query: Query, after: Watermark | None = None, cancel: CancelToken | None = None
    ) -> Rows: ...

    def records(self, ids: Sequence[int], epoch: int | None = None) -> tuple[Record, ...]: ...

    @property
    def chosen(self) -> Overrides: ...

    def choose(self, overrides: Overrides) -> None: ...

    def requests(
        self,
        sort: RequestSort = RequestSort.DURATION,
        limit: int | None = None,
        cancel: CancelToken | None = None,
    ) -> tuple[RequestSummary, ...]: ...

    def close(self) -> None: ...


class Following(Protocol):
    """What the window asks of a Feed."""

    def start(self) -> None: ...

    def state(self) -> LogState: ...

    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """Logs that were opened. `follow` makes a feed that is not started yet."""

    logs: Logs
    follow: Callable[[], Following]


class Opener(Protocol):
    """How logs are opened. Called in jobs: the first import takes its time."""

    def sizes(self, paths: Sequence[Path]) -> tuple[int, ...]:
        """How many bytes each file has, -1 for one that cannot be seen."""
        ...

    def preview(self, paths: Sequence[Path], limit: int) -> tuple[Record, ...]:
        """The newest records, oldest first, straight from the files."""
        ...

    def open(self, paths: Sequence[Path], cache: Path | None) -> Opened:
        """Open log files; `cache` keeps their indexes."""
        ...


@dataclass(frozen=True, slots=True)
class _MakeFeed:
    logs: object

    def __call__(self) -> Following:
        from inspector.logs.follow import Feed, LogSet

        assert isinstance(self.logs, LogSet)
        return Feed(self.logs)


class LogOpener:
    """Opens real log files. The preview does not wait until the index is loaded."""

    def sizes(self, paths: Sequence[Path]) -> tuple[int, ...]:
        """How many bytes each file has."""
        return tuple(map(_size, paths))

    def preview(self, paths: Sequence[Path], limit: int) -> tuple[Record, ...]:
        """The newest records, oldest first."""
        from inspector.logs.preview import preview

        return preview(paths, limit)

    def open(self, paths: Sequence[Path], cache: Path | None) -> Opened:
        """Open log files."""
        from inspector.logs.follow import LogSet

        logs = LogSet(paths, cache)
        return Opened(logs, _MakeFeed(logs))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
