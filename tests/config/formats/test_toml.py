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
        ("a = 1\nb = [1,\nc = 2\n", {"a": 1, "c": 2}, (3, 1), "value is missing"),
        ("a = 1\nb = yes\n", {"a": 1}, (2, 5), "value is missing"),
        ("a = 1\nb = 'x\nc = 1\n", {"a": 1, "c": 1}, None, "quote"),
        ('a = 1\nb = """x\n', {"a": 1}, None, "quote"),
        ("a = 1\nb = 2 c = 3\n", {"a": 1}, (2, 7), "same line"),
        ("a\n", None, (1, 2), "needs ="),
        ("= 1\n", None, (1, 1), "neither a key nor a table"),
        ('a = "\\d"\n', None, (1, 8), "backslash"),
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


@pytest.mark.parametrize(
    ("text", "kept", "key", "places"),
    [
        ("a = 1\na = 2\nb = 3\n", {"a": 1, "b": 3}, "a", [(2, 1), (1, 1)]),
        ("[t]\na = 1\n[t]\nb = 2\n[u]\n", {"t": {"a": 1}, "u": {}}, "t", [(3, 2), (1, 2)]),
        ("[t.u]\na = 1\n[t]\nu = 2\nb = 3\n", {"t": {"u": {"a": 1}, "b": 3}}, "t.u", [(4, 1), (1, 4)]),
        ("a.b = 1\n[a]\nc = 1\n", {"a": {"b": 1}}, "a", [(2, 2), (1, 1)]),
        ("a = {x = 1}\na.y = 2\n", {"a": {"x": 1}}, "a.y", [(2, 3), (1, 1)]),
        ("b = 1\na = {c = {x = 1, x = 2}}\n", {"b": 1}, "a.c.x", [(2, 18), (2, 11)]),
        ("[[t]]\na = 1\n[[t]]\na = 1\na = 2\n[u]\n", {"u": {}}, "t.a", [(5, 1), (4, 1)]),
    ],
)
def test_a_key_written_twice_names_both_places(
    text: str, kept: Value, key: str, places: list[tuple[int, int]]
) -> None:
    """TOML refuses it; the finding points at the second key and at what is in its way."""
    document = parse(text, "c.toml")
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)
    (finding,) = document.findings
    assert (finding.code, finding.key, finding.exception) == ("duplicate-key-refused", key, "TOMLDecodeError")
    assert [(place.line, place.column) for place in finding.places] == places
    assert document.root is not None
    assert document.root.value == kept


@pytest.mark.parametrize(
    ("broken", "kept"),
    [
        ("b = oops\n", {"a": 1, "c": 3, "t": {"d": 4}}),
        ("b = [\n 1,\n 2\n", {"a": 1, "c": 3, "t": {"d": 4}}),
        ("b = {x = 1\n", {"a": 1, "c": 3, "t": {"d": 4}}),
        ('b = """\nx\n', {"a": 1, "c": 3, "t": {"d": 4}}),
        ("b = 1 2\n", {"a": 1, "c": 3, "t": {"d": 4}}),
        ("b : 1\n", {"a": 1, "c": 3, "t": {"d": 4}}),
        ("b = 2020-13-45\n", {"a": 1, "c": 3, "t": {"d": 4}}),
        ("b = '\n", {"a": 1, "c": 3, "t": {"d": 4}}),
        ("[u\nx = 1\n", {"a": 1, "t": {"d": 4}}),
        ("[[u]]\nx = 1\n[[u]]\nx = oops\n", {"a": 1, "t": {"d": 4}}),
        ("[[u]]\nx = 1\n[u.v]\nx = oops\n", {"a": 1, "t": {"d": 4}}),
        ("b = " + "9" * 5000 + "\n", {"a": 1, "c": 3, "t": {"d": 4}}),
        ("b = " + "[" * 5000 + "]" * 5000 + "\n", {"a": 1, "c": 3, "t": {"d": 4}}),
        (".".join(["b"] * 10_000) + " = 1\n", {"a": 1, "c": 3, "t": {"d": 4}}),
        ("[" + ".".join(["b"] * 10_000) + "]\nc = 2\n", {"a": 1, "t": {"d": 4}}),
    ],
)
def test_what_stands_behind_an_error_is_read_too(broken: str, kept: Value) -> None:
    """Only the broken statement is left out, with all below it when it is a header, and with half lists."""
    document = parse(f"a = 1\n{broken}c = 3\n[t]\nd = 4\n", "c.toml")
    assert len(document.findings) == 1
    assert document.root is not None
    assert document.root.value == kept


