"""Classes with all that they inherit: models, dataclasses, enums and settings."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inspector.base.places import Place
from inspector.config.dialects.pydantic_settings.model import (
    AliasForm,
    ClassId,
    ClassKind,
    Expression,
    Field,
    ModelClass,
    Shape,
    SourceKind,
    SourceUse,
    Unread,
)
from inspector.config.dialects.pydantic_settings.reading.annotations import AnnotationReader
from inspector.config.dialects.pydantic_settings.reading.customised import SourceReader
from inspector.config.dialects.pydantic_settings.reading.expressions import ExpressionReader
from inspector.config.dialects.pydantic_settings.reading.fields import FieldReader
from inspector.config.dialects.pydantic_settings.reading.modules import Meant, PythonFiles, Scope, dotted
from inspector.config.dialects.pydantic_settings.reading.options import BASE_SETTINGS, OptionReader
from inspector.config.dialects.pydantic_settings.reading.validators import read_validators
from inspector.config.values import Value

_SETTINGS = frozenset(["pydantic_settings.BaseSettings", "pydantic.BaseSettings"])
_BASES = {
    **dict.fromkeys(_SETTINGS, ClassKind.SETTINGS),
    "pydantic.BaseModel": ClassKind.MODEL,
    "pydantic.RootModel": ClassKind.ROOT_MODEL,
    "typing.TypedDict": ClassKind.TYPED_DICT,
    "enum.Enum": ClassKind.ENUM,
    "enum.StrEnum": ClassKind.ENUM,
    "enum.IntEnum": ClassKind.ENUM,
}
_DATACLASSES = {
    "dataclasses.dataclass": ClassKind.DATACLASS,
    "pydantic.dataclasses.dataclass": ClassKind.PYDANTIC_DATACLASS,
}
_HARMLESS_BASES = frozenset(
    "typing.Any abc.ABC typing.Protocol typing.Generic str int float bytes enum.ReprEnum".split()
)
_USUAL_SOURCES = (SourceKind.INIT, SourceKind.ENV, SourceKind.DOTENV, SourceKind.SECRETS)
_MAX_BASES = 30
_MAX_CLASSES = 500


@dataclass(frozen=True)
class _Written:
    """A class of the workspace, where it stands, and its bases: classes of the workspace, or dotted names."""

    id: ClassId
    node: ast.ClassDef
    scope: Scope
    bases: tuple[_Written | str, ...] = ()

    @property
    def inside(self) -> Scope:
        """The scope of the body."""
        return Scope(self.scope.file, self.node, (*self.scope.trail, self.node.name))


class ClassReader:
    """Reads classes of a workspace, and remembers what could not be read of each."""

    def __init__(self, files: PythonFiles) -> None:
        self._files = files
        self._written: dict[ClassId, _Written] = {}
        self._classes: dict[ClassId, ModelClass] = {}
        self._expressions = ExpressionReader(files, self.class_id)
        self.unread: dict[ClassId, list[Unread]] = {}

    def class_id(self, meant: Meant) -> ClassId | None:
        """The id of a class that can be rebuilt, None for anything else."""
        if not isinstance(meant.binding, ast.ClassDef) or meant.scope is None:
            return None
        written = self._look(meant.binding, meant.scope, ())
        return None if self._kind(written) is None else written.id

    def kind(self, node: ast.ClassDef, scope: Scope) -> tuple[ClassId, ClassKind | None]:
        """The id of a class and what it is; None when pydantic makes nothing of it."""
        written = self._look(node, scope, ())
        return written.id, self._kind(written)

    def classes(self, root: ClassId) -> dict[ClassId, ModelClass]:
        """A class and all that its fields need, the class first."""
        found: dict[ClassId, ModelClass] = {}
        waiting = [root]
        while waiting and len(found) < _MAX_CLASSES:
            here = waiting.pop(0)
            if here in found or here not in self._written:
                continue
            found[here] = self.read(here)
            waiting += _needed(found[here])
        return found

    def read(self, class_id: ClassId) -> ModelClass:
        """A class that class_id() or kind() has named."""
        if class_id not in self._classes:
            self._classes[class_id] = self._read(self._written[class_id])
        return self._classes[class_id]

    def _look(self, node: ast.ClassDef, scope: Scope, trail: tuple[ClassId, ...]) -> _Written:
        name = ".".join((*scope.trail, node.name))
        class_id = f"{scope.file.path}:{name}"
        known = self._written.get(class_id)
        if known is not None and known.node is node:
            return known
        bases: list[_Written | str] = []
        if class_id not in trail and len(trail) < _MAX_BASES:
            for base in node.bases:
                named = base.value if isinstance(base, ast.Subscript) else base
                meant = self._files.meant(dotted(named) or ("",), scope)
                if isinstance(meant.binding, ast.ClassDef) and meant.scope is not None and not meant.rest:
                    bases.append(self._look(meant.binding, meant.scope, (*trail, class_id)))
                else:
                    bases.append(meant.outside or scope.file.source(base))
        written = _Written(class_id, node, scope, tuple(bases))
        self._written[class_id] = written
        return written

    def _kind(self, written: _Written) -> ClassKind | None:
        for decorator in written.node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            name = self._files.meant(dotted(called) or ("",), written.scope).outside
            if name in _DATACLASSES:
                return _DATACLASSES[name]
        kinds = [_BASES.get(base) if isinstance(base, str) else self._kind(base) for base in written.bases]
        order = (ClassKind.SETTINGS, ClassKind.ROOT_MODEL, *ClassKind)
        return next((kind for kind in order if kind in kinds), None)

    def _read(self, written: _Written) -> ModelClass:
        kind = self._kind(written)
        assert kind is not None
        unread = self.unread.setdefault(written.id, [])
        place = written.scope.file.name_place(written.node)
        order = list(_linear(written))
        bases = tuple(base.id for base in order[1:])
        made = ModelClass(written.id, written.node.name, kind, place, bases)
        if kind is ClassKind.ENUM:
            return replace(made, members=self._members(order), mixins=tuple(_outside(order)))
        version_1 = "pydantic.BaseSettings" in _outside(order)
        for name in dict.fromkeys(_outside(order)):
            if name not in _BASES and name not in _HARMLESS_BASES:
                unread.append(
                    Unread(place, f"the fields that {made.name} has from {name} are not known here")
                )
        fields = self._fields(written, order, unread, kind, version_1=version_1)
        config = tuple(self._config(written, unread).items())
        doubted, loose = False, set[str]()
        for base in order:
            validators = read_validators(base.node, base.inside, self._files)
            unread += validators.unread
            doubted = doubted or validators.doubted
            loose |= validators.loose
        fields = [
            replace(field, loose=True) if field.name in loose or "*" in loose else field for field in fields
        ]
        made = replace(made, config=config, doubted=doubted, version_1=version_1)
        made = replace(made, fields=tuple(_with_generated_alias(field, made) for field in fields))
        if kind is ClassKind.SETTINGS:
            made = replace(made, sources=self._sources(order, unread))
        return made

    def _fields(
        self,
        written: _Written,
        order: Sequence[_Written],
        unread: list[Unread],
        kind: ClassKind,
        *,
        version_1: bool,
    ) -> list[Field]:
        fields: dict[str, Field] = {}
        if kind is ClassKind.ROOT_MODEL:
            root = self._root(written, unread)
            if root is not None:
                fields["root"] = root
        for base in reversed(order):
            annotations = AnnotationReader(self._files, self._expressions, self.class_id)
            reader = FieldReader(self._files, self._expressions, annotations)
            own = list(reader.read(base.node, base.inside, base.id, version_1=version_1))
            if kind is ClassKind.TYPED_DICT:
                own = [_in_total(field, base.node) for field in own]
            for field in own:
                fields[field.name] = field
            unread += annotations.unread + reader.unread
            for name, place in _bare_assignments(base):
                if name in fields and name not in {field.name for field in own}:
                    unread.append(Unread(place, f"{name} has no annotation here, and pydantic refuses that"))
        return list(fields.values())

    def _root(self, written: _Written, unread: list[Unread]) -> Field | None:
        """The one field of RootModel[…]."""
        for base in _linear(written):
            for node in base.node.bases:
                if isinstance(node, ast.Subscript):
                    annotations = AnnotationReader(self._files, self._expressions, self.class_id)
                    type_ = annotations.read(node.slice, base.scope)
                    unread += annotations.unread
                    return Field("root", type_, base.scope.file.place(node.slice), owner=base.id)
        return None

    def _config(self, written: _Written, unread: list[Unread]) -> dict[str, Value]:
        """model_config, put together as pydantic does: base by base, then the class's own."""
        config: dict[str, Value] = {}
        for base in written.bases:
            if isinstance(base, _Written):
                config.update(self._config(base, []))
            elif base in _SETTINGS:
                config.update(BASE_SETTINGS)
        reader = OptionReader(self._files, self._expressions)
        config.update(reader.read(written.node, written.inside))
        unread += reader.unread
        return config

    def _sources(self, order: Sequence[_Written], unread: list[Unread]) -> tuple[SourceUse, ...]:
        place = order[0].scope.file.name_place(order[0].node)
        sources = tuple(SourceUse(kind, place) for kind in _USUAL_SOURCES)
        for base in reversed(order):
            reader = SourceReader(self._files, self._expressions)
            sources = reader.read(base.node, base.inside, sources)
            unread += reader.unread
        return sources

    def _members(self, order: Sequence[_Written]) -> tuple[tuple[str, Expression], ...]:
        members: dict[str, Expression] = {}
        for base in reversed(order):
            for statement in base.node.body:
                match statement:
                    case ast.Assign(targets=[ast.Name(id=name)], value=value) if not name.startswith("_"):
                        members[name] = self._expressions.read(value, base.inside)
        return tuple(members.items())


