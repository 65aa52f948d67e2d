"""JSON objects as producers really write them."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

import orjson

# Beyond 64 bits orjson turns an integer into a float and loses the rest of it.
_LONG_INTEGER = re.compile(rb"\d{20}|-\d{19}")
_SURROGATE = re.compile("[\ud800-\udfff]")
# A text, kept as it is; a comma after the last item; no number, in the spellings that the index reads.
_LIBERTIES = re.compile(
    r"""("(?:[^"\\]++|\\.)*+")|(?<=[^\s,{\[])\s*(,)\s*(?=[}\]])|-?\b(nan)\b|\b(inf)(?:inity)?\b""",
    re.IGNORECASE,
)


def has_long_integer(data: bytes) -> bool:
    """Whether there may be an integer beyond 64 bits in it."""
    return _LONG_INTEGER.search(data) is not None


def parse_object(text: str) -> dict[str, Any] | None:
    """A JSON object, or None when the text is anything else."""
    if not text.lstrip().startswith("{"):
        return None
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
