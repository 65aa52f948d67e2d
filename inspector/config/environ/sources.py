"""Where the variables of a process come from, and in which order they stand."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from inspector.config.environ.dump import parse_dump

MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Environ:
    """Variables in the order in which the application meets them, and a name for the reader."""

    variables: tuple[tuple[str, str], ...] = ()
    label: str = "none"


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

    This is the only place that reads the environment of Inspector itself, and only for `current`.
    Raises EnvironError with a plain sentence. Runs on any thread; reads a file or asks the system.
    """
    word, colon, argument = spec.partition(":")
    for known in ENVIRON_SPECS:
        if known.word == word and bool(known.argument) == bool(colon):
            return known.read(argument)
    ways = [known.word + (f":{known.argument}" if known.argument else "") for known in ENVIRON_SPECS]
    raise EnvironError(f"{spec!r} names no environment: use {', '.join(ways[:-1])} or {ways[-1]}.")


def _current(_argument: str) -> Environ:
    return Environ(tuple(os.environ.items()), "this shell")


def _none(_argument: str) -> Environ:
    return Environ()


def _process(argument: str) -> Environ:
    if not (argument.isascii() and argument.isdigit()) or len(argument) > 10:
        raise EnvironError(f"{argument!r} is no process number.")
    pid = int(argument)
    try:
        process = psutil.Process(pid)
        name = process.name()
        variables = process.environ()
    except psutil.AccessDenied as error:
        raise EnvironError(f"The environment of process {pid} may be read only by its owner.") from error
    except psutil.NoSuchProcess as error:
        raise EnvironError(f"There is no process {pid}.") from error
    except (OSError, psutil.Error) as error:
        raise EnvironError(f"The environment of process {pid} cannot be read: {error}.") from error
    return Environ(tuple(variables.items()), f"process {pid} ({name}), as it was started")


def _file(argument: str) -> Environ:
    file = Path(argument)
    if not argument:
        raise EnvironError("file: needs the path of a file behind it.")
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise EnvironError(f"{argument} cannot be read: {reason.lower()}.") from error
    if len(data) > MAX_BYTES:
        raise EnvironError(f"{argument} is larger than any environment.")
    try:
        return Environ(parse_dump(data, file.name), f"file {file.name}")
    except ValueError as error:
        raise EnvironError(f"{argument} holds no environment: {error}.") from error


ENVIRON_SPECS = (
    EnvironSpec("current", "", "Variables of this shell", _current),
    EnvironSpec("none", "", "No variables", _none),
    EnvironSpec("pid", "N", "Variables of a running process", _process),
    EnvironSpec("file", "F", "Variables written in a file", _file),
)
