"""JSON and its relatives: duplicates, limits, and what broken text still gives."""

from __future__ import annotations

import json as stdlib_json
import math
import sys
from collections.abc import Callable

import pytest

from inspector.base.findings import Severity
from inspector.base.places import Place
from inspector.config.formats import json5, jsonc
from inspector.config.formats.json import parse
from inspector.config.values import Document, Value


def test_keys_and_values_have_places() -> None:
    """Places of keys and texts include their quotes; mappings span their brackets."""
    document = parse('{\n  "a": {"b": "x"},\n  "c": [1, NaN]\n}', "c.json")
    assert document.findings == ()
    assert document.root is not None
    assert document.root.place == Place("c.json", 1, 1, 4, 2)
    a, c = document.root.child("a"), document.root.child("c")
    assert a is not None
    assert c is not None
    assert a.key_place == Place("c.json", 2, 3, 2, 6)
    assert a.place == Place("c.json", 2, 8, 2, 18)
    b = a.child("b")
    assert b is not None
    assert (b.value, b.raw) == ("x", '"x"')
    assert isinstance(c.elements[1].value, float)
    assert math.isnan(c.elements[1].value)


def test_duplicate_keys_are_reported_and_the_last_wins() -> None:
    """Duplicates are warnings with all their places, the winner first."""
    document = parse('{"a": {"b": 1,\n"b": 2}}', "c.json")
    (finding,) = document.findings
    assert (finding.code, finding.severity, finding.key) == ("duplicate-key", Severity.WARNING, "a.b")
    assert [place.line for place in finding.places] == [2, 1]
    assert document.root is not None
    assert document.root.value == {"a": {"b": 2}}


def _after_comma(comma: tuple[int, int], further: int = 1) -> tuple[tuple[int, int], str]:
    """Where Python's json sees the fault: at the comma from 3.13 on, before at what follows it."""
    line, column = comma
    if sys.version_info >= (3, 13):
        return comma, "followed by no further entry"
    return (line, column + further), "key in double quotes"


@pytest.mark.parametrize(
    ("text", "kept", "place", "said"),
    [
        ('{"a": 1,}', {"a": 1}, *_after_comma((1, 8))),
        ('{"a": 1 "b": 2}', {"a": 1, "b": 2}, (1, 9), "comma"),
        ('{"a": 1, "b" 2}', {"a": 1}, (1, 14), "colon"),
        ("{'a': 1}", None, (1, 2), "key in double quotes"),
        ('{"a": 1, "b": tru}', {"a": 1}, (1, 15), "value is expected"),
        ('{"a": 1,\n"b": "x\ny"}', {"a": 1}, (2, 8), "line break"),
        ('{"a": 1, "b": "x', {"a": 1}, (1, 15), "quote"),
        ('{"a": 1, "b": "\\d"}', {"a": 1}, (1, 16), "backslash"),
        ('{"a": 1} x', {"a": 1}, (1, 10), "follows"),
        ('// c\n{"a": 1}', {"a": 1}, (1, 1), "value is expected"),
        ('// c {"a": 1}', None, (1, 1), "value is expected"),
        ('{"a": {"b": 1, "c": [1, 2, }}', {"a": {"b": 1}}, (1, 28), "value is expected"),
        ('{"a": 1, "b": [{"c": 2, }]}', {"a": 1}, *_after_comma((1, 23), 2)),
        ("[1, 2", None, (1, 6), "comma"),
        ('\ufeff{"a": 1}', {"a": 1}, (1, 1), "byte order mark"),
        ('{"a": 1, "b": ' + "9" * 5000 + "}", {"a": 1}, (1, 5015), "digits"),
    ],
)
def test_broken_text_keeps_the_whole_entries_before_the_error(
    text: str, kept: Value, place: tuple[int, int], said: str
) -> None:
    """The finding tells in plain words what is wrong where; half a list is left out."""
    document = parse(text, "c.json")
    with pytest.raises(ValueError, match=r".") as raised:
        stdlib_json.loads(text)
    (finding,) = document.findings
    assert (finding.code, finding.severity) == ("broken-file", Severity.ERROR)
    assert said in finding.message
    assert raised.type.__name__ in finding.message
    assert (finding.places[0].line, finding.places[0].column) == place
    assert (None if document.root is None else document.root.value) == kept


