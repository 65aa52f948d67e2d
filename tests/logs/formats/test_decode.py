"""Decoding of single records, odd ones above all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inspector.logs.formats import Decoded, Detection, decode, detect
from inspector.logs.records import Level

PYTHON = detect(
    [
        b'{"timestamp": "2025-03-04T09:15:02Z", "level": "INFO", "logger": "a", "message": "m", '
        b'"function": "f", "line": 1, "request_id": "r"}'
    ]
)
TEXT = detect([b"2025-03-04 09:15:02,123 - api - INFO - serving.py:88 - ready"])
PLAIN = detect([b"hello"])

CRASH = 'Traceback (most recent call last):\n  File "x.py", line 1, in <module>\nMemoryError\n'


def test_what_has_a_place_leaves_the_fields() -> None:
    """Everything else stays, in its order; a traceback is both."""
    line = (
        b'{"timestamp": "2025-03-04T09:15:02.5Z", "level": "ERROR", "logger": "a.b", "message": "m", '
        b'"line": 3, "request_id": 7, "exception": "Traceback\\nKeyError", "latency_ms": 1.5}'
    )

    assert decode(line, PYTHON) == Decoded(
        time_ns=1_741_079_702_500_000_000,
        level=Level.ERROR,
        level_raw="ERROR",
        logger="a.b",
        request_id="7",
        request_key="request_id",
        message="m",
        detail="Traceback\nKeyError",
        fields={"line": 3, "exception": "Traceback\nKeyError", "latency_ms": 1.5},
        raw=line.decode(),
        continuation=(),
        structured=True,
    )


def test_what_was_not_understood_stays_a_field() -> None:
    """An unreadable time, an object as message and a placeholder ID are not lost."""
    decoded = decode(b'{"timestamp": "soon", "message": {"a": [1, 2.0]}, "request_id": "-"}', PYTHON)

    assert (decoded.time_ns, decoded.message, decoded.request_id) == (None, '{"a":[1,2.0]}', None)
    assert dict(decoded.fields) == {"timestamp": "soon", "message": {"a": [1, 2.0]}, "request_id": "-"}


def test_a_record_without_message_shows_itself() -> None:
    """Its line is better than nothing."""
    assert decode(b'{"a": 1}', PYTHON).message == '{"a": 1}'


def test_lines_below_are_kept_and_searched() -> None:
    """They are the continuation, and part of the detail."""
    decoded = decode(b'{"message": "m", "exception": "E1"}\r\nTraceback:\r\n  x\r\n', PYTHON)

    assert decoded.continuation == ("Traceback:", "  x")
    assert (decoded.raw, decoded.detail) == ('{"message": "m", "exception": "E1"}', "E1\nTraceback:\n  x")


def test_a_text_header() -> None:
    """Groups beyond the usual ones are fields."""
    decoded = decode(b"2025-03-04 09:15:02,123 - api - ERROR - serving.py:88 - no\nTraceback\n", TEXT)

    assert (decoded.level, decoded.logger, decoded.message) == (Level.ERROR, "api", "no")
    assert (dict(decoded.fields), decoded.detail) == ({"place": "serving.py:88"}, "Traceback")


@pytest.mark.parametrize("detection", [PYTHON, TEXT, PLAIN], ids=["json", "text", "plain"])
@pytest.mark.parametrize("line", ["Server started", "{broken", "[1, 2]", '"text"', "null", ""])
def test_lines_that_fit_no_format(line: str, detection: Detection) -> None:
    """Shown whole, of unknown level."""
    decoded = decode(line.encode(), detection)

    assert (decoded.message, decoded.level, decoded.structured) == (line, Level.UNKNOWN, False)


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'{"a": 123456789012345678901}', {"a": 123456789012345678901}),
        (b'{"a": 18446744073709551615}', {"a": 18446744073709551615}),
        (b'{"a": -9223372036854775809}', {"a": -9223372036854775809}),
        (b'{"a": -Infinity, "b": 1}', {"a": float("-inf"), "b": 1}),
        (b'{"a": "\\ud83d\\ude00"}', {"a": "😀"}),
        (b'{"a": "\\ud800", "\\udfff": ["\\ud800"]}', {"a": "�", "�": ["�"]}),
        (b'{"a": "\\u0000"}', {"a": "\0"}),
        (b'\xef\xbb\xbf{"a": 1}\r\n', {"a": 1}),
        (b'{"a": "\xff"}', {"a": "�"}),
        (b'\x1b[31m{"a": 1}\x1b[0m', {"a": 1}),
        (b'\x00\x00\x00{"a": 1}', {"a": 1}),
        (b'\x1e{"a": 1}\n', {"a": 1}),
        (b'{"a": 1},', {"a": 1}),
        (b'{"a": [1, 2,], "b": ",}" , }', {"a": [1, 2], "b": ",}"}),
        (b'{"a": inf, "b": [-INFINITY]}', {"a": float("inf"), "b": [float("-inf")]}),
        (b'{"a": ' + b"[" * 30 + b"]" * 30 + b"}", {"a": json.loads("[" * 30 + "]" * 30)}),
    ],
)
def test_odd_json(line: bytes, fields: dict[str, Any]) -> None:
    """What some parsers refuse is read; nothing is lost but what cannot be text."""
    decoded = decode(line, PYTHON)

    assert decoded.structured
    assert dict(decoded.fields) == fields


@pytest.mark.parametrize(
    "line",
    [
        b'{"a": "\x00"}',
        b'{"a": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b'{"a": ' + b"9" * 10_000 + b"}",
        b'{"a": 1} trailing',
        b'{"a": [,]}',
        b'{"a": 1,,}',
    ],
    ids=["raw NUL", "too deep", "too long a number", "more than an object", "no item", "two commas"],
)
def test_json_that_nobody_reads(line: bytes) -> None:
    """Shown as plain text."""
    decoded = decode(line, PYTHON)

    assert (decoded.structured, decoded.message) == (False, line.decode())


@pytest.mark.parametrize("between", ["", " ", ", "])
def test_several_objects_in_a_line_are_one_record(between: str) -> None:
    """The first says what it is, the others stand below."""
    decoded = decode(f'{{"message": "a"}}{between}{{"message": "b"}}\n  more'.encode(), PYTHON)

    assert (decoded.structured, decoded.message) == (True, "a")
    assert decoded.detail == '{"message": "b"}\n  more'


def test_colour_codes() -> None:
    """Dropped from what is shown in columns, kept in the raw text."""
    line = (
        b'{"level": "\\u001b[31mERROR\\u001b[0m", "logger": "\\u001b[1ma", '
        b'"message": "\\u001b[2K\\u001b[1;31mno\\u001b[0m"}'
    )
    decoded = decode(line, PYTHON)

    assert (decoded.level, decoded.logger, decoded.message) == (Level.ERROR, "a", "no")
    assert decoded.raw == line.decode()
    assert decode(b"\x1b[32m2025-03-04 09:15:02 - api - INFO - up\x1b[0m", TEXT).message == "up"


def test_nested_and_dotted_keys() -> None:
    """The literal key goes before the nested one, and null is passed over."""
    detection = detect(
        [b'{"log.level": "warn", "message": "m"}', b'{"log": {"level": "error"}, "message": "m"}']
    )

    def level(line: bytes) -> Level:
        return decode(line, detection).level

    assert level(b'{"log.level": "warn", "log": {"level": "error"}}') == Level.WARNING
    assert level(b'{"log.level": null, "log": {"level": "error"}}') == Level.ERROR
    assert level(b'{"log": "no object"}') == Level.UNKNOWN


@given(st.binary(max_size=200))
@example(b"{")
@example(b'{"message":' * 3_000)
@example(b"\xef\xbb\xbf")
@example(b"\r\n\r\n")
def test_never_raises_and_loses_no_text(data: bytes) -> None:
    """Any bytes decode, and their text is in the first line and the lines below."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r\n")
    for detection in (PYTHON, TEXT, PLAIN, detect(data.splitlines())):
        decoded = decode(data, detection)
        lines = (decoded.raw, *decoded.continuation)
        assert "\n".join(lines) == "\n".join(line.rstrip("\r") for line in text.split("\n"))


