"""Variables for JavaScript: places, duplicates, and lines that are none."""

from __future__ import annotations

import time

import pytest

from inspector.base.findings import Severity
from inspector.base.places import Place
from inspector.config.formats.dotenv_js import parse
from inspector.config.formats.problems import MAX_BYTES
from inspector.config.values import Value


def value_of(text: str) -> Value:
    """The values of a text without findings."""
    document = parse(text, ".env")
    assert document.findings == ()
    assert document.root is not None
    return document.root.value


def test_names_and_values_have_places() -> None:
    """A value's place includes its quotes and leaves out its comment."""
    document = parse("# c\r\nexport A = 'x y' # d\r\nB=`1\r\n2`\r\n", ".env")
    assert document.root is not None
    a, b = (node for _, node in document.root.entries)
    assert (a.value, a.raw) == ("x y", "'x y'")
    assert a.key_place == Place(".env", 2, 8, 2, 9)
    assert a.place == Place(".env", 2, 12, 2, 17)
    assert b.place == Place(".env", 3, 3, 4, 3)
    assert b.value == "1\n2"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A=1#c\n", {"A": "1"}),
        ("A: 1\n", {"A": "1"}),
        ('A="x\\ny"\n', {"A": "x\ny"}),
        ("A='x\\ny'\n", {"A": "x\\ny"}),
        ("A=$B ${C}\n", {"A": "$B ${C}"}),
        ("b=1\n2=b\n1=a\n", {"1": "a", "2": "b", "b": "1"}),
        ("", {}),
    ],
)
def test_values_are_those_of_npm_dotenv(text: str, value: Value) -> None:
    """Recorded from dotenv 18.0.10; nothing is filled in for $."""
    assert value_of(text) == value


def test_duplicates_name_both_places_and_the_last_wins() -> None:
    """The winning place comes first."""
    document = parse("A=1\nB=2\nA=3\n", ".env")
    (finding,) = document.findings
    assert (finding.code, finding.severity, finding.key) == ("duplicate-key", Severity.WARNING, "A")
    assert [place.line for place in finding.places] == [3, 1]
    assert document.root is not None
    assert document.root.value == {"A": "3", "B": "2"}


def test_a_line_that_is_no_variable_is_reported() -> None:
    """The package passes over it, and reads what follows."""
    document = parse("A=1\nhello world\nB=2\n", ".env")
    (finding,) = document.findings
    assert (finding.code, finding.exception) == ("dotenv-bad-line", "")
    assert finding.places == (Place(".env", 2, 1, 2, 12),)
    assert document.root is not None
    assert document.root.value == {"A": "1", "B": "2"}


@pytest.mark.parametrize(
    "piece", ["\n", " ", "A=\n", "A='\\'x\n", "x\n", "A='", "\u2028'", "A=1\n", "export ", "\\'"]
)
def test_no_text_takes_long(piece: str) -> None:
    """The package's own expression needs quadratic time on some of these."""
    start = time.process_time()
    parse("A='" + piece * (MAX_BYTES // 32 // len(piece)), ".env")
    assert time.process_time() - start < 10
