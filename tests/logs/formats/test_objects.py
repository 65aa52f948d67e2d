"""A record's fields as one JSON object."""

from __future__ import annotations

import json

import pytest

from inspector.logs.formats import detect
from inspector.logs.formats.objects import object_of

JSON = detect([b'{"level": "info", "message": "m"}'] * 3)


@pytest.mark.parametrize(
    "record",
    [
        b'{"message": "m", "n": 1}\n',
        b'{"message": "m", "n": 1},\n',
        b'\x1b[31m{"message": "m", "n": 1}\x1b[0m\n',
        b'\x00\x00{"message": "m", "n": 1}',
        b'\x1e{"message": "m", "n": 1}\r\n',
        b'{"message": "m", "n": 1}\nTraceback (most recent call last):\n',
        b'{"message": "m",\n "n": 1\n}\n',
    ],
)
def test_what_stands_around_an_object_is_no_part_of_it(record: bytes) -> None:
    """A filter sees the fields that are shown."""
    assert json.loads(object_of(record, JSON)) == {"message": "m", "n": 1}


@pytest.mark.parametrize("record", [b"plain\n", b"\x1b[31mred\x1b[0m\n", b"\x00\x00\n", b""])
def test_a_line_without_an_object_has_no_fields(record: bytes) -> None:
    """Whatever it begins with."""
    assert object_of(record, JSON) == b"{}"


def test_what_stands_behind_a_text_is_an_object_too() -> None:
    """Pairs of structlog's console, and groups of a header."""
    line = b"2024-05-06T07:08:09Z [info     ] started    [jobs] n=3 name='a b'\n"
    access = b'192.0.2.7 - - [04/Mar/2024:05:06:07 +0000] "GET /a HTTP/1.1" 200 157\n'

    assert json.loads(object_of(line, detect([line]))) == {"n": "3", "name": "a b"}
    assert json.loads(object_of(access, detect([access])))["path"] == "/a"
