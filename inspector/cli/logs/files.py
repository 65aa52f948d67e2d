"""Opening the log files that a command names."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import platformdirs
import typer

from inspector.cli.output import CommandError, complain
from inspector.logs.follow import LogSet, LogState, SourceStatus

FilesArgument = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Log files, or folders that hold them.")
]

_STDIN = Path("-")
_CACHE = "inspector-workbench"  # the window keeps its indexes there, too

SUFFIXES = (".log", ".jsonl", ".json", ".ndjson")
"""What counts as a log file in a folder."""


@contextmanager
def opened(files: Sequence[Path], *, waiting: bool = False) -> Iterator[LogSet]:
    """The files as one log, read to their present end.

    Raises CommandError when one is missing or unreadable; with `waiting`, only when none can be read yet
    and none may appear.
    """
    paths = _expanded(files, waiting=waiting)
    logs = LogSet(paths, platformdirs.user_cache_path(_CACHE, appauthor=False))
    try:
        state = logs.refresh(progress=_told if sys.stderr.isatty() else None)
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        for source in state.sources:
            if source.status is SourceStatus.UNREADABLE and not waiting:
                raise CommandError(source.problem)
            if source.problem and not waiting:
                complain(source.problem)
        yield logs
    finally:
        logs.close()


class Problems:
    """Says each problem of a source once, and again when it comes back."""

    def __init__(self) -> None:
        self._told: dict[str, str] = {}

    def tell(self, state: LogState) -> None:
        """Complain about problems that are new in this state."""
        problems = {source.path: source.problem for source in state.sources if source.problem}
        for path, problem in problems.items():
            if self._told.get(path) != problem:
                complain(problem)
        self._told = problems


def _expanded(files: Sequence[Path], *, waiting: bool) -> list[Path]:
    paths: dict[Path, None] = {}
    for file in files:
        if file == _STDIN:
            raise CommandError(
                "Standard input is not read yet. Write it to a file first: … > FILE; inspector logs show FILE"
            )
        if file.is_dir():
            paths.update(dict.fromkeys(_logs_in(file)))
        elif file.exists() or waiting:
            paths[file] = None
        else:
            raise CommandError(f"{file} does not exist.")
    return list(paths)


def _logs_in(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES and path.is_file())
    except OSError as error:
        raise CommandError(f"{folder} cannot be read: {error.strerror or error}.") from error
    if not found:
        raise CommandError(f"{folder} holds no log: looked for names ending in {', '.join(SUFFIXES)}.")
    return found


def _told(state: LogState) -> None:
    if state.size_bytes:
        percent = 100 * state.indexed_bytes // state.size_bytes
        print(f"\rreading {percent} %", end="", file=sys.stderr, flush=True)