def test_an_unknown_complaint_is_told_in_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that a later Python may have is passed on."""

    def complain(text: str) -> None:
        raise stdlib_json.JSONDecodeError("Odd thing", text, 3)

    monkeypatch.setattr(stdlib_json, "loads", complain)
    (finding,) = parse('{"a": 1}', "c.json").findings
    assert "(Odd thing)" in finding.message
    assert finding.places[0].column == 4


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_file_is_a_finding(text: str) -> None:
    """An empty file is no JSON."""
    document = parse(text, "c.json")
    assert document.root is None
    assert [finding.code for finding in document.findings] == ["empty-file"]


@pytest.mark.parametrize(("text", "what"), [("[1]", "a list"), ("3", "a single value")])
def test_a_root_that_is_no_mapping_is_a_finding(text: str, what: str) -> None:
    """A list or a scalar at the root is read, and reported."""
    document = parse(text, "c.json")
    assert document.root is not None
    assert document.root.value == stdlib_json.loads(text)
    assert what in document.findings[0].message


def test_deep_nesting_ends_the_reading() -> None:
    """No depth exhausts the stack, and what stands before is kept."""
    document = parse('{"a": 1, "b": ' + "[" * 100_000, "c.json")
    assert [finding.code for finding in document.findings] == ["file-too-deep"]
    assert document.findings[0].places[0].column == 114
    assert document.root is not None
    assert document.root.value == {"a": 1}


def test_an_empty_mapping_is_fine() -> None:
    """A file with {} holds no settings on purpose."""
    document = parse("{}", "c.json")
    assert document.findings == ()
    assert document.root is not None
    assert document.root.value == {}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('{"a": 1 "b": 2}', {"a": 1, "b": 2}),
        ('{"a": 1,\n"b": ,\n"c": 3}', {"a": 1, "c": 3}),
        ('{"a": 1,\n"b": "x,\n"c": 3}', {"a": 1, "c": 3}),
        ('{"a": 1,\n"b": [1, 2,\n"c": 3}', {"a": 1, "c": 3}),
        ('{"a": {"x": 1 "y": 2, "z": tru}, "c": 3}', {"a": {"x": 1, "y": 2}, "c": 3}),
        ('{"a": 1,\n// no comment\n"c": 3}', {"a": 1, "c": 3}),
        ('{"a": [{"x": 1, "y" 2}, {"x": 3}], "c": 3}', {"c": 3}),
        ('{"a": {"x": 1,\n"b": 2\n', {"a": {"x": 1, "b": 2}}),
        ('{"a": "\\d", "c": 3}', {"c": 3}),
        ('{"a": 1], "c": 3}', {"a": 1, "c": 3}),
        ('{"a": [1, 2}, "c": 3}', None),
        ("{'a': 1, \"c\": 3}", {"c": 3}),
        ('{"a": 1,,"c": 3}', {"a": 1, "c": 3}),
        ('{"a": 1, "c": 3', {"a": 1, "c": 3}),
    ],
)
def test_what_stands_behind_an_error_is_read_too(text: str, kept: Value) -> None:
    """The mapping around an error goes on with its next entry, and there is one finding about the file."""
    document = parse(text, "c.json")
    assert [finding.code for finding in document.findings] == ["broken-file"]
    assert document.findings[0].exception == "JSONDecodeError"
    assert (None if document.root is None else document.root.value) == kept


def test_one_error_in_a_large_file_costs_one_entry() -> None:
    """Of fifty settings the other forty-nine are shown."""
    lines = [f'  "key{n}": {n},\n' for n in range(50)]
    lines[4] = '  "key4": oops,\n'
    document = parse("{\n" + "".join(lines) + '  "last": 1\n}\n', "c.json")
    assert document.root is not None
    assert len(document.root.entries) == 50
    assert document.root.child("key4") is None
    assert document.findings[0].places[0].line == 6


def test_errors_of_several_lines_are_told_each_at_its_place() -> None:
    """The first one stops the application, the others wait behind it; keys written twice are told too."""
    text = (
        '{\n "a": tru,\n "b": 1,\n "c" 2,\n "d": {"x": 1, "x": 2},\n "e": 3\n "b": 4,\n'
        ' "f": [{"y": 1, "y": 2}, oops],\n "g": 5\n}\n'
    )
    document = parse(text, "c.json")
    assert [
        (finding.code, finding.key, [place.line for place in finding.places])
        for finding in sorted(document.findings, key=lambda f: (f.places[0].line, f.code))
    ] == [
        ("broken-file", None, [2]),
        ("broken-file", None, [4]),
        ("duplicate-key", "d.x", [5, 5]),
        ("broken-file", None, [7]),
        ("duplicate-key", "b", [7, 3]),
        ("broken-file", None, [8]),
        ("duplicate-key", "f.0.y", [8, 8]),
    ]
    assert [f.exception for f in document.findings if f.code == "broken-file"] == [
        "JSONDecodeError",
        *[""] * 3,
    ]
    assert document.root is not None
    assert document.root.value == {"b": 4, "d": {"x": 2}, "e": 3, "g": 5}


def test_a_file_with_an_error_in_each_line_has_few_findings() -> None:
    """The first ten lines are told."""
    document = parse("{\n" + "".join(f'"key{n}": oops,\n' for n in range(50)) + '"a": 1\n}', "c.json")
    assert [finding.places[0].line for finding in document.findings] == list(range(2, 12))
    assert document.root is not None
    assert document.root.value == {"a": 1}


@pytest.mark.parametrize("read", [jsonc.parse, json5.parse])
def test_files_of_javascript_tell_several_errors_too(read: Callable[[str, str], Document]) -> None:
    """The exception is that of the first one alone."""
    document = read('{\n// c\n"a": tru,\n"b": 1,\n"c" 2,\n"b": 3\n}', "c")
    assert [(f.code, f.places[0].line, f.exception) for f in document.findings] == [
        ("duplicate-key", 6, ""),
        ("broken-file", 3, "SyntaxError"),
        ("broken-file", 5, ""),
    ]
    assert document.root is not None
    assert document.root.value == {"b": 3}
