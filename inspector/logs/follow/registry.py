"""How each kind of spec becomes sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from inspector.base.cancel import CancelToken
from inspector.logs.follow.segments import Store
from inspector.logs.follow.source import FollowedSource
from inspector.logs.follow.specs import CommandSpec, FileSpec, SourceSpec, StdinSpec
from inspector.logs.follow.state import SourceState
from inspector.logs.follow.streams import CommandSource, StdinSource
from inspector.logs.index.view import SegmentView


class Source(Protocol):
    """One stretch of the log that is followed by itself. Engine thread, but for restart()."""

    number: int
    voided: int

    def refresh(self, committed: Callable[[], None], cancel: CancelToken | None) -> None: ...

    def views(self) -> tuple[SegmentView, ...]: ...

    def state(self) -> SourceState: ...

    def restart(self) -> None: ...

    def close(self) -> None: ...


class Finder(Protocol):
    """Looks for the sources that a spec means."""

    def find(self) -> Sequence[Source]:
        """Those that were not given out before. Called before each refresh."""
        ...

    def paths(self) -> Sequence[Path]:
        """The files that a preview reads."""
        ...


@dataclass(frozen=True, slots=True)
class Opening:
    """What new sources need."""

    store: Store
    numbers: Iterator[int]
    segment_numbers: Iterator[int]


class _One:
    """A spec that is one source."""

    def __init__(self, source: Source, *paths: Path) -> None:
        self._new: tuple[Source, ...] = (source,)
        self._paths = paths

    def find(self) -> Sequence[Source]:
        """It, once."""
        found, self._new = self._new, ()
        return found

    def paths(self) -> Sequence[Path]:
        """The file, if it is one."""
        return self._paths


def _file(spec: FileSpec, opening: Opening) -> Finder:
    source = FollowedSource(opening.store, next(opening.numbers), spec.path, opening.segment_numbers)
    return _One(source, spec.path)


def _stdin(spec: StdinSpec, opening: Opening) -> Finder:
    return _One(StdinSource(opening.store, next(opening.numbers), spec, opening.segment_numbers))


def _command(spec: CommandSpec, opening: Opening) -> Finder:
    return _One(CommandSource(opening.store, next(opening.numbers), spec, opening.segment_numbers))


_KINDS: Mapping[type[SourceSpec], Callable[[Any, Opening], Finder]] = {
    FileSpec: _file,
    StdinSpec: _stdin,
    CommandSpec: _command,
}


def finder_of(spec: SourceSpec, opening: Opening) -> Finder:
    """The finder for a spec."""
    return _KINDS[type(spec)](spec, opening)