def _linear(written: _Written) -> Iterator[_Written]:
    """A class and its bases of the workspace, in the order in which Python looks at them.

    For the orders that Python accepts, this is: depth first, each class where it comes last.
    """
    seen: list[_Written] = []

    def walk(one: _Written) -> None:
        seen.append(one)
        for base in one.bases:
            if isinstance(base, _Written):
                walk(base)

    walk(written)
    last = {one.id: number for number, one in enumerate(seen)}
    return (one for number, one in enumerate(seen) if last[one.id] == number)


def _outside(order: Sequence[_Written]) -> list[str]:
    return [base for one in order for base in one.bases if isinstance(base, str)]


def _bare_assignments(written: _Written) -> Iterator[tuple[str, Place]]:
    """What a class body assigns without an annotation."""
    for statement in written.node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name) as target]):
                yield name, written.scope.file.place(target)


def _in_total(field: Field, node: ast.ClassDef) -> Field:
    """A field of a TypedDict, which `total=False` makes one that may be left out."""
    total = [keyword.value for keyword in node.keywords if keyword.arg == "total"]
    is_total = not any(isinstance(value, ast.Constant) and value.value is False for value in total)
    return replace(field, pairs=(("required", is_total), *field.pairs))


def _with_generated_alias(field: Field, owner: ModelClass) -> Field:
    """A field without an alias, with the one that alias_generator makes."""
    generator = owner.option("alias_generator")
    if not isinstance(generator, str) or field.alias_form is not AliasForm.NONE:
        return field
    from pydantic import alias_generators

    made = getattr(alias_generators, generator)(field.name)
    return replace(field, alias_form=AliasForm.NAME, aliases=((str(made),),))


def _needed(owner: ModelClass) -> list[ClassId]:
    """The classes that the fields of a class name: in types, choices and defaults."""
    names: list[ClassId] = []
    for field in owner.fields:
        types = [field.type]
        while types:
            one = types.pop()
            names.append(one.name)
            types += one.args
            for choice in one.choices:
                names += _named_in(choice)
        if field.default is not None:
            names += _named_in(field.default)
    return [name for name in dict.fromkeys(names) if ":" in name]


def _named_in(expression: Expression) -> list[ClassId]:
    names = [expression.name] if expression.shape in (Shape.CALL, Shape.MEMBER, Shape.CLASS) else []
    for part in (*expression.items, *expression.keys, *(value for _, _, value in expression.keywords)):
        names += _named_in(part)
    return names
