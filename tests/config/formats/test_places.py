"""Places in YAML, TOML and .env: what stands there gives the value when it is read alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings

from inspector.base.findings import Severity
from inspector.base.places import Place
from inspector.config.formats import text_at, toml, yaml
from inspector.config.values import Document, Node, NodeKind
from tests.config.formats.texts import yaml_documents
from tests.config.formats.trees import same, walk

Parse = Callable[[str, str], Document]


@pytest.mark.parametrize("parse", [yaml.parse, yaml.parse_1_2, yaml.parse_js])
def test_the_text_at_a_place_gives_the_value(parse: Parse) -> None:
    """Scalars of any style, flow and block collections, and keys; with LF and CR LF."""

    @settings(deadline=None, max_examples=500)
    @given(yaml_documents())
    def check(text: str) -> None:
        document = parse(text, "c.yaml")
        if document.root is None or any(finding.severity is Severity.ERROR for finding in document.findings):
            return
        for node in walk(document.root):
            if node is not document.root:
                check_value(parse, text, node)
            for key, child in node.entries:
                check_key(parse, text, key, child)

    check()


def check_value(parse: Parse, text: str, node: Node) -> None:
    """Read what stands at the place of a value as the only value of a document."""
    written = text_at(text, node.place)
    assert node.raw is None or written == node.raw
    if "*" in written:  # its anchor stands elsewhere
        return
    column = node.place.column or 1
    end = "" if written.endswith("\n") else "\n"  # block texts have their own
    if node.kind is NodeKind.SCALAR or written[:1] in ("[", "{"):
        alone = parse(f"k: {written}{end}", "alone")
    else:  # a block collection needs the indentation of its first line
        alone = parse(f"k:\n{' ' * (column - 1)}{written}{end}", "alone")
    assert alone.root is not None, written
    (found,) = [child.value for _, child in alone.root.entries]
    assert same(found, node.value), written


def check_key(parse: Parse, text: str, key: object, child: Node) -> None:
    """Read what stands at the place of a key as the only key of a document."""
    assert child.key_place is not None
    alone = parse(f"{text_at(text, child.key_place)}: 0\n", "alone").root
    assert alone is not None
    assert [name for name, _ in alone.entries] == [key]


def root_of(document: Document) -> Node:
    """The root of a document that has one."""
    assert document.root is not None
    return document.root


def child(node: Node, *keys: object) -> Node:
    """The node below a path of keys and indices."""
    for key in keys:
        if isinstance(key, int) and node.kind is NodeKind.SEQUENCE:
            node = node.elements[key]
        else:
            (node,) = [found for name, found in node.entries if name == key]
    return node


_MERGED = """\
d: &d
  x: &x [1, 2]
  y: 'two
    lines'
e: {<<: *d, x: 3}
f:
  - <<: [*d, {z: |- }]
    w: *x
"""


def test_merged_entries_keep_the_places_of_their_own_keys() -> None:
    """What came by << stands where it is written; the alias tells where it was brought in."""
    text = _MERGED.replace("{z: |- }", "{z: 4}")
    root = root_of(yaml.parse(text, "c.yaml"))
    y = child(root, "e", "y")
    assert y.key_place == Place("c.yaml", 3, 3, 3, 4)
    assert text_at(text, y.place) == "'two\n    lines'"
    assert y.alias_place == Place("c.yaml", 5, 9, 5, 11)
    x = child(root, "e", "x")
    assert (x.value, x.alias_place) == (3, None)
    assert x.key_place == Place("c.yaml", 5, 13, 5, 14)
    z = child(root, "f", 0, "z")
    assert (z.value, z.alias_place) == (4, None)
    assert z.key_place == Place("c.yaml", 7, 15, 7, 16)
    assert child(root, "f", 0, "y").alias_place == Place("c.yaml", 7, 10, 7, 12)
    w = child(root, "f", 0, "w")
    assert w.alias_place == Place("c.yaml", 8, 8, 8, 10)
    assert text_at(text, w.place) == text_at(text, child(root, "d", "x").place) == "&x [1, 2]"


@pytest.mark.parametrize("parse", [yaml.parse, yaml.parse_1_2, yaml.parse_js])
@pytest.mark.parametrize(
    ("written", "raw"),
    [
        ("|\n  a\n  b\n", "|\n  a\n  b\n"),
        (">-\n  a\n\n  b\n\n", ">-\n  a\n\n  b\n\n"),
        ("|2-\n   a\n", "|2-\n   a\n"),
        ("'a\n  b'\n", "'a\n  b'"),
        ('"a\\\n  b" # c\n', '"a\\\n  b"'),
        ("a\n  b\n  c # d\n", "a\n  b\n  c"),
        ("!!str 1\n", "!!str 1"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_texts_of_several_lines_span_all_of_them(parse: Parse, written: str, raw: str, ends: str) -> None:
    """From the first sign to the last one, whichever line ends the file has."""
    text = f"first: 1\nk: {written}last: é\n".replace("\n", ends)
    root = root_of(parse(text, "c.yaml"))
    assert text_at(text, child(root, "k").place) == child(root, "k").raw == raw.replace("\n", ends)
    assert text_at(text, child(root, "last").place) == "é"


_TABLES = """\
a.b."c d" = 1
t.x = { y.z = [1, {w = '''
two
lines'''}], 'q' = 2 }
[out.of.order]
k = 1
[[list]]
n = 1
[out]
m = 2
[[list]]
n = 2
[list.below]
o = "\\u00e9"
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_toml_tables_of_every_kind_have_places(ends: str) -> None:
    """Dotted keys, inline tables, tables out of order, lists of tables, texts of several lines."""
    text = _TABLES.replace("\n", ends)
    root = root_of(toml.parse(text, "c.toml"))
    expected = {
        ("a", "b", "c d"): ('"c d"', "1"),
        ("t", "x", "q"): ("'q'", "2"),
        ("t", "x", "y", "z"): ("z", "[1, {w = '''\ntwo\nlines'''}]"),
        ("t", "x", "y", "z", 1, "w"): ("w", "'''\ntwo\nlines'''"),
        ("out", "of", "order", "k"): ("k", "1"),
        ("out", "m"): ("m", "2"),
        ("list", 1, "n"): ("n", "2"),
        ("list", 1, "below", "o"): ("o", '"\\u00e9"'),
    }
    for path, (key, value) in expected.items():
        node = child(root, *path)
        assert node.key_place is not None
        assert text_at(text, node.key_place) == key
        assert text_at(text, node.place) == value.replace("\n", ends)
    below = child(root, "list", 1, "below")
    assert text_at(text, below.place).startswith("[list.below]")
    out = child(root, "out")
    assert out.place.line == 9  # its own header, and not the one of the table below it


def test_tabs_and_wide_characters_count_as_one_column() -> None:
    """Columns are characters, as the rest of Inspector counts them."""
    root = root_of(yaml.parse("😀: 1\nü: '\t' # c\n", "c.yaml"))
    assert child(root, "😀").place == Place("c.yaml", 1, 4, 1, 5)
    assert child(root, "ü").place == Place("c.yaml", 2, 4, 2, 7)
    toml_root = root_of(toml.parse("\ta\t=\t1\n[\tt ]\nb = 2\n", "c.toml"))
    assert child(toml_root, "a").place == Place("c.toml", 1, 6, 1, 7)
    assert child(toml_root, "t").key_place == Place("c.toml", 2, 3, 2, 4)
