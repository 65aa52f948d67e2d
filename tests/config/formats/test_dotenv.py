"""Files of variables: places, findings, and what loading one does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inspector.base.findings import Severity
from inspector.base.places import Place
from inspector.config.formats import dotenv_js, dotenv_ruby
from inspector.config.formats.dotenv import load, parse
from inspector.config.values import Document


def test_names_and_values_have_places() -> None:
    """Columns are those of the file; quotes belong to the written value, comments do not."""
    document = parse("# c\r\nA = one two # c\r\n\r\nexport 'B'=\"x\\ny\"\r\nC\r\nD= # c\r\n", ".env")
    assert document.findings == ()
    assert document.root is not None
    nodes = dict(document.root.entries)
    assert document.root.value == {"A": "one two", "B": "x\ny", "C": None, "D": ""}
    assert nodes["A"].key_place == Place(".env", 2, 1, 2, 2)
    assert nodes["A"].place == Place(".env", 2, 5, 2, 12)
    assert nodes["B"].key_place == Place(".env", 4, 8, 4, 11)
    assert nodes["B"].raw == '"x\\ny"'
    assert (nodes["C"].value, nodes["C"].raw) == (None, "")
    assert (nodes["D"].value, nodes["D"].raw) == ("", "")


def test_bad_lines_are_reported_and_skipped() -> None:
    """A line that python-dotenv skips is an error with its place; the lines around it are read."""
    document = parse("A=1\n  bad line here\nB='x\nC=1\n", ".env")
    assert [(finding.code, finding.severity) for finding in document.findings] == [
        ("dotenv-bad-line", Severity.ERROR),
        ("dotenv-bad-line", Severity.ERROR),
    ]
    assert [finding.places for finding in document.findings] == [
        (Place(".env", 2, 3, 2, 16),),
        (Place(".env", 3, 1, 3, 5),),
    ]
    assert document.root is not None
    assert document.root.value == {"A": "1", "C": "1"}


def test_duplicate_names_are_reported_and_the_last_wins() -> None:
    """Duplicates are warnings with all places, the winner first."""
    document = parse("A=1\nB=2\nA=3\n", ".env")
    (finding,) = document.findings
    assert (finding.code, finding.severity, finding.key) == ("duplicate-key", Severity.WARNING, "A")
    assert [place.line for place in finding.places] == [3, 1]


def test_an_empty_file_is_fine() -> None:
    """A file without variables changes nothing."""
    document = parse("# nothing\n", ".env")
    assert document.findings == ()
    assert document.root is not None
    assert document.root.value == {}
    assert load(document, ()) == ()


def test_loading_fills_in_other_variables_and_never_overrides() -> None:
    """Set variables win, also inside ${…}; each name says whether it reaches the environment and why not."""
    document = parse("A=file\nB=${A}-${C:-none}-${D}\nN\nD=late\n", ".env")
    loaded = load(document, {"A": "", "X": "1"})
    assert [(value.name, value.value, value.written, value.applied) for value in loaded] == [
        ("A", "file", "file", False),
        ("B", "-none-", "${A}-${C:-none}-${D}", True),
        ("N", None, None, False),
        ("D", "late", "late", True),
    ]
    assert "already set" in loaded[0].reason
    assert "no =" in loaded[2].reason
    assert loaded[1].reason == ""
    assert loaded[1].place == Place(".env", 2, 3, 2, 23)


@pytest.mark.parametrize(("switch", "loads"), [("1", False), ("Yes", False), ("0", True), ("", True)])
def test_loading_can_be_switched_off(switch: str, loads: bool) -> None:
    """PYTHON_DOTENV_DISABLED keeps every file out."""
    (value,) = load(parse("A=1\n", ".env"), [("PYTHON_DOTENV_DISABLED", switch)])
    assert value.applied is loads
    assert ("PYTHON_DOTENV_DISABLED" in value.reason) is not loads


def test_a_name_that_no_environment_accepts_stops_the_loading() -> None:
    """The names before it are loaded, it and the names behind it are not."""
    document = parse("A=1\n'B=C'=2\nD=3\n", ".env")
    assert [finding.code for finding in document.findings] == ["broken-file"]
    loaded = load(document, ())
    assert [value.applied for value in loaded] == [True, False, False]
    assert "stops here" in loaded[1].reason
    assert "before it" in loaded[2].reason


def test_a_file_that_was_not_read_loads_nothing() -> None:
    """A document without a root has no names."""
    assert load(Document(".env", "dotenv"), ()) == ()


@pytest.mark.parametrize("read", [parse, dotenv_js.parse, dotenv_ruby.parse])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_value_of_several_lines_is_raw_as_the_file_has_it(
    read: Callable[[str, str], Document], end: str
) -> None:
    """The libraries see every line end as a line feed; the file keeps its own."""
    document = read(f'A="x{end}y"{end}B=1{end}', ".env")
    assert document.root is not None
    node = document.root.child("A")
    assert node is not None
    assert node.value == "x\ny"
    assert node.raw == f'"x{end}y"'
    assert document.root.value == {"A": "x\ny", "B": "1"}


def test_the_lines_that_an_open_quote_swallows_are_named() -> None:
    """A quote further below ends the text, and all of it is skipped."""
    document = parse('A=1\nJ="unterminated\nK=2\nL="x" y\nM=3\n', ".env")

    assert document.root is not None
    assert [name for name, _ in document.root.entries] == ["A", "M"]
    (finding,) = document.findings
    assert finding.message.startswith(
        "A quote swallows lines 2 to 4: together they are no variable, so that J, K, L are lost;"
    )
