"""The short way to a record's fields says what decode() says, or nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.logs.formats import FORMATS, Detection, Shape, decode, detect
from inspector.logs.formats.quick import Quick

_LINE = (
    '{"timestamp": "2026-03-04T09:00:00Z", "level": "INFO", "logger": "api", "message": "m", '
    '"request_id": "r1", "n": 1, "x": {"a": [1.5]}}\n'
)


def quickly(line: bytes, detection: Detection) -> tuple[str | None, dict[str, Any]] | None:
    """What is read with the help of an index that holds what decode() says."""
    known = decode(line, detection)
    quick = Quick(detection)
    if not quick.usable or known.detail:
        return None
    return quick.fields(
        line,
        timed=known.time_ns is not None,
        level=int(known.level),
        logger=known.logger,
        message=known.message,
        request=known.request_id,
    )


@pytest.mark.parametrize("spec", [spec for spec in FORMATS if spec.shape is Shape.JSON], ids=lambda s: s.name)
def test_samples_of_all_formats_are_read_as_decode_reads_them(spec: Any) -> None:
    """Or left to it."""
    for sample in spec.samples:
        line = sample.line.encode()
        detection = detect([line], format=spec.name)
        known = decode(line, detection)
        found = quickly(line, detection)
        assert found is None or found == (known.level_raw, known.fields)


def test_an_ordinary_line_is_read_quickly() -> None:
    """What has a place of its own is no field."""
    detection = detect([_LINE.encode()] * 3, request_key="request_id")

    assert quickly(_LINE.encode(), detection) == ("INFO", {"n": 1, "x": {"a": [1.5]}})


@pytest.mark.parametrize(
    "change",
    [
        ("m", "m\\\\n"),
        ('"n": 1', '"n": 123456789012345678901'),
        ('"n": 1', '"n": NaN'),
        ('"INFO"', "20"),
        ('"INFO"', "null"),
        ('"2026-03-04T09:00:00Z"', "null"),
        ('"2026-03-04T09:00:00Z"', 'null, "time": "2026-03-04T09:00:00Z"'),
        ('"m"', "null"),
        ('"api"', '{"a": 1}'),
        ("}\n", "}\nTraceback"),
        ("}\n", "\n"),
        (
            "{",
            "[",
        ),
    ],
)
def test_what_is_odd_is_left_to_decode(change: tuple[str, str]) -> None:
    """Escapes, long numbers, nulls, numbers for words, more lines, what is no object."""
    detection = detect([_LINE.encode()] * 3, request_key="request_id")

    assert quickly(_LINE.replace(*change, 1).encode(), detection) is None


_KEYS = st.sampled_from(
    ["timestamp", "time", "level", "severity", "logger", "name", "message", "msg", "a", "request_id"]
)
_WORDS = st.sampled_from(["2026-03-04T09:00:00Z", "INFO", "error", "-", " r1 ", "r1"])
_PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | _WORDS
_NAMES = st.sampled_from(["a", "id"])
_VALUES = st.recursive(
    _PLAIN,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_NAMES, inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None)
@given(
    pairs=st.lists(st.tuples(_KEYS, _VALUES), max_size=7),
    ascii_only=st.booleans(),
    tail=st.sampled_from(["", "\n", "\r\n"]),
)
def test_any_object_is_read_as_decode_reads_it(
    pairs: list[tuple[str, Any]], ascii_only: bool, tail: str
) -> None:
    """Or left to it; keys may come twice."""
    members = ", ".join(
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=ascii_only)}" for key, value in pairs
    )
    line = f"{{{members}}}{tail}".encode("utf-8", "surrogatepass")
    detection = detect([_LINE.encode()] * 3, request_key="request_id")
    known = decode(line, detection)
    found = quickly(line, detection)

    assert found is None or json.dumps(found) == json.dumps((known.level_raw, known.fields))