def test_one_error_in_a_large_file_costs_one_setting() -> None:
    """Of fifty settings the other forty-nine are shown, at their places."""
    lines = [f"key{n} = {n}\n" for n in range(50)]
    lines[4] = "key4 = oops\n"
    document = parse("".join(lines), "c.toml")
    assert document.root is not None
    assert len(document.root.entries) == 49
    assert child(document.root, "key49").place.line == 50
    assert document.findings[0].places[0].line == 5


def test_a_file_of_errors_is_not_read_for_ever() -> None:
    """After some repairs the rest is given up."""
    document = parse("a = 1\n" + "b = oops\n" * 100_000, "c.toml")
    assert {finding.code for finding in document.findings} == {"broken-file"}
    assert len(document.findings) <= 10
    assert document.findings[-1].message.endswith(" What follows was not read.")


def test_every_key_written_twice_is_told_and_the_rest_is_read() -> None:
    """The application stops at the first; each has both places, those inside of inline tables too."""
    text = (
        "a = 1\na = 2\na = 3\n[t]\nx = 1\nx = 2\n"
        "y = {p = 1, p = 2, q = {r = 1, r = 2}}\n[u]\n[t]\nz = 1\n[v]\nw = 1\n"
    )
    document = parse(text, "c.toml")
    assert {finding.code for finding in document.findings} == {"duplicate-key-refused"}
    assert [
        (finding.key, *((place.line, place.column) for place in finding.places))
        for finding in document.findings
    ] == [
        ("a", (2, 1), (1, 1)),
        ("a", (3, 1), (1, 1)),
        ("t.x", (6, 1), (5, 1)),
        ("t.y.p", (7, 13), (7, 6)),
        ("t.y.q.r", (7, 32), (7, 25)),
        ("t", (9, 2), (4, 2)),
    ]
    assert [finding.exception for finding in document.findings] == ["TOMLDecodeError", *[""] * 5]
    assert document.root is not None
    assert document.root.value == {"a": 1, "t": {"x": 1}, "u": {}, "v": {"w": 1}}


def test_errors_of_several_kinds_are_told_each_at_its_place() -> None:
    """The first one is what the application stops with, the others wait behind it."""
    document = parse("a = oops\nb = 1\nb = 2\nc = '\nd = 4\n[e\nf = 1\n[g]\nh = 1 2\n", "c.toml")
    assert [(finding.code, finding.places[0].line) for finding in document.findings] == [
        ("broken-file", 1),
        ("duplicate-key-refused", 3),
        ("broken-file", 4),
        ("broken-file", 6),
        ("broken-file", 9),
    ]
    assert [bool(finding.exception) for finding in document.findings] == [True, False, False, False, False]
    assert document.findings[1].message.endswith("this stops the application, too.")
    assert document.root is not None
    assert document.root.value == {"b": 1, "d": 4, "g": {}}


def test_of_a_file_with_an_error_in_each_line_ten_are_told() -> None:
    """The others are left out as well, and what can be read is."""
    document = parse("".join(f"key{n} = oops\n" for n in range(25)) + "a = 1\n", "c.toml")
    assert [finding.places[0].line for finding in document.findings] == list(range(1, 11))
    assert document.root is not None
    assert document.root.value == {"a": 1}


def test_a_table_opened_behind_its_own_table_stands_at_its_header() -> None:
    """The header below it comes first and names it, but does not open it."""
    document = parse("[fruit.apple]\nx = 1\n[a]\n[fruit]\ny = 2\n[fruit.pear]\n", "c.toml")
    assert document.root is not None
    fruit = child(document.root, "fruit")
    assert fruit.key_place == Place("c.toml", 4, 2, 4, 7)
    assert (fruit.place.line, fruit.place.column) == (4, 1)
    assert child(fruit, "apple").key_place == Place("c.toml", 1, 8, 1, 13)
    assert child(fruit, "y").place.line == 5
