"""YAML 1.2: the values are those of ruamel.yaml's safe loader, and it stops where we say so."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import ReusedAnchorWarning

from inspector.config.formats.yaml import parse_1_2
from inspector.config.values import Document, Value
from tests.config.formats.texts import TRICKY_SCALARS, mutated, yaml_documents
from tests.config.formats.trees import agrees, same
from tests.conformance.test_yaml_values import PIECES

_REFUSED = {"broken-file", "duplicate-key-refused", "aliases-too-many"}


def load(text: str) -> Any:
    """What an application gets, or the exception that it stops with."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReusedAnchorWarning)
        try:
            return YAML(typ="safe", pure=True).load(text)
        except Exception as error:  # noqa: BLE001 - constructors raise anything
            return error


@settings(deadline=None, max_examples=600)
@given(st.one_of(yaml_documents(), mutated(yaml_documents(unique=False), " :-#'\"{}[],\n\tax1&*!|>%")))
@example("? [1, 2]\n: 3\n")
@example("? [1, {b: 2}]\n: 3\n")
@example("a: 1\n'a': 2\n")
@example("<<: {a: 1}\na: 2\na: 3\n")
@example("x: &x {a: 1}\ny: {<<: *x, <<: *x}\n")
@example("a: &a 1\nb: &a 2\nc: *a\n")
@example("%YAML 1.1\n---\na: [NO, 010, 1:30]\n")
@example("%YAML 1.0\n---\na: 1\n")
@example("a: [!, 2]\n")
@example("a: !!ti!t 1\n")
@example("!!value b: 1\n")
@example('a: "\\U00110000"\n')
@example('a: "\\UFFFFFFFF"\n')
@example('a: "\\ud800"\n')
@example("a: {b: !!str, c: 1}\n")
@example("<<: {a: {b: 1, b: 2}}\n")
def test_documents_are_read_as_ruamel_reads_them(text: str) -> None:
    """Whole and broken documents give ruamel.yaml's values, or a finding where it raises."""
    assume("!!!" not in text)  # ruamel.yaml drops a third ! (DIFFERENCES.md)
    check(parse_1_2(text, "c.yaml"), load(text))


@settings(deadline=None, max_examples=500)
@given(PIECES)
def test_any_text_is_read_as_ruamel_reads_it(text: str) -> None:
    """Text that is hardly YAML is read the same way."""
    assume(
        "!!!" not in text and not text.startswith("\ufeff\ufeff")
    )  # each reader takes one mark; no editor writes two
    check(parse_1_2(text, "c.yaml"), load(text))


def check(document: Document, expected: Any) -> None:
    """Compare a document with what the library gave."""
    codes = {finding.code for finding in document.findings}
    if isinstance(expected, Exception):
        assert codes & _REFUSED
        assert type(expected).__name__ in {finding.exception for finding in document.findings}
    elif expected is None:
        assert document.root is None
        assert codes == {"empty-file"}
    else:
        assert document.root is not None
        assert same(plain(document.root.value), plain(expected))
        assert not codes & _REFUSED or not isinstance(expected, dict)
        assert agrees(document.root)


def plain(value: Any) -> Value:
    """A value without ruamel.yaml's own kind of dict, which it makes of !!omap."""
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    return [plain(child) for child in value] if isinstance(value, list) else value


@pytest.mark.parametrize("written", TRICKY_SCALARS)
def test_tricky_scalars(written: str) -> None:
    """Each of them alone, as a value and as a key."""
    for text in (f"a: {written}\n", f"{written}: 1\n"):
        check(parse_1_2(text, "c.yaml"), load(text))


def test_places_are_those_of_the_text() -> None:
    """The walk is the same as that of YAML 1.1, whichever parser makes the events."""
    for text in ("a: NO\nb:\n  - 010\n", "a: NO # \u2028\nb:\n  - 010\n"):
        document = parse_1_2(text, "c.yaml")
        assert document.root is not None
        assert [place.line for place in places(document)] == [1, 2]


def places(document: Document) -> list[Any]:
    """The places of the keys of a document."""
    assert document.root is not None
    return [node.key_place for _, node in document.root.entries]


def test_a_repeated_key_names_both_places() -> None:
    """The finding stands at the second key and says what the application stops with."""
    document = parse_1_2("a: 1\nb:\n  c: 1\n  c: 2\n", "c.yaml")
    (finding,) = document.findings
    assert (finding.code, finding.key, finding.exception) == (
        "duplicate-key-refused",
        "b.c",
        "DuplicateKeyError",
    )
    assert [place.line for place in finding.places] == [4, 3]
