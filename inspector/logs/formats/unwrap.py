"""Lines taken out of their envelopes, a block at a time; what an envelope says besides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import orjson

from inspector.logs.formats.json_objects import has_long_integer, parse_object
from inspector.logs.formats.spec import Envelope
from inspector.logs.formats.values import as_text

WITHIN_A_LINE = -1

_PART = "(?P<part>[FP])"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The inner lines of a block.

    `physical` has the line of the block, from 0, with which each inner line begins, WITHIN_A_LINE for those
    that begin in the middle of one; None when each is in the line of its own number. `partial` means that
    the last one goes on in a line that is not there yet.
    """

    data: bytes
    physical: Sequence[int] | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one line holds; `stream` is None for a line without the envelope."""

    text: bytes
    stream: str | None
    partial: bool


def unwrap(block: bytes, envelope: Envelope) -> Unwrapped:
    """Take whole lines out of their envelopes; lines that have none stay as they are. Never raises.

    A line that is marked as partial goes on in the next one, if that is of the same stream.
    """
    if envelope.pattern is None:
        fast = _objects_at_once(block, envelope)
        if fast is not None:
            return Unwrapped(fast)
    else:
        prefix = _prefix(envelope.pattern)
        if not _has_parts(block, envelope.pattern):
            return Unwrapped(prefix.sub(b"", block))
    return _piece_by_piece(block, envelope)


def wrapped_in(line: bytes, envelope: Envelope) -> bool:
    """Whether a line has this envelope."""
    return _piece(line.rstrip(b"\r\n"), envelope).stream is not None


def outer_fields(line: bytes, envelope: Envelope) -> Mapping[str, object]:
    """What the envelope of a line says, its text left out; {} for a line without it."""
    line = line.partition(b"\n")[0]
    if envelope.pattern is None:
        members = _members(line, envelope)
        return {key: value for key, value in (members or {}).items() if key != envelope.text_key}
    match = _prefix(envelope.pattern).match(line)
    if match is None:
        return {}
    groups = match.groupdict()
    groups.pop("part", None)
    return {name: value.decode("utf-8", "replace") for name, value in groups.items() if value is not None}


def _objects_at_once(block: bytes, envelope: Envelope) -> bytes | None:
    """The texts of a block of objects, each of one line; None when one of them is anything else."""
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    if envelope.nested and has_long_integer(block):
        return None
    try:
        objects = orjson.loads(b"[" + block.rstrip(b"\r\n").replace(b"\n", b",") + b"]")
        keys = set(envelope.keys)
        needs = set(envelope.needs)
        texts = [item[envelope.text_key] for item in objects if needs <= item.keys() <= keys]
        if envelope.nested:
            texts = [as_text(text) if isinstance(text, dict) else None for text in texts]
        if not envelope.parts:
            texts = [text if text.endswith("\n") else text + "\n" for text in texts]
        text: str = "".join(texts)
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError):
        return None
    # As many newlines as lines, each at an end: no text is partial, and none has two lines.
    if len(objects) != lines or len(texts) != lines or text.count("\n") != lines:
        return None
    return text.encode() if all(text.endswith("\n") for text in texts) else None


def _piece_by_piece(block: bytes, envelope: Envelope) -> Unwrapped:
    inner: list[bytes] = []
    physical: list[int] = []
    before: str | None = None
    for number, line in enumerate(block.removesuffix(b"\n").split(b"\n")):
        piece = _piece(line, envelope)
        first, *more = piece.text.split(b"\n")
        if before is not None and piece.stream == before:
            inner[-1] += first
        else:
            inner.append(first)
            physical.append(number)
        inner += more
        physical += [WITHIN_A_LINE] * len(more)
        before = piece.stream if piece.partial else None
    end = b"\n" if block.endswith(b"\n") else b""
    return Unwrapped(b"\n".join(inner) + end, physical, before is not None)


def _piece(line: bytes, envelope: Envelope) -> _Piece:
    if envelope.pattern is None:
        members = _members(line, envelope)
        if members is None:
            return _Piece(line, None, False)
        text = as_text(members[envelope.text_key]) or ""
        stream = members.get("stream")
        return _Piece(
            text.removesuffix("\n").encode(),
            stream if isinstance(stream, str) else "",
            envelope.parts and not text.endswith("\n"),
        )
    match = _prefix(envelope.pattern).match(line)
    if match is None:
        return _Piece(line, None, False)
    groups = match.groupdict()
    stream_name = (groups.get("stream") or b"").decode()
    return _Piece(line[match.end() :], stream_name, groups.get("part") == b"P")


def _members(line: bytes, envelope: Envelope) -> dict[str, object] | None:
    """The members of a JSON envelope; None for any other line."""
    members = parse_object(line.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r"))
    if members is None or not isinstance(members.get(envelope.text_key), dict if envelope.nested else str):
        return None
    return members if set(envelope.needs) <= members.keys() <= set(envelope.keys) else None


def _has_parts(block: bytes, pattern: str) -> bool:
    """Whether a line of the block goes on in the next one."""
    if _PART not in pattern or b" P" not in block:
        return False
    return _prefix(pattern.replace(_PART, "(?P<part>P)")).search(block) is not None


@lru_cache(maxsize=16)
def _prefix(pattern: str) -> re.Pattern[bytes]:
    # The last lines of a block have no mark of its own: a byte order mark stands at the very beginning.
    return re.compile(rb"^(?:" + _BOM + rb")?" + pattern.encode("latin-1"), re.MULTILINE)
