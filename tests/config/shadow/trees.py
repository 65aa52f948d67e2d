"""Trees of settings for tests of merging."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from hypothesis import strategies as st

from inspector.base.places import Place
from inspector.config.layers import Layer, LayerKind
from inspector.config.shadow import Branch, Grower, Merger, MergeRules, plain_node

Tree = dict[Any, Any]

SCALARS = st.sampled_from([0, 1, True, 1.0, "a", "", "1", float("nan")])


def mappings(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Tree]:
    """Small mappings whose keys meet those of others."""
    return st.dictionaries(st.sampled_from(["a", "b", "c", "name", "0", "1", 1, 2]), below, max_size=4)


VALUES = st.recursive(
    st.none() | SCALARS,
    lambda below: st.lists(below, max_size=4) | mappings(below),
    max_leaves=12,
)
TREES = mappings(VALUES)
"""Any trees: a key may be a mapping in one and a list in the other."""


def _of_one_mind(depth: int) -> st.SearchStrategy[Tree]:
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "s1": SCALARS,
        "s2": SCALARS,
        "l1": st.lists(SCALARS, max_size=3),
        "l2": st.lists(
            st.fixed_dictionaries({"name": st.sampled_from("xyz")}, optional={"v": SCALARS}),
            max_size=3,
            unique_by=itemgetter("name"),  # items of one name in one list have no order of their own
        ),
    }
    if depth:
        kinds |= {"m1": _of_one_mind(depth - 1), "m2": _of_one_mind(depth - 1)}
    return st.fixed_dictionaries({}, optional=kinds)


OF_ONE_MIND = _of_one_mind(2)
"""Trees in which a key has the same shape wherever it stands, and no nulls."""


def branch_of(tree: Tree, name: str = "low") -> Branch:
    """The tree as a branch."""
    branch = grower(name).grow(plain_node(tree, Place(name)))[1]
    assert branch is not None
    return branch


def grower(name: str) -> Grower:
    """What grows the branches of a layer."""
    return Grower(Layer(name, LayerKind.BASE, name))


def merged_as_branches(low: Tree, high: Tree, rules: MergeRules) -> tuple[Tree, Merger]:
    """Two trees merged as layers."""
    merger = Merger(rules)
    branch = merger.merge(branch_of(low), plain_node(high, Place("high")), grower("high"))
    return branch.value, merger
