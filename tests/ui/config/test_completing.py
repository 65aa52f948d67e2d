"""What the search box offers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.ui.config.completing import complete, completed
from inspector.ui.config.query import MARKS, NAMED, Vocabulary, parse_query

VOCABULARY = Vocabulary(
    (("base", "config.yaml"), ("variable", ""), ("process environment", "only this variable")),
    (("int", "4 settings"), ("str", "2 settings")),
)


def _offers(text: str, cursor: int | None = None, *, asked: bool = False) -> list[str]:
    at = len(text) if cursor is None else cursor
    return [offer.text for offer in complete(text, at, VOCABULARY, asked=asked).offers]


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("", []),
        ("batch", []),
        ("-batch", []),
        ("@", [*MARKS, *(f"{name}:" for name in NAMED)]),
        ("@MOD", ["@modified"]),
        ("x -@s", ["-@secret", "-@source:"]),
        ("@modified", []),
        ("@nothing", []),
        ("@source:", ["@source:base", "@source:variable", '@source:"process environment"']),
        ("@source:v", ["@source:variable"]),
        ("@source:pro", ['@source:"process environment"']),
        ('@source:"process e', ['@source:"process environment"']),
        ("@type:i", ["@type:int"]),
        ("@type:int", []),
        ("@modified:", []),
    ],
)
def test_operators_and_their_values_are_offered(text: str, offers: list[str]) -> None:
    """Only what fits, and nothing for a word that is whole."""
    assert offers == _offers(text)


def test_everything_is_offered_when_asked() -> None:
    """On an empty place, behind a blank and behind a minus; not inside of a plain word."""
    assert len(MARKS) + len(NAMED) == len(_offers("", asked=True))
    assert _offers("x ", asked=True) == _offers("", asked=True)
    assert _offers("-", asked=True) == [f"-{text}" for text in _offers("", asked=True)]
    assert _offers("x", asked=True) == []


@pytest.mark.parametrize(
    ("text", "cursor", "result"),
    [
        ("@mod", 4, "@modified |"),
        ("port @mod x", 9, "port @modified |x"),
        ("-@sec", 5, "-@secret |"),
        ("@sour", 5, "@source:|"),
        ("@source:pro", 11, '@source:"process environment" |'),
        ("", 0, "@modified |"),
    ],
)
def test_an_offer_takes_the_place_of_the_word(text: str, cursor: int, result: str) -> None:
    """The cursor goes where typing goes on."""
    completion = complete(text, cursor, VOCABULARY, asked=True)

    new, at = completed(text, completion, completion.offers[0])

    assert result == f"{new[:at]}|{new[at:]}"


@given(st.text(alphabet='@-:" modsurcetyp', max_size=12), st.integers(0, 12), st.booleans())
@settings(max_examples=200)
def test_what_is_offered_is_understood(text: str, cursor: int, asked: bool) -> None:
    """Taking an offer adds no word that means nothing."""
    at = min(cursor, len(text))
    completion = complete(text, at, VOCABULARY, asked=asked)

    for offer in completion.offers:
        assert parse_query(offer.text).unknown == ()
        new, behind = completed(text, completion, offer)
        assert new[:behind].rstrip().endswith(offer.text)
        assert new.startswith(text[: completion.start])
