"""Variables as the Ruby gem dotenv reads them, before references are filled in."""

from __future__ import annotations

import pytest

from inspector.config.formats.dotenv_ruby import parse
from tests.config.formats.trees import agrees


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A=a b # c\nB=1#c\nC='#' # c\nD=#c\n", {"A": "a b", "B": "1", "C": "#", "D": ""}),
        ("A: 1\nB:2\nC : 3\n", {"A": "1"}),
        ("A=\"a\\nb\"\nB='a\\nb'\nC=a\\nb\n", {"A": "a\\nb", "B": "a\\nb", "C": "anb"}),
        ("A='two\nlines'\nB=\n'next line'\n", {"A": "two\nlines", "B": "next line"}),
        ("A='x' y\nB='open\nC=1\n", {"A": "'x' y", "B": "'open", "C": "1"}),
        ("A='a\\' # x\nB='it\\'s'\n", {"A": "a\\", "B": "it\\'s"}),
        ("export A=1\nexport B\nexport C=\nD\n", {"A": "1", "D": ""}),
        ("A=\\$x\\y\nB=$A\n", {"A": "\\$xy", "B": "$A"}),
        ("\ufeffA=1\r\nB=2\rA=3\n", {"A": "3", "B": "2"}),
        ("A\n=1\n", {"A": "1"}),
        ("é=1\n-=2\n", {}),
    ],
)
def test_values(text: str, values: dict[str, str]) -> None:
    """Quotes, comments, escapes and line ends; an `export` of a name alone is no entry."""
    document = parse(text, ".env")
    assert document.root is not None
    assert document.root.value == values
    assert agrees(document.root)


def test_lines_that_are_no_variables_have_places() -> None:
    """Comments and empty lines are none of them."""
    document = parse("# c\n\nbad line\nA=1 # c\n  B C\n", ".env")
    assert [finding.code for finding in document.findings] == ["dotenv-bad-line"] * 2
    spots = [finding.places[0] for finding in document.findings]
    assert [(spot.line, spot.column, spot.end_column) for spot in spots] == [(3, 1, 9), (5, 3, 6)]


def test_a_name_that_is_written_twice_has_both_places() -> None:
    """The last one wins without a word."""
    (finding,) = parse("A=1\nB=2\nexport A=3\n", ".env").findings
    assert finding.code == "duplicate-key"
    assert [(place.line, place.column) for place in finding.places] == [(3, 8), (1, 1)]
