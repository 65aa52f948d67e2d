"""What to do about a value that the schema refuses, in a dialect."""

from __future__ import annotations

import shlex
from typing import Any

from jsonschema.exceptions import ValidationError

from inspector.config.dialects import DialectSpec
from inspector.config.resolve import Setting
from inspector.config.schemas.words import demand
from inspector.config.values import Value

_SAMPLES: dict[str, Value] = {
    "boolean": True,
    "integer": 1,
    "number": 1.5,
    "array": ["a", "b"],
    "object": {"a": 1},
    "string": "12",
    "null": None,
}
"""A value of each type of JSON Schema, in the order in which a hint would rather name them."""


def advice(dialect: DialectSpec, setting: Setting, error: ValidationError) -> str:
    """What to do about a value that breaks a rule, in the words of the layer that it stands in."""
    name = setting.source.place.variable
    if name is not None and error.validator in ("type", "anyOf"):
        return _advice_about_variable(dialect, setting, name, error)
    place = setting.source.place
    if setting.overridden:
        below = setting.overridden[0].kind.word
        return f"Correct it at {place}, or remove it there: then the value of {below} counts."
    return f"Correct it at {place}."


def _advice_about_variable(dialect: DialectSpec, setting: Setting, name: str, error: ValidationError) -> str:
    """What to write in a variable, when its text can be of the type that is wanted in this dialect."""
    types = _types_of(error)
    if not any(
        other.name == name and other.plain for other in dialect.rules.names_for(dialect, setting.path)
    ):
        return f"Correct it in {name}."
    for type_ in types:
        text = _sample(dialect, setting, type_)
        if text is not None:
            # `PASSWORD=…` would be masked, though the example is none.
            before = "" if setting.secret else f"{name}="
            return f"Write {demand('type', type_)} in {name}, such as {before}{shlex.quote(text)}."
    words = demand("type", types) or "such a value"
    if isinstance(setting.value, int | float):
        return (
            f"A text that looks like a number becomes one in {name}: set {setting.key} in a file, in quotes."
        )
    return f"No variable gives {words} here: set {setting.key} in a file, and remove {name}."


def _types_of(error: ValidationError) -> list[str]:
    """The names of the types that are wanted, those without a text of their own left out."""
    wanted: Any = error.validator_value
    if error.validator == "anyOf":
        wanted = [branch.get("type") for branch in wanted if isinstance(branch, dict)]
    listed = wanted if isinstance(wanted, list) else [wanted]
    names = [name for entry in listed for name in (entry if isinstance(entry, list) else [entry])]
    return [name for name in dict.fromkeys(names) if name in _SAMPLES]


def _sample(dialect: DialectSpec, setting: Setting, type_: str) -> str | None:
    """A text that gives a key a value of a type; for text, that of the value itself unless it is a secret."""
    value = _SAMPLES[type_]
    if type_ == "string" and not setting.secret and isinstance(setting.value, bool | int | float):
        raw = setting.source.raw or ""
        value = raw if raw.isprintable() and raw[:1] not in "\"'" else str(setting.value)
    return dialect.rules.text_for(dialect, setting.path, value)
