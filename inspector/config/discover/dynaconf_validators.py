"""The validators that an application's code gives dynaconf, read without running it.

What is not known that way is named, so that nobody takes it for read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from inspector.base.places import Place
from inspector.config.dialects.dynaconf import (
    CASTS,
    MESSAGES,
    OPERATIONS,
    Argument,
    Check,
    Combined,
    type_of,
)
from inspector.config.discover.python_literals import Literals, UnknownError, last_name
from inspector.config.values import Node, NodeKind

_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Untold:
    """What a validator does that only the running application knows: the names that it is about ("" where
    they are unknown), what it is, and its place."""

    names: str
    what: str
    place: Place


@dataclass(frozen=True, slots=True)
class FoundValidators:
    """The validators of a call, and what is not known of them."""

    checks: tuple[Check | Combined, ...] = ()
    untold: tuple[Untold, ...] = ()

    def and_later(self, places: tuple[Place, ...]) -> FoundValidators:
        """The same with validators that are registered later."""
        later = tuple(Untold("", "validators that are registered later", place) for place in places)
        return replace(self, untold=(*self.untold, *later))


NO_VALIDATORS = FoundValidators()


def read_validators(value: ast.expr, literals: Literals) -> FoundValidators:
    """The validators of an argument `validators=`."""
    reader = _Reader(literals)
    return FoundValidators(tuple(reader.listed(value)), tuple(reader.untold))


class _UntoldError(Exception):
    """A validator of which nothing is known that counts."""


class _Reader:
    def __init__(self, literals: Literals) -> None:
        self._literals = literals
        self.untold: list[Untold] = []

    def listed(self, value: ast.expr) -> Iterator[Check | Combined]:
        """The validators of a list."""
        if isinstance(value, ast.Name) and value.id in self._literals.names:
            value = self._literals.names[value.id]
        if not isinstance(value, ast.List | ast.Tuple):
            self._tell("", "validators", value)
            return
        for element in value.elts:
            try:
                yield self._validator(element, 0)
            except _UntoldError:
                continue

    def _tell(self, names: str, what: str, node: ast.expr) -> None:
        self.untold.append(Untold(names, what, self._literals.place(node)))

    def _validator(self, value: ast.expr, depth: int) -> Check | Combined:
        """One validator, or several put together. Raises _UntoldError after it has told of one."""
        if isinstance(value, ast.Name) and value.id in self._literals.names:
            value = self._literals.names[value.id]
        if (
            depth < _MAX_DEPTH
            and isinstance(value, ast.BinOp)
            and isinstance(value.op, ast.BitOr | ast.BitAnd)
        ):
            both = (self._validator(value.left, depth + 1), self._validator(value.right, depth + 1))
            return Combined(both, isinstance(value.op, ast.BitOr), self._literals.place(value))
        if not isinstance(value, ast.Call) or last_name(value.func) != "Validator":
            self._tell("", "a validator", value)
            raise _UntoldError
        names = tuple(self._names(value))
        shown = ", ".join(name for name, _ in names)
        known: dict[str, Node] = {}
        check = Check(names)
        for keyword in value.keywords:
            name = keyword.arg or "**"
            if name == "when":
                check = replace(check, when=self._when(keyword.value, shown, depth))
            elif isinstance(keyword.value, ast.Constant) and keyword.value.value is None:
                continue
            elif name == "cast":
                cast = last_name(keyword.value)
                check = replace(check, cast=cast if cast in CASTS else "", cast_unknown=cast not in CASTS)
            elif name == "is_type_of" and type_of(ast.unparse(keyword.value)) is not None:
                text = ast.unparse(keyword.value)
                known[name] = Node(NodeKind.SCALAR, text, self._literals.place(keyword.value))
            else:
                known |= self._known(keyword)
            if name not in ("when", "description", *known) and (name != "cast" or check.cast_unknown):
                self._tell(shown, name, keyword.value)
                check = _without(check, name)
        return _filled(check, known)

    def _names(self, call: ast.Call) -> Iterator[tuple[str, Place]]:
        for argument in call.args:
            try:
                node = self._literals.node(argument)
            except UnknownError:
                node = None
            if node is not None and isinstance(node.value, str):
                yield node.value, node.place
            else:
                self._tell("", "the name of a validator", argument)

    def _when(self, value: ast.expr, names: str, depth: int) -> Check | Combined | None:
        if isinstance(value, ast.Constant) and value.value is None:
            return None
        before = len(self.untold)
        try:
            found = self._validator(value, depth + 1)
        except _UntoldError:
            found = None
        if found is None or len(self.untold) > before:
            # Whether the rest counts is not known, so that it does not.
            del self.untold[before:]
            self._tell(names, "when", value)
            raise _UntoldError
        return found

    def _known(self, keyword: ast.keyword) -> Mapping[str, Node]:
        """An argument by its name, empty when it is not known or means nothing here."""
        name = keyword.arg or "**"
        if name not in _ARGUMENTS and name not in OPERATIONS:
            return {}
        try:
            node = self._literals.node(keyword.value, self._literals.name_place(keyword))
        except UnknownError:
            return {}
        if name in OPERATIONS and isinstance(keyword.value, ast.Tuple) and isinstance(node.value, list):
            node = replace(node, value=tuple(node.value))
        return {name: node}


_ARGUMENTS = frozenset("must_exist required env messages default apply_default_on_none".split())


def _without(check: Check, name: str) -> Check:
    """A validator without an argument that is not known. Raises _UntoldError when nothing is left that is."""
    if name in ("env", "**"):
        raise _UntoldError
    return replace(check, default_unknown=True) if name == "default" else check


def _filled(check: Check, known: Mapping[str, Node]) -> Check:
    exists = known.get("must_exist")
    if exists is None or exists.value is None:
        exists = known.get("required")
    environments, messages = known.get("env"), known.get("messages")
    on_null = known.get("apply_default_on_none")
    texts = messages.value if messages is not None and isinstance(messages.value, dict) else {}
    return replace(
        check,
        default=known.get("default"),
        must_exist=exists.value if exists is not None and isinstance(exists.value, bool) else None,
        environments=() if environments is None else _environments(environments),
        operations=tuple(Argument(name, node) for name, node in known.items() if name in OPERATIONS),
        on_null=on_null is not None and on_null.value is True,
        messages={name: text for name, text in texts.items() if name in MESSAGES and isinstance(text, str)},
    )


def _environments(node: Node) -> tuple[str, ...]:
    if isinstance(node.value, list):
        return tuple(map(str, node.value))
    return (node.value,) if isinstance(node.value, str) else ()


def with_defaults(checks: Iterable[Check | Combined]) -> Iterator[Check]:
    """The validators that have a default, those inside of others too."""
    for check in checks:
        if isinstance(check, Combined):
            yield from with_defaults(check.checks)
            continue
        if check.when is not None:
            yield from with_defaults((check.when,))
        if check.default is not None:
            yield check
