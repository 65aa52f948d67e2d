"""Opening the log files that a command names."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Annotated

import platformdirs
import typer

from inspector.cli.log_names import WORDS, logs_in
from inspector.cli.output import CommandError, complain
from inspector.logs.follow import CommandSpec, LogSet, LogState, SourceStatus

FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[FILE]", help="Log files, folders that hold them, - for standard input.", show_default=False
    ),
]
CommandOption = Annotated[
    list[str] | None,
    typer.Option(
        "--command",
        metavar="C",
        help='A command whose output is a log, such as "kubectl logs -f web"; may be given again.',
        show_default=False,
    ),
]

_STDIN = Path("-")
_CACHE = "inspector-workbench"  # the window keeps its indexes there, too
_LOST = frozenset([SourceStatus.UNREADABLE, SourceStatus.WAITING])
_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Opened:
    """The files as one log, and how the command ends: with 2 when some could not be read."""

    logs: LogSet
    exit_code: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command names. With `restart`, commands are started again when they end."""

    files: Sequence[Path] | None
    commands: Sequence[str] | None = None
    restart: bool = False


@contextmanager
def opened(asked: Asked, *, waiting: bool = False) -> Iterator[Opened]:
    """The files as one log, read to their present end; streams to their end.

    Says on stderr which are missing, unreadable or no text, and goes on with the others; raises
    CommandError when there are none. With `waiting`, files may appear later, streams go on, and whoever
    follows tells their problems.
    """
    paths, problems = _expanded(asked.files or (), waiting=waiting)
    commands = [_command(text, restart=asked.restart) for text in asked.commands or ()]
    if not (asked.files or commands):
        raise CommandError("Name a log file, a folder, - for standard input, or --command.")
    _give_up_without([*paths, *commands], problems)
    if commands:
        _end_in_order()
    logs = LogSet([*paths, *commands], platformdirs.user_cache_path(_CACHE, appauthor=False))
    try:
        state = logs.refresh(progress=_told if sys.stderr.isatty() else None)
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        if not waiting:
            told = Problems()
            while state.arriving:
                told.tell_complaints(state)
                time.sleep(_POLL_SECONDS)
                state = logs.refresh()
            told.tell_complaints(state)
            problems += [source.problem for source in state.sources if source.problem]
            _give_up_without([source for source in state.sources if source.status not in _LOST], problems)
        for problem in problems:
            complain(problem)
        yield Opened(logs, 2 if problems else 0)
    finally:
        logs.close()


class Problems:
    """Says each problem of a source once, and again when it comes back; and what commands complain of."""

    def __init__(self) -> None:
        self._told: dict[str, str] = {}
        self._complained: dict[str, int] = {}

    def tell(self, state: LogState) -> None:
        """Complain about what is new in this state."""
        self.tell_complaints(state)
        problems = {source.path: source.problem for source in state.sources if source.problem}
        for path, problem in problems.items():
            if self._told.get(path) != problem:
                complain(problem)
        self._told = problems

    def tell_complaints(self, state: LogState) -> None:
        """Write what commands wrote to stderr since the last time."""
        for source in state.sources:
            new = source.complained - self._complained.get(source.path, 0)
            self._complained[source.path] = source.complained
            for line in source.complaints[-new:] if new else ():
                complain(f"{source.path.partition(' ')[0]}: {line}")


def _command(text: str, *, restart: bool) -> CommandSpec:
    try:
        return CommandSpec.from_text(text, restart=restart)
    except ValueError as error:
        raise CommandError(f"--command {text!r} cannot be understood: {str(error).lower()}.") from error


def _end_in_order() -> None:
    """A command does not share our terminal: when we are told to end, we have to end it."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and threading.current_thread() is threading.main_thread():
            signal.signal(getattr(signal, name), _exit)


def _exit(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


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
            paths[file] = None
            continue
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
