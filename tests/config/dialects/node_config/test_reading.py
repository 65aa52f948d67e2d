"""Texts of variables read by their format."""

from __future__ import annotations

import pytest

from inspector.base.places import Place
from inspector.config.dialects.node_config.javascript import UNDEFINED
from inspector.config.dialects.node_config.reading import parsed_strictly, read
from inspector.config.values import Node

_PLACE = Place(variable="V")


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        (None, "1", "1"),
        ("boolean", "true", True),
        ("boolean", "True", False),
        ("number", "1e2", 100),
        ("json", '{"a": 1.0}', {"a": 1}),
        ("json5", "{a: +1,}", {"a": 1}),
        ("yml", "a: yes", {"a": "yes"}),
        ("toml", "a = 1.0", {"a": 1}),
    ],
)
def test_formats(form: str | None, text: str, value: object) -> None:
    """Each gives a node with its value."""
    reading = read(text, form, _PLACE)

    assert isinstance(reading.value, Node)
    assert reading.value.value == value
    assert type(reading.value.value) is type(value)


@pytest.mark.parametrize(("form", "text"), [("number", "x"), ("ini", "a=1"), ("", "x")])
def test_undefined(form: str, text: str) -> None:
    """A bad number and an unknown format give no value and no error."""
    assert read(text, form, _PLACE).value is UNDEFINED


@pytest.mark.parametrize(("form", "text"), [("json", "{"), ("yaml", "["), ("toml", "a"), ("js", "1")])
def test_broken_texts_stop_the_application(form: str, text: str) -> None:
    """The reading names the exception."""
    reading = read(text, form, _PLACE)

    assert reading.value is None
    assert reading.exception
    assert "application stops" not in reading.error


def test_a_format_that_is_not_read() -> None:
    """The value is unknown, and nothing is wrong."""
    reading = read("a: 1", "hjson", _PLACE)

    assert (reading.value, reading.exception) == (None, "")


@pytest.mark.parametrize("text", ["{a: 1}", '{"a": NaN}', '{"a": [-Infinity]}', "", '{"a": 1,}', "\ufeff{}"])
def test_strict_json_refuses(text: str) -> None:
    """JSON.parse takes no comments, no bare names and no NaN."""
    assert parsed_strictly(text).exception


def test_strict_json_keeps_negative_zero() -> None:
    """Which Python's json loses."""
    value = parsed_strictly("[-0, 0, 1.0]").value

    assert isinstance(value, Node)
    assert repr(value.value) == "[-0.0, 0, 1]"