@given(
    st.dictionaries(
        st.text(),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
            max_leaves=10,
        ),
        max_size=8,
    )
)
def test_any_object_is_a_record(document: dict[str, Any]) -> None:
    """Every field of every object comes back as it was written."""
    decoded = decode(json.dumps(document).encode(), Detection(PYTHON.format, ""))
    taken = {key: value for key, value in document.items() if key not in decoded.fields}

    assert decoded.structured
    assert {**taken, **decoded.fields} == document
    assert all(not isinstance(value, dict | list) for value in taken.values())


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ('{"level": "INFO", "message": "m"}\n' + CRASH, Level.ERROR),
        ('{"message": "m"}\n' + CRASH, Level.ERROR),
        (CRASH, Level.ERROR),
        ("panic: no\n\ngoroutine 1 [running]:\nmain.run(0x1)\n", Level.ERROR),
        ('Exception in thread "main" java.lang.Error: no\n\tat a.b(C.java:3)\n', Level.ERROR),
        # Written by a logger, or not all of it yet, or no crash.
        ('{"level": "WARNING", "message": "m"}\n' + CRASH, Level.WARNING),
        ('{"level": "CRITICAL", "message": "m"}\n' + CRASH, Level.CRITICAL),
        ('{"level": "INFO", "message": "m", "exception": "E: x"}\n' + CRASH, Level.INFO),
        ('{"level": "INFO", "message": "m"}\n' + CRASH.rpartition("MemoryError")[0], Level.INFO),
        ('{"level": "INFO", "message": "m"}\n  indented\n', Level.INFO),
        ("panic: alone\n", Level.UNKNOWN),
    ],
)
def test_what_an_interpreter_prints_is_an_error(text: str, level: Level) -> None:
    """It would not be found among the errors otherwise."""
    assert decode(text.encode(), PYTHON).level is level


def test_the_platform_and_the_function_of_lambda_speak_of_one_request() -> None:
    """Whichever of the two writes more."""
    own = '{"timestamp":"2024-03-04T05:06:07.2Z","level":"INFO","message":"m","requestId":"79b4f56%d"}'
    start = '{"time":"2024-03-04T05:06:07.1Z","type":"platform.start","record":{"requestId":"79b4f56%d"}}'
    for written in ([own] * 15 + [start], [own, start], [own, start, start]):
        lines = [(line % number).encode() for number in range(5) for line in written]
        detection = detect(lines)
        decoded = [decode(line, detection) for line in lines]

        assert {one.request_id for one in decoded} == {f"79b4f56{number}" for number in range(5)}
        assert all(one.request_id and one.time_ns for one in decoded)
