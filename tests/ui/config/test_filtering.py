"""The search box's words."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from inspector.config.resolve import Candidate
from inspector.ui.config.filtering import apply_query
from inspector.ui.config.outline import ROOT, Outline, RowKind, build_outline
from inspector.ui.config.query import MARKS, parse_query
from tests.ui.config.sample import BASE, DOTENV, PRODUCTION, make_report, setting, written


@pytest.fixture
def outline() -> Outline:
    return build_outline(make_report(Path("/w")))


def _hits(outline: Outline, text: str, *, reveal: bool = False) -> list[str]:
    shape = apply_query(outline, parse_query(text), reveal=reveal)
    rows = [outline.rows[number] for number in sorted(shape.positions)]
    return [row.key for row in rows if row.kind is RowKind.SETTING]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("epochs", ["training.epochs"]),
        ("EPOCHS", ["training.epochs"]),
        ("prod-db", ["database.host"]),
        ("localhost", ["database.host"]),
        ("config.yaml:4", ["training.epochs"]),
        ("ML_DATABASE_PORT", ["database.port"]),
        ("database 70000", ["database.port"]),
        ("@invalid", ["database.port"]),
        ("@secret", ["database.password"]),
        ("@source:.env", ["training.batch.size", "database.password"]),
        ("@source:dotenv @secret", ["database.password"]),
        ("@source:variable", ["database.port"]),
        ("@type:bool", ["database.country"]),
        ("@overridden train", ["training.batch_size"]),
        ("@type:int @source:base", ["training.epochs"]),
        ("@source:base @source:variable", ["training.epochs", "database.port"]),
        ("@nonsense", []),
        ("@source:config.production @type:str", ["database.host"]),
        ("@source:.env.production -@secret", ["training.batch.size"]),
        ('@source:"process environment"', ["database.port"]),
        ("@source:nowhere", []),
        ("database -@invalid -@secret -country", ["database.host"]),
        ("-@source:base -@source:environment -@type:str", ["training.batch.size", "database.port"]),
        ("@type:secret", ["database.password"]),
        ("@unreachable", ["training.batch_size"]),
        ("database -@unreachable @type:bool", ["database.country"]),
        ("epochs @sour", ["training.epochs"]),
        ("nowhere", []),
    ],
)
def test_words_keep_what_answers(outline: Outline, text: str, keys: list[str]) -> None:
    """All words must hold; repeated @source: and @type: are alternatives."""
    assert keys == _hits(outline, text)


def test_modified_is_what_stands_above_the_base(outline: Outline) -> None:
    """@modified keeps what an environment or a variable decides."""
    assert "training.epochs" not in _hits(outline, "@modified")
    assert {"training.batch_size", "database.port", "database.password"} <= set(_hits(outline, "@modified"))


def test_a_masked_secret_cannot_be_guessed_by_searching(outline: Outline) -> None:
    """Only a revealed value is searched."""
    assert _hits(outline, "prod-hunter2") == []
    assert _hits(outline, "prod-hunter2", reveal=True) == ["database.password"]


def test_an_overridden_value_opens_its_setting(outline: Outline) -> None:
    """A hit below a setting must be seen."""
    number = outline.row_of(("database", "host"))

    shape = apply_query(outline, parse_query("localhost"), reveal=False)

    assert number in shape.opened


def test_parents_stay_and_open(outline: Outline) -> None:
    """The rows above a hit stay, in order, and nothing else does."""
    shape = apply_query(outline, parse_query("@source:.env"), reveal=False)

    top = [outline.rows[number].key for number in shape.children[ROOT]]
    assert top == ["training", "database"]
    assert {
        outline.row_of(("training",)),
        outline.row_of(("training", "batch")),
        outline.row_of(("database",)),
    } <= (shape.opened)
    assert shape.hits == 2


def test_no_words_keep_everything(outline: Outline) -> None:
    """An empty box shows all rows in their places."""
    shape = apply_query(outline, parse_query("  "), reveal=False)

    assert shape is outline.whole
    assert shape.hits == 7
    assert len(outline.rows) - 1 == len(shape.positions)


def test_every_mark_that_is_explained_is_understood() -> None:
    """The tip of the search box promises nothing that does not work."""
    assert parse_query(" ".join(MARKS)).unknown == ()


def test_everything_that_answers_opens_all(outline: Outline) -> None:
    """A word that all settings have keeps the whole, opened."""
    shape = apply_query(outline, parse_query("-nowhere"), reveal=False)

    assert (shape.hits, shape.positions) == (7, outline.whole.positions)
    assert outline.row_of(("training", "batch")) in shape.opened
    assert outline.row_of(("training", "epochs")) not in shape.opened


def test_a_masked_secret_cannot_be_guessed_by_leaving_it_out(outline: Outline) -> None:
    """What a hidden value does not have says as much as what it has."""
    assert "database.password" in _hits(outline, "-prod-hunter2")
    assert "database.password" not in _hits(outline, "-prod-hunter2", reveal=True)


@pytest.mark.parametrize(
    ("settings", "modified"),
    [
        ((written(BASE, 1, 1),), False),
        ((written(PRODUCTION, 1, 1),), True),
        ((written(BASE, 1, 1), written(PRODUCTION, 1, 1)), False),
        ((written(BASE, True, 1), written(PRODUCTION, 1, 1)), True),
        ((written(BASE, 1, 1), written(PRODUCTION, 2, 1), written(DOTENV, 1, 1)), False),
    ],
)
def test_modified_looks_at_the_value(settings: tuple[Candidate, ...], modified: bool) -> None:
    """The same value again changes nothing; what only a higher layer sets is a change."""
    outline = build_outline(make_report(Path("/w"), (setting("key", *settings),)))

    assert _hits(outline, "@modified") == (["key"] if modified else [])


@given(
    st.lists(
        st.sampled_from(["database", "-port", "@secret", "-@modified", "@type:int", "o", "-@source:base"])
    )
)
@hypothesis_settings(max_examples=100)
def test_more_words_never_keep_more(words: list[str]) -> None:
    """All words must hold: each one can only take away."""
    outline = build_outline(make_report(Path("/w")))
    kept = [set(_hits(outline, " ".join(words[:count]))) for count in range(len(words) + 1)]

    assert all(more >= fewer for more, fewer in pairwise(kept))
