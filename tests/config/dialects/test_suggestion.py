"""Dialects that work where names of `layered` do not reach a key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config.dialects import DialectSpec, FileLayer
from inspector.config.dialects.custom import (
    CUSTOM,
    Case,
    CustomRules,
    Empty,
    Filling,
    Match,
    Reading,
    Unknown,
)
from inspector.config.dialects.layered import LAYERED
from inspector.config.dialects.suggestion import WorkingName, suggestions, working_names
from inspector.config.discover import discover
from inspector.config.discover.declaration import read_declaration
from inspector.config.layers import LayerKind
from inspector.config.report import known_paths
from inspector.config.shadow import Conflicts, Lists, Mappings, MergeRules, Nulls
from tests.config.declaring import declaration_text
from tests.config.workspace import found, report_of

_KNOWN = [
    ("training",),
    ("training", "batch_size"),
    ("log-level",),
    ("a",),
    ("a", "b_c"),
    ("a_b",),
    ("a_b", "c"),
]


def test_names_that_would_work() -> None:
    """With the change that each takes."""
    assert working_names(LAYERED, ("training", "batch_size"), _KNOWN) == (
        WorkingName("ML_TRAINING__BATCH_SIZE", "names were split at __"),
        WorkingName("ML_TRAINING_BATCH_SIZE", "names were matched with the known keys"),
    )
    assert working_names(LAYERED, ("log-level",), _KNOWN) == (
        WorkingName("ML_LOG_LEVEL", "names were matched with the known keys"),
    )
    assert working_names(LAYERED, ("a_b", "c"), _KNOWN) == (
        WorkingName("ML_A_B__C", "names were split at __"),
    )


def test_only_layered_needs_them() -> None:
    """Other dialects have names of their own."""
    assert suggestions(CUSTOM) == ()
    assert working_names(CUSTOM, ("a",)) == ()


@pytest.mark.parametrize("number", [0, 1])
def test_what_is_suggested_works(number: int, tmp_path: Path) -> None:
    """The same folder with the declared text: the name sets the key, and nothing else has changed."""
    files = {
        "config.yaml": "training: {batch_size: 32, epochs: 3}\nlayers: [1]\n",
        "config.production.yaml": "training: {epochs: 9}\nlayers: [2]\n",
        ".env": "ML_TRAINING_EPOCHS=5\n" if number else "ML_TRAINING__EPOCHS=5\n",
    }
    before = report_of(tmp_path, files)
    suggestion = suggestions(before.spec, known_paths(before))[number]
    name = suggestion.dialect.variable_for(("training", "batch_size"))
    assert name is not None

    text = declaration_text(suggestion.dialect)
    after = report_of(tmp_path, {"inspector.toml": text}, {name: "64"})

    assert found(after, "declaration-invalid") == []
    assert after.dialect.name == "custom"
    assert after.values == {"training": {"batch_size": 64, "epochs": 5}, "layers": [2]}
    assert [layer.id for layer in after.layers] == [layer.id for layer in before.layers]
    assert after.environments == before.environments


def test_other_rules_cannot_be_declared() -> None:
    """They are more than choices."""
    with pytest.raises(TypeError, match="layered has rules of its own"):
        declaration_text(LAYERED)


_NAMES = st.sampled_from(["APP_", "A", "x.y", 'odd "name"', "ü", "back\\slash"])
_RULES = st.builds(
    CustomRules,
    st.lists(_NAMES, max_size=2).map(tuple),
    st.sampled_from(Match),
    st.sampled_from(Case),
    st.none() | st.integers(0, 3),
    st.sampled_from(Reading),
    st.sampled_from(Empty),
    st.sampled_from(Unknown),
    st.booleans(),
    st.builds(
        lambda mappings, lists, nulls, conflicts: MergeRules(
            mappings, lists, nulls, conflicts, "name" if lists is Lists.BY_KEY else ""
        ),
        st.sampled_from(Mappings),
        st.sampled_from(Lists),
        st.sampled_from(Nulls),
        st.sampled_from(Conflicts),
    ),
    st.sampled_from(Filling),
)
_FILES = st.builds(
    FileLayer,
    st.sampled_from([LayerKind.DEFAULT, LayerKind.BASE, LayerKind.ENVIRONMENT]),
    st.lists(_NAMES, min_size=1, max_size=2).map(tuple),
    st.booleans(),
    section=st.lists(st.sampled_from(["a", "{environment}", "ü"]), max_size=2).map(tuple),
    format=st.sampled_from([None, "yaml", "toml", "json"]),
)


@given(data=st.data())
def test_a_declaration_is_read_as_it_was_written(data: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any choice of rules, layers and files of variables."""
    rules: CustomRules = data.draw(_RULES)
    spec = DialectSpec(
        CUSTOM.name,
        CUSTOM.title,
        rules,
        files=tuple(data.draw(st.lists(_FILES, min_size=1, max_size=3))),
        dotenv=tuple(data.draw(st.lists(_NAMES, min_size=int(rules.dotenv_overrides), max_size=2))),
        environment_variables=tuple(data.draw(st.lists(_NAMES, max_size=2))),
        default_environment=data.draw(st.none() | _NAMES),
        prefix=rules.prefixes[-1] if rules.prefixes else "",
        separator=data.draw(st.sampled_from(["__", "_", "", "."])),
    )
    folder = tmp_path_factory.mktemp("declared")
    (folder / "inspector.toml").write_text(declaration_text(spec), "utf-8")

    declared = read_declaration(folder)

    assert [f.message for f in declared.findings if "no prefix is declared" not in f.message] == []
    assert discover(folder).dialect == spec
