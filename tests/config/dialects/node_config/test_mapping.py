"""Maps of variables."""

from __future__ import annotations

import pytest

from inspector.config.dialects.node_config.mapping import IllegalLeaf, MappedName, mapped_names
from inspector.config.formats import parse
from inspector.config.values import Node


def _root(text: str) -> Node:
    root = parse(text.encode(), "custom-environment-variables.json").root
    assert root is not None
    return root


def _names(text: str, *known: str) -> list[tuple[str, str, str | None, bool]]:
    found = mapped_names(_root(text), lambda name: name in known)
    return [
        (".".join(map(str, m.path)), m.name, m.form, m.half)
        if isinstance(m, MappedName)
        else ("", m.message, None, False)
        for m in found
    ]


def test_texts_are_names() -> None:
    """At any depth, each with its place."""
    (first, second) = mapped_names(_root('{"a": "A", "b": {"c": "C"}}'), lambda _: True)

    assert isinstance(first, MappedName)
    assert isinstance(second, MappedName)
    assert (first.path, first.name, first.place.column) == (("a",), "A", 7)
    assert (second.path, second.name) == (("b", "c"), "C")


def test_a_format_stands_beside_the_name() -> None:
    """It counts where the variable is set; else both texts are taken for names."""
    text = '{"a": {"__name": "A", "__format": "json"}}'

    assert _names(text, "A") == [("a", "A", "json", False)]
    assert _names(text) == [("a.__name", "A", None, False), ("a.__format", "json", None, False)]


def test_a_name_without_a_format_is_half() -> None:
    """It sets a key called __name."""
    assert _names('{"a": {"__name": "A"}}', "A") == [("a.__name", "A", None, True)]


@pytest.mark.parametrize(
    ("leaf", "kind"), [("5", "number"), ("true", "boolean"), ("null", "object"), ('["A"]', "object")]
)
def test_another_leaf_is_illegal_and_ends_the_map(leaf: str, kind: str) -> None:
    """What stands before it is still found."""
    found = _names(f'{{"a": "A", "b": {{"c": {leaf}, "d": "D"}}, "e": "E"}}', "A")

    assert found == [
        ("a", "A", None, False),
        ("", f"Illegal key type for substitution map at b: {kind}", None, False),
    ]


def test_an_illegal_leaf_knows_its_place() -> None:
    """The node that is wrong, and the key of its mapping."""
    (leaf,) = mapped_names(_root('{"b": {"c": 5}}'), lambda _: True)

    assert isinstance(leaf, IllegalLeaf)
    assert (leaf.path, leaf.node.value, leaf.node.place.column) == (("b",), 5, 13)


def test_items_of_a_list_at_the_top_are_keys() -> None:
    """Their positions are the names of properties."""
    assert _names('["A", {"b": "B"}]') == [("0", "A", None, False), ("1.b", "B", None, False)]
