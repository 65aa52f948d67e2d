"""Values as JavaScript has them."""

from __future__ import annotations

import math

import pytest

from inspector.base.places import Place
from inspector.config.dialects.node_config.javascript import in_javascript, is_falsy, number_of, whole
from inspector.config.formats import parse
from inspector.config.values import Node, NodeKind


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("80", 80),
        (" 80\n", 80),
        ("1.0", 1),
        ("1e3", 1000),
        (".5", 0.5),
        ("5.", 5),
        ("+1", 1),
        ("0x10", 16),
        ("0b11", 3),
        ("0O17", 15),
        ("010", 10),
        ("", 0),
        (" \ufeff\u00a0", 0),
        ("Infinity", math.inf),
        ("-Infinity", -math.inf),
        ("1e400", math.inf),
        ("9" * 5000, math.inf),
        ("9007199254740993", 9007199254740992),
        ("infinity", None),
        ("nan", None),
        ("1_000", None),
        ("0x", None),
        ("-0x10", None),
        ("12a", None),
        ("١٢", None),
        ("\x1c1", None),
    ],
)
def test_number_of_a_text(text: str, number: float | None) -> None:
    """As `Number(text)`, which knows other words and other blanks than Python."""
    got = number_of(text)

    assert got == number
    assert type(got) is type(number)


def test_negative_zero_stays_negative() -> None:
    """It is a float, since no int can be it."""
    assert str(number_of("-0")) == "-0.0"


def test_integers_of_any_size() -> None:
    """They are rounded to doubles, and beyond them infinite."""
    assert whole(2**53 + 1) == 2**53
    assert whole(-(10**400)) == -math.inf
    assert isinstance(whole(10**21), float)


@pytest.mark.parametrize("value", [None, False, 0, 0.0, "", math.nan])
def test_falsy(value: object) -> None:
    """What `!value` holds for."""
    assert is_falsy(value)


@pytest.mark.parametrize("value", [True, 1, " ", [], {}])
def test_truthy(value: object) -> None:
    """Empty lists and objects count as true."""
    assert not is_falsy(value)


def test_a_tree_of_toml() -> None:
    """Numbers are doubles, moments are in universal time, other dates are texts."""
    text = "a = 1.0\nb = [1.0, {c = 2.0}]\nd = 1979-05-27T07:32:00.123456+01:00\n"
    text += "e = 1979-05-27 07:32:00\nf = 1979-05-27\n"
    root = parse(text.encode(), "a.toml").root
    assert root is not None

    changed = in_javascript(root, signed_zero=False)

    assert isinstance(changed.value, dict)
    assert [type(changed.value[key]) for key in ("a", "e", "f")] == [int, str, str]
    assert changed.value["b"] == [1, {"c": 2}]
    assert str(changed.value["d"]) == "1979-05-27 06:32:00.123000+00:00"
    assert changed.value["e"] == "1979-05-27T07:32:00"
    first, place = changed.child("a"), root.child("a")
    assert first is not None
    assert place is not None
    assert (first.value, first.place) == (1, place.place)


def test_a_tree_that_changes_nowhere_is_the_same() -> None:
    """Nothing is copied."""
    root = parse(b'{"a": [1, {"b": "x"}]}', "a.json").root
    assert root is not None

    assert in_javascript(root, signed_zero=True) is root


def test_keys_become_texts_and_aliases_stay_shared() -> None:
    """Two nodes with one value have one value afterwards."""
    place = Place("a.yaml")
    inner = Node(NodeKind.MAPPING, {1: 2.0}, place, entries=((1, Node(NodeKind.SCALAR, 2.0, place)),))
    value = {"a": inner.value, "b": inner.value}
    root = Node(NodeKind.MAPPING, value, place, entries=(("a", inner), ("b", inner)))

    changed = in_javascript(root, signed_zero=True)

    assert changed.value == {"a": {"1": 2}, "b": {"1": 2}}
    assert isinstance(changed.value, dict)
    assert changed.value["a"] is changed.value["b"]
