"""The language of the search box."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.ui.config.query import (
    MARKS,
    NAMED,
    SOURCE,
    TEXT,
    TYPE,
    Query,
    Term,
    Vocabulary,
    parse_query,
    problems_of,
    vocabulary_of,
    words_of,
)
from tests.ui.config.sample import make_report

_PIECES = st.one_of(
    st.sampled_from(['"', "-", "@", ":", " ", "@modified", "@source:", "@type:int", "é", "\u2003"]),
    st.text(max_size=4),
)
_TEXTS = st.lists(_PIECES, max_size=8).map("".join)
_UNQUOTED = _TEXTS.map(lambda text: text.replace('"', ""))


@pytest.fixture
def vocabulary() -> Vocabulary:
    return vocabulary_of(make_report(Path("/w")))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Epochs", [Term(TEXT, "epochs")]),
        ("-epochs", [Term(TEXT, "epochs", True)]),
        ('"two words"', [Term(TEXT, "two words")]),
        ('-"two words', [Term(TEXT, "two words", True)]),
        ('"@modified"', [Term(TEXT, "@modified")]),
        ('"-1"', [Term(TEXT, "-1")]),
        ('say"so', [Term(TEXT, 'say"so')]),
        ("@MODIFIED", [Term("@modified")]),
        ("-@secret", [Term("@secret", "", True)]),
        ("@source:Variable @type:int", [Term(SOURCE, "variable"), Term(TYPE, "int")]),
        ('@source:"process environment"', [Term(SOURCE, "process environment")]),
        ("- -", []),
        ('""', []),
    ],
)
def test_words_become_terms(text: str, terms: list[Term]) -> None:
    """Quotes keep blanks and signs, a minus turns round, case does not matter."""
    assert Query(tuple(terms)) == parse_query(text)


def test_unknown_and_unfinished_words_are_kept_apart() -> None:
    """What is still being typed must not empty the list."""
    query = parse_query("x @foo @sour @source: @modified:1")

    assert Query((Term(TEXT, "x"),), ("@foo", "@modified:1"), ("@sour", "@source:")) == query
    assert parse_query("@sour").empty
    assert not parse_query("@foo").empty


@given(_TEXTS)
@settings(max_examples=200)
def test_any_text_has_a_reading(text: str) -> None:
    """Words stand in order and do not overlap, and what is told comes from the text."""
    words = list(words_of(text))
    query = parse_query(text)

    edges = [edge for word in words for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert all(word.start < word.end for word in words)
    assert all(told in text for told in (*query.unknown, *query.unfinished))
    assert all(term.operator in ("", *MARKS, *NAMED) for term in query.terms)


@given(_UNQUOTED, _UNQUOTED)
@settings(max_examples=100)
def test_words_do_not_depend_on_their_neighbours(one: str, other: str) -> None:
    """Two texts side by side ask for what both ask for, unless a quote is open."""
    both = parse_query(f"{one} {other}")

    assert parse_query(one).terms + parse_query(other).terms == both.terms


@given(st.text(min_size=1, max_size=8).filter(lambda text: '"' not in text))
@settings(max_examples=100)
def test_quoted_text_is_searched_for_as_it_stands(text: str) -> None:
    """Nothing inside of quotes means anything but itself."""
    expected = () if text == "-" else (Term(TEXT, text.lower()),)
    assert expected == parse_query(f'"{text}"').terms


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("@modfied", ["@modfied means nothing here. Did you mean @modified?"]),
        ("@zzz", ["@zzz means nothing here."]),
        ("@secret:1", ["@secret takes no value."]),
        ("@over", ["@over is not complete."]),
        ("@source:", ["@source: needs a value, as in @source:variable."]),
        ("-@type:flot", ["No setting here has the type flot."]),
        ("@source:nowhere", ["No layer here is called nowhere."]),
        ("@source:config.y @type:in @type:secret x -y", []),
    ],
)
def test_problems_are_sentences(vocabulary: Vocabulary, text: str, problems: list[str]) -> None:
    """Each says what is wrong, and what is meant if that is near."""
    assert problems == list(problems_of(parse_query(text), vocabulary))


def test_the_vocabulary_is_that_of_the_report(vocabulary: Vocabulary) -> None:
    """Kinds first, then files; layers that take no part are no choice; types by number."""
    sources = [word for word, _ in vocabulary.sources]

    assert sources[:5] == ["default", "base", "environment", ".env", "variable"]
    assert "config.production.yaml" in sources
    assert "what-if" not in sources
    assert vocabulary.types[:2] == (("int", "4 settings"), ("str", "2 settings"))
