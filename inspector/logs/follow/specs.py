"""What a log set is made of: frozen values, each opened by its line in registry.py."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from inspector.base.secrets import mask_text
from inspector.logs.sources.names import base_of

STDIN = Path("-")
"""The path that stands for standard input."""


@dataclass(frozen=True, slots=True)
class FileSpec:
    """One file; with `rotated` also the older files of its set, as one log: of those that are there at
    first only the ones that are `named`, None: all of them."""

    path: Path
    rotated: bool = False
    named: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class FolderSpec:
    """The logs in a folder and in its `logs` or `log` folder; those that come later, too."""

    path: Path


@dataclass(frozen=True, slots=True)
class GlobSpec:
    """The files that a pattern names, `**` included; those that come later, too."""

    pattern: str


@dataclass(frozen=True, slots=True)
class StdinSpec:
    """Standard input, or another open descriptor, which stays open."""

    descriptor: int = 0


@dataclass(frozen=True, slots=True)
class PipeSpec:
    """A named pipe: read once, to the end of whoever writes into it."""

    path: Path


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A command and its arguments; no shell. With `restart` it is started again when it ends."""

    argv: tuple[str, ...]
    restart: bool = False

    @classmethod
    def from_text(cls, text: str, *, restart: bool = False) -> CommandSpec:
        """A command line split as a shell would, without anything else that a shell does.

        Raises ValueError when a quote is open or there is no word.
        """
        argv = tuple(shlex.split(text))
        if not argv:
            raise ValueError("No command")
        return cls(argv, restart)

    @property
    def label(self) -> str:
        """What it is called: its words, secrets masked."""
        return mask_text(shlex.join(self.argv))


SourceSpec: TypeAlias = FileSpec | FolderSpec | GlobSpec | StdinSpec | PipeSpec | CommandSpec


def as_specs(sources: Sequence[SourceSpec | Path]) -> tuple[SourceSpec, ...]:
    """Plain paths as specs: `-` is standard input, a folder its logs, a named pipe a stream, else a file.

    Several files of one log, such as `a.log` and `a.log.1`, are one: what is rotated meanwhile comes once.
    """
    paths = [source for source in sources if isinstance(source, Path)]
    members: dict[Path, list[str]] = {}
    for path in dict.fromkeys(paths):
        members.setdefault(_base(path, paths), []).append(path.name)
    found: dict[SourceSpec, None] = {}
    for source in sources:
        if not isinstance(source, Path):
            found[source] = None
            continue
        base = _base(source, paths)
        named = tuple(members[base])
        spec = FileSpec(base, rotated=True, named=named) if len(named) > 1 else _as_spec(source)
        found[spec] = None
    return tuple(found)


def _base(path: Path, paths: Sequence[Path]) -> Path:
    others = [other.name for other in paths if other.parent == path.parent]
    return path.with_name(base_of(path.name, others)) if path.name and path != STDIN else path


def _as_spec(path: Path) -> SourceSpec:
    if path == STDIN:
        return StdinSpec()
    if path.is_fifo():
        return PipeSpec(path)
    return FolderSpec(path) if path.is_dir() else FileSpec(path)
