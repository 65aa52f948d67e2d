"""JSON that holds many records, in an array or an object: each of them becomes a line."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from inspector.logs.sources.pieces import Piece

_BATCH_CHARACTERS = 1 << 20
_LONGEST_CHARACTERS = 64 << 20
"""A longer value is text: nothing of it could be shown as a record."""

_NEAR_THE_END = 16
_DECODER = json.JSONDecoder()
_LENIENT = json.JSONDecoder(strict=False)
_BETWEEN = re.compile(r"[\s,\ufeff]*")
_CLOSERS = re.compile(r"[\]}\s,]*")
_FOLD = re.compile(r"\s*[\n\r]\s*")
_STRING_OR_FOLD = re.compile(r'"(?:[^"\\]|\\.)*"|\s*[\n\r]\s*', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Container:
    """What holds many records: how it opens; `expand` makes the records of a value that is complete.

    With `opens_list`, what stands after the opening are the records themselves, up to the closing bracket
    and, with `in_object`, to the end of the object around them.
    """

    name: str
    opening: re.Pattern[str]
    opens_list: bool = False
    in_object: bool = False
    expand: Callable[[Any], Sequence[Any]] | None = None


def _otlp_records(value: Any) -> Sequence[Any]:
    """The log records of an OTLP export, each with its resource and scope; [] for anything else."""
    found: list[Any] = []
    for resource in _listed(value, "resourceLogs"):
        for scope in (*_listed(resource, "scopeLogs"), *_listed(resource, "instrumentationLibraryLogs")):
            around = {
                "resource": resource.get("resource", {}),
                "scope": scope.get("scope", scope.get("instrumentationLibrary", {})),
            }
            found += [
                {**record, **around} if isinstance(record, dict) else record
                for record in _listed(scope, "logRecords", "logs")
            ]
    return found


def _listed(value: Any, *names: str) -> list[Any]:
    if isinstance(value, dict):
        for name in names:
            if isinstance(value.get(name), list):
                return value[name]  # type: ignore[no-any-return]  # decoded JSON
    return []


CONTAINERS = (
    Container("a JSON array", re.compile(r'\s*\[(?=\s*(?:\{\s*["}]|\]\s*$))'), opens_list=True),
    Container(
        "records", re.compile(r'\s*\{\s*"[Rr]ecords"\s*:\s*\[(?=\s*[{\]])'), opens_list=True, in_object=True
    ),
    # `aws logs filter-log-events` and `get-log-events`.
    Container(
        "events of CloudWatch Logs",
        re.compile(
            r'\s*\{\s*"events"\s*:\s*\[(?=\s*\{\s*"(?:logStreamName|timestamp|message|ingestionTime|eventId)")'
        ),
        opens_list=True,
        in_object=True,
    ),
    Container("OTLP", re.compile(r'\s*(?=\{\s*"resourceLogs"\s*:\s*\[)'), expand=_otlp_records),
)


class Unbundle:
    """Gives each record of a container a line of its own; what is no JSON stays the lines that it is."""

    def __init__(self, container: Container) -> None:
        self._container = container
        # Invalid UTF-8 passes through as it is.
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._text = ""
        self._line = 1
        self._inside = False
        self._closing = False
        self._broken_line = 0
        self._retry_at = 0

    @property
    def problem(self) -> str:
        """Where it is no JSON."""
        if not self._broken_line:
            return ""
        return f"is no valid JSON in line {self._broken_line:,}: what does not fit is shown as text"

    @property
    def pending(self) -> int:
        """Half a value, and what may be written over when a list goes on."""
        return len(self._text.encode("utf-8", "surrogateescape")) + len(self._decoder.getstate()[0])

    def forget_pending(self) -> None:
        """Half a value comes again."""
        self._text = ""
        self._retry_at = 0
        self._decoder.reset()

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Rewrite some more."""
        self._text += self._decoder.decode(data)
        if len(self._text) >= self._retry_at:
            yield from self._rewrite(final=False)

    def flush(self) -> Iterator[Piece]:
        """Half a value at the end is text."""
        yield from self._rewrite(final=True)

    def _rewrite(self, *, final: bool) -> Iterator[Piece]:
        out = _Lines()
        place = 0
        self._retry_at = 0
        while True:
            start = _skipped(self._text, place)
            line = self._line + self._text.count("\n", place, start)
            found = self._next(start, line, final=final)
            if found is None:
                break
            place, records = found
            self._line = line + self._text.count("\n", start, place)
            for record in records:
                out.add(record, line)
                if out.full:
                    yield out.taken()
        self._text = self._text[place:]
        # Half a large value is tried again when there is twice as much of it.
        self._retry_at = 2 * len(self._text) if len(self._text) > _BATCH_CHARACTERS else 0
        if out.some:
            yield out.taken()

    def _next(self, start: int, line: int, *, final: bool) -> tuple[int, Sequence[str]] | None:
        """The end of the next value and its lines; None when the rest has to wait."""
        text = self._text
        # Closing brackets at the very end may be written over when the list goes on.
        if start == len(text) or (text[start] in "]}" and _CLOSERS.fullmatch(text, start)):
            return None
        if self._closing:
            return self._closed(start, final=final)
        if text[start] == "]":
            self._closing = self._inside and self._container.in_object
            self._inside = False
            return start + 1, ()
        if not self._inside and self._container.opens_list:
            opened = self._container.opening.match(text, start)
            if opened is not None:
                self._inside = True
                return opened.end(), ()
            if not final and len(text) - start < _NEAR_THE_END:
                return None
        return self._value(start, line, final=final)

    def _closed(self, start: int, *, final: bool) -> tuple[int, Sequence[str]] | None:
        """The rest of the object around a list."""
        if self._text[start] == "}":
            self._closing = False
            return start + 1, ()
        lead = '{"":0,'
        rest = self._text[start:]
        end = _decoded(lead + rest, 0, final=final)[0]
        if end is None:
            return None
        self._closing = False
        return (start + end - len(lead) if end else start), ()

    def _value(self, start: int, line: int, *, final: bool) -> tuple[int, Sequence[str]] | None:
        text = self._text
        end, value = _decoded(text, start, final=final)
        if end is None and len(text) - start < _LONGEST_CHARACTERS:
            return None
        is_text = not self._inside and not isinstance(value, dict | list)
        if not end or is_text:
            newline = text.find("\n", start)
            if newline < 0 and not final and len(text) - start < _LONGEST_CHARACTERS:
                return None
            end = len(text) if newline < 0 else newline + 1
            if text[start] in '{["' or self._inside:
                self._broken_line = self._broken_line or line
            return end, (text[start:end].rstrip("\r\n"),)
        expand = self._container.expand
        records = expand(value) if expand is not None else ()
        return end, ([_dumped(record) for record in records] if records else (_one_line(text[start:end]),))


