"""TOML: the values are those of tomllib, and every place holds the text that gives its value."""

from __future__ import annotations

import datetime
import tomllib
from typing import Any

import tomlkit
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from inspector.config.formats import text_at
from inspector.config.formats.toml import parse
from inspector.config.values import NodeKind
from tests.config.formats.trees import agrees, same, scalars, walk

_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
_ZONES = st.sampled_from([None, datetime.UTC, datetime.timezone(datetime.timedelta(hours=-5))])
_DATA = st.dictionaries(
    _TEXT,
    st.recursive(
        st.one_of(
            st.booleans(),
            st.integers(-(2**63), 2**63 - 1),
            st.floats(),
            _TEXT,
            st.dates(),
            st.times(),
            st.datetimes(timezones=_ZONES),
        ),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_TEXT, inner, max_size=3)),
        max_leaves=12,
    ),
    max_size=5,
)
_PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "a = 1\n",
                "b.c = 2\n",
                "[t]\n",
                "[t.u]\n",
                "[[l]]\n",
                "[[l.m]]\n",
                '"q.r" = 3\n',
                "'s' = 'x'\n",
            ),
            *(
                "d = {e = 1, f.g = 2}\n",
                "h = [1, [2], {i = 3}]\n",
                'j = """\nx\\\n  y"""\n',
                "k = '''\r\nz'''\n",
            ),
            *("l = [\n  1, # c\n  2,\n]\n", "m = 1979-05-27 07:32:00Z\n", "n = 07:32:00.5\n", "o = 1_000\n"),
            *("p = -inf\n", "r = 0x1F # c\n", "\r\n", "# é\n", "[ t . v ]\n", "w\t=\ttrue", "x = '''a''''\n"),
            *(
                "[a]\n",
                "a.b = 1\n",
                "y = \n",
                "=",
                "[",
                "]",
                "z = [1\n",
                '"',
                "é = 1\n",
                "\n",
                "\ufeff",
                "{",
                "\x00",
            ),
            *('"\\u00e9" = 1\n', '"" = 2\n', "10 = 1e3\n", "1.5 = 6.0E-2\n", "aa = {}\n", "bb = []\n"),
        ]
    ),
    max_size=10,
).map("".join)


@settings(deadline=None)
@given(_DATA)
def test_dumped_data_is_read_as_tomllib_reads_it(data: dict[str, Any]) -> None:
    """Whatever tomlkit writes is read with the same values and places."""
    text = tomlkit.dumps(data)
    try:
        expected = tomllib.loads(text)
    except ValueError:
        assume(False)
    document = parse(text, "c.toml")
    assert document.findings == ()
    assert document.root is not None
    assert same(document.root.value, expected)
    check_places(text)


@settings(deadline=None, max_examples=400)
@given(_PIECES)
@example("[[l]]\na = 1\n[x]\n[[l]]\nb = 2\n[l.c]\nd = 3\n")
@example("a.b.c = 1\na.b.d = 2\na.e = 3\n")
def test_any_text_is_read_as_tomllib_reads_it(text: str) -> None:
    """Text that is hardly TOML gives the same values, or a finding and the statements before the error."""
    document = parse(text, "c.toml")
    try:
        expected = tomllib.loads(text)
    except ValueError:
        assert document.findings[-1].code in ("broken-file", "duplicate-key-refused")
        assert "TOMLDecodeError" in [finding.exception for finding in document.findings]
        if document.root is not None:
            assert agrees(document.root)
            for node in scalars(document.root):
                assert text_at(document.text, node.place) == node.raw
        return
    assert document.findings == ()
    assert document.root is not None
    assert same(document.root.value, expected)
    check_places(text)


def check_places(text: str) -> None:
    """Every place of a scalar spans the text that gives the value, and every key place that of the key."""
    document = parse(text, "c.toml")
    assert document.root is not None
    assert agrees(document.root)
    for node in scalars(document.root):
        assert text_at(text, node.place) == node.raw
        assert same(tomllib.loads(f"k = {node.raw}")["k"], node.value)
    for node in walk(document.root):
        if node.kind is NodeKind.MAPPING:
            for key, child in node.entries:
                assert child.key_place is not None
                assert tomllib.loads(f"{text_at(text, child.key_place)} = 0") == {key: 0}
