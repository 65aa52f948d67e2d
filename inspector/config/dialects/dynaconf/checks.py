"""Validators: defaults where nothing is set, and exceptions where a value is missing or wrong.

The rules are those of dynaconf 3.3.5, validator.py and validator_conditions.py.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from inspector.base.places import Place
from inspector.config.dialects.dynaconf.data import (
    Data,
    Lazy,
    Leaf,
    Source,
    Table,
    is_null,
    is_unset,
    of_node,
    plain,
)
from inspector.config.dialects.dynaconf.history import History
from inspector.config.dialects.dynaconf.options import CHECKS, Argument, Check
from inspector.config.dialects.dynaconf.outcome import FAILURES, Failure
from inspector.config.dialects.dynaconf.store import Store
from inspector.config.layers import Layer
from inspector.config.shadow import Written
from inspector.config.values import KeyPath, Node, NodeKind, Value

TYPES: Mapping[str, type] = {
    kind.__name__: kind for kind in (str, int, float, bool, list, dict, tuple, set, bytes)
}

OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "lt": operator.lt,
    "ge": operator.ge,
    "gte": operator.ge,
    "le": operator.le,
    "lte": operator.le,
    "is_in": lambda value, other: value in other,
    "is_not_in": lambda value, other: value not in other,
    "contains": lambda value, other: other in value,
    "cont": lambda value, other: other in value,
    "not_contains": lambda value, other: other not in value,
    "len_eq": lambda value, other: len(value) == other,
    "len_ne": lambda value, other: len(value) != other,
    "len_min": lambda value, other: len(value) >= other,
    "len_max": lambda value, other: len(value) <= other,
    "startswith": lambda value, other: value.startswith(other),
    "endswith": lambda value, other: value.endswith(other),
    "not_startswith": lambda value, other: not value.startswith(other),
    "not_endswith": lambda value, other: not value.endswith(other),
    "is_type_of": lambda value, other: isinstance(value, TYPES[other]),
}
"""Conditions of a Validator; those with a pattern or a function of their own are left to the application."""


class Run(Protocol):
    """The run of the loaders that validators work on."""

    store: Store
    history: History
    stopped: list[Failure | Layer]

    def code(self, name: str) -> Layer:
        """The layer of what the code says."""

    def path(self, name: str) -> KeyPath:
        """The key that a name points at."""

    def guarded(self, step: Callable[[], Data | None], source: Source, key: str) -> Data | None:
        """The result of a step, None when it fails, which is noted."""

    def set(self, key: str, data: Data, *, toml: bool = False, only: Sequence[str] = ()) -> None:
        """Set a key."""


def run_checks(run: Run, checks: Sequence[Check]) -> None:
    """Validate, in the order of the validators."""
    for check in checks:
        current = run.store.current_env
        if not check.environments or [name.upper() for name in check.environments] == [current.upper()]:
            for name, place in check.names:
                _check(run, check, name, place, current)


def _check(run: Run, check: Check, name: str, place: Place, current: str) -> None:
    layer = run.code(CHECKS)
    source = Source(layer, Node(NodeKind.SCALAR, name, place))
    failed = len(run.stopped)
    value = run.guarded(lambda: run.store.get(name), source, name)
    if len(run.stopped) > failed:
        _mismatched(run, name)
        return
    if check.default is not None:
        default = _default(check, layer)
        on_null = run.store.option("APPLY_DEFAULT_ON_NONE_FOR_DYNACONF") is not None
        if value is None or is_unset(value) or (on_null and is_null(value)):
            run.set(name, default, toml=True, only=(name,))
            value = run.guarded(lambda: run.store.get(name), source, name)
        else:
            _underlay(run.history, run.path(name), default)
    missing = value is None or is_unset(value)
    if missing or value is None:
        if check.must_exist:
            _refuse(run, source, name, f"{name} is required in env {current}")
        return
    if check.must_exist is False:
        _refuse(run, source, name, f"{name} cannot exists in env {current}")
        return
    if not isinstance(value, Lazy):
        run.set(name, value)
    for operation in sorted(check.operations, key=lambda operation: operation.name != "is_type_of"):
        if not _holds(operation, plain(value)):
            wanted = operation.node.value
            shown = f"<class '{wanted}'>" if operation.name == "is_type_of" else wanted
            message = f"{name} must {operation.name} {shown} but it is {plain(value)} in env {current}"
            _refuse(run, source, name, message)
            return


def _holds(operation: Argument, value: Value) -> bool:
    try:
        return bool(OPERATIONS[operation.name](value, operation.node.value))
    except FAILURES:
        return False


def _default(check: Check, layer: Layer) -> Data:
    assert check.default is not None
    default = of_node(check.default, layer, {})
    as_text = any(o.name == "is_type_of" and o.node.value == "str" for o in check.operations)
    if as_text and isinstance(default, Leaf) and isinstance(default.value, str):
        return Leaf(f"'{default.value}'", default.source)  # so that TOML reads no number in it
    return default


def _refuse(run: Run, source: Source, name: str, message: str) -> None:
    run.stopped.append(Failure("ValidationError", message, source, run.path(name)))


def _mismatched(run: Run, name: str) -> None:
    """A dotted name below a value that is no table is told by the validator."""
    last = run.stopped[-1]
    if isinstance(last, Failure) and last.exception == "AttributeError":
        run.stopped[-1] = last._replace(exception="ValidationError", message=f"Mismatched type for {name}")


def _underlay(history: History, path: KeyPath, default: Data) -> None:
    """Note a default that is not needed below what was written for its key."""
    branch = history.root
    for part in path[:-1]:
        slot = branch.slots.get(part)
        if slot is None or slot.branch is None:
            return
        branch = slot.branch
    slot = branch.slots.get(path[-1])
    if slot is not None:
        layer, origin = default.source
        slot.written.insert(0, Written(layer, origin, plain(default), isinstance(default, Table)))
