"""The application's tree of values, and beside each value all that was written for it. Dialects grow it."""

from __future__ import annotations

from inspector.config.shadow.assign import assign, stop_at
from inspector.config.shadow.files import MergedFiles, stops_of
from inspector.config.shadow.landing import MAX_PARTS, Landed, Stop
from inspector.config.shadow.tree import Branch, Grower, Past, Slot, Written, merge, underlay
from inspector.config.shadow.variables import Environ, Shadowed, Variable, VariableSources, compose_environ

__all__ = [
    "MAX_PARTS",
    "Branch",
    "Environ",
    "Grower",
    "Landed",
    "MergedFiles",
    "Past",
    "Shadowed",
    "Slot",
    "Stop",
    "Variable",
    "VariableSources",
    "Written",
    "assign",
    "compose_environ",
    "merge",
    "stop_at",
    "stops_of",
    "underlay",
]
