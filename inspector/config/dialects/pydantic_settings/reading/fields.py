"""The fields of one class body: annotations, defaults, and what Field(…) says."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inspector.config.dialects.pydantic_settings.model import (
    AliasForm,
    AliasPath,
    ClassId,
    Expression,
    Field,
    FieldType,
    Pair,
    Shape,
    Unread,
)
from inspector.config.dialects.pydantic_settings.reading.annotations import AnnotationReader
from inspector.config.dialects.pydantic_settings.reading.expressions import ExpressionReader, plain_value
from inspector.config.dialects.pydantic_settings.reading.modules import PythonFiles, Scope, dotted
from inspector.config.values import Value

_FIELDS = frozenset(["pydantic.Field", "dataclasses.field"])
# What Field(…) says about other things than the value.
_ABOUT_OTHERS = frozenset(
    """
    default default_factory alias validation_alias alias_priority serialization_alias title description
    field_title_generator examples deprecated json_schema_extra repr init_var kw_only exclude frozen env
    env_names
    """.split()
)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What one Field(…) says; None for default where it says nothing, `required` for `...`."""

    default: Expression | None = None
    factory: bool = False
    required: bool = False
    alias_form: AliasForm = AliasForm.NONE
    aliases: tuple[AliasPath, ...] = ()
    pairs: tuple[Pair, ...] = ()
    description: str = ""