class _Lines:
    """Lines on their way out."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._numbers: list[int] = []
        self._size = 0

    def add(self, line: str, number: int) -> None:
        self._lines.append(line)
        self._numbers.append(number)
        self._size += len(line)

    @property
    def some(self) -> bool:
        return bool(self._lines)

    @property
    def full(self) -> bool:
        return self._size >= _BATCH_CHARACTERS

    def taken(self) -> Piece:
        text = "\n".join(self._lines) + "\n"
        piece = Piece(text.encode("utf-8", "surrogateescape"), np.array(self._numbers, np.int64))
        self._lines, self._numbers, self._size = [], [], 0
        return piece


def _skipped(text: str, place: int) -> int:
    """Where the next value begins: after white space and commas."""
    between = _BETWEEN.match(text, place)
    return between.end() if between is not None else place


def _decoded(text: str, start: int, *, final: bool) -> tuple[int | None, Any]:
    """The end of a value and the value; end None: it may go on, end 0: it is none."""
    for decoder in (_DECODER, _LENIENT):
        try:
            value, end = decoder.raw_decode(text, start)
        except json.JSONDecodeError as error:
            if error.msg.startswith("Invalid control character"):
                continue  # a line break within a string, say
            cut = error.msg.startswith("Unterminated string") or error.pos >= len(text) - _NEAR_THE_END
            return (None if cut and not final else 0), None
        except (RecursionError, ValueError):  # nested too deep, or a number of thousands of digits
            return 0, None
        # A number or a word at the very end may go on.
        if end == len(text) and not final and not isinstance(value, dict | list | str):
            return None, None
        return end, value
    return 0, None


def _one_line(value: str) -> str:
    """A value without its line ends; within a string they are written as escapes."""
    if "\n" not in value and "\r" not in value:
        return value
    try:
        _DECODER.decode(value)
    except ValueError:
        return _STRING_OR_FOLD.sub(_escaped, value)
    return _FOLD.sub("", value)


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    return found.replace("\n", "\\n").replace("\r", "\\r") if found.startswith('"') else ""


def _dumped(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a pair of surrogates
        return json.dumps(value, separators=(",", ":"))
    return text
