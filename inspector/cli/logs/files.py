"""Opening the log files that a command names."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import platformdirs
import typer

from inspector.cli.log_names import WORDS, logs_in
from inspector.cli.output import CommandError, complain
from inspector.logs.follow import LogSet, LogState, SourceStatus

FilesArgument = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Log files, or folders that hold them.")
]

_STDIN = Path("-")
_CACHE = "inspector-workbench"  # the window keeps its indexes there, too
_LOST = frozenset([SourceStatus.UNREADABLE, SourceStatus.WAITING])


@dataclass(frozen=True, slots=True)
class Opened:
    """The files as one log, and how the command ends: with 2 when some could not be read."""

    logs: LogSet
    exit_code: int


@contextmanager
def opened(files: Sequence[Path], *, waiting: bool = False) -> Iterator[Opened]:
    """The files as one log, read to their present end.

    Says on stderr which are missing, unreadable or no text, and goes on with the others; raises
    CommandError when there are none. With `waiting`, files may appear later, and whoever follows tells
    their problems.
    """
    paths, problems = _expanded(files, waiting=waiting)
    _give_up_without(paths, problems)
    logs = LogSet(paths, platformdirs.user_cache_path(_CACHE, appauthor=False))
    try:
        state = logs.refresh(progress=_told if sys.stderr.isatty() else None)
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        if not waiting:
            problems += [source.problem for source in state.sources if source.problem]
            _give_up_without([source for source in state.sources if source.status not in _LOST], problems)
        for problem in problems:
            complain(problem)
        yield Opened(logs, 2 if problems else 0)
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


def _give_up_without(rest: Sequence[object], problems: Sequence[str]) -> None:
    """End the command when nothing is left to be read, after telling why."""
    if not rest:
        for problem in problems[:-1]:
            complain(problem)
        raise CommandError(problems[-1])


def _expanded(files: Sequence[Path], *, waiting: bool) -> tuple[list[Path], list[str]]:
    """The files, with those in folders, and what is wrong with the others."""
    paths: dict[Path, None] = {}
    problems: list[str] = []
    for file in files:
        if file == _STDIN:
            raise CommandError(
                "Standard input is not read yet. Write it to a file first: … > FILE; inspector logs show FILE"
            )
        if file.is_dir():
            found, problem = _in_folder(file, rotated=not waiting)
            paths.update(dict.fromkeys(found))
            problems += [problem] if problem else []
        elif waiting or file.exists():
            paths[file] = None
        else:
            problems.append(f"{file} does not exist.")
    return list(paths), problems


def _in_folder(folder: Path, *, rotated: bool) -> tuple[list[Path], str]:
    # While following, rotated files are those that were followed before: not to be shown twice.
    try:
        found = logs_in(folder, rotated=rotated)
    except OSError as error:
        return [], f"{folder} cannot be read: {error.strerror or error}."
    return found, "" if found else f"{folder} holds no log: looked for {WORDS}, there and in logs and log."


def _told(state: LogState) -> None:
    if state.size_bytes:
        percent = 100 * state.indexed_bytes // state.size_bytes
        print(f"\rreading {percent} %", end="", file=sys.stderr, flush=True)
