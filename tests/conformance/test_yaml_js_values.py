"""YAML in JavaScript: the values are those of js-yaml's load, and it stops where we say so."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, assume, example, given, settings

from inspector.config.formats import text_at
from inspector.config.formats.yaml import parse_js
from inspector.config.values import Document
from tests.config.formats.texts import TRICKY_SCALARS, mutated, yaml_documents
from tests.config.formats.trees import agrees, same, scalars
from tests.conformance.node_oracle import JsValue, NodeOracle, OracleError

# Line ends of YAML 1.1 and names of anchors with signs in them mean something else there (DIFFERENCES.md).
_OTHER_TOKENS = re.compile(r"[\x85\u2028\u2029]|[&*][\w-]*[^\w\s,\[\]{}-]")
_SETTINGS = settings(
    deadline=None, max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def load(oracle: NodeOracle, text: str) -> JsValue:
    """What an application gets, or the exception that it stops with."""
    try:
        return oracle.ask("js-yaml", text=text)
    except OracleError as error:
        return error


@_SETTINGS
@given(yaml_documents())
@example("<<: {a: 1}\n")
@example("b: 1\n2: 1\n1: 1\n")
@example("1: a\n'1': b\n")
@example("a: &a 1\nb: &a 2\nc: *a\n")
@example("? [1]\n: 2\n")
def test_documents_are_read_as_js_yaml_reads_them(node_oracle: NodeOracle, text: str) -> None:
    """Values, types, names and order of properties are those that JavaScript has."""
    check(parse_js(text, "c.yaml"), load(node_oracle, text))


@_SETTINGS
@given(mutated(yaml_documents(unique=False), " :-#'\"{}[],\nax1&*!|>"))
def test_what_both_read_is_the_same(node_oracle: NodeOracle, text: str) -> None:
    """The two parsers refuse different broken texts; of what both accept the values are equal."""
    expected, document = load(node_oracle, text), parse_js(text, "c.yaml")
    assume(not isinstance(expected, OracleError) and _OTHER_TOKENS.search(text) is None)
    if not any(finding.exception for finding in document.findings) and document.root is not None:
        assert same(document.root.value, expected)


def check(document: Document, expected: JsValue) -> None:
    """Compare a document with what the library gave."""
    exceptions = {finding.exception for finding in document.findings}
    if isinstance(expected, OracleError):
        assert expected.name in exceptions
    elif expected is None:
        assert document.root is None
    else:
        assert document.root is not None
        assert same(document.root.value, expected)
        assert agrees(document.root)
        assert exceptions <= {""}


@pytest.mark.parametrize("written", TRICKY_SCALARS)
def test_tricky_scalars(node_oracle: NodeOracle, written: str) -> None:
    """Each of them alone, as a value and as a key."""
    for text in (f"a: {written}\n", f"'': 1\n{written or '~'}: 1\n"):
        check(parse_js(text, "c.yaml"), load(node_oracle, text))


@pytest.mark.parametrize("text", ["", "# nothing\n", "~\n", "---\n", "---\n...\n"])
def test_an_empty_file_stops_the_application(node_oracle: NodeOracle, text: str) -> None:
    """Without any document js-yaml raises; an empty document is null."""
    check(parse_js(text, "c.yaml"), load(node_oracle, text))


def test_a_repeated_key_names_both_places() -> None:
    """The finding stands at the second key and says what the application stops with."""
    (finding,) = parse_js("a: 1\nb: 2\na: 3\n", "c.yaml").findings
    assert (finding.code, finding.key, finding.exception) == ("duplicate-key-refused", "a", "YAMLException")
    assert [place.line for place in finding.places] == [3, 1]


@pytest.mark.parametrize(
    ("text", "ends"),
    [("a: |\n  x", (2, 4)), ("a: &x", (1, 6)), ("a: [1]", (1, 7)), ("a: 'x'", (1, 7)), ("- a", (1, 4))],
)
def test_places_end_with_the_text(text: str, ends: tuple[int, int]) -> None:
    """The line end that js-yaml adds to the last line is in no place."""
    document = parse_js(text, "c.yaml")
    assert document.root is not None
    place = document.root.place
    assert (place.end_line, place.end_column) == ends
    for node in scalars(document.root):
        assert text_at(text, node.place) == node.raw
