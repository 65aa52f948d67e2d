"""What two values become by each rule, and the laws that hold for all values."""

from __future__ import annotations

import copy
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config.shadow import Conflicts, Lists, Mappings, MergeRules, Nulls
from inspector.config.shadow.merge_rules import identity, merged
from inspector.config.values import KeyPath
from tests.config.shadow.trees import OF_ONE_MIND, TREES, VALUES, Tree

EVERY = [MergeRules(*rules, list_key="name") for rules in product(Mappings, Lists, Nulls, Conflicts)]
ANY_RULES = st.sampled_from(EVERY)

_BY_KEY = MergeRules(lists=Lists.BY_KEY, list_key="name")
_BY_INDEX = MergeRules(lists=Lists.BY_INDEX)
_DELETES = MergeRules(nulls=Nulls.DELETES)
_IGNORED = MergeRules(nulls=Nulls.IGNORED)
_ERROR = MergeRules(conflicts=Conflicts.ERROR)


def _merge(low: Tree, high: Tree, rules: MergeRules) -> Tree:
    return merged(low, high, rules, lambda _path: None)


@pytest.mark.parametrize(
    ("rules", "low", "high", "result"),
    [
        (MergeRules(), {"x": 1, "y": 2}, {"y": 3, "z": 4}, {"x": 1, "y": 3, "z": 4}),
        (MergeRules(mappings=Mappings.REPLACE), {"x": 1, "y": 2}, {"y": 3}, {"y": 3}),
        (MergeRules(), [1, 2], [3], [3]),
        (MergeRules(lists=Lists.APPEND), [1, 2], [2, 3], [1, 2, 2, 3]),
        (MergeRules(lists=Lists.APPEND_UNIQUE), [1, 2], [2, 3, 3], [1, 2, 3]),
        (
            MergeRules(lists=Lists.APPEND_UNIQUE),
            [1, {"a": 1}],
            [True, 1.0, {"a": 1}],
            [1, {"a": 1}, True, 1.0],
        ),
        (_BY_INDEX, ["A", "B"], ["C"], ["C", "B"]),
        (_BY_INDEX, [{"p": 1, "q": 2}], [{"p": 3}, 4], [{"p": 3, "q": 2}, 4]),
        (_BY_INDEX, ["A", "B"], {"1": "C", "9": "D", "5": "E"}, ["A", "C", "E", "D"]),
        (_BY_INDEX, ["A"], {0: "B"}, ["B"]),
        (_BY_INDEX, ["A"], {"0": "B", "x": "C"}, {"0": "B", "x": "C"}),
        (_BY_INDEX, ["A"], {}, {}),
        (_BY_INDEX, ["A"], {True: "B"}, {True: "B"}),
        (
            _BY_KEY,
            [{"name": "a", "p": 1}, {"name": "b", "p": 2}],
            [{"name": "b", "q": 3}, {"name": "c"}],
            [{"name": "a", "p": 1}, {"name": "b", "p": 2, "q": 3}, {"name": "c"}],
        ),
        (_BY_KEY, [{"p": 1}, "x"], ["x", {"name": None}], [{"p": 1}, "x", "x", {"name": None}]),
        (_BY_KEY, [], [{"name": 1, "p": 1}, {"name": 1, "p": 2}], [{"name": 1, "p": 2}]),
        (_BY_KEY, [{"name": 1}], [{"name": True}], [{"name": 1}, {"name": True}]),
        (MergeRules(), {"x": 1}, None, None),
        (_IGNORED, {"x": 1}, None, {"x": 1}),
        (_IGNORED, None, None, None),
        (MergeRules(lists=Lists.BY_INDEX, nulls=Nulls.IGNORED), [1, 2], [None, 3], [1, 3]),
        (MergeRules(lists=Lists.BY_INDEX, nulls=Nulls.DELETES), [1, 2], [None, 3], [3]),
        (MergeRules(lists=Lists.APPEND, nulls=Nulls.DELETES), [1], [None], [1, None]),
        (MergeRules(), {"x": 1}, 5, 5),
        (MergeRules(), 5, {"x": 1}, {"x": 1}),
        (_ERROR, {"x": 1}, 5, {"x": 1}),
        (_ERROR, [1], {"x": 1}, [1]),
        (_ERROR, None, {"x": 1}, {"x": 1}),
        (_ERROR, {"x": 1}, None, None),
        (_ERROR, 5, "text", "text"),
    ],
)
def test_rules(rules: MergeRules, low: Any, high: Any, result: Any) -> None:
    """One value over another, below one key."""
    assert identity(_merge({"k": low}, {"k": high}, rules)["k"]) == identity(result)


