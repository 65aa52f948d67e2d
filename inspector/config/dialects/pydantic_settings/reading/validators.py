"""Code of a class that sees its values: none of it is run, so what it may change is noted."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from inspector.config.dialects.pydantic_settings.model import Unread
from inspector.config.dialects.pydantic_settings.reading.modules import PythonFiles, Scope, dotted

_OF_FIELDS = frozenset(["pydantic.field_validator", "pydantic.validator"])
_OF_MODELS = frozenset(["pydantic.model_validator", "pydantic.root_validator"])
_INITS = {
    "__init__": "the __init__ of {} is not run",
    "model_post_init": "the model_post_init of {} is not run",
    "__get_pydantic_core_schema__": "the checks that {} does by itself are not done here",
}


@dataclass(frozen=True, slots=True)
class Validators:
    """`loose` are fields whose value a validator sees before the type is checked ("*" for all).

    `doubted` says that a validator of the model sees the input first.
    """

    loose: frozenset[str] = frozenset()
    doubted: bool = False
    unread: tuple[Unread, ...] = ()


def read_validators(node: ast.ClassDef, scope: Scope, files: PythonFiles) -> Validators:
    """The validators that a class body writes itself. `scope` is that of the body."""
    loose: set[str] = set()
    doubted = False
    unread: list[Unread] = []
    for function in node.body:
        if not isinstance(function, ast.FunctionDef):
            continue
        place = scope.file.name_place(function)
        if function.name in _INITS:
            unread.append(Unread(place, _INITS[function.name].format(node.name)))
            doubted = doubted or function.name == "__init__"
        for name, decorator in _decorators(function, scope, files):
            before = _is_before(decorator)
            if name in _OF_FIELDS:
                fields = _names(decorator)
                loose.update(fields if before else ())
                named = ", ".join(fields) if fields and "*" not in fields else "all fields"
                unread.append(Unread(place, f"the validator {function.name} of {named} is not run"))
            elif name in _OF_MODELS:
                doubted = doubted or before
                unread.append(Unread(place, f"the validator {function.name} of {node.name} is not run"))
    return Validators(frozenset(loose), doubted, tuple(unread))


def _decorators(
    function: ast.FunctionDef, scope: Scope, files: PythonFiles
) -> Iterator[tuple[str, ast.expr]]:
    for decorator in function.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        parts = dotted(called)
        if parts:
            yield files.meant(parts, scope).outside, decorator


def _names(decorator: ast.expr) -> tuple[str, ...]:
    args = decorator.args if isinstance(decorator, ast.Call) else []
    return tuple(arg.value for arg in args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


def _is_before(decorator: ast.expr) -> bool:
    if not isinstance(decorator, ast.Call):
        return False
    for keyword in decorator.keywords:
        value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
        if keyword.arg == "mode":
            return value != "after"
        if keyword.arg == "pre":
            return value is True
    return False
