"""JSON: the values are those of json.loads, and every place holds the text that gives its value."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspector.config.formats import text_at
from inspector.config.formats.json import parse
from inspector.config.values import NodeKind
from tests.config.formats.trees import agrees, same, scalars, walk

_TEXT = st.text(max_size=10)
_DATA = st.dictionaries(
    _TEXT,
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _TEXT),
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_TEXT, inner, max_size=4)),
        max_leaves=12,
    ),
    max_size=5,
)
_PIECES = st.lists(
    st.sampled_from(
        [
            *(
                '{"a": 1, ',
                '"b": ',
                '"c"',
                ":",
                ",",
                "{",
                "}",
                "[",
                "]",
                "[1, 2]",
                "null",
                "true",
                "fals",
                "NaN",
            ),
            *(
                "-Infinity",
                "-",
                "1",
                "-0",
                "01",
                "1.",
                "1.5e3",
                "1E-2",
                '"',
                "\\",
                '"\\u00e9"',
                '"\\ud83d"',
                "\n",
            ),
            *(" ", "\t", "\r\n", "é", "//", "'", '"a": 2', "\ufeff", "\x00", '"\t"', "{}", "[]"),
        ]
    ),
    max_size=12,
).map("".join)


@settings(deadline=None)
@given(_DATA, st.sampled_from([None, 0, 2]), st.booleans())
def test_dumped_data_is_read_as_json_reads_it(
    data: dict[str, Any], indent: int | None, ascii_only: bool
) -> None:
    """Whatever json writes is read with the same values and places."""
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    document = parse(text, "c.json")
    assert document.findings == ()
    assert document.root is not None
    assert same(document.root.value, json.loads(text))
    check_places(text)


@settings(deadline=None, max_examples=400)
@given(_PIECES)
@example('{"a": 1, "a": 2}')
@example('{"a": [1, 2}')
@example('{"a": 1,}')
@example("[" * 200)
def test_any_text_is_read_as_json_reads_it(text: str) -> None:
    """Text that is hardly JSON gives the same values, or a finding where json.loads raises."""
    document = parse(text, "c.json")
    codes = {finding.code for finding in document.findings}
    try:
        expected = json.loads(text)
    except ValueError:
        assert codes & {"broken-file", "empty-file", "file-too-deep"}
        return
    assert document.root is not None
    assert same(document.root.value, expected)
    assert codes <= {"duplicate-key", "broken-file"}
    assert ("broken-file" in codes) is not isinstance(expected, dict)
    check_places(text)


def check_places(text: str) -> None:
    """Every place spans the text that gives the value, and every key place that of the key."""
    document = parse(text, "c.json")
    assert document.root is not None
    assert agrees(document.root)
    for node in scalars(document.root):
        assert text_at(text, node.place) == node.raw
        assert node.raw is not None
        assert same(json.loads(node.raw), node.value)
    for node in walk(document.root):
        if not any(finding.code == "duplicate-key" for finding in document.findings):
            assert same(json.loads(text_at(text, node.place)), node.value)
        if node.kind is NodeKind.MAPPING:
            for key, child in node.entries:
                assert child.key_place is not None
                assert json.loads(text_at(text, child.key_place)) == key
