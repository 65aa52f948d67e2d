"""YAML: the values are those of PyYAML's safe_load, and every place holds the text that gives its value."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from inspector.config.formats import text_at
from inspector.config.formats.yaml import parse
from inspector.config.values import Node, NodeKind, Value
from tests.config.formats.trees import agrees, same, scalars, walk

_LINE_END = re.compile("[\r\n\x85\u2028\u2029]")
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    _TEXT,
    st.sampled_from(["NO", "on", "1e5", "0o10", "1:30", "2020-01-01", "~", "=", "<<", "a: b", "# c", "- x"]),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=8),
)
_DATA = st.dictionaries(
    st.one_of(_TEXT, st.booleans(), st.integers(), st.none(), st.dates()),
    st.recursive(
        _SCALARS,
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_TEXT, inner, max_size=4)),
        max_leaves=12,
    ),
    min_size=1,
    max_size=5,
)
# Pieces that make tokens touch each other in ways that no dumper writes.
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "b",
                "key",
                "1",
                "010",
                "0x1f",
                "1.5",
                "1e3",
                "yes",
                "NO",
                "null",
                "~",
                "=",
                "<<",
                "é",
                "😀",
            ),
            *(
                ": ",
                ":",
                "\n",
                "\n  ",
                "\n    ",
                "- ",
                "\n- ",
                "? ",
                "?",
                "x?y",
                "{",
                "}",
                "[",
                "]",
                ", ",
                ",",
                " ",
                "\t",
            ),
            *(
                "'",
                '"',
                "'x y'",
                '"a\\n"',
                "|\n",
                ">-\n",
                " # c",
                "#",
                "&x ",
                "*x",
                "*x ",
                "!!str ",
                "!t ",
                "!!int ",
                "!",
                "!!str",
            ),
            *(
                "---\n",
                "...",
                "%",
                "@",
                "`",
                "\\",
                "\r\n",
                "\x85",
                "\u2028",
                "!!set ",
                "!!omap ",
                "!!binary ",
            ),
            *(
                "a: 1\n",
                "b: two\n",
                "  c: [1, 2]\n",
                "d:\n",
                "- e\n",
                "2020-01-01",
                "1:30",
                ".inf",
                "-",
                "+",
                "\ufeff",
            ),
        ]
    ),
    max_size=14,
).map("".join)


def safe_load(text: str) -> Any:
    """What an application gets, or the exception that it stops with."""
    try:
        return yaml.safe_load(text)
    except Exception as error:  # noqa: BLE001 - constructors raise anything
        return error


@settings(deadline=None)
@given(
    _DATA,
    st.sampled_from([None, False, True]),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.integers(2, 6),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_dumped_data_is_read_as_safe_load_reads_it(
    data: dict[Any, Any], flow: bool | None, style: str | None, indent: int, ends: str, unicode: bool
) -> None:
    """Whatever PyYAML writes is read with the same values, types and order of keys."""
    text = yaml.safe_dump(
        data,
        default_flow_style=flow,
        default_style=style,
        indent=indent,
        line_break=ends,
        allow_unicode=unicode,
        width=40,
    )
    expected = safe_load(text)
    assume(isinstance(expected, dict))
    document = parse(text, "c.yaml")
    assert document.root is not None
    assert same(document.root.value, expected)
    assert agrees(document.root)
    check_places(document.text, document.root)


@settings(deadline=None, max_examples=400)
@given(PIECES)
@example("a:\tb")
@example("a: [http://x/?y=1]\n")
@example("a: {x ?: y}\n")
@example("a: [!, 2]\n")
@example("a: [!!str, 2]\n")
@example("a: {b: !!str, c: 1}\n")
@example("a: [!foo,bar x]\n")
@example("a: !.!int 1\n")
@example("!!value b: 1\n")
@example("!x 1: 2\n!y : 3\n")
@example('a: "\\U00110000"\n')
@example('a: "\\UFFFFFFFF"\n')
@example('a: "\\ud800"\n')
@example('{"a":!!str,b: 1}\n')
@example("a: 'b'#c")
@example("{a: 1}: 2")
@example("a: &x 1\nb: *x\n")
@example("a: &x {k: 1}\nb: {<<: *x, l: 2}\n")
@example("? a\n: b\n")
def test_any_text_is_read_as_safe_load_reads_it(text: str) -> None:
    """Text that is hardly YAML gives the same values, or a finding where safe_load raises."""
    assume(not text.startswith("\ufeff\ufeff"))  # each reader takes one mark; no editor writes two
    expected = safe_load(text)
    document = parse(text, "c.yaml")
    codes = {finding.code for finding in document.findings}
    if isinstance(expected, Exception):
        assert codes & {"broken-file", "aliases-too-many"}
        assert document.findings[0].places[0].line is not None
    elif expected is None:
        assert document.root is None
        assert codes == {"empty-file"}
    elif "aliases-too-many" not in codes:
        assert document.root is not None
        assert same(document.root.value, expected)
        assert codes <= {"duplicate-key", "broken-file"}
        assert ("broken-file" in codes) is not isinstance(expected, dict)
        check_places(document.text, document.root)


def check_places(text: str, root: Node) -> None:
    """Every place spans the text that gives the value."""
    for node in scalars(root):
        assert text_at(text, node.place) == node.raw
        assert node.raw is not None
        if not isinstance(node.value, (set, list)) and _LINE_END.search(node.raw) is None:
            assert same(_reread(node.raw), node.value), node
    for node in walk(root):
        if node.kind is NodeKind.MAPPING:
            for key, child in node.entries:
                assert child.key_place is not None
                written = text_at(text, child.key_place)
                if written[:1] not in ("", "*", "&", "!") and _LINE_END.search(written) is None:
                    assert same(_reread_key(written), key)


def _reread(raw: str) -> Value:
    return yaml.safe_load(f"- {raw}\n")[0]


def _reread_key(raw: str) -> Value:
    return next(iter(yaml.safe_load(f"\n{raw}: 1\n")))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", False),
        ("on", True),
        ("y", "y"),
        ("010", 8),
        ("0o10", "0o10"),
        ("1:30", 90),
        ("190:20:30", 685230),
        ("1_000", 1000),
        ("1e5", "1e5"),
        ("1.0e+5", 100000.0),
        ("1e-5", "1e-5"),
        ("0x1F", 31),
        ("2020-01-01", datetime.date(2020, 1, 1)),
        ("~", None),
        ("", None),
        (".inf", float("inf")),
    ],
)
def test_words_of_yaml_1_1(written: str, value: Value) -> None:
    """Words that YAML 1.1 reads in its own way are read so, and stay as written beside the value."""
    document = parse(f"a: {written}\n", "c.yaml")
    assert document.root is not None
    node = document.root.child("a")
    assert node is not None
    assert same(node.value, value)
    assert node.raw == written
