"""Which fields are read as JSON, and which field a part of a variable's name means.

The rules of pydantic_settings/sources/utils.py and of EnvSettingsSource.next_field in pydantic-settings 2.16.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from inspector.config.dialects.pydantic_settings.model import (
    AliasForm,
    AliasPath,
    ClassId,
    ClassKind,
    Field,
    FieldType,
    ModelClass,
    Pair,
)

# bytearray is a sequence to Python, and the library makes no exception for it.
_COMPLEX = frozenset(
    """
    list set frozenset tuple dict bytearray collections.deque collections.defaultdict collections.OrderedDict
    collections.Counter collections.abc.Sequence collections.abc.MutableSequence collections.abc.Mapping
    collections.abc.MutableMapping collections.abc.Set collections.abc.MutableSet
    """.split()
)
_DICTS = frozenset("dict collections.defaultdict collections.OrderedDict collections.Counter".split())
_WITH_FIELDS = (ClassKind.SETTINGS, ClassKind.MODEL, ClassKind.ROOT_MODEL, ClassKind.PYDANTIC_DATACLASS)
UNION = "typing.Union"

Classes: TypeAlias = Mapping[ClassId, ModelClass]
Target: TypeAlias = Field | FieldType | None
"""What a name means below a field: another field, the type of a dict's values, or nothing known."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A name under which a field is looked for: the key it gets in the input, the variable, and whether the
    variable's text is JSON because the key leads deeper."""

    key: str
    variable: str
    complex: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """How names of variables are made."""

    prefix: str = ""
    prefix_target: str = "variable"
    case_sensitive: bool = False

    def folded(self, name: str) -> str:
        """A name as it is compared."""
        return name if self.case_sensitive else name.lower()


def is_complex(type_: FieldType, pairs: Iterable[Pair], classes: Classes) -> bool:
    """_annotation_is_complex: whether a text for this type is JSON."""
    if any(word == "json" for word, _ in pairs) or type_.name == "pydantic.Json":
        return False
    known = classes.get(type_.name)
    if known is None:
        return type_.name in _COMPLEX
    if known.kind is ClassKind.ROOT_MODEL and (root := known.field("root")) is not None:
        return is_complex(root.type, (), classes)
    return known.kind is not ClassKind.ENUM


def union_is_complex(type_: FieldType, classes: Classes) -> bool:
    """_union_is_complex: whether one member of a union is."""
    if type_.name != UNION:
        return False
    return any(
        is_complex(member, member.pairs, classes) or union_is_complex(member, classes)
        for member in type_.args
    )


def field_is_complex(field: Field, classes: Classes) -> tuple[bool, bool]:
    """_field_is_complex: whether a field's text is JSON, and whether a text that is none stays what it is."""
    if is_complex(field.type, field.pairs, classes):
        return True, False
    complex_union = union_is_complex(field.type, classes)
    return complex_union, complex_union


def is_unread_type(field: Field) -> bool:
    """Whether it is not known what the type, or a member of the union that it is, reads."""
    members = field.type.args if field.type.name == UNION else ()
    return field.pair("unread") is True or any(one.pair("unread") is True for one in members)


def validates_by_alias(owner: ModelClass) -> bool:
    """Whether aliases count."""
    return owner.option("validate_by_alias") is not False


def validates_by_name(owner: ModelClass) -> bool:
    """Whether a field with an alias may be given by its own name."""
    for word in ("validate_by_name", "populate_by_name"):
        value = owner.option(word)
        if value is not None:
            return bool(value)
    return not validates_by_alias(owner)


def accepted_names(field: Field, owner: ModelClass, naming: Naming, classes: Classes) -> list[Accepted]:
    """_extract_field_info: the variables in which a field is looked for, in their order."""
    names: list[Accepted] = []
    aliases = field.aliases if validates_by_alias(owner) else ()
    if aliases:
        prefix = naming.prefix if naming.prefix_target in ("alias", "all") else ""
        if field.pair("env") is True:  # version 1: names of variables alone
            return [Accepted(field.name, naming.folded(str(path[0])), False) for path in aliases]
        for path in aliases:
            deeper = len(path) > 1 and field.alias_form in (AliasForm.CHOICES, AliasForm.PATH)
            names.append(Accepted(str(path[0]), naming.folded(prefix + str(path[0])), deeper))
    if not aliases or validates_by_name(owner):
        prefix = naming.prefix if naming.prefix_target in ("variable", "all") else ""
        complex_union = union_is_complex(field.type, classes)
        names.append(Accepted(field.name, naming.folded(prefix + field.name), complex_union))
    return names


def input_paths(field: Field, owner: ModelClass) -> tuple[AliasPath, ...]:
    """Where pydantic looks for a field in the input, in its order."""
    aliases = field.aliases if validates_by_alias(owner) and field.pair("env") is not True else ()
    if not aliases:
        return ((field.name,),)
    return (*aliases, (field.name,)) if validates_by_name(owner) else aliases


def preferred_key(field: Field, owner: ModelClass) -> str:
    """_get_alias_names: the key under which sources put a field."""
    paths = field.aliases if validates_by_alias(owner) and field.pair("env") is not True else ()
    plain = [path for path in paths if len(path) == 1 and field.alias_form is not AliasForm.PATH]
    chosen = plain or paths
    return str(chosen[0][0]) if chosen else field.name


def without_none(type_: FieldType) -> FieldType:
    """The type inside of Optional[…]."""
    if type_.name == UNION and len(type_.args) == 2:
        others = [member for member in type_.args if member.name != "None"]
        if len(others) == 1:
            return others[0]
    return type_


def class_with_fields(type_: FieldType, classes: Classes) -> ModelClass | None:
    """The model or pydantic dataclass that a type is, None for others."""
    known = classes.get(type_.name)
    return known if known is not None and known.kind in _WITH_FIELDS else None


def is_dict(type_: FieldType) -> bool:
    """Whether a field's type is `dict` or `dict[…]`."""
    return type_.name in _DICTS and (bool(type_.args) or type_.name == "dict")


def next_field(target: Target, key: str, case_sensitive: bool, naming: Naming, classes: Classes) -> Target:
    """EnvSettingsSource.next_field: what a part of a name means below a field."""
    if target is None:
        return None
    type_ = target.type if isinstance(target, Field) else target
    if type_.name in _DICTS and type_.args:
        return type_.args[-1]
    for inner in type_.args:
        found = next_field(inner, key, case_sensitive, naming, classes)
        if found is not None:
            return found
    owner = class_with_fields(type_, classes)
    for field in () if owner is None else owner.fields:
        assert owner is not None
        for name in accepted_names(field, owner, naming, classes):
            if case_sensitive:
                if key in (field.name, name.variable):
                    return field
            elif key.lower() in (field.name.lower(), name.variable.lower()):
                return field
    return None


def path_to(field: Field, owner: ModelClass, classes: Classes) -> tuple[str, ...]:
    """The setting of a field, the shortest way below a class; () when there is none."""
    waiting: list[tuple[ModelClass, tuple[str, ...]]] = [(owner, ())]
    seen = {owner.id}
    while waiting:
        here, path = waiting.pop(0)
        for known in here.fields:
            if known is field:
                return (*path, known.name)
            for one in (known.type, *known.type.args):
                inner = classes.get(one.name)
                if inner is not None and inner.id not in seen:
                    seen.add(inner.id)
                    waiting.append((inner, (*path, known.name)))
    return ()
