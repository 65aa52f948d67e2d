"""Opening the log files that a command names."""

from __future__ import annotations

import glob
import os
import shlex
import signal
import stat
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

from inspector.cli.output import CommandError, complain
from inspector.logs.follow import (
    CommandSpec,
    FileSpec,
    GlobSpec,
    LogSet,
    LogState,
    SourceSpec,
    SourceStatus,
)
from inspector.logs.formats.overrides import Overrides
from inspector.logs.sources.names import base_of

FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE", help="Log files, folders that hold them, - for standard input.", show_default=False
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
RotatedOption = Annotated[
    bool, typer.Option("--rotated", help="With each file, the older ones that were rotated from it.")
]
FormatOption = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="Read the lines as this format, in place of the detected."),
]
RequestKeyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--request-key",
        metavar="FIELD",
        help="The field that carries the request ID; given again, for files without the first.",
        show_default=False,
    ),
]
ZoneOption = Annotated[
    str | None,
    typer.Option("--zone", metavar="ZONE", help="Zone of times that name none: Europe/Berlin. [UTC]"),
]

_STDIN = Path("-")
CACHE_NAME = "inspector-workbench"  # the window keeps its indexes there, too
_LOST = frozenset([SourceStatus.UNREADABLE, SourceStatus.WAITING])
_SHELL_WORDS = frozenset(["|", "||", "&&", ";", ">", ">>", "<", "&"])
_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Opened:
    """The files as one log, and how the command ends: with 2 when some could not be read."""

    logs: LogSet
    exit_code: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command names. With `restart`, commands are started again when they end; with `rotated`, a
    file stands for all that were rotated from it."""

    files: Sequence[Path] | None
    commands: Sequence[str] | None = None
    restart: bool = False
    rotated: bool = False
    format: str | None = None
    request_keys: Sequence[str] | None = None
    zone: str | None = None

    def overrides(self) -> Overrides:
        """What the user decided; raises CommandError for names that are not known."""
        try:
            keys = tuple(self.request_keys or ())
            return Overrides(self.format, keys[0] if keys else None, self.zone, keys[1:])
        except ValueError as error:
            raise CommandError(f"{error}.") from error


@contextmanager
def opened(asked: Asked, *, waiting: bool = False) -> Iterator[Opened]:
    """The files as one log, read to their present end; streams to their end.

    Says on stderr which are missing, unreadable or no text, and goes on with the others; raises
    CommandError when there are none. With `waiting`, files may appear later, streams go on, and whoever
    follows tells their problems.
    """
    paths, problems = _expanded(asked, waiting=waiting)
    commands = [_command(text, restart=asked.restart) for text in asked.commands or ()]
    if not (asked.files or commands or _stdin(asked)):
        raise CommandError("Name a log file, a folder, - for standard input, or --command.")
    _give_up_without([*paths, *commands], problems)
    if commands:
        _end_in_order()
    cache = platformdirs.user_cache_path(CACHE_NAME, appauthor=False)
    logs = LogSet([*paths, *commands], cache, asked.overrides())
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
            _tell_unused(asked.request_keys or (), state)
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


def _stdin(asked: Asked) -> Sequence[Path]:
    """Standard input where it is a pipe and nothing else is named."""
    if asked.files or asked.commands:
        return ()
    try:
        return (_STDIN,) if stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode) else ()
    except (OSError, ValueError, AttributeError):  # no standard input, or none of the system's
        return ()


def _command(text: str, *, restart: bool) -> CommandSpec:
    _tell_shell_words(text)
    try:
        return CommandSpec.from_text(text, restart=restart)
    except ValueError as error:
        raise CommandError(f"--command {text!r} cannot be understood: {str(error).lower()}.") from error


def _tell_shell_words(text: str) -> None:
    """Say that a pipe needs a shell; in quotes such a word is one for the program itself."""
    words = shlex.shlex(text, posix=False, punctuation_chars=True)
    words.whitespace_split = True
    try:
        word = next((word for word in words if word in _SHELL_WORDS), None)
    except ValueError:  # told anyway
        return
    if word is not None:
        asked = text if "'" not in text else "…"
        complain(
            f"--command runs without a shell, and {word} is handed to the program as it stands: "
            f"write --command \"sh -c '{asked}'\"."
        )


def _end_in_order() -> None:
    """A command does not share our terminal: when we are told to end, we have to end it."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and threading.current_thread() is threading.main_thread():
            signal.signal(getattr(signal, name), _exit)


def _exit(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _tell_unused(request_keys: Sequence[str], state: LogState) -> None:
    """A field that was meant to carry the request ID, and does not in any file."""
    used = {source.request_key for source in state.sources}
    for key in request_keys:
        if key not in used and state.records:
            complain(
                f"--request-key {key} is used for no file: no record has it, or another one goes before."
            )


def _give_up_without(rest: Sequence[object], problems: Sequence[str]) -> None:
    """End the command when nothing is left to be read, after telling why."""
    if not rest:
        for problem in problems[:-1]:
            complain(problem)
        raise CommandError(problems[-1])


def _expanded(asked: Asked, *, waiting: bool) -> tuple[list[SourceSpec | Path], list[str]]:
    """What the files stand for, and what is wrong with the others."""
    found: list[SourceSpec | Path] = []
    problems: list[str] = []
    files = list(dict.fromkeys(asked.files or _stdin(asked)))
    for file in files:
        if file == _STDIN or file.is_dir() or file.is_fifo():
            found.append(file)
        elif not file.exists() and glob.has_magic(str(file)):
            if waiting or any(glob.iglob(str(file), recursive=True)):  # noqa: PTH207 - a whole pattern
                found.append(GlobSpec(str(file)))
            else:
                problems.append(f"{file} fits no file.")
        elif not file.exists() and not waiting:
            problems.append(f"{file} does not exist.")
        elif asked.rotated:
            found.append(FileSpec(file.with_name(base_of(file.name)), rotated=True))
        else:
            found.append(file)
    return list(dict.fromkeys(found)), problems


def _told(state: LogState) -> None:
    if state.size_bytes:
        percent = 100 * state.indexed_bytes // state.size_bytes
        print(f"\rreading {percent} %", end="", file=sys.stderr, flush=True)
