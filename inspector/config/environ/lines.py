"""Environments as plain lists: the output of env, printenv and env -0, and lines that people write."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

from dotenv.parser import parse_stream

from inspector.config.environ.written import Pairs, last_of_each

MAX_LINES = 50_000
"""More are no environment, and python-dotenv needs seconds for them."""

_NAME = re.compile(r"[^=\s'\"#]+")


def decoded(data: bytes) -> str:
    """Text as Python itself decodes an environment: bytes that are no UTF-8 survive as surrogates."""
    return data.decode(errors="surrogateescape")


def read_block(data: bytes) -> Pairs:
    """The environment block of a process, as the system keeps it and as `env -0` prints it.

    Of a name that stands twice the first counts, as for getenv() and for Python's os.environ. What is not
    `NAME=value` is passed over: processes may write over their own block.
    """
    variables: dict[str, str] = {}
    for entry in data.split(b"\0"):
        name, equal, value = decoded(entry).partition("=")
        if equal and name:
            variables.setdefault(name, value)
    return tuple(variables.items())


def check_block(data: bytes) -> None:
    """Raise ValueError with a part of a sentence when a file with NUL in it is no block of variables."""
    for number, entry in enumerate((entry for entry in data.split(b"\0") if entry), start=1):
        if entry.find(b"=") < 1:
            raise ValueError(f"entry {number} is not NAME=value")


def read_pairs(entries: Iterable[str]) -> Pairs:
    """Texts of the form NAME=value. Raises ValueError with a part of a sentence for others."""
    pairs = []
    for number, entry in enumerate(entries, start=1):
        name, equal, value = entry.partition("=")
        if not equal or not name:
            raise ValueError(f"entry {number} is not NAME=value")
        pairs.append((name, value))
    return last_of_each(pairs)


def read_env_lines(text: str) -> Pairs:
    """Lines as `env` and `printenv` print them: a line without `NAME=` belongs to the value above."""
    entries: list[list[str]] = []
    for line in text.split("\n"):
        name, equal, _value = line.partition("=")
        if equal and _NAME.fullmatch(name):
            entries.append([line])
        elif entries:
            entries[-1].append(line)
        elif line.strip():
            raise ValueError("its first line is not NAME=value")
    return read_pairs("\n".join(lines).rstrip("\n") for lines in entries)


def read_dotenv_lines(text: str) -> Pairs:
    """Lines as people write them, read as python-dotenv does; `${…}` stays as it is.

    Raises ValueError with a part of a sentence for a line that is none, and for too many.
    """
    if text.count("\n") > MAX_LINES:
        raise ValueError(f"it has more than {MAX_LINES:,} lines")
    pairs = []
    for binding in parse_stream(io.StringIO(text)):
        if binding.error:
            raise ValueError(f"line {binding.original.line} is not NAME=value")
        if binding.key is not None and binding.value is not None:
            pairs.append((binding.key, binding.value))
    return last_of_each(pairs)
