"""What a model says about its settings: description, constraint in plain words, secret or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector.config.dialects.pydantic_settings.complexity import UNION, without_none
from inspector.config.dialects.pydantic_settings.evaluating import UNKNOWN
from inspector.config.dialects.pydantic_settings.model import (
    ClassKind,
    Field,
    FieldType,
    ModelClass,
    SettingsModel,
)
from inspector.config.dialects.pydantic_settings.rebuilding import Rebuilt
from inspector.config.dialects.pydantic_settings.showing import shown
from inspector.config.values import KeyPath

_MAX_DEPTH = 10
_SECRETS = frozenset(["pydantic.SecretStr", "pydantic.SecretBytes", "pydantic.Secret"])
# The words of JSON Schema for types, and plain ones.
_TYPES: Mapping[str, tuple[str, str]] = {
    "int": ("integer", "a whole number"),
    "float": ("number", "a number"),
    "decimal.Decimal": ("number", "a number"),
    "pydantic.ByteSize": ("integer", "a size in bytes, such as 10MB"),
    "str": ("string", "text"),
    "bool": ("boolean", "true or false"),
    "None": ("null", "null"),
    "list": ("array", "a list"),
    "set": ("array", "a list without repeated items"),
    "frozenset": ("array", "a list without repeated items"),
    "tuple": ("array", "a list"),
    "dict": ("object", "a mapping"),
    "datetime.datetime": ("string", "a date and time"),
    "datetime.date": ("string", "a date"),
    "datetime.time": ("string", "a time"),
    "datetime.timedelta": ("string", "a duration"),
    "pathlib.Path": ("string", "a path"),
    "uuid.UUID": ("string", "a UUID"),
}
_DEMANDS = (
    ("gt", "greater than {}"),
    ("ge", "at least {}"),
    ("lt", "less than {}"),
    ("le", "at most {}"),
    ("multiple_of", "a multiple of {}"),
    ("pattern", "matching {}"),
)
_LENGTHS = (("min_length", "at least {} {}"), ("max_length", "at most {} {}"))


class Description:
    """What a key's field says."""

    def __init__(self, text: str, constraint: str, secret: bool, types: tuple[str, ...]) -> None:
        self.text = text
        self.constraint = constraint
        self.secret = secret
        self.types = types


def describe(model: SettingsModel, rebuilt: Rebuilt) -> Iterator[tuple[KeyPath, Description]]:
    """The fields of the model and of the models in it, each with its key."""
    yield from _fields(model.root, (), model, rebuilt)


def _fields(
    owner: ModelClass, path: KeyPath, model: SettingsModel, rebuilt: Rebuilt
) -> Iterator[tuple[KeyPath, Description]]:
    if len(path) >= _MAX_DEPTH:
        return
    for field in owner.fields:
        here = (*path, field.name)
        secret = _is_secret(field.type)
        types = () if field.loose else tuple(_json_types(field.type, model))
        constraint = "" if field.loose else _constraint(field, model, rebuilt)
        yield here, Description(field.description, constraint, secret, types)
        for one in (field.type, *(field.type.args if field.type.name == UNION else ())):
            known = model.classes.get(one.name)
            if known is not None and known.kind is not ClassKind.ENUM:
                yield from _fields(known, here, model, rebuilt)


def _is_secret(type_: FieldType) -> bool:
    return type_.name in _SECRETS or any(map(_is_secret, type_.args))


def _json_types(type_: FieldType, model: SettingsModel) -> list[str]:
    if type_.name == UNION:
        return list(dict.fromkeys(name for arg in type_.args for name in _json_types(arg, model)))
    known = model.classes.get(type_.name)
    if known is not None:
        return ["object"] if known.kind is not ClassKind.ENUM else []
    found = _TYPES.get(type_.name)
    if found is None and type_.name.startswith("pydantic.") and type_.name not in _SECRETS:
        return ["string"] if "Url" in type_.name or "Dsn" in type_.name else []
    return [] if found is None else [found[0]]


def _constraint(field: Field, model: SettingsModel, rebuilt: Rebuilt) -> str:
    type_ = without_none(field.type)
    pairs = dict((*type_.pairs, *field.pairs))
    parts = [_type_words(type_, model, rebuilt)]
    parts += [
        words.format(pairs[word])
        for word, words in _DEMANDS
        if isinstance(pairs.get(word), int | float | str)
    ]
    unit = "characters" if type_.name == "str" else "items"
    parts += [words.format(pairs[word], unit) for word, words in _LENGTHS if isinstance(pairs.get(word), int)]
    if type_ is not field.type:
        parts.append("or null")
    said = ", ".join(part for part in parts if part)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _type_words(type_: FieldType, model: SettingsModel, rebuilt: Rebuilt) -> str:
    if type_.name == "typing.Literal":
        values = [rebuilt.evaluator.value(choice) for choice in type_.choices]
        return f"one of {', '.join(str(shown(value)) for value in values if value is not UNKNOWN)}"
    known = model.classes.get(type_.name)
    if known is not None and known.kind is ClassKind.ENUM:
        values = [rebuilt.evaluator.value(expression) for _, expression in known.members]
        return f"one of {', '.join(str(shown(value)) for value in values if value is not UNKNOWN)}"
    found = _TYPES.get(type_.name)
    return "" if found is None else found[1]