class FieldReader:
    """Reads the fields that a class body writes itself."""

    def __init__(
        self, files: PythonFiles, expressions: ExpressionReader, annotations: AnnotationReader
    ) -> None:
        self._files = files
        self._expressions = expressions
        self._annotations = annotations
        self.unread: list[Unread] = []

    def read(self, node: ast.ClassDef, scope: Scope, owner: ClassId, *, version_1: bool) -> Iterator[Field]:
        """The fields in their order. `scope` is that of the body."""
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                field = self._field(statement, statement.target, scope, owner, version_1)
                if field is not None:
                    yield field

    def _field(
        self, node: ast.AnnAssign, target: ast.Name, scope: Scope, owner: ClassId, version_1: bool
    ) -> Field | None:
        name = target.id
        if name.startswith("_") or name == "model_config" or self._is_class_variable(node.annotation, scope):
            return None
        annotation, metadata = self._outer(node.annotation, scope)
        type_ = self._annotations.read(annotation, scope)
        place = scope.file.place(target)
        facts = [self._facts(call, scope, version_1) for call in self._calls(metadata, scope)]
        others = [part for part in metadata if part not in self._calls(metadata, scope)]
        pairs = (*type_.pairs, *self._annotations.pairs(others, scope))
        type_ = replace(type_, pairs=())
        if node.value is not None:
            value = node.value
            if self._calls([value], scope):
                facts.append(self._facts(value, scope, version_1))
            elif isinstance(value, ast.Constant) and value.value is Ellipsis:
                facts.append(_Facts(required=True))
            else:
                facts.append(_Facts(self._default(value, scope)))
        field = Field(name, type_, place, pairs=pairs, owner=owner)
        for fact in facts:
            field = _with(field, fact)
        optional = type_.name == "typing.Union" and FieldType("None") in type_.args
        if version_1 and optional and field.default is None and not any(fact.required for fact in facts):
            field = replace(field, default=Expression(Shape.LITERAL, place))
        return replace(field, loose=field.pair("loose") is True)

    def _outer(self, annotation: ast.expr, scope: Scope) -> tuple[ast.expr, Sequence[ast.expr]]:
        """The type and the metadata of an annotation that is Annotated[…] itself."""
        if isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Tuple):
            name = self._files.meant(dotted(annotation.value) or ("",), scope).outside
            if name == "typing.Annotated":
                inner, below = self._outer(annotation.slice.elts[0], scope)
                return inner, (*below, *annotation.slice.elts[1:])
        return annotation, ()

    def _calls(self, nodes: Sequence[ast.expr], scope: Scope) -> list[ast.Call]:
        """Those of the expressions that call Field."""
        return [
            node
            for node in nodes
            if isinstance(node, ast.Call)
            and self._files.meant(dotted(node.func) or ("",), scope).outside in _FIELDS
        ]

    def _is_class_variable(self, annotation: ast.expr, scope: Scope) -> bool:
        base = annotation.value if isinstance(annotation, ast.Subscript) else annotation
        name = self._files.meant(dotted(base) or ("",), scope).outside
        return name in ("typing.ClassVar", "dataclasses.InitVar")

    def _default(self, node: ast.expr, scope: Scope) -> Expression:
        default = self._expressions.read(node, scope)
        if default.shape is Shape.CLASS:
            return replace(default, shape=Shape.UNKNOWN)
        return default

    def _facts(self, node: ast.expr, scope: Scope, version_1: bool) -> _Facts:
        assert isinstance(node, ast.Call)
        facts = _Facts()
        if node.args:
            facts = self._with_default(facts, node.args[0], scope)
        pairs: list[Pair] = []
        alias: ast.expr | None = None
        for keyword in node.keywords:
            word, value = keyword.arg, keyword.value
            if word is None:
                self._note(value, scope, "arguments with ** are not read")
            elif word == "default":
                facts = self._with_default(facts, value, scope)
            elif word == "default_factory":
                facts = replace(facts, default=self._factory(value, scope), factory=True)
            elif word == "validation_alias" or (word == "alias" and alias is None):
                alias = value
            elif word in ("env", "env_names"):
                alias = value if version_1 else alias
                if not version_1:
                    said = "env= in Field has no effect since pydantic-settings 2: validation_alias= has"
                    self._note(value, scope, said)
                else:
                    pairs.append(("env", True))
            elif word == "description":
                text, _ = self._expressions.plain(value, scope)
                facts = replace(facts, description=text if isinstance(text, str) else "")
            elif word not in _ABOUT_OTHERS:
                pairs += self._pair(word, value, scope)
        form, aliases = (AliasForm.NONE, ()) if alias is None else self._aliases(alias, scope)
        return replace(facts, pairs=tuple(pairs), alias_form=form, aliases=aliases)

    def _with_default(self, facts: _Facts, node: ast.expr, scope: Scope) -> _Facts:
        if isinstance(node, ast.Constant) and node.value is Ellipsis:
            return replace(facts, required=True)
        return replace(facts, default=self._default(node, scope))

    def _factory(self, node: ast.expr, scope: Scope) -> Expression:
        """What default_factory calls: a class, or the value that a lambda gives."""
        if isinstance(node, ast.Lambda) and not node.args.args:
            return self._default(node.body, scope)
        called = self._expressions.read(node, scope)
        if called.shape is Shape.CLASS:
            shapes = {"list": Shape.LIST, "dict": Shape.DICT, "set": Shape.SET, "tuple": Shape.TUPLE}
            if called.name in shapes:
                return replace(called, shape=shapes[called.name], name="")
            return replace(called, shape=Shape.CALL)
        return replace(called, shape=Shape.UNKNOWN)

    def _pair(self, word: str, node: ast.expr, scope: Scope) -> list[Pair]:
        if word == "discriminator" and isinstance(node, ast.Call) and len(node.args) == 1:
            node = node.args[0]
        value, known = plain_value(self._expressions.read(node, scope))
        if not known:
            self._note(node, scope, f"{word}={scope.file.source(node)} is not known here")
            return []
        return [(word, value)]

    def _aliases(self, node: ast.expr, scope: Scope) -> tuple[AliasForm, tuple[AliasPath, ...]]:
        value, known = plain_value(self._expressions.read(node, scope))
        if known and isinstance(value, str):
            return AliasForm.NAME, ((value,),)
        if known and isinstance(value, list) and all(isinstance(name, str) for name in value):
            return AliasForm.CHOICES, tuple((name,) for name in value)  # env=["a", "b"] of version 1
        if known and value is None:
            return AliasForm.NONE, ()
        if isinstance(node, ast.Call):
            name = self._files.meant(dotted(node.func) or ("",), scope).outside
            if name == "pydantic.AliasPath":
                path = self._alias_path(node, scope)
                return (AliasForm.PATH, (path,)) if path else self._no_alias(node, scope)
            if name == "pydantic.AliasChoices":
                paths = [self._alias_choice(arg, scope) for arg in node.args]
                if all(paths):
                    return AliasForm.CHOICES, tuple(paths)
        return self._no_alias(node, scope)

    def _alias_choice(self, node: ast.expr, scope: Scope) -> AliasPath:
        if isinstance(node, ast.Call):
            return self._alias_path(node, scope)
        value, known = self._expressions.plain(node, scope)
        return (value,) if known and isinstance(value, str) else ()

    def _alias_path(self, node: ast.Call, scope: Scope) -> AliasPath:
        steps: list[Value] = [self._expressions.plain(arg, scope)[0] for arg in node.args]
        path = tuple(step for step in steps if isinstance(step, str | int))
        return path if len(path) == len(steps) and path and isinstance(path[0], str) else ()

    def _no_alias(self, node: ast.expr, scope: Scope) -> tuple[AliasForm, tuple[AliasPath, ...]]:
        self._note(node, scope, f"the alias {scope.file.source(node)} is not known here")
        return AliasForm.NONE, ()

    def _note(self, node: ast.expr, scope: Scope, what: str) -> None:
        self.unread.append(Unread(scope.file.place(node), what))


def _with(field: Field, facts: _Facts) -> Field:
    """A field with what one more Field(…) says; the later one wins."""
    if facts.required:
        field = replace(field, default=None, factory=False)
    elif facts.default is not None:
        field = replace(field, default=facts.default, factory=facts.factory)
    if facts.alias_form is not AliasForm.NONE:
        field = replace(field, alias_form=facts.alias_form, aliases=facts.aliases)
    return replace(
        field,
        pairs=(*field.pairs, *facts.pairs),
        description=facts.description or field.description,
    )
