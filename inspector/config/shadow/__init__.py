"""The application's tree of values, and beside each value all that was written for it. Dialects grow it."""

from __future__ import annotations

from inspector.config.shadow.assign import assign, stop_at
from inspector.config.shadow.endless import endless
from inspector.config.shadow.files import MergedFiles, stops_of
from inspector.config.shadow.landing import MAX_PARTS, Landed, Stop
from inspector.config.shadow.merge_rules import Conflicts, Lists, Mappings, MergeRules, Nulls, shape
from inspector.config.shadow.merging import Merger, Refusal, Removal, VariableGrower, plain_node
from inspector.config.shadow.tree import Branch, Grower, Past, Slot, Written, merge, underlay
from inspector.config.shadow.variables import (
    Environ,
    Shadowed,
    Variable,
    VariableSources,
    compose_environ,
    exported,
)

__all__ = [
    "MAX_PARTS",
    "Branch",
    "Conflicts",
    "Environ",
    "Grower",
    "Landed",
    "Lists",
    "Mappings",
    "MergeRules",
    "MergedFiles",
    "Merger",
    "Nulls",
    "Past",
    "Refusal",
    "Removal",
    "Shadowed",
    "Slot",
    "Stop",
    "Variable",
    "VariableGrower",
    "VariableSources",
    "Written",
    "assign",
    "compose_environ",
    "endless",
    "exported",
    "merge",
    "plain_node",
    "shape",
    "stop_at",
    "stops_of",
    "underlay",
]
