"""TOML: places of tables, limits, and what broken text still gives."""

from __future__ import annotations

import tomllib

import pytest

from inspector.base.findings import Severity
from inspector.base.places import Place
from inspector.config.formats.positions import text_at
from inspector.config.formats.toml import parse
from inspector.config.formats.toml_spots import Lost, statements
from inspector.config.values import Node, NodeKind, Value

_TEXT = """\
title = 'x'  # c
[a.b]
c.d = [1, { x = 2 }]

[[t]]
n = 1
[[t]]
n = 1979-05-27 07:32:00
[t.sub]
q = \"\"\"
two
lines\"\"\"
[a]
z = "é"
"""


def child(node: Node, *keys: str) -> Node:
    """The node below a path of keys."""
    for key in keys:
        found = node.child(key)
        assert found is not None
        node = found
    return node


@pytest.fixture
def tree() -> Node:
    """The tree of a text with every kind of table."""
    document = parse(_TEXT, "c.toml")
    assert document.findings == ()
    assert document.root is not None
    assert document.root.value == tomllib.loads(_TEXT)
    return document.root


def test_scalars_have_places(tree: Node) -> None:
    """The place of a value is the text as written, wherever its table stands."""
    assert child(tree, "title").place == Place("c.toml", 1, 9, 1, 12)
    assert child(tree, "title").key_place == Place("c.toml", 1, 1, 1, 6)
    assert child(tree, "a", "z").raw == '"é"'
    inline = child(tree, "a", "b", "c", "d").elements[1]
    assert child(inline, "x").place == Place("c.toml", 3, 17, 3, 18)


def test_tables_span_their_statements(tree: Node) -> None:
    """A table starts at its header, or at its first dotted key, and ends with its last value."""
    b = child(tree, "a", "b")
    assert b.key_place == Place("c.toml", 2, 4, 2, 5)
    assert text_at(_TEXT, b.place) == "[a.b]\nc.d = [1, { x = 2 }]"
    assert text_at(_TEXT, child(b, "c").place) == "c.d = [1, { x = 2 }]"


def test_arrays_of_tables_have_a_place_for_each_table(tree: Node) -> None:
    """Every [[table]] is an element of its own; tables below it belong to the last one."""
    tables = child(tree, "t")
    assert tables.kind is NodeKind.SEQUENCE
    first, second = tables.elements
    assert text_at(_TEXT, first.place) == "[[t]]\nn = 1"
    assert child(second, "n").raw == "1979-05-27 07:32:00"
    assert child(second, "sub", "q").raw == '"""\ntwo\nlines"""'


def test_windows_line_ends_are_read_as_tomllib_reads_them() -> None:
    """CR LF inside a text of several lines becomes LF in the value and stays in the raw text."""
    document = parse("a = '''\r\nx\r\ny'''\r\nb = 2\r\n", "c.toml")
    assert document.root is not None
    assert document.root.value == {"a": "x\ny", "b": 2}
    assert child(document.root, "a").raw == "'''\r\nx\r\ny'''"
    assert child(document.root, "b").place.line == 4


@pytest.mark.parametrize(
    ("text", "kept", "place", "said"),
    [
        ("a = 1\nb = [1,\nc = 2\n", {"a": 1}, (3, 1), "value is missing"),
        ("a = 1\na = 2\n", {"a": 1}, (2, 6), "already set"),
        ("[t]\na = 1\n[u]\n[t]\n", {"t": {"a": 1}, "u": {}}, (4, 3), "already opened"),
        ("a = 1\nb = yes\n", {"a": 1}, (2, 5), "value is missing"),
        ("a = 1\nb = 'x\nc = 1\n", {"a": 1}, None, "quote"),
        ('a = 1\nb = """x\n', {"a": 1}, None, "quote"),
        ("a = 1\nb = 2 c = 3\n", {"a": 1}, (2, 7), "same line"),
        ("a\n", None, (1, 2), "needs ="),
        ("= 1\n", None, (1, 1), "neither a key nor a table"),
        ("a = {b = 1, b = 2}\n", None, (1, 18), "inline table"),
        ('a = "\\d"\n', None, (1, 8), "backslash"),
        ("a.b = 1\n[a]\n", {"a": {"b": 1}}, (2, 3), "already opened"),
        ("a = 1\n[b\nc = 2\n", {"a": 1}, (2, 3), "Expected ']'"),
        ("a = [1, 2\n", None, None, "not closed"),
        ("\ufeffa = 1\n", {"a": 1}, (1, 1), "byte order mark"),
    ],
)
def test_broken_text_keeps_the_whole_statements_before_the_error(
    text: str, kept: Value, place: tuple[int, int] | None, said: str
) -> None:
    """The finding tells in plain words what is wrong where; only whole lines before it are read."""
    document = parse(text, "c.toml")
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)
    (finding,) = document.findings
    assert (finding.code, finding.severity) == ("broken-file", Severity.ERROR)
    assert said in finding.message
    assert "TOMLDecodeError" in finding.message
    if place is not None:
        assert (finding.places[0].line, finding.places[0].column) == place
    assert (None if document.root is None else document.root.value) == kept


def test_an_empty_file_is_fine() -> None:
    """TOML reads an empty file as an empty mapping."""
    document = parse("# nothing\n", "c.toml")
    assert document.findings == ()
    assert document.root is not None
    assert document.root.value == {}


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 150 + "]" * 150,
        "a = " + "[" * 100_000 + "]" * 100_000,
        ".".join(["a"] * 500_000) + " = 1",
        "[" + ".".join(["a"] * 150) + "]",
        "x = {" + " . ".join(["'a'"] * 150) + " = 1}",
    ],
)
def test_deep_nesting_is_a_finding(text: str) -> None:
    """No depth exhausts the stack or takes quadratic time."""
    document = parse(text, "c.toml")
    assert [finding.code for finding in document.findings] == ["file-too-deep"]
    assert document.root is None


def test_unclosed_depth_keeps_what_stands_before() -> None:
    """A thousand brackets that are never closed are a broken statement like any other."""
    document = parse("a = 1\nb = " + "[" * 100_000, "c.toml")
    assert document.root is None or document.root.value == {"a": 1}
    assert document.findings[0].code in ("broken-file", "file-too-deep")


def test_the_walk_tells_the_statement_in_which_it_is_lost() -> None:
    """The offset is that of the statement, so that everything before it is whole."""
    walk = statements("a = 1\nb = [1, {c = ]\n")
    assert next(walk).end == 5
    with pytest.raises(Lost) as lost:
        next(walk)
    assert lost.value.offset == 6
