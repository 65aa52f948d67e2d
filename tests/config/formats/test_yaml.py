"""YAML: places, duplicates, aliases, merges, and what broken text still gives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml as pyyaml

from inspector.base.findings import Severity
from inspector.base.places import Place
from inspector.config.formats.positions import text_at
from inspector.config.formats.problems import FINDING_CODES, MAX_ALIASED_NODES, MAX_DEPTH
from inspector.config.formats.yaml import parse, parse_1_2
from inspector.config.values import Document, Node, NodeKind, Value
from tests.config.formats.trees import walk


def root_of(text: str) -> Node:
    """The root of a text without errors."""
    document = parse(text, "c.yaml")
    assert document.root is not None
    return document.root


def child(node: Node, *keys: str) -> Node:
    """The node below a path of keys."""
    for key in keys:
        found = node.child(key)
        assert found is not None
        node = found
    return node


def test_keys_and_values_have_places() -> None:
    """Lines and columns start at 1, ends are exclusive, and raw text is kept as written."""
    root = root_of("# c\ntraining:\n  batch_size:   0x20  # c\n  name: 'é 😀'\n")
    size = child(root, "training", "batch_size")
    assert (size.value, size.raw) == (32, "0x20")
    assert size.key_place == Place("c.yaml", 3, 3, 3, 13)
    assert size.place == Place("c.yaml", 3, 17, 3, 21)
    assert child(root, "training", "name").place == Place("c.yaml", 4, 9, 4, 14)
    training = child(root, "training")
    assert (training.place.line, training.place.end_line, training.place.end_column) == (3, 4, 14)
    assert root.key_place is None


def test_block_texts_and_lists_have_places() -> None:
    """Flow collections end at their bracket, block collections at their last value."""
    text = "a: |\n  x\n  y\nb: [1, {c: 2}]\nd:\n- 1\n- 2\n\n# end\n"
    root = root_of(text)
    assert text_at(text, child(root, "a").place) == "|\n  x\n  y\n"
    assert text_at(text, child(root, "b").place) == "[1, {c: 2}]"
    assert text_at(text, child(root, "d").place) == "- 1\n- 2"
    assert [node.raw for node in child(root, "d").elements] == ["1", "2"]


def test_keys_that_are_no_text_stay_what_they_are() -> None:
    """Booleans, numbers and null are keys of their own type."""
    root = root_of("on: 1\n2: 2\n~: 3\n2020-01-01: 4\n")
    assert [type(key).__name__ for key, _ in root.entries] == ["bool", "int", "NoneType", "date"]
    assert root.value == pyyaml.safe_load("on: 1\n2: 2\n~: 3\n2020-01-01: 4\n")


def test_duplicate_keys_are_reported_with_all_places_and_the_last_wins() -> None:
    """The winning place comes first; keys that PyYAML takes for equal are duplicates too."""
    document = parse("a: 1\nb: {c: 1, c: 2}\na: 3\n1: x\ntrue: y\n", "c.yaml")
    assert [(finding.code, finding.severity, finding.key) for finding in document.findings] == [
        ("duplicate-key", Severity.WARNING, "b.c"),
        ("duplicate-key", Severity.WARNING, "a"),
        ("duplicate-key", Severity.WARNING, "True"),
    ]
    assert [place.line for place in document.findings[1].places] == [3, 1]
    assert "lines 1 and 3" in document.findings[1].message
    assert "in line 2;" in document.findings[0].message
    assert document.root is not None
    assert document.root.value == {"a": 3, "b": {"c": 2}, 1: "y"}


def test_aliases_share_their_value_and_have_a_place_of_their_own() -> None:
    """The value stands at the anchor, alias_place where it is repeated."""
    root = root_of("a: &x {k: 1}\nb: *x\nc: [*x]\n")
    assert child(root, "b").value is child(root, "a").value
    assert child(root, "b").alias_place == Place("c.yaml", 2, 4, 2, 6)
    assert child(root, "b").place == child(root, "a").place
    assert child(root, "c").elements[0].alias_place == Place("c.yaml", 3, 5, 3, 7)


def test_an_anchor_is_no_part_of_the_written_value() -> None:
    """`&name` stands before the value and is not its text; a tag is, because it decides the value."""
    root = root_of("a: &x NO\nb: &y\nc: !!str 1\n")
    assert (child(root, "a").value, child(root, "a").raw) == (False, "NO")
    assert child(root, "a").place == Place("c.yaml", 1, 7, 1, 9)
    assert (child(root, "b").value, child(root, "b").raw) == (None, "")
    assert (child(root, "c").value, child(root, "c").raw) == ("1", "!!str 1")


@pytest.mark.parametrize(
    "text",
    [
        "d: &d {x: 1, y: 2}\na: {<<: *d, y: 3, z: 4}\n",
        "d: &d {x: 1}\ne: &e {x: 2, y: 2}\na:\n  z: 0\n  <<: [*d, *e]\n  y: 9\n",
        "d: &d {x: 1}\ne: &e {<<: *d, y: 2}\na: {<<: *e}\n",
        "a: {<<: {x: 1}, y: 2}\n",
        "d: &d {x: 1}\ne: &e {x: 2}\na: {<<: *d, <<: *e}\n",
        "d: &d {xx: 1}\ne: &e {xx: 2}\na: {<<: *d, <<: *e}\n",
        "d: &d {xx: 1}\ne: &e {xx: 2}\na: {<<: [*d, *e]}\n",
        "d: &d {x: 1}\ne: &e {<<: *d, x: 2}\na: {<<: *e}\n",
        "k: &k x\nd: &d {*k : 1}\na: {<<: [*d, {*k : 2, y: 3}]}\n",
    ],
)
def test_merges_give_what_safe_load_gives(text: str) -> None:
    """`<<` merges as PyYAML does, in the same order of keys, and is no duplicate."""
    document = parse(text, "c.yaml")
    assert document.findings == ()
    assert document.root is not None
    expected = pyyaml.safe_load(text)
    assert document.root.value == expected
    assert list(child(document.root, "a").value) == list(expected["a"])  # type: ignore[call-overload]


def test_merged_entries_tell_where_they_are_merged() -> None:
    """A merged entry has its own places at the anchor, and the alias that brought it in."""
    root = root_of("d: &d\n  x: 1\na:\n  <<: *d\n  y: 2\n")
    merged = child(root, "a", "x")
    assert merged.place.line == 2
    assert merged.alias_place == Place("c.yaml", 4, 7, 4, 9)
    assert child(root, "a", "y").alias_place is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: !!set {x, y}\n", {"x", "y"}),
        ("a: !!omap [x: 1, y: 2]\n", [("x", 1), ("y", 2)]),
        ("a: !!pairs [x: 1, x: 2]\n", [("x", 1), ("x", 2)]),
    ],
)
def test_collections_with_a_tag_are_one_value(text: str, value: Value) -> None:
    """Sets and ordered mappings are values of their own, as PyYAML constructs them."""
    node = child(root_of(text), "a")
    assert node.kind is NodeKind.SCALAR
    assert node.value == value == pyyaml.safe_load(text)["a"]


def broken_document(text: str) -> Document:
    """A document whose first finding is an error with a place."""
    document = parse(text, "c.yaml")
    finding = document.findings[0]
    assert finding.severity is Severity.ERROR
    assert finding.code in FINDING_CODES
    assert finding.message.endswith(".")
    assert finding.hint.endswith(".")
    return document


@pytest.mark.parametrize(
    ("text", "kept", "place", "said"),
    [
        ("a: 1\nb:\n\tc: 2\n", {"a": 1}, (3, 1), "tab"),
        ("a:\tb\n", None, (1, 3), "tab"),
        ("a: b: c\n", None, (1, 5), "second key"),
        ("a: 1\nb: 2\n c: 3\n", {"a": 1}, (3, 3), "second key"),
        ("a: 1\nb: 2\nc d\ne: 3\n", {"a": 1, "b": 2, "e": 3}, (3, 1), "without a colon"),
        ("a: 1\nb: 'x\nc: 2\n", {"a": 1, "c": 2}, (2, 4), "quote"),
        ("a: 1\nb: [1, 2\nc: 3\n", {"a": 1, "c": 3}, (2, 4), "bracket"),
        ("a: 1\n---\nb: 2\n", {"a": 1}, (2, 1), "second document"),
        ("a: 1\nb: *no\nc: 1\n", {"a": 1, "c": 1}, (2, 4), "no anchor"),
        ("a: &x 1\nb: &x 2\n", {"a": 1}, (2, 4), "written twice"),
        ("a: 1\nb:\n  - b\n c: 1\n", {"a": 1}, (4, 2), "indentation"),
        ("a: 1\nb: 'b' c\n", {"a": 1}, (2, 8), "indentation"),
        ("a: 1\nb: @x\n", {"a": 1}, (2, 4), "start with this character"),
        ("a: \x01\n", None, (1, 4), "control character"),
        ("a: >x\n", None, (1, 5), "ScannerError"),
        ("a: {b: 1, c: [}\n", None, (1, 15), "ParserError"),
    ],
)
def test_broken_text_keeps_the_whole_entries(
    text: str, kept: Value, place: tuple[int, int], said: str
) -> None:
    """The finding tells in plain words what is wrong where, and the other entries are still read."""
    document = broken_document(text)
    with pytest.raises(pyyaml.YAMLError) as raised:
        pyyaml.safe_load(text)
    finding = document.findings[0]
    assert finding.code == "broken-file"
    assert said in finding.message
    assert raised.type.__name__ in finding.message
    assert (finding.places[0].line, finding.places[0].column) == place
    assert (None if document.root is None else document.root.value) == kept


@pytest.mark.parametrize(
    ("broken", "kept"),
    [
        ("b: @x\n", {}),
        ("b: 'x\n", {}),
        ("b: [1, 2\n", {}),
        ("b: [1, 2,\n  3: @,\n  4]\n", {}),
        ("b: {x: 1,\n  y: @,\n  z: 2}\n", {"b": {"z": 2}}),
        ("b c\n", {}),
        ("b: c: d\n  e: 1\n  f:\n    g: 2\n", {}),
        ("b: c: d\n- 1\n- 2\n", {}),
        ("b:\n  x: 1\n  y z\n  w: 2\n", {"b": {"x": 1, "w": 2}}),
        ("b:\n  x: 1\n   y: 2\n  w: 2\n", {"b": {"w": 2}}),
        ("b:\n  - 1\n  - @\n", {}),
        ("b:\n- 1\n- @\n- 3\n", {}),
        ("b:\n- x: 1\n  y: @\n", {}),
        ("b:\n- x: 1\n- y: 1\n  z: @\n- w: 2\n", {}),
        ("b:\n  x: |\n    text\n  y: @\n", {"b": {"x": "text\n"}}),
        ("b: >\n  text\n x: 1\n", {}),
        ("b:\n\tx: 1\n\ty: 1\n", {}),
        ("b:\n  x: &x [1\nb2: *x\n", {}),
        ("b: \x07\n", {}),
        ("b: " + "[" * 200 + "\n", {}),
        ("b: @\nb2: @\nb3: 'x\nb4: {\n", {}),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_stands_around_an_error_is_read(broken: str, kept: dict[str, Value], ends: str) -> None:
    """Only the broken line goes, with the block that hangs on it and the list or text that it belongs to."""
    text = f"a:\n  k: 1\n{broken}c: 3\nd: [x]\n".replace("\n", ends)
    document = broken_document(text)
    assert document.root is not None
    assert document.root.value == {"a": {"k": 1}, **kept, "c": 3, "d": ["x"]}
    for node in walk(document.root):
        if node.kind is NodeKind.SCALAR:
            assert text_at(text, node.place) == node.raw


def test_one_error_in_a_large_file_costs_one_setting() -> None:
    """Of fifty settings the other forty-nine are shown, at their places."""
    lines = [f"key{n}: {n}\n" for n in range(50)]
    lines[4] = "key4: @oops\n"
    document = broken_document("".join(lines))
    assert document.root is not None
    assert len(document.root.entries) == 49
    assert child(document.root, "key49").place.line == 50
    assert document.findings[0].places[0].line == 5


def test_a_file_of_errors_is_not_read_for_ever() -> None:
    """After some repairs the rest is given up."""
    document = broken_document("a: 1\n" + "b: @x\n" * 100_000)
    assert document.root is not None
    assert document.root.value == {"a": 1}


@pytest.mark.parametrize(
    ("text", "kept", "key", "exception"),
    [
        ("a: !Ref x\nb: 1\n", {"b": 1}, "a", "ConstructorError"),
        ("a: !Ref [x, y]\nb: 1\n", {"b": 1}, "a", "ConstructorError"),
        ("a: {b: !Ref x, c: 2}\n", {"a": {"c": 2}}, "a.b", "ConstructorError"),
        ("a: [1, !Ref x]\nb: 1\n", {"b": 1}, "a.1", "ConstructorError"),
        ("a: 2020-13-45\nb: 1\n", {"b": 1}, "a", "ValueError"),
        ("a: !!int hunter2\nb: 1\n", {"b": 1}, "a", "ValueError"),
        ("a: !!bool hunter2\nb: 1\n", {"b": 1}, "a", "KeyError"),
        ("a: !!set x\nb: 1\n", {"b": 1}, "a", "ConstructorError"),
        ("a: !!omap {x: 1}\nb: 1\n", {"b": 1}, "a", "ConstructorError"),
        ("a: =\nb: 1\n", {"b": 1}, "a", "ConstructorError"),
        ("b: 1\n<<: 3\n", {"b": 1}, '"<<"', "ConstructorError"),
        ("b: 1\n? [x]\n: {y: 2}\n", {"b": 1}, None, "ConstructorError"),
        ("b: 1\n!Ref k: 2\n", {"b": 1}, None, "ConstructorError"),
    ],
)
def test_one_unreadable_value_leaves_the_others(
    text: str, kept: Value, key: str | None, exception: str
) -> None:
    """What PyYAML refuses to construct is left out and reported without repeating it; the rest is read."""
    document = broken_document(text)
    with pytest.raises(Exception, match=r".*") as raised:
        pyyaml.safe_load(text)
    (finding,) = document.findings
    assert raised.type.__name__ == exception
    assert finding.code == "broken-file"
    assert exception in finding.message
    assert "hunter2" not in finding.message + finding.hint
    assert finding.key == key
    assert document.root is not None
    assert document.root.value == kept


def test_an_alias_of_an_unreadable_value_is_unreadable() -> None:
    """The finding about the alias points at both places."""
    document = broken_document("a: &x !Ref 1\nb: *x\nc: 1\n")
    assert [finding.key for finding in document.findings] == ["a", "b"]
    assert [place.line for place in document.findings[1].places] == [2, 1]
    assert document.root is not None
    assert document.root.value == {"c": 1}


def test_a_list_that_repeats_an_unreadable_value_says_so_once() -> None:
    """A list is lost with its first such element; each key that is lost is told."""
    document = broken_document("a: &x !Ref 1\nb: [*x, *x, *x]\nc: *x\nd: *x\n")
    assert [finding.key for finding in document.findings] == ["a", "b.0", "c", "d"]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "~\n", "\n\n", "---\n...\n"])
def test_an_empty_file_is_a_finding(text: str) -> None:
    """Without a mapping the application gets None."""
    document = broken_document(text)
    assert document.root is None
    assert [finding.code for finding in document.findings] == ["empty-file"]
    assert pyyaml.safe_load(text) is None


@pytest.mark.parametrize(
    ("text", "what"), [("- 1\n", "a list"), ("word\n", "a single value"), ("!!set {a}\n", "value")]
)
def test_a_root_that_is_no_mapping_is_a_finding(text: str, what: str) -> None:
    """A list or a scalar at the root is read, and reported."""
    document = broken_document(text)
    assert document.root is not None
    assert what in document.findings[0].message
    assert document.findings[0].places == (document.root.place,)


def test_an_unreadable_root_leaves_nothing() -> None:
    """A tag on the whole file takes all of it."""
    document = broken_document("!Ref\na: 1\n")
    assert document.root is None
    assert [finding.code for finding in document.findings] == ["broken-file"]


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: " + "[" * 100_000,
        "a: 1\nb: " + "{x: " * 100_000,
        "a: 1\nb:\n" + "- " * 100_000,
        "a: 1\n" + "? " * 100_000,
        "a: 1\n" + "".join(f"{' ' * depth}x:\n" for depth in range(400)),
    ],
)
def test_deep_nesting_ends_the_reading(text: str) -> None:
    """No depth exhausts the stack; the reading ends at the limit and keeps what stands above."""
    document = broken_document(text)
    assert [finding.code for finding in document.findings] == ["file-too-deep"]
    assert str(MAX_DEPTH) in document.findings[0].message


def test_depth_below_the_limit_is_read() -> None:
    """The deepest nesting that is allowed is read."""
    text = "a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    document = parse(text, "c.yaml")
    assert document.findings == ()


def test_multiplying_aliases_are_not_followed() -> None:
    """Ten aliases of ten aliases, nine times, cost neither time nor memory."""
    lines = ["a0: &a0 [" + ", ".join("1" * 10) + "]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 10)]
    document = broken_document("\n".join(lines) + "\nlast: 1\n")
    assert {finding.code for finding in document.findings} == {"aliases-too-many", "broken-file"}
    assert str(MAX_ALIASED_NODES) in document.findings[0].message
    assert document.root is not None
    assert document.root.child("a2") is not None
    assert document.root.child("a9") is None
    assert child(document.root, "last").value == 1


def test_a_chain_of_aliases_is_told_once_with_a_number() -> None:
    """Each alias repeats the one above it, so that all behind the limit are left out."""
    lines = ["a0: &a0 1", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 1_000))]
    document = broken_document("\n".join(lines) + "\n")
    assert [finding.code for finding in document.findings] == ["aliases-too-many", *["broken-file"] * 5]
    left_out = sum(1 for n in range(1_000) if document.root is None or document.root.child(f"a{n}") is None)
    assert document.findings[-1].message.endswith(f"The same is true of {left_out - 6} more.")


def test_an_alias_inside_its_own_value_is_a_finding() -> None:
    """A value that contains itself has no tree; the finding points at alias and anchor."""
    document = broken_document("a: &x {b: *x, c: 1}\n")
    (finding,) = document.findings
    assert (finding.code, finding.key) == ("aliases-too-many", "a.b")
    assert [place.column for place in finding.places] == [11, 4]
    assert document.root is not None
    assert document.root.value == {"a": {"c": 1}}


@pytest.mark.parametrize(
    "text", ["a: 'x\u2028y'\nb: 1\n", "a: 'x\x85 y'\r\nb: 1\r\n", "# \ufeff\na: 2\rb: 1\n"]
)
def test_places_count_lines_as_editors_do(text: str) -> None:
    """Breaks that only YAML 1.1 knows do not move the places below them."""
    document = parse(text, "c.yaml")
    assert document.root is not None
    node = child(document.root, "b")
    assert node.key_place is not None
    assert text_at(text, node.key_place) == "b"
    assert text_at(text, node.place) == "1"


@pytest.mark.parametrize("parser", [parse, parse_1_2])
@pytest.mark.parametrize(("escape", "exception"), [("00110000", "ValueError"), ("FFFFFFFF", "OverflowError")])
def test_an_escape_that_is_no_character_is_told_at_its_line(
    parser: Callable[[str, str], Document], escape: str, exception: str
) -> None:
    """The libraries end with an exception of Python's own; the other keys are still shown."""
    document = parser(f'a: 1\nb: "x\\U{escape}"\n', "c.yaml")
    (finding,) = document.findings
    assert (finding.code, finding.exception, finding.places[0].line) == ("broken-file", exception, 2)
    assert document.root is not None
    assert document.root.value == {"a": 1}


@pytest.mark.parametrize(
    ("text", "exception"),
    [("!t x\n: 1\n", "ParserError"), ("!t a\n--- b\n", "ComposerError"), ("!t x\n", "ConstructorError")],
)
def test_a_broken_text_stops_the_application_before_its_values_do(text: str, exception: str) -> None:
    """PyYAML makes values only of a document that it has read to its end."""
    with pytest.raises(pyyaml.YAMLError) as raised:
        pyyaml.safe_load(text)
    assert type(raised.value).__name__ == exception
    assert parse(text, "c.yaml").findings[0].exception == exception


def test_two_spellings_of_one_key_are_named() -> None:
    """1 and true are the same key for Python."""
    (finding,) = parse("1: a\ntrue: b\n", "c.yaml").findings
    assert "is written 2 times, as 1 and true, in lines 1 and 2" in finding.message
