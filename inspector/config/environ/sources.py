"""Where the variables of a process come from, and in which order they stand."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector.config.environ.dump import parse_dump
from inspector.config.environ.process import ProcessError, read_process

MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Environ:
    """Variables in the order in which the application meets them, and a name for the reader.

    `notes` are sentences about what is not in it and cannot be known.
    `host` is the name of the machine that they were taken from, "" when nobody knows it.
    """

    variables: tuple[tuple[str, str], ...] = ()
    label: str = "none"
    notes: tuple[str, ...] = ()
    host: str = ""


class EnvironError(Exception):
    """The environment cannot be read. The text is one plain sentence for the person who asked for it."""


@dataclass(frozen=True, slots=True)
class EnvironSpec:
    """One way to name an environment: a word, or a word with an argument behind a colon."""

    word: str
    argument: str
    title: str
    read: Callable[[str], Environ]


def read_environ(spec: str) -> Environ:
    """The environment named by `current`, `none`, `pid:N` or `file:F`.

    `file:F#NAME` chooses a container or service of a file that holds several. This is the only place that
    reads the environment of Inspector itself, and only for `current`. Raises EnvironError with a plain
    sentence. Runs on any thread; reads a file or asks the system.
    """
    word, colon, argument = spec.partition(":")
    for known in ENVIRON_SPECS:
        if known.word == word and bool(known.argument) == bool(colon):
            return known.read(argument)
    ways = [known.word + (f":{known.argument}" if known.argument else "") for known in ENVIRON_SPECS]
    raise EnvironError(f"{spec!r} names no environment: use {', '.join(ways[:-1])} or {ways[-1]}.")


def _current(_argument: str) -> Environ:
    return Environ(tuple(os.environ.items()), "this shell", host=socket.gethostname())


def _none(_argument: str) -> Environ:
    return Environ()


def _process(argument: str) -> Environ:
    if not (argument.isascii() and argument.isdigit()) or len(argument) > 10:
        raise EnvironError(f"{argument!r} is no process number.")
    pid = int(argument)
    try:
        name, variables, note = read_process(pid)
    except ProcessError as error:
        raise EnvironError(str(error)) from error
    return Environ(variables, f"process {pid} ({name}), as it was started", (note,), socket.gethostname())


def _file(argument: str) -> Environ:
    if not argument:
        raise EnvironError("file: needs the path of a file behind it.")
    path, part = _split(argument)
    file = Path(path)
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise EnvironError(f"{path} cannot be read: {reason.lower()}.") from error
    if len(data) > MAX_BYTES:
        raise EnvironError(f"{path} is larger than any environment.")
    try:
        written = parse_dump(data, file.name, part)
    except ValueError as error:
        raise EnvironError(f"{path} holds no environment: {error}.") from error
    label = (
        f"file {file.name}" + (f", {part}" if part else "") + (f", {written.form}" if written.form else "")
    )
    return Environ(written.variables, label, written.notes)


def _split(argument: str) -> tuple[str, str]:
    """A path, and the name behind its last `#` unless that belongs to the name of a file."""
    path, mark, part = argument.rpartition("#")
    return (path, part) if mark and path and not os.path.lexists(argument) else (argument, "")


ENVIRON_SPECS = (
    EnvironSpec("current", "", "Variables of this shell", _current),
    EnvironSpec("none", "", "No variables", _none),
    EnvironSpec("pid", "N", "Variables of a running process", _process),
    EnvironSpec("file", "F", "Variables written in a file", _file),
)
