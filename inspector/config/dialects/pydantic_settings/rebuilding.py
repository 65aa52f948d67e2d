"""Real pydantic classes made of what was read: harmless types alone, none of the workspace's code.

Each class is made twice: as it is, and lenient. The lenient one accepts everything, keeps values that are
refused as `Refused`, and thereby gives all other values of a broken configuration.
"""

from __future__ import annotations

import dataclasses
import enum
import warnings
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, ForwardRef, Literal, Union, cast

import pydantic
import pydantic.dataclasses
from pydantic import BaseModel, ConfigDict, RootModel, TypeAdapter, ValidationError
from pydantic.errors import PydanticUserError
from pydantic_core import SchemaError

from inspector.config.dialects.pydantic_settings.aliasing import validation_alias
from inspector.config.dialects.pydantic_settings.calling import (
    factories_refuse,
    filler,
    leniently,
    unless_unknown,
)
from inspector.config.dialects.pydantic_settings.complexity import UNION, class_with_fields, without_none
from inspector.config.dialects.pydantic_settings.evaluating import (
    UNKNOWN,
    Evaluator,
    FactoryRefusedError,
)
from inspector.config.dialects.pydantic_settings.model import (
    ClassId,
    ClassKind,
    Field,
    FieldType,
    ModelClass,
    Pair,
    SettingsModel,
    Shape,
    Unread,
)
from inspector.config.dialects.pydantic_settings.real_types import named_type, typed_dict
from inspector.config.dialects.pydantic_settings.showing import lacks_part
from inspector.config.values import Value

_FIELD_WORDS = frozenset(
    """
    gt ge lt le multiple_of min_length max_length pattern strict allow_inf_nan max_digits decimal_places
    coerce_numbers_to_str discriminator union_mode fail_fast
    """.split()
)
_TEXT_WORDS = frozenset("strip_whitespace to_upper to_lower".split())
_OLD_WORDS = {"regex": "pattern", "min_items": "min_length", "max_items": "max_length"}
_CONFIG_WORDS = frozenset(
    """
    extra strict frozen validate_default str_strip_whitespace str_to_lower str_to_upper str_min_length
    str_max_length use_enum_values populate_by_name validate_by_name validate_by_alias coerce_numbers_to_str
    allow_inf_nan val_json_bytes revalidate_instances loc_by_alias
    """.split()
)
_ERRORS = (PydanticUserError, SchemaError, TypeError, ValueError, AttributeError, NameError, RecursionError)
_ENUM_TYPES: Mapping[str, type[enum.Enum]] = {"enum.StrEnum": enum.StrEnum, "enum.IntEnum": enum.IntEnum}
_MIXINS: Mapping[str, type] = {"str": str, "int": int, "float": float, "bytes": bytes}


