"""The search box's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.ui.config.filtering import MARKS, Query, apply_query, parse_query
from inspector.ui.config.outline import ROOT, Outline, RowKind, build_outline
from tests.ui.config.sample import make_report


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


def test_unknown_words_are_named() -> None:
    """A word that means nothing is told, not searched for."""
    assert Query(texts=("x",), unknown=("@foo", "@source:")) == parse_query("x @foo @source:")


def test_every_mark_that_is_explained_is_understood() -> None:
    """The tip of the search box promises nothing that does not work."""
    assert parse_query(" ".join(MARKS)).unknown == ()
