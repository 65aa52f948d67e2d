"""How each kind of spec becomes sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from inspector.logs.follow.search import FolderSearch, GlobSearch, Search, Source
from inspector.logs.follow.segments import Store
from inspector.logs.follow.source import FollowedSource, Rotated
from inspector.logs.follow.specs import (
    CommandSpec,
    FileSpec,
    FolderSpec,
    GlobSpec,
    PipeSpec,
    SourceSpec,
    StdinSpec,
)
from inspector.logs.follow.state import SourceState
from inspector.logs.follow.streams import CommandSource, PipeSource, StdinSource


class Finder(Protocol):
    """Looks for the sources that a spec means."""

    def find(self) -> Sequence[Source]:
        """Those that were not given out before. Called before each refresh."""
        ...

    def paths(self) -> Sequence[Path]:
        """The files that a preview reads."""
        ...

    def states(self) -> Sequence[SourceState]:
        """What is wrong with the search itself."""
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

    def states(self) -> Sequence[SourceState]:
        """Its source speaks for itself."""
        return ()


def _file(spec: FileSpec, opening: Opening) -> Finder:
    rotated = Rotated(spec.named) if spec.rotated else None
    source = FollowedSource(opening.store, next(opening.numbers), spec.path, opening.segment_numbers, rotated)
    return _One(source, spec.path)


def _found(opening: Opening, path: Path) -> Source:
    """A set of files that was found in a folder."""
    rotated = Rotated(found=True)
    return FollowedSource(opening.store, next(opening.numbers), path, opening.segment_numbers, rotated)


def _folder(spec: FolderSpec, opening: Opening) -> Finder:
    return Search(FolderSearch(spec.path), partial(_found, opening))


def _glob(spec: GlobSpec, opening: Opening) -> Finder:
    return Search(GlobSearch(spec.pattern), partial(_found, opening))


def _stdin(spec: StdinSpec, opening: Opening) -> Finder:
    return _One(StdinSource(opening.store, next(opening.numbers), spec, opening.segment_numbers))


def _pipe(spec: PipeSpec, opening: Opening) -> Finder:
    return _One(PipeSource(opening.store, next(opening.numbers), spec, opening.segment_numbers))


def _command(spec: CommandSpec, opening: Opening) -> Finder:
    return _One(CommandSource(opening.store, next(opening.numbers), spec, opening.segment_numbers))


_KINDS: Mapping[type[SourceSpec], Callable[[Any, Opening], Finder]] = {
    FileSpec: _file,
    FolderSpec: _folder,
    GlobSpec: _glob,
    StdinSpec: _stdin,
    PipeSpec: _pipe,
    CommandSpec: _command,
}


def finder_of(spec: SourceSpec, opening: Opening) -> Finder:
    """The finder for a spec."""
    return _KINDS[type(spec)](spec, opening)
