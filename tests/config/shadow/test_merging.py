"""Layers merged into the tree: the same values as plain merging, and all that was written beside them."""

from __future__ import annotations

from hypothesis import given

from inspector.base.places import Place
from inspector.config.layers import Layer, LayerKind
from inspector.config.shadow import (
    Branch,
    Conflicts,
    Lists,
    Mappings,
    Merger,
    MergeRules,
    Nulls,
    Variable,
    VariableGrower,
    plain_node,
)
from inspector.config.shadow.merge_rules import identity, merged
from inspector.config.values import KeyPath
from tests.config.shadow.test_merge_rules import ANY_RULES
from tests.config.shadow.trees import TREES, Tree, branch_of, grower, merged_as_branches


@given(low=TREES, high=TREES, rules=ANY_RULES)
def test_branches_hold_what_plain_merging_gives(low: Tree, high: Tree, rules: MergeRules) -> None:
    """The values, the refusals, and a slot for each key with the branch of its mapping."""
    refused: list[KeyPath] = []
    plain = merged(low, high, rules, refused.append)

    tree, merger = merged_as_branches(low, high, rules)

    assert identity(tree) == identity(plain)
    assert [refusal.path for refusal in merger.refusals] == refused


@given(low=TREES, high=TREES, rules=ANY_RULES)
def test_slots_stand_beside_values(low: Tree, high: Tree, rules: MergeRules) -> None:
    """Every key has a slot with something written that reached the application."""
    merger = Merger(rules)
    branch = merger.merge(branch_of(low), plain_node(high, Place("high")), grower("high"))

    _check(branch)


def _check(branch: Branch) -> None:
    assert list(branch.slots) == list(branch.value)
    for key, slot in branch.slots.items():
        assert any(written.applied for written in slot.written)
        value = branch.value[key]
        if isinstance(value, dict):
            assert slot.branch is not None
            assert slot.branch.value is value
            _check(slot.branch)
        else:
            assert slot.branch is None


def test_what_was_replaced_is_remembered() -> None:
    """A mapping that replaces a mapping leaves the old one with what was written in its place."""
    low, high = branch_of({"db": {"host": "a", "port": 1}}), plain_node({"db": {"port": 2}}, Place("high"))

    branch = Merger(MergeRules(mappings=Mappings.REPLACE)).merge(low, high, grower("high"))

    (past,) = branch.slots["db"].past
    assert (past.branch.value, past.by) == ({"host": "a", "port": 1}, branch.slots["db"].written[-1])


def test_joined_lists_are_marked() -> None:
    """So that the lower layer's items count as part of the result."""
    low, high = branch_of({"l": [1]}), plain_node({"l": [2]}, Place("high"))

    branch = Merger(MergeRules(lists=Lists.APPEND)).merge(low, high, grower("high"))

    assert branch.value == {"l": [1, 2]}
    assert [(written.value, written.joined) for written in branch.slots["l"].written] == [
        ([1], False),
        ([2], True),
    ]


def test_removed_keys_are_told() -> None:
    """With what stood there, and what took it away."""
    tree, merger = merged_as_branches(
        {"db": {"port": 1, "host": "a"}},
        {"db": {"port": None, "user": None}},
        MergeRules(nulls=Nulls.DELETES),
    )

    assert tree == {"db": {"host": "a"}}
    (removal,) = merger.removals
    assert removal.path == ("db", "port")
    assert (removal.below.layer.id, removal.below.value, removal.by.layer.id) == ("low", 1, "high")


def test_what_does_not_count_says_why() -> None:
    """Nulls that are ignored and values that are refused stay visible as what they are."""
    rules = MergeRules(nulls=Nulls.IGNORED, conflicts=Conflicts.ERROR)
    low, high = branch_of({"a": 1, "b": 2}), plain_node({"a": None, "b": [3]}, Place("high"))

    branch = Merger(rules).merge(low, high, grower("high"))

    assert branch.value == {"a": 1, "b": 2}
    assert [branch.slots[key].written[-1].reason for key in "ab"] == [
        "null is ignored, the value below it stays",
        "refused, because it has another shape than the value below it",
    ]
    assert not any(branch.slots[key].written[-1].applied for key in "ab")


def test_an_alias_is_copied_before_it_is_changed() -> None:
    """Two keys with one mapping are two mappings for rules."""
    same = {"port": 1}
    branch = branch_of({"a": same, "b": same})

    branch = Merger(MergeRules(lists=Lists.APPEND)).merge(
        branch, plain_node({"a": {"port": 2}}, Place("high")), grower("high")
    )

    assert branch.value == {"a": {"port": 2}, "b": {"port": 1}}


def _variable(target: KeyPath) -> VariableGrower:
    layer = Layer("variable", LayerKind.VARIABLE, "process environment")
    return VariableGrower(Variable(layer, "APP_X", "text", "text", Place(variable="APP_X")), target)


def test_a_variable_is_put_where_it_points() -> None:
    """Through mappings that are there, making those that are not; the rules count where it lands."""
    branch, merger = (
        branch_of({"db": {"host": "a", "tags": [1]}}),
        Merger(MergeRules(mappings=Mappings.REPLACE, lists=Lists.APPEND)),
    )
    for path, value in [(("db", "tags"), [2]), (("db", "pool", "size"), 5), (("db", "pool", "max"), 9)]:
        branch = merger.put(branch, path, plain_node(value, Place()), _variable(path))

    assert branch.value == {"db": {"host": "a", "tags": [1, 2], "pool": {"size": 5, "max": 9}}}
    _check(branch)


def test_a_variable_with_a_mapping() -> None:
    """Its settings are settings like others, all written by the variable."""
    branch = Merger(MergeRules()).put(
        branch_of({"db": {"host": "a"}}), ("db",), plain_node({"port": 5}, Place()), _variable(("db",))
    )

    assert branch.value == {"db": {"host": "a", "port": 5}}
    below = branch.slots["db"].branch
    assert below is not None
    assert isinstance(below.slots["port"].written[-1].source, Variable)


def test_a_variable_below_a_single_value() -> None:
    """The mapping that it needs takes the place of the value, or is refused."""
    for conflicts, value in ((Conflicts.REPLACE, {"name": "b"}), (Conflicts.ERROR, "a")):
        merger = Merger(MergeRules(conflicts=conflicts))
        branch = merger.put(
            branch_of({"model": "a"}),
            ("model", "name"),
            plain_node("b", Place()),
            _variable(("model", "name")),
        )
        assert branch.value == {"model": value}
        assert [refusal.path for refusal in merger.refusals] == [("model",)] * (value == "a")


def test_a_variable_for_an_item() -> None:
    """By index, the number in a name is the number of an item."""
    merger = Merger(MergeRules(lists=Lists.BY_INDEX))
    branch = merger.put(
        branch_of({"servers": [{"host": "a"}, {"host": "b", "port": 1}]}),
        ("servers", "1", "port"),
        plain_node(2, Place()),
        _variable(("servers", "1", "port")),
    )

    assert branch.value == {"servers": [{"host": "a"}, {"host": "b", "port": 2}]}
