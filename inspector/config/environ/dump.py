"""Written environments: the output of env and env -0, a JSON list as containers have it, .env lines."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable

from dotenv.parser import parse_stream

_NAME = re.compile(r"[^=\s'\"#]+")
_WRITTEN_BY_HAND = re.compile(r"#|export\s|[^=\s]+\s*=\s+\S|[^=\s]+\s+=")


def parse_dump(data: bytes, name: str) -> tuple[tuple[str, str], ...]:
    """Variables in their order; one that is written twice keeps its place and takes its last value.

    Understood are `env -0`, a JSON list of "NAME=value", a JSON mapping of text, and lines. Lines are read
    as python-dotenv does when the file is called so or starts as people write (a comment, `export`, spaces
    around =), otherwise as `env` prints them: a line without `NAME=` belongs to the value above.
    Raises ValueError with a part of a sentence for anything else.
    """
    if b"\0" in data:
        return _pairs(_decoded(entry) for entry in data.split(b"\0") if entry)
    text = _decoded(data).removeprefix("\ufeff")
    start = text.lstrip()[:1]
    if start == "[":
        return _json_list(text)
    if start == "{":
        return _json_mapping(text)
    if not start:
        return ()
    lines = text.replace("\r\n", "\n").split("\n")
    if name.startswith(".env") or name.endswith(".env") or _WRITTEN_BY_HAND.match(text.lstrip()):
        return _dotenv(text)
    return _env_lines(lines)


def _decoded(data: bytes) -> str:
    """Text as Python itself decodes an environment: bytes that are no UTF-8 survive as surrogates."""
    return data.decode(errors="surrogateescape")


def _pairs(entries: Iterable[str]) -> tuple[tuple[str, str], ...]:
    variables: dict[str, str] = {}
    for number, entry in enumerate(entries, start=1):
        name, equal, value = entry.partition("=")
        if not equal or not name:
            raise ValueError(f"entry {number} is not NAME=value")
        variables[name] = value
    return tuple(variables.items())


def _json_list(text: str) -> tuple[tuple[str, str], ...]:
    entries = _json(text)
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        raise ValueError('the JSON list must hold texts such as "NAME=value"')
    return _pairs(entries)


def _json_mapping(text: str) -> tuple[tuple[str, str], ...]:
    variables = _json(text)
    if not isinstance(variables, dict) or not all(isinstance(value, str) for value in variables.values()):
        raise ValueError("the JSON mapping must have texts as values")
    return tuple(variables.items())


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(f"it starts like JSON and is none{where}") from error


def _dotenv(text: str) -> tuple[tuple[str, str], ...]:
    variables: dict[str, str] = {}
    for binding in parse_stream(io.StringIO(text)):
        if binding.error:
            raise ValueError(f"line {binding.original.line} is not NAME=value")
        if binding.key is not None and binding.value is not None:
            variables[binding.key] = binding.value
    return tuple(variables.items())


def _env_lines(lines: list[str]) -> tuple[tuple[str, str], ...]:
    entries: list[str] = []
    for line in lines:
        name, equal, _value = line.partition("=")
        if equal and _NAME.fullmatch(name):
            entries.append(line)
        elif entries:
            entries[-1] += "\n" + line
        elif line.strip():
            raise ValueError("its first line is not NAME=value")
    return _pairs(entry.rstrip("\n") for entry in entries)
