"""YAML: `<<` merges exactly as the installed PyYAML does, whose versions differ in it, and as ruamel.yaml."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError

from inspector.config.formats.yaml import parse, parse_1_2
from tests.config.formats.trees import agrees, same
from tests.conformance.test_yaml_1_2_values import plain

# Keys of one character are one object in CPython and longer ones are not: PyYAML 6.0.4 tells them apart.
_KEYS = st.sampled_from(["x", "xx", "y", "yy", "é", "é1", "1", "12", '""', "*short ", "*long "])
_VALUES = st.integers(0, 99).map(str)
_TAGS = st.sampled_from(["", "", "", "!t ", "!!set ", "!!omap ", "! "])
_HEAD = "keys: [&short x, &long xx]\n"


@st.composite
def _mappings(draw: st.DrawFn, names: list[str], depth: int = 0) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["own", "own", "alias", "list", "inline"])) if names else "own"
        if kind == "alias":
            parts.append(f"<<: *{draw(st.sampled_from(names))}")
        elif kind == "list" and depth < 2:
            aliases = st.sampled_from(names).map(lambda name: f"*{name}")
            mappings = st.builds(str.__add__, _TAGS, _mappings(names, depth + 1))
            merged = draw(st.lists(st.one_of(aliases, aliases, mappings), max_size=3))
            parts.append(f"<<: {draw(_TAGS)}[{', '.join(merged)}]")
        elif kind == "inline" and depth < 2:
            parts.append(f"<<: {draw(_TAGS)}{draw(_mappings(names, depth + 1))}")
        else:
            parts.append(f"{draw(_KEYS)}: {draw(_VALUES)}")
    return "{" + ", ".join(parts) + "}"


@st.composite
def _texts(draw: st.DrawFn) -> str:
    text, names = _HEAD, list[str]()
    for number in range(draw(st.integers(1, 5))):
        text += f"m{number}: &m{number} {draw(_mappings(names))}\n"
        names.append(f"m{number}")
    return text


@settings(deadline=None, max_examples=1000)
@given(_texts())
def test_merges_of_merges_give_what_safe_load_gives(text: str) -> None:
    """Aliases, lists of them, inline mappings and repeated `<<` keys: the same values in the same order."""
    document = parse(text, "c.yaml")
    assert document.root is not None
    assert same(document.root.value, yaml.safe_load(text))
    assert agrees(document.root)


@settings(deadline=None, max_examples=500)
@given(_texts())
def test_merges_of_merges_give_what_ruamel_gives(text: str) -> None:
    """The first mapping of a list wins there, and a second `<<` or key stops the application."""
    document = parse_1_2(text, "c.yaml")
    try:
        expected = YAML(typ="safe", pure=True).load(text)
    except DuplicateKeyError:
        assert any(finding.exception == "DuplicateKeyError" for finding in document.findings)
        return
    assert document.root is not None
    assert same(document.root.value, expected)
    assert agrees(document.root)


_TAGGED = [
    "<<: !t {a: 1}\nb: 2\n",
    "<<: !t [{a: 1}, !t {b: 2}]\n",
    "a: &x !!set {p, q}\nb: {<<: *x}\n",
    "a: &x !!omap [p: 1, q: 2]\nb: {<<: *x}\nc: *x\n",
    "a: {<<: &x !!set {p}}\nb: *x\nc: {<<: *x}\n",
    "a:\n  <<: !t\n    b: 1\n",
]


@pytest.mark.parametrize("text", _TAGGED)
def test_what_is_merged_counts_without_its_tag(text: str) -> None:
    """Tags behind `<<` mean nothing to both libraries, and an alias elsewhere has its tag."""
    ours, theirs = parse(text, "c.yaml"), yaml.safe_load(text)
    assert ours.root is not None
    assert same(ours.root.value, theirs)
    ours, theirs = parse_1_2(text, "c.yaml"), YAML(typ="safe", pure=True).load(text)
    assert ours.root is not None
    assert same(plain(ours.root.value), plain(theirs))


def test_an_alias_of_what_was_merged_has_its_tag() -> None:
    """A tag that nobody knows is passed by behind `<<` and stops the application where the alias stands."""
    text = "a: {<<: &x !t {p: 1}}\nb: *x\n"
    with pytest.raises(yaml.constructor.ConstructorError):
        yaml.safe_load(text)
    document = parse(text, "c.yaml")
    assert [(finding.key, finding.exception) for finding in document.findings] == [("b", "ConstructorError")]
    assert document.root is not None
    assert document.root.value == {"a": {"p": 1}}
