"""Messages that come of templates, filled in before SQL reads the other columns."""

from __future__ import annotations

import numpy as np
import orjson
from numpy.typing import NDArray

from inspector.logs.formats.json_objects import has_long_integer
from inspector.logs.formats.spec import Format, Shape
from inspector.logs.formats.templates import template_text
from inspector.logs.formats.values import first


def has_filling(spec: Format) -> bool:
    """Whether records may have a message that is a template."""
    return spec.shape is Shape.JSON and bool(spec.template_keys) and not spec.message_parts


def filled(
    text: bytes, starts: NDArray[np.int64], end: int, lines: NDArray[np.int64], spec: Format
) -> list[str | None]:
    """The message of each record that is a template filled in; None where SQL or decode() is to be asked.

    A record ends where the next one begins, the last at `end`. Those of one line are looked at.
    """
    # orjson would round such numbers, decode() keeps all digits.
    long_integers = has_long_integer(text)
    places = [*starts.tolist(), end]
    found: list[str | None] = []
    for start, stop, count in zip(places, places[1:], lines.tolist(), strict=False):
        line = text[start:stop] if count == 1 else b""
        readable = line.startswith(b"{") and not (long_integers and has_long_integer(line))
        found.append(_message(line, spec) if readable else None)
    return found


def _message(line: bytes, spec: Format) -> str | None:
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(fields, dict) or first(fields, spec.message_keys)[0] is not None:
        return None
    if not isinstance(first(fields, spec.template_keys)[1], str):
        return None
    return template_text(fields, spec)