class Rebuilt:
    """The classes of a settings model, made when they are needed."""

    def __init__(self, model: SettingsModel) -> None:
        self.model = model
        self.unread: list[Unread] = []
        self.evaluator = Evaluator(lambda name: self._class(name, lenient=False))
        self._made: dict[tuple[ClassId, bool], type | None] = {}
        self._making: list[tuple[ClassId, bool]] = []
        self._adapters: dict[int, tuple[object, TypeAdapter[Any] | None]] = {}
        self._owners: dict[type, ModelClass] = {}

    @cached_property
    def strict(self) -> type[BaseModel]:
        """The settings class."""
        return self._root(lenient=False)

    @cached_property
    def lenient(self) -> type[BaseModel]:
        """The settings class that refuses nothing."""
        return self._root(lenient=True)

    def owner(self, kind: type) -> ModelClass | None:
        """What a rebuilt class was made of."""
        return self._owners.get(kind)

    def default(self, field: Field) -> Any:
        """The default of a field, UNKNOWN when it cannot be known or there is none."""
        if field.default is None:
            return UNKNOWN
        return self.evaluator.value(field.default, called=field.factory)

    def shown_default(self, field: Field) -> Any:
        """The default of a field; where its factory is a class that refuses what its sources give, what the
        lenient class makes of that."""
        value = self.default(field)
        made = field.default
        if not field.factory or made is None or made.items or ":" not in made.name or not lacks_part(value):
            return value
        kind = self._class(made.name, lenient=True)
        if not isinstance(kind, type) or not issubclass(kind, BaseModel):
            return value
        given = {name: self.evaluator.value(item) for name, _, item in made.keywords}
        return kind.model_validate({name: item for name, item in given.items() if item is not UNKNOWN})

    def _factory_default(self, field: Field) -> Any:
        """What a strict class gets from a default_factory."""
        if not factories_refuse.get() or field.default is None:
            return self.default(field)
        try:
            return self.evaluator.made(field.default)
        except ValidationError as error:
            raise FactoryRefusedError(field, error) from error

    def adapter(self, field: Field | FieldType) -> TypeAdapter[Any] | None:
        """What checks a value against a field, or against a type alone; None when it cannot be made."""
        known = self._adapters.get(id(field))
        if known is None or known[0] is not field:
            annotation = self._field_annotation(field) if isinstance(field, Field) else self.annotation(field)
            known = self._adapters[id(field)] = (field, _adapter(annotation))
        return known[1]

    def enum_member(self, type_: FieldType, name: str) -> Value:
        """_annotation_enum_name_to_val: the member of an enum inside of a type by its name."""
        for one in (type_, *type_.args):
            kind = self._class(one.name, lenient=False) if ":" in one.name else None
            if kind is not None and issubclass(kind, enum.Enum) and name in kind.__members__:
                member: Value = kind[name]
                return member
        return None

    def strict_value(self, type_: FieldType, text: str) -> Value:
        """A text as a value of a strict type, by itself or as JSON; the text when it is neither."""
        adapter = self.adapter(type_)
        if adapter is None:
            return text
        try:
            try:
                made: Value = adapter.validate_python(text)
            except ValidationError:
                decoded = pydantic.TypeAdapter(pydantic.Json).validate_python(text)
                if isinstance(decoded, str):
                    return text
                made = adapter.validate_python(decoded)
        except ValidationError:
            return text
        return made

    def annotation(self, type_: FieldType, *, lenient: bool = False) -> Any:
        """The real type."""
        plain = self._plain(type_, lenient)
        extras = [*self._metadata(type_.pairs)]
        return Annotated[(plain, *extras)] if extras else plain

    def _plain(self, type_: FieldType, lenient: bool) -> Any:
        name = type_.name
        if name == "None":
            return None
        if name == "typing.Any":
            return Any
        if name == "...":
            return ...
        if name == UNION:
            return Union[tuple(self.annotation(arg, lenient=lenient) for arg in type_.args)]  # noqa: UP007
        if name == "typing.Literal":
            values = tuple(self.evaluator.value(choice) for choice in type_.choices)
            return Any if UNKNOWN in values else Literal[values]
        if ":" in name:
            kind = self._class(name, lenient=lenient)
            return Any if kind is None else kind
        plain = named_type(name)
        if not type_.args:
            return plain
        args = tuple(self.annotation(arg) for arg in type_.args)
        try:
            return plain[args if len(args) > 1 else args[0]]
        except _ERRORS:
            return plain

    def _metadata(self, pairs: tuple[Pair, ...]) -> list[Any]:
        words = {_OLD_WORDS.get(word, word): value for word, value in pairs}
        extras: list[Any] = []
        given: dict[str, Any] = {
            word: value for word, value in words.items() if word in _FIELD_WORDS and value is not None
        }
        if given:
            extras.append(pydantic.Field(**given))
        texts: dict[str, Any] = {word: bool(value) for word, value in words.items() if word in _TEXT_WORDS}
        if texts:
            extras.append(pydantic.StringConstraints(**texts))
        if words.get("json") is True:
            extras.append(cast("Any", pydantic.Json)())
        return extras

    def _field_annotation(self, field: Field, *, soft: bool = False) -> Any:
        if field.loose:
            return Any
        extras = self._metadata(field.pairs)
        annotation = self.annotation(field.type, lenient=soft)
        return Annotated[(annotation, *extras)] if extras else annotation

    def _root(self, *, lenient: bool) -> type[BaseModel]:
        made = self._class(self.model.root.id, lenient=lenient)
        if made is None:
            made = pydantic.create_model(self.model.root.name, __config__=ConfigDict(extra="ignore"))
            self._owners[made] = dataclasses.replace(self.model.root, fields=())
        rooted: type[BaseModel] = made
        return rooted

    def _class(self, name: ClassId, *, lenient: bool) -> Any:
        """The class of an id; a forward reference while it is being made, None when it cannot be made."""
        owner = self.model.classes.get(name)
        if owner is None:
            return None
        key = name, lenient and owner.kind is not ClassKind.ENUM
        if key in self._making:
            return ForwardRef(_reference(key))
        if key not in self._made:
            self._making.append(key)
            made = self._make_carefully(owner, key[1])
            self._making.remove(key)
            self._made[key] = made
            if made is not None:
                self._owners[made] = owner
            if not self._making:
                self._complete()
        return self._made[key]

    def _make_carefully(self, owner: ModelClass, lenient: bool) -> type | None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter(
                    "ignore"
                )  # about names that shadow others, which are the author's matter
                return self._make(owner, lenient, {})
        except _ERRORS:
            pass
        usable = {field.name: self._usable(field) for field in owner.fields}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return self._make(owner, lenient, usable)
        except _ERRORS:
            self.unread.append(Unread(owner.place, f"{owner.name} cannot be rebuilt, so it is not checked"))
            return None

    def _usable(self, field: Field) -> Any:
        """The part of a field's type that pydantic can use."""
        ways = [self._field_annotation(field), self.annotation(dataclasses.replace(field.type, pairs=()))]
        if _adapter(ways[0]) is None:
            self.unread.append(Unread(field.place, f"the rules of {field.name} cannot be applied here"))
        return next((way for way in ways if _adapter(way) is not None), Any)

    def _make(self, owner: ModelClass, lenient: bool, usable: Mapping[str, Any]) -> type | None:
        match owner.kind:
            case ClassKind.ENUM:
                return self._enum(owner)
            case ClassKind.DATACLASS | ClassKind.PYDANTIC_DATACLASS:
                return self._dataclass(owner, usable)
            case ClassKind.TYPED_DICT:
                return self._typed_dict(owner, usable)
            case ClassKind.ROOT_MODEL:
                root = owner.field("root")
                kind = Any if root is None else usable.get("root", self._field_annotation(root))
                base: Any = RootModel.__class_getitem__(kind)
                rooted: type = pydantic.create_model(owner.name, __base__=base)
                return rooted
        config: dict[str, Any] = _config(owner)
        if lenient and config.get("extra") == "forbid":
            config["extra"] = "ignore"
        fields: dict[str, Any] = {}
        for field in owner.fields:
            fields[field.name] = self._model_field(field, lenient, usable)
        validators: dict[str, Any] = {}
        if owner.kind is ClassKind.SETTINGS and owner.id != self.model.root.id:
            validators["read_sources"] = pydantic.model_validator(mode="before")(filler(owner))
        made: type[BaseModel] = pydantic.create_model(
            owner.name,
            __config__=cast(
                "ConfigDict", {**config, "arbitrary_types_allowed": True, "protected_namespaces": ()}
            ),
            __validators__=validators,
            **fields,
        )
        return made

    def _model_field(self, field: Field, lenient: bool, usable: Mapping[str, Any]) -> tuple[Any, Any]:
        inner = without_none(field.type)
        soft = lenient and not inner.pairs and class_with_fields(inner, self.model.classes) is not None
        if field.name in usable and not soft:
            annotation = usable[field.name]
        else:
            annotation = self._field_annotation(field, soft=soft)
        if lenient:
            annotation = Annotated[annotation, pydantic.WrapValidator(leniently)]
        elif field.default is not None and field.default.shape is not Shape.LITERAL:
            annotation = Annotated[annotation, pydantic.WrapValidator(unless_unknown)]
        words: dict[str, Any] = {}
        alias = validation_alias(field)
        if alias is not None:
            words["validation_alias"] = alias
        if field.default is not None and field.default.shape is Shape.LITERAL and not field.factory:
            words["default"] = field.default.value
        elif lenient:
            words["default_factory"] = lambda: self.shown_default(field)
        elif field.default is not None:
            words["default_factory"] = lambda: (
                self._factory_default(field) if field.factory else self.default(field)
            )
        return annotation, pydantic.Field(**words)

    def _dataclass(self, owner: ModelClass, usable: Mapping[str, Any]) -> type:
        fields: list[tuple[str, Any, Any]] = []
        for field in owner.fields:
            annotation = usable.get(field.name, self._field_annotation(field))
            words: dict[str, Any] = {}
            alias = validation_alias(field)
            if alias is not None:
                words["validation_alias"] = alias
            if field.default is not None:
                words["default_factory"] = lambda field=field: self.default(field)
            plain = {word: value for word, value in words.items() if word == "default_factory"}
            default = pydantic.Field(**words) if alias is not None else dataclasses.field(**plain)
            fields.append((field.name, annotation, default))
        try:
            made = dataclasses.make_dataclass(owner.name, fields)
        except TypeError:  # a field without a default behind one with it
            made = dataclasses.make_dataclass(owner.name, fields, kw_only=True)
        if owner.kind is ClassKind.DATACLASS:
            return made
        config = cast("ConfigDict", _config(owner))
        decorated: type = pydantic.dataclasses.dataclass(made, config=config)
        return decorated

    def _typed_dict(self, owner: ModelClass, usable: Mapping[str, Any]) -> type:
        items = [
            (
                field.name,
                usable.get(field.name, self._field_annotation(field)),
                field.pair("required") is True,
            )
            for field in owner.fields
        ]
        return typed_dict(owner.name, items, _config(owner) if owner.config else None)

    def _enum(self, owner: ModelClass) -> type[enum.Enum] | None:
        base = next((_ENUM_TYPES[name] for name in owner.mixins if name in _ENUM_TYPES), enum.Enum)
        mixin = next((_MIXINS[name] for name in owner.mixins if name in _MIXINS), None)
        members: list[tuple[str, Any]] = []
        for name, expression in owner.members:
            automatic = expression.shape is Shape.CALL and expression.name == "enum.auto"
            value = enum.auto() if automatic else self.evaluator.value(expression)
            if value is UNKNOWN:
                self.unread.append(
                    Unread(expression.place, f"the value of {owner.name}.{name} is not known here")
                )
                return None
            members.append((name, value))
        make: Any = base
        made: type[enum.Enum] = make(owner.name, members, **({"type": mixin} if mixin else {}))
        return made

    def _complete(self) -> None:
        """Give classes that name each other what their forward references mean."""
        names = {_reference(key): made for key, made in self._made.items() if made is not None}
        for made in names.values():
            if issubclass(made, BaseModel) and not made.__pydantic_complete__:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    try:
                        made.model_rebuild(raise_errors=False, _types_namespace=names)
                    except _ERRORS:
                        continue


def _config(owner: ModelClass) -> dict[str, Any]:
    return {word: value for word, value in owner.config if word in _CONFIG_WORDS and value is not None}


def _reference(key: tuple[ClassId, bool]) -> str:
    name = "".join(char if char.isalnum() and char.isascii() else "_" for char in key[0])
    return f"{name}_{'lenient' if key[1] else 'strict'}"


def _adapter(annotation: Any) -> TypeAdapter[Any] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return TypeAdapter(annotation, config=None)
    except _ERRORS:
        return None
