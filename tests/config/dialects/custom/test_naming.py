"""Names to keys and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config.dialects import NamePart, PartRole
from inspector.config.dialects.custom import Case, Match
from inspector.config.dialects.custom.known import KnownKeys
from inspector.config.dialects.custom.naming import Naming
from inspector.config.values import KeyPath
from tests.config.shadow.trees import branch_of

_TREE = {
    "training": {"batch_size": 32, "learning-rate": 0.1, "Epochs": 3},
    "log_level": "info",
    "a": {"b_c": 1},
    "a_b": {"c": 2},
    1: {"two": 3},
}
_KNOWN = KnownKeys.of(branch_of(_TREE), [("schema_only",), ("training", "seed_value"), ("a_b_c",)])

_TWINS = KnownKeys.of(branch_of({1: 0, "1": 0}))


def _naming(separator: str, match: Match, case: Case = Case.LOWER, max_splits: int | None = None) -> Naming:
    return Naming(("APP_",), separator, match, case, max_splits, _KNOWN)


@pytest.mark.parametrize(
    ("naming", "name", "path"),
    [
        (_naming("__", Match.SPLIT), "APP_TRAINING__BATCH_SIZE", ("training", "batch_size")),
        (_naming("_", Match.SPLIT), "APP_TRAINING_BATCH_SIZE", ("training", "batch", "size")),
        (_naming("_", Match.SPLIT, max_splits=1), "APP_TRAINING_BATCH_SIZE", ("training", "batch_size")),
        (_naming("_", Match.SPLIT, max_splits=0), "APP_LOG_LEVEL", ("log_level",)),
        (_naming("", Match.SPLIT), "APP_LOG_LEVEL", ("log_level",)),
        (_naming("__", Match.SPLIT, Case.KEEP), "APP_Training__X", ("Training", "X")),
        (_naming("__", Match.SPLIT, Case.KNOWN_KEYS), "APP_TRAINING__EPOCHS", ("training", "Epochs")),
        (_naming("__", Match.SPLIT, Case.KNOWN_KEYS), "APP_NEW__EPOCHS", ("new", "epochs")),
        (_naming("_", Match.KNOWN_KEYS), "APP_TRAINING_BATCH_SIZE", ("training", "batch_size")),
        (_naming("_", Match.KNOWN_KEYS), "APP_TRAINING_LEARNING_RATE", ("training", "learning-rate")),
        (_naming("_", Match.KNOWN_KEYS), "APP_TRAINING_SEED_VALUE", ("training", "seed_value")),
        (_naming("_", Match.KNOWN_KEYS), "APP_SCHEMA_ONLY", ("schema_only",)),
        (_naming("_", Match.KNOWN_KEYS), "APP_A_B_C", ("a", "b_c")),
        (_naming("_", Match.KNOWN_KEYS), "APP_TRAINING_EPOCHS", ("training", "epochs")),
        (_naming("_", Match.KNOWN_KEYS, Case.KNOWN_KEYS), "APP_TRAINING_EPOCHS", ("training", "Epochs")),
        (_naming("_", Match.KNOWN_KEYS, Case.KEEP), "APP_training_batch_size", ("training", "batch_size")),
        (_naming("_", Match.KNOWN_KEYS, Case.KEEP), "APP_TRAINING_BATCH_SIZE", ("TRAINING", "BATCH", "SIZE")),
        (_naming("_", Match.KNOWN_KEYS), "APP_NEW_KEY", ("new", "key")),
        (_naming("_", Match.KNOWN_KEYS), "APP_1_TWO", (1, "two")),
    ],
)
def test_what_a_name_means(naming: Naming, name: str, path: KeyPath) -> None:
    """By each way of matching and each treatment of letters."""
    located = naming.locate(name)

    assert located is not None
    assert located.path == path


def test_the_real_key_is_meant() -> None:
    """A known key that is no text stays what it is, where keys are looked at."""
    guided, plain = (
        _naming("_", Match.KNOWN_KEYS).locate("APP_1_TWO"),
        _naming("_", Match.SPLIT).locate("APP_1_TWO"),
    )

    assert guided is not None
    assert plain is not None
    assert (guided.keys, plain.keys) == ((1, "two"), ("1", "two"))


def test_keys_that_read_the_same() -> None:
    """The first is meant; the others are told, those of the schema last."""
    located = _naming("_", Match.KNOWN_KEYS).locate("APP_A_B_C")

    assert located is not None
    assert located.others == (("a_b", "c"), ("a_b_c",))


def test_prefixes() -> None:
    """A name belongs to the longest one that it has."""
    naming = Naming(("APP_X_", "APP_", "OLD_"))

    assert [naming.prefix_of(name) for name in ("APP_X_A", "APP_XA", "OLD_A", "app_A", "")] == [
        "APP_X_",
        "APP_",
        "OLD_",
        None,
        None,
    ]
    assert [(n.name, n.note) for n in naming.names(("x", "a"))] == [
        (
            "OLD_X__A",
            "beats names with APP_X_ and APP_; small letters behind the prefix land on the same key",
        ),
        ("APP_X_X__A", "small letters behind the prefix land on the same key"),
    ]
    assert [name.name for name in naming.names(("x_a",))] == ["OLD_X_A", "APP_X_X_A"]


@pytest.mark.parametrize(
    ("naming", "path", "sentence"),
    [
        (Naming(()), ("a",), "No prefix is declared, so that no variable is read."),
        (
            _naming("_", Match.SPLIT),
            ("log_level",),
            "Names are split at each _, so that none reaches a key that holds one.",
        ),
        (
            _naming("", Match.SPLIT),
            ("a", "b"),
            "Names are not split, so that none reaches a key below another.",
        ),
        (
            _naming("__", Match.SPLIT, max_splits=1),
            ("a", "b", "c"),
            "Names are split at most once; this key has 3 parts.",
        ),
        (
            _naming("__", Match.SPLIT),
            ("Upper",),
            "Names are put in small letters, so that none reaches a key with capital letters.",
        ),
        (_naming("__", Match.SPLIT), ("a-b",), "No name that a shell accepts spells this key."),
        (
            Naming(("",), "_", Match.KNOWN_KEYS, known=_TWINS),
            ("1",),
            "The name that reads like this key means [1].",
        ),
        (_naming("_", Match.KNOWN_KEYS), ("a_b", "c"), "The name that reads like this key means a.b_c."),
    ],
)
def test_why_no_name_means_a_key(naming: Naming, path: KeyPath, sentence: str) -> None:
    """Each reason in a sentence."""
    assert list(naming.names(path)) == []
    assert naming.unreachable(path) == sentence


_NAMINGS = st.builds(
    Naming,
    st.sampled_from([("APP_",), ("APP_", "APP_A_"), ("",)]),
    st.sampled_from(["__", "_", ""]),
    st.sampled_from(Match),
    st.sampled_from(Case),
    st.none() | st.integers(0, 2),
    st.just(_KNOWN),
)
_PARTS = st.sampled_from(
    ["a", "b_c", "a_b", "c", "Upper", "x-y", "training", "batch_size", "Epochs", "", "1", "two"]
)


@given(naming=_NAMINGS, path=st.lists(_PARTS, min_size=1, max_size=3).map(tuple))
def test_a_name_that_sets_a_key_means_it(naming: Naming, path: KeyPath) -> None:
    """All names of a key lead to it, whatever the dialect, and their parts put together are the name."""
    for name in naming.names(path):
        located = naming.locate(name.name)
        assert located is not None
        assert located.path == path
        assert "".join(part.text for part in naming.parts(name.name)) == name.name


@given(naming=_NAMINGS, name=st.text("APBCab_1x-", max_size=12))
def test_parts_put_together_are_the_name(naming: Naming, name: str) -> None:
    """Also of names that mean nothing known, or have no prefix."""
    parts = list(naming.parts(name))

    assert "".join(part.text for part in parts) == name
    located = naming.locate(name)
    if located is not None:
        assert sum(part.role is PartRole.KEY for part in parts) == len(located.keys)


def test_parts_follow_the_key_that_is_meant() -> None:
    """The separator inside of a key is no separator."""
    assert list(_naming("_", Match.KNOWN_KEYS).parts("APP_TRAINING_BATCH_SIZE")) == [
        NamePart("APP_", PartRole.PREFIX),
        NamePart("TRAINING", PartRole.KEY),
        NamePart("_", PartRole.SEPARATOR),
        NamePart("BATCH_SIZE", PartRole.KEY),
    ]
