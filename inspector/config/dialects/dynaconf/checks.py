"""Validators: defaults where nothing is set, and exceptions where a value is missing or wrong.

The rules are those of dynaconf 3.3.5, validator.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from inspector.config.dialects.dynaconf.conditions import (
    CASTS,
    MESSAGES,
    contained,
    filled_in,
    refusal,
    type_of,
)
from inspector.config.dialects.dynaconf.data import (
    EMPTY,
    Data,
    Lazy,
    Leaf,
    Source,
    Table,
    has_objects,
    is_null,
    is_unset,
    of_node,
    of_value,
    plain,
)
from inspector.config.dialects.dynaconf.history import History
from inspector.config.dialects.dynaconf.lazy import UnknownValueError
from inspector.config.dialects.dynaconf.options import CHECKS, Argument, Check, Combined
from inspector.config.dialects.dynaconf.outcome import FAILURES, Failure, Odd
from inspector.config.dialects.dynaconf.store import Store
from inspector.config.layers import Layer
from inspector.config.shadow import Written
from inspector.config.values import KeyPath, Node, NodeKind

_COMBINED = "combined validators failed "


class Run(Protocol):
    """The run of the loaders that validators work on."""

    store: Store
    history: History
    stopped: list[Failure | Layer]
    odd: list[Odd]

    def code(self, name: str) -> Layer:
        """The layer of what the code says."""

    def path(self, name: str) -> KeyPath:
        """The key that a name points at."""

    def guarded(self, step: Callable[[], Data | None], source: Source, key: str) -> Data | None:
        """The result of a step, None when it fails, which is noted."""

    def set(self, key: str, data: Data, *, toml: bool = False, only: Sequence[str] = ()) -> None:
        """Set a key."""

    def other(self, environment: str) -> Run:
        """A run of the same application in another environment, without the arguments that are settings."""


class _RefusedError(Exception):
    """What a validator says, about which key, and the value that it refuses, None when there is none."""

    def __init__(self, message: str, path: KeyPath, name: Source, value: Source | None = None) -> None:
        super().__init__(message)
        self.failure = Failure("ValidationError", message, name, path, value)


def run_checks(run: Run, checks: Sequence[Check | Combined]) -> None:
    """Validate, in the order of the validators. Each name is looked at, although the application stops at
    the first one that fails."""
    for check in checks:
        for single in check.singles if isinstance(check, Check) else (check,):
            place = single.names[0][1] if isinstance(single, Check) else single.place
            source = Source(run.code(CHECKS), Node(NodeKind.SCALAR, None, place))
            try:
                _validate(run, single, ())
            except _RefusedError as refused:
                run.stopped.append(refused.failure)
            except FAILURES as error:
                path = run.path(single.names[0][0]) if isinstance(single, Check) else ()
                about = _stored(run, path)
                run.stopped.append(Failure(type(error).__name__, str(error), source, path, about))


def _stored(run: Run, path: KeyPath) -> Source | None:
    """What wrote the value of a key, or of the last one above it that has a value."""
    data: Data | None = run.store.data
    source = None
    for part in path:
        data = data.find(part) if isinstance(data, Table) else None
        source = source if data is None else data.source
    return source


def _validate(run: Run, check: Check | Combined, inherited: Sequence[str]) -> None:
    if isinstance(check, Combined):
        _validate_combined(run, check)
        return
    current = run.store.current_env
    environments = check.environments or inherited or (current,)
    if check.when is not None:
        try:
            _validate(run, check.when, environments)
        except _RefusedError:
            return
    if [name.upper() for name in environments] == [current.upper()]:
        _validate_names(run, run, check)
        return
    for name in environments:
        _validate_names(run, run.other(name), check)


def _validate_combined(run: Run, combined: Combined) -> None:
    refused: list[_RefusedError] = []
    for check in combined.checks:
        try:
            _validate(run, check, ())
        except _RefusedError as error:
            refused.append(error)
        else:
            if combined.any_of:
                return
    if refused:
        joint = " or " if combined.any_of else " and "
        message = _COMBINED + joint.join(str(error).replace(_COMBINED, "") for error in refused)
        first = refused[0].failure
        joined = _RefusedError(message, first.path, first.source)
        joined.failure = joined.failure._replace(about=first.about)
        raise joined


def _validate_names(run: Run, here: Run, check: Check) -> None:
    for name, place in check.names:
        _check(here, check, name, Source(run.code(CHECKS), Node(NodeKind.SCALAR, name, place)), run.odd)


def _check(run: Run, check: Check, name: str, source: Source, odd: list[Odd]) -> None:
    env = run.store.current_env
    try:
        value = run.store.get(name, default=EMPTY)
        value = _defaulted(run, check, name, value)
    except UnknownValueError:
        return
    except AttributeError as error:
        path = run.path(name)
        raise _RefusedError(f"Mismatched type for {name}", path, source, _stored(run, path)) from error
    fields = {"name": name, "env": env}
    if value is None or is_unset(value):
        if check.must_exist and not check.default_unknown:
            raise _RefusedError(_said(check, "must_exist_true", fields), run.path(name), source)
        return
    if check.must_exist is False:
        raise _RefusedError(_said(check, "must_exist_false", fields), run.path(name), source, value.source)
    if isinstance(value, Lazy) or check.cast_unknown:
        return
    if check.cast and not has_objects(value):
        value = of_value(CASTS[check.cast](contained(plain(value))), value.source)
    run.set(name, value)
    if has_objects(value):
        if check.cast or check.operations:
            why = "a validator looks at an object of dynaconf in it"
            odd.append(Odd(value.source, run.path(name), why))
        return
    held = contained(plain(value))
    for operation in sorted(check.operations, key=lambda operation: operation.name != "is_type_of"):
        wrong = refusal(operation.name, held, operation.node.value)
        if wrong is None:
            continue
        fields |= {"operation": operation.name, "op_value": _shown(operation), "value": str(held)}
        message = wrong.replace("{name}", name) or _said(check, "operations", fields)
        raise _RefusedError(message, run.path(name), source, value.source)


def _shown(operation: Argument) -> str:
    wanted = operation.node.value
    if operation.name == "is_type_of" and isinstance(wanted, str):
        return str(type_of(wanted) or wanted)
    return str(wanted)


def _said(check: Check, message: str, fields: dict[str, str]) -> str:
    return filled_in(check.messages.get(message, MESSAGES[message]), fields)


def _defaulted(run: Run, check: Check, name: str, value: Data | None) -> Data | None:
    """setdefault: the value, or the default where it takes its place."""
    if check.default is None:
        return value
    default = _default(check, run.code(CHECKS))
    on_null = check.on_null or run.store.option("APPLY_DEFAULT_ON_NONE_FOR_DYNACONF") is not None
    if value is None or is_unset(value) or (on_null and is_null(value)):
        run.set(name, default, toml=True, only=(name,))
        return run.store.get(name)
    _underlay(run.history, run.path(name), default)
    return value


def _default(check: Check, layer: Layer) -> Data:
    assert check.default is not None
    default = of_node(check.default, layer, {})
    as_text = any(o.name == "is_type_of" and o.node.value == "str" for o in check.operations)
    if as_text and isinstance(default, Leaf) and isinstance(default.value, str):
        return Leaf(f"'{default.value}'", default.source)  # so that TOML reads no number in it
    return default


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
