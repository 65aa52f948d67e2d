"""Annotations as types by their canonical names; what cannot be read is `typing.Any`, and noted."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace

from inspector.config.dialects.pydantic_settings.model import UNREAD, Expression, FieldType, Pair, Unread
from inspector.config.dialects.pydantic_settings.reading.expressions import ExpressionReader, plain_value
from inspector.config.dialects.pydantic_settings.reading.known_types import (
    CONSTRAINED,
    CONSTRAINT_CALLS,
    MARKS,
    PLAIN_TYPES,
    SHORTHANDS,
    UNCHECKED,
    VALIDATORS,
    WITHOUT_MEANING,
)
from inspector.config.dialects.pydantic_settings.reading.modules import Meant, PythonFiles, Scope, dotted

_MAX_DEPTH = 30


class AnnotationReader:
    """Reads annotations in their scope. `class_type` gives the id of a class of the workspace that can be
    rebuilt, None for others."""

    def __init__(
        self,
        files: PythonFiles,
        expressions: ExpressionReader,
        class_type: Callable[[Meant], str | None],
    ) -> None:
        self._files = files
        self._expressions = expressions
        self._class_type = class_type
        self.unread: list[Unread] = []

    def read(self, node: ast.expr, scope: Scope) -> FieldType:
        """The type; never fails."""
        return self._read(node, scope, _MAX_DEPTH)

    def pairs(self, nodes: Sequence[ast.expr], scope: Scope) -> tuple[Pair, ...]:
        """What the metadata of Annotated says."""
        return tuple(pair for node in nodes for pair in self._metadata(node, scope))

    def _read(self, node: ast.expr, scope: Scope, depth: int) -> FieldType:
        if depth <= 0:
            return self._unknown(node, scope)
        match node:
            case ast.Constant(value=None):
                return FieldType("None")
            case ast.Constant(value=str() as text):
                return self._text(node, text, scope, depth)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                sides = (self._read(left, scope, depth - 1), self._read(right, scope, depth - 1))
                return _union(sides)
            case ast.Name() | ast.Attribute():
                return self._name(node, scope, depth)
            case ast.Subscript(value=value, slice=inner):
                args = list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]
                return self._generic(node, value, args, scope, depth)
            case ast.Call(func=func):
                return self._call(node, func, scope)
        return self._unknown(node, scope)

    def _text(self, node: ast.Constant, text: str, scope: Scope, depth: int) -> FieldType:
        """A forward reference. Its parts all stand where the text stands."""
        try:
            inner = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return self._unknown(node, scope)
        for part in ast.walk(inner):
            ast.copy_location(part, node)
        return self._read(inner, scope, depth - 1)

    def _name(self, node: ast.Name | ast.Attribute, scope: Scope, depth: int) -> FieldType:
        meant = self._files.meant(dotted(node) or ("",), scope)
        if isinstance(meant.binding, ast.expr) and meant.scope is not None and not meant.rest:
            return self._read(meant.binding, meant.scope, depth - 1)
        owner = None if meant.rest else self._class_type(meant)
        if owner is not None:
            return FieldType(owner)
        name = meant.outside
        if name in SHORTHANDS:
            base, pairs = SHORTHANDS[name]
            if name in UNCHECKED:
                self._note(node, scope, UNCHECKED[name])
            return FieldType(base, pairs=pairs)
        if name in PLAIN_TYPES:
            return FieldType(name)
        return self._unknown(node, scope)

    def _generic(
        self, node: ast.Subscript, value: ast.expr, args: list[ast.expr], scope: Scope, depth: int
    ) -> FieldType:
        meant = self._files.meant(dotted(value) or ("",), scope)
        name = meant.outside
        if name == "typing.Annotated" and args:
            inner = self._read(args[0], scope, depth - 1)
            return replace(inner, pairs=(*inner.pairs, *self.pairs(args[1:], scope)))
        if name in ("typing.Optional", "typing.Union"):
            types = [self._read(arg, scope, depth - 1) for arg in args]
            return _union([*types, FieldType("None")] if name == "typing.Optional" else types)
        if name == "typing.Literal":
            return self._literal(node, args, scope)
        if name in ("typing.Final", "typing.ReadOnly"):
            return self._read(args[0], scope, depth - 1)
        if name in ("typing.Required", "typing.NotRequired"):
            inner = self._read(args[0], scope, depth - 1)
            return replace(inner, pairs=(*inner.pairs, ("required", name == "typing.Required")))
        if name == "pydantic.Json":
            return FieldType(name, (self._read(args[0], scope, depth - 1),))
        if name in PLAIN_TYPES:
            types = [
                FieldType("...")
                if isinstance(arg, ast.Constant) and arg.value is Ellipsis
                else self._read(arg, scope, depth - 1)
                for arg in args
                if not (isinstance(arg, ast.Tuple) and not arg.elts)
            ]
            return FieldType(name, tuple(types))
        return self._unknown(node, scope)

    def _literal(self, node: ast.Subscript, args: list[ast.expr], scope: Scope) -> FieldType:
        choices: list[Expression] = []
        for arg in args:
            if isinstance(arg, ast.Subscript):  # Literal[Literal["a"], "b"]
                inner = self._read(arg, scope, 1)
                choices += inner.choices
            else:
                choices.append(self._expressions.read(arg, scope))
        if not choices or any(choice.shape.value not in ("literal", "member") for choice in choices):
            return self._unknown(node, scope)
        return FieldType("typing.Literal", choices=tuple(choices))

    def _call(self, node: ast.Call, func: ast.expr, scope: Scope) -> FieldType:
        """`conint(gt=0)` and its like, and NewType."""
        name = self._files.meant(dotted(func) or ("",), scope).outside
        if name == "typing.NewType" and len(node.args) == 2:
            return self._read(node.args[1], scope, _MAX_DEPTH // 2)
        if name not in CONSTRAINED:
            return self._unknown(node, scope)
        args = tuple(self._read(arg, scope, _MAX_DEPTH // 2) for arg in node.args[:1])
        return FieldType(CONSTRAINED[name], args, pairs=self._keywords(node, scope))

    def _metadata(self, node: ast.expr, scope: Scope) -> tuple[Pair, ...]:
        func = node.func if isinstance(node, ast.Call) else node
        name = self._files.meant(dotted(func) or ("",), scope).outside
        if name in WITHOUT_MEANING or isinstance(node, ast.Constant):
            return ()
        if name in MARKS:
            return (MARKS[name],)
        if name in VALIDATORS:
            self._note(node, scope, f"{scope.file.source(node)} is not run")
            before = name != "pydantic.AfterValidator"
            return (("loose", True),) if before else ()
        if isinstance(node, ast.Call) and name == "pydantic.Field":
            return self._keywords(node, scope)
        if isinstance(node, ast.Call) and name in CONSTRAINT_CALLS:
            words = CONSTRAINT_CALLS[name]
            if name == "pydantic.Strict" and not node.args and not node.keywords:
                return (("strict", True),)
            values = [self._expressions.plain(arg, scope) for arg in node.args]
            given = tuple(
                (word, value)
                for word, (value, known) in zip(words, values, strict=False)
                if known and value is not None
            )
            return (*given, *self._keywords(node, scope))
        self._note(node, scope, f"{scope.file.source(node)} in Annotated is not known here")
        return ()

    def _keywords(self, node: ast.Call, scope: Scope) -> tuple[Pair, ...]:
        pairs: list[Pair] = []
        for keyword in node.keywords:
            if keyword.arg is None:
                self._note(keyword.value, scope, "arguments with ** are not read")
                continue
            value, known = plain_value(self._expressions.read(keyword.value, scope))
            if known:
                pairs.append((keyword.arg, value))
        return tuple(pairs)

    def _unknown(self, node: ast.expr, scope: Scope) -> FieldType:
        self._note(node, scope, f"the type {scope.file.source(node)} is not known here")
        return UNREAD

    def _note(self, node: ast.expr, scope: Scope, what: str) -> None:
        self.unread.append(Unread(scope.file.place(node), what))


def _union(types: Sequence[FieldType]) -> FieldType:
    flat: list[FieldType] = []
    for one in types:
        flat += one.args if one.name == "typing.Union" and not one.pairs else [one]
    distinct = tuple(dict.fromkeys(flat))
    return distinct[0] if len(distinct) == 1 else FieldType("typing.Union", distinct)
