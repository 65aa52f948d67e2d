"""What an application's code says to dynaconf, read without running it.

`Dynaconf(…)` and its kin are found in the syntax tree; arguments count as far as they are literals, constants
of the same file, or paths made of `__file__`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from inspector.base.places import Place
from inspector.config.discover.dynaconf_validators import NO_VALIDATORS, FoundValidators, read_validators
from inspector.config.discover.python_literals import Literals, UnknownError, last_name
from inspector.config.values import Node

CLASSES = ("Dynaconf", "LazySettings", "FlaskDynaconf", "DjangoDynaconf")


@dataclass(frozen=True, slots=True)
class FoundCall:
    """A call of dynaconf's classes. `unknown` are arguments that are worked out when the code runs, with
    their places; `constants` are all names in capital letters that the file gives a literal."""

    kind: str
    place: Place
    arguments: tuple[tuple[str, Node], ...] = ()
    validators: FoundValidators = NO_VALIDATORS
    unknown: tuple[tuple[str, Place], ...] = ()
    constants: tuple[tuple[str, Node], ...] = field(default=())


def find_calls(text: str, path: str) -> tuple[FoundCall, ...]:
    """All calls in a file of Python, in their order; none when it cannot be parsed."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    reader = _Reader(text, path, tree)
    try:
        return tuple(reader.calls())
    except RecursionError:
        return ()


class _Reader:
    """One file of Python."""

    def __init__(self, text: str, path: str, tree: ast.Module) -> None:
        self._literals = Literals(text, path, tree)
        self._tree = tree

    def calls(self) -> Iterator[FoundCall]:
        """The calls, and the old global `settings` when nothing else is there."""
        found = False
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call) and last_name(node.func) in CLASSES:
                found = True
                yield self._call(node)
        imports = [node for node in ast.walk(self._tree) if isinstance(node, ast.ImportFrom)]
        for node in imports:
            if node.module == "dynaconf" and not found and any(a.name == "settings" for a in node.names):
                yield FoundCall("settings", self._literals.place(node))

    def _call(self, call: ast.Call) -> FoundCall:
        arguments, unknown = [], []
        validators = NO_VALIDATORS
        for keyword in call.keywords:
            if keyword.arg is None:
                unknown.append(("**", self._literals.place(keyword.value)))
            elif keyword.arg == "validators":
                validators = read_validators(keyword.value, self._literals)
            else:
                try:
                    node = self._literals.node(keyword.value, self._literals.name_place(keyword))
                except UnknownError:
                    unknown.append((keyword.arg, self._literals.place(keyword.value)))
                else:
                    arguments.append((keyword.arg, node))
        validators = validators.and_later(tuple(self._registered()))
        return FoundCall(
            last_name(call.func),
            self._literals.place(call),
            tuple(arguments),
            validators,
            tuple(unknown),
            tuple(self._constants()) if last_name(call.func) == "DjangoDynaconf" else (),
        )

    def _constants(self) -> Iterator[tuple[str, Node]]:
        for name, value in self._literals.names.items():
            if name.isupper():
                try:
                    yield name, self._literals.node(value, self._literals.place(value))
                except UnknownError:
                    continue

    def _registered(self) -> Iterator[Place]:
        """Validators that are added later: `settings.validators.register(…)`."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                if node.func.attr == "register" and last_name(owner) == "validators":
                    yield self._literals.place(node)