@pytest.mark.parametrize(
    ("original", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_nulls_that_delete_are_json_merge_patch(original: Tree, patch: Tree, result: Tree) -> None:
    """The test cases of RFC 7396, appendix A, that merge two objects."""
    assert _merge(original, patch, _DELETES) == result


def test_refused_values_are_told() -> None:
    """Each with the keys that lead to it, through lists as well."""
    rules = MergeRules(lists=Lists.BY_INDEX, conflicts=Conflicts.ERROR)
    refused: list[KeyPath] = []

    low = {"a": {"b": 1}, "l": [1, {"c": [2]}]}
    high = {"a": {"b": []}, "l": [{}, {"c": "x"}]}

    assert merged(low, high, rules, refused.append) == low
    assert refused == [("a", "b"), ("l", "0"), ("l", "1", "c")]


@given(low=TREES, high=TREES, rules=ANY_RULES)
def test_inputs_are_not_changed(low: Tree, high: Tree, rules: MergeRules) -> None:
    """Merging makes new values."""
    before = identity(low), identity(high)

    _merge(low, high, rules)

    assert (identity(low), identity(high)) == before


@given(tree=TREES, rules=ANY_RULES)
def test_nothing_changes_nothing(tree: Tree, rules: MergeRules) -> None:
    """An empty layer above is no layer."""
    assert identity(_merge(tree, {}, rules)) == identity(tree)


@given(tree=TREES, rules=ANY_RULES.filter(lambda rules: rules.nulls is not Nulls.DELETES))
def test_the_first_layer_stands_as_it_is(tree: Tree, rules: MergeRules) -> None:
    """So does one above an empty layer."""
    assert identity(_merge({}, tree, rules)) == identity(tree)


@given(
    tree=TREES, lists=st.sampled_from([Lists.REPLACE, Lists.BY_INDEX]), conflicts=st.sampled_from(Conflicts)
)
def test_the_same_layer_again_changes_nothing(tree: Tree, lists: Lists, conflicts: Conflicts) -> None:
    """Merging is idempotent where nothing is appended."""
    assert identity(_merge(tree, tree, MergeRules(lists=lists, conflicts=conflicts))) == identity(tree)


@given(low=TREES, high=TREES)
def test_unique_items_are_appended_once(low: Tree, high: Tree) -> None:
    """The same layer a second time adds nothing."""
    rules = MergeRules(lists=Lists.APPEND_UNIQUE)
    once = _merge(low, high, rules)

    assert identity(_merge(once, high, rules)) == identity(once)


@given(first=OF_ONE_MIND, second=OF_ONE_MIND, third=OF_ONE_MIND, rules=ANY_RULES)
def test_layers_of_one_mind_merge_in_any_grouping(
    first: Tree, second: Tree, third: Tree, rules: MergeRules
) -> None:
    """Merging is associative where a key has the same shape everywhere: files may be merged beforehand."""
    from_the_left = _merge(_merge(first, second, rules), third, rules)
    from_the_right = _merge(first, _merge(second, third, rules), rules)

    assert identity(from_the_left) == identity(from_the_right)


def test_a_change_of_shape_makes_the_grouping_count() -> None:
    """Why the law above asks for one shape: a value between two mappings cuts them apart."""
    first, second, third = {"a": {"x": 1}}, {"a": 5}, {"a": {"y": 2}}
    rules = MergeRules()

    assert _merge(_merge(first, second, rules), third, rules) == {"a": {"y": 2}}
    assert _merge(first, _merge(second, third, rules), rules) == {"a": {"x": 1, "y": 2}}


@given(low=OF_ONE_MIND, high=OF_ONE_MIND)
def test_the_higher_layer_wins(low: Tree, high: Tree) -> None:
    """Every single value and list of the higher layer is in the result, and nothing that neither has."""
    result = dict(_leaves(_merge(low, high, MergeRules())))

    assert result == {**dict(_leaves(low)), **dict(_leaves(high))}


def _leaves(tree: Any, path: KeyPath = ()) -> list[tuple[KeyPath, Any]]:
    if isinstance(tree, dict):
        return [leaf for key, value in tree.items() for leaf in _leaves(value, (*path, key))]
    return [(path, identity(tree))]


@given(value=VALUES)
def test_identity_tells_types_apart(value: Any) -> None:
    """Equal for a copy, different for another type."""
    assert identity(copy.deepcopy(value)) == identity(value)
    assert identity([value]) != identity(value)
    assert identity(1) != identity(True)
    assert identity({1: 0}) != identity({True: 0})
