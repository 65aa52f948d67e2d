"""Keys and values of decoded records."""

from __future__ import annotations

import pytest

from inspector.logs.formats.values import as_lines, as_text, first, lookup

RECORD = {"a": {"b": {"c": 1}, "d": None}, "a.b": {"x": 2}, "a.d": 0, "n": None, "": 3, "l": [1]}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("a.b.c", 1),
        ("a.b", {"x": 2}),
        ("a.d", 0),
        ("n", None),
        ("", 3),
        ("a.x", None),
        ("a.b.c.d", None),
        ("l.0", None),
        (".", None),
    ],
)
def test_lookup(key: str, expected: object) -> None:
    """The literal key first, then step by step; lists are not entered."""
    assert lookup(RECORD, key) == expected


def test_first() -> None:
    """Null is passed over, zero and empty text are not."""
    assert first({"a": None, "b": 0, "c": 1}, ("x", "a", "b", "c")) == ("b", 0)
    assert first({"a": ""}, ("a",)) == ("a", "")
    assert first({}, ("a",)) == (None, None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("a", "a"),
        (True, "true"),
        (False, "false"),
        (2**70, "1180591620717411303424"),
        (1.0, "1.0"),
        ({"b": [1, None]}, '{"b":[1,null]}'),
        ([2**70, "ä"], '[1180591620717411303424,"ä"]'),
    ],
)
def test_as_text(value: object, expected: str | None) -> None:
    """As JSON writes it, compactly, whatever the size of its numbers."""
    assert as_text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (True, ""),
        ("a\nb", "a\nb"),
        (["a\n", "b"], "a\nb"),
        ([], "[]"),
        ([{"exc_type": "KeyError"}], '[{"exc_type":"KeyError"}]'),
    ],
)
def test_as_lines(value: object, expected: str) -> None:
    """A list of lines is a text; `exc_info: true` says nothing."""
    assert as_lines(value) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("spans[].id", "b"),
        ("spans[].absent", None),
        ("plain[].id", None),
        ("attributes[id]", "x"),
        ("attributes[n]", "7"),
        ("attributes[bare]", "y"),
        ("attributes[odd]", None),
        ("attributes[absent]", None),
        ("resource.attributes[id]", "z"),
        ("literal[id]", "w"),
        ("open[", None),
        ("[]", None),
    ],
)
def test_lists(key: str, expected: object) -> None:
    """Members of objects in lists, and items that are a key and a value."""
    fields: dict[str, object] = {
        "spans": ["a", {"name": "x"}, {"id": None}, {"id": "b"}, {"id": "c"}],
        "plain": {"id": "a"},
        "attributes": [
            {"key": "id", "value": {"stringValue": "x"}},
            {"key": "n", "value": {"intValue": "7"}},
            {"key": "bare", "value": "y"},
            {"key": "odd", "value": {"a": 1, "b": 2}},
        ],
        "resource": {"attributes": [{"key": "id", "value": {"stringValue": "z"}}]},
        "literal[id]": "w",
    }
    assert lookup(fields, key) == expected
