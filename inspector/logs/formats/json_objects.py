"""JSON objects as producers really write them."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

import orjson

# Beyond 64 bits orjson turns an integer into a float and loses the rest of it.
_LONG_INTEGER = re.compile(rb"\d{20}|-\d{19}")
_DECODER = json.JSONDecoder()
_SURROGATE = re.compile("[\ud800-\udfff]")
# A text, kept as it is; a comma after the last item; no number, in the spellings that the index reads.
_LIBERTIES = re.compile(
    r"""("(?:[^"\\]++|\\.)*+")|(?<=[^\s,{\[])\s*(,)\s*(?=[}\]])|-?\b(nan)\b|\b(inf)(?:inity)?\b""",
    re.IGNORECASE,
)


# Colours, NULs that a writer left before its place in a truncated file, the mark of JSON text sequences.
_BEFORE = r"(?:\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00\x1e\ufeff\s])+"
_BEFORE_TEXT = re.compile(_BEFORE)
_BEFORE_BYTES = re.compile(_BEFORE.replace(r"\ufeff", "").encode())
_BEHIND = re.compile(r"(?:\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00\s,])+\Z")
_BETWEEN = re.compile(r"[\s,]*")
_MOST_OBJECTS = 1_000


def begins_object(line: bytes) -> bool:
    """Whether an object begins this line, behind bytes that say nothing."""
    found = _BEFORE_BYTES.match(line)
    return line.startswith(b"{", found.end() if found is not None else 0)


def has_long_integer(data: bytes) -> bool:
    """Whether there may be an integer beyond 64 bits in it."""
    return _LONG_INTEGER.search(data) is not None


def parse_object(text: str) -> dict[str, Any] | None:
    """A JSON object, or None when the text is anything else.

    Colours around it, and NULs and control characters before it, are no part of it; a comma may follow.
    """
    if not text.startswith("{"):
        before = _BEFORE_TEXT.match(text)
        if before is None or not text.startswith("{", before.end()):
            return None
        text = text[before.end() :]
    found = _parsed(text)
    if found is None and not text.endswith("}") and (behind := _BEHIND.search(text)) is not None:
        return _parsed(text[: behind.start()])
    return found


def first_of_several(text: str) -> tuple[dict[str, Any], str] | None:
    """The first of some objects in one line, and the text of the others; None for anything else."""
    before = _BEFORE_TEXT.match(text)
    place = before.end() if before is not None else 0
    objects: list[dict[str, Any]] = []
    ends: list[int] = []
    with contextlib.suppress(ValueError, RecursionError):
        while text.startswith("{", place) and len(objects) < _MOST_OBJECTS:
            found, end = _DECODER.raw_decode(text, place)
            objects.append(found)
            ends.append(end)
            between = _BETWEEN.match(text, end)
            place = between.end() if between is not None else end
    if len(objects) < 2 or (place < len(text) and len(objects) < _MOST_OBJECTS):
        return None
    first = _without_surrogates(objects[0])
    return (first, text[ends[0] :].lstrip(" ,\t")) if isinstance(first, dict) else None


def _parsed(text: str) -> dict[str, Any] | None:
    data = text.encode()
    if not has_long_integer(data):
        try:
            return _as_object(orjson.loads(data))
        except orjson.JSONDecodeError:
            pass
    for spelling in (_as_written, _without_liberties):
        with contextlib.suppress(ValueError, RecursionError):
            return _as_object(_without_surrogates(json.loads(spelling(text))))
    return None


def _as_written(text: str) -> str:
    return text


def _without_liberties(text: str) -> str:
    return _LIBERTIES.sub(_strict, text)


def _strict(match: re.Match[str]) -> str:
    text, comma, _, infinity = match.groups()
    if text is not None:
        return str(text)
    if comma is not None:
        return ""
    return "Infinity" if infinity is not None else "NaN"


def _as_object(value: object) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None


def _without_surrogates(value: object) -> object:
    """Lone surrogates cannot be shown, encoded or searched."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_SURROGATE.sub("\ufffd", key): _without_surrogates(item) for key, item in value.items()}
    return value
