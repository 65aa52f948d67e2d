"""JSON5 and JSON with comments: the values are those of the npm packages json5 and jsonc-parser."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from inspector.config.formats import json5, jsonc, text_at
from inspector.config.values import Document
from tests.config.formats.texts import mutated
from tests.config.formats.trees import agrees, same, scalars, walk
from tests.conformance.node_oracle import JsValue, NodeOracle, OracleError

_SETTINGS = settings(
    deadline=None, max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_JSON_KEYS = st.sampled_from(['"a"', '"b"', '"x y"', '""', '"1"', '"10"', '"\\u00e9"', '"\\n"', '"😀"'])
_JSON5_KEYS = st.one_of(
    _JSON_KEYS,
    st.sampled_from(
        ["a", "b", "$x", "_y", "é", "ℼ", "aé", "a\u200c", "null", "NaN", "'c'", "\\u0061b", "a\\u0062"]
    ),
    st.sampled_from(['"__proto__"', "1", "a-b", "😀", "\\u{61}", "\\x61", "\\u0031"]),
)
_JSON_SCALARS = st.sampled_from(
    [
        *(
            "1",
            "-1",
            "0",
            "-0",
            "1.5",
            "1e5",
            "1E+400",
            "5e-324",
            "1e21",
            "12345678901234567890",
            "0e1",
            "0.1e-6",
        ),
        *(
            "true",
            "false",
            "null",
            '"a"',
            '"a\\n"',
            '"\\u00e9"',
            '"\\ud83d\\ude00"',
            '"\\ud83d"',
            '"//x"',
            '"/*"',
        ),
        *('"é😀"', '"\u2028"', "[]", "{}", "[1, 2]", "[1,]", '{"a": 1,}'),
    ]
)
_JSON5_SCALARS = st.one_of(
    _JSON_SCALARS,
    st.sampled_from(
        [
            *("+1", ".5", "1.", "0x1F", "-0x10", "0x" + "f" * 300, "Infinity", "-Infinity", "+NaN", "-.5e3"),
            *("'a'", "'\\x41'", "'a\\\nb'", "'a\"b'", '"\\q"', '"\\0"', "'\\\r\nb'", "'\\v'", "{b: 1}"),
            *("01", "1.e", ".", "+", '"\\01"', '"\t"', "nul", "[,]", "'a\nb'", "0x", "- 1", "+-1", '"\\1"'),
        ]
    ),
)
_SPACES = st.sampled_from(["", "", "", " ", "\n", "\t", "// c\n", "/* c */", "/**/", "\r\n"])
_JSON5_SPACES = st.one_of(_SPACES, st.sampled_from(["\u00a0", "\ufeff", "\u2028", "\v", "\f", "\u3000"]))


@st.composite
def _objects(
    draw: st.DrawFn,
    keys: st.SearchStrategy[str],
    scalars: st.SearchStrategy[str],
    spaces: st.SearchStrategy[str],
    depth: int = 0,
) -> str:
    below = _objects(keys, scalars, spaces, depth + 1) if depth < 2 else scalars
    parts = (spaces, keys, spaces, st.just(":"), spaces, st.one_of(scalars, below), spaces)
    entries = ["".join(draw(part) for part in parts) for _ in range(draw(st.integers(0, 3)))]
    comma = draw(st.sampled_from(["", ","])) if entries else ""
    return f"{draw(spaces)}{{{','.join(entries)}{comma}{draw(spaces)}}}{draw(spaces)}"


_JSON5_TEXTS = _objects(_JSON5_KEYS, _JSON5_SCALARS, _JSON5_SPACES)
_JSONC_TEXTS = _objects(_JSON_KEYS, _JSON_SCALARS, _SPACES)
_PIECES = "{}[],:'\"\\/*\n 1ax-+."


@_SETTINGS
@given(st.one_of(_JSON5_TEXTS, mutated(_JSON5_TEXTS, _PIECES)))
@example("")
@example("// nothing\n")
@example("/* open")
@example("null")
@example("{a: 1, a: 2}")
@example("{'10': 1, '9': 2, b: 3}")
def test_json5_is_read_as_its_package_reads_it(node_oracle: NodeOracle, text: str) -> None:
    """The same values, types, and order of properties, or a finding where the package throws."""
    check(json5.parse(text, "c.json5"), load(node_oracle, "json5", text))


@_SETTINGS
@given(st.one_of(_JSONC_TEXTS, mutated(_JSONC_TEXTS, _PIECES)))
@example('{"a": 1, /* c */ // d\n}')
@example("")
@example("/* open")
@example('{"a": 01}')
@example('{"a": tru}')
def test_json_with_comments_is_read_as_vs_code_reads_it(node_oracle: NodeOracle, text: str) -> None:
    """The same values, or a finding where jsonc-parser reports an error."""
    assume("\ufeff" not in text)  # editors take it off before they parse
    check(jsonc.parse(text, "c.jsonc"), load(node_oracle, "jsonc", text))


def load(oracle: NodeOracle, command: str, text: str) -> JsValue:
    """What an application gets, or the exception that it stops with."""
    try:
        return oracle.ask(command, text=text)
    except OracleError as error:
        return error


def check(document: Document, expected: JsValue) -> None:
    """Compare a document with what the package gave, and its places with the text."""
    exceptions = {finding.exception for finding in document.findings}
    if isinstance(expected, OracleError):
        assert expected.name in exceptions
    else:
        assert exceptions <= {""}
        assert document.root is not None
        assert same(document.root.value, expected)
    if document.root is not None:
        check_places(document)


def check_places(document: Document) -> None:
    """Every place spans what gives the value when it is read alone, and every key place that of the key."""
    parse = json5.parse if document.format == "json5" else jsonc.parse
    assert document.root is not None
    assert agrees(document.root)
    for node in scalars(document.root):
        assert text_at(document.text, node.place) == node.raw
        alone = parse(f"[{node.raw}]", "alone").root
        assert alone is not None
        assert same(alone.value, [node.value])
    for node in walk(document.root):
        for key, child in node.entries:
            assert child.key_place is not None
            alone = parse(f"{{{text_at(document.text, child.key_place)}: 0}}", "alone").root
            assert alone is not None
            assert alone.value == {key: 0}


@pytest.mark.parametrize("parse", [json5.parse, jsonc.parse])
def test_duplicates_are_reported_with_both_places(parse: object) -> None:
    """JavaScript keeps the last one without a word."""
    read = json5.parse if parse is json5.parse else jsonc.parse
    document = read('{"a": 1,\n "a": 2}', "c")
    (finding,) = document.findings
    assert (finding.code, finding.exception) == ("duplicate-key", "")
    assert [place.line for place in finding.places] == [2, 1]
    assert document.root is not None
    assert document.root.value == {"a": 2}
