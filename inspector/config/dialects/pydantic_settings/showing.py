"""Values of pydantic as reports show them: what files can hold, all else as pydantic writes it into JSON."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections import deque
from typing import Any

from pydantic import BaseModel, RootModel, Secret, SecretBytes, SecretStr, TypeAdapter

from inspector.config.dialects.pydantic_settings.calling import Refused
from inspector.config.dialects.pydantic_settings.evaluating import UNKNOWN
from inspector.config.values import Value

_DURATION = TypeAdapter(dt.timedelta)


def shown(value: Any) -> Value:
    """A value with mappings and lists as such; an enum's member as its value, a secret as what it hides."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, enum.Enum):
        return shown(value.value)
    if isinstance(value, Refused):
        return shown(value.value)
    if isinstance(value, RootModel):
        return shown(value.root)
    if isinstance(value, SecretStr | SecretBytes | Secret):
        return shown(value.get_secret_value())
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bytes | dt.date | dt.time):
        return value
    if isinstance(value, dt.timedelta):
        return str(_DURATION.dump_python(value, mode="json"))
    if isinstance(value, dict):
        return {shown_key(key): shown(item) for key, item in value.items() if item is not UNKNOWN}
    if isinstance(value, list | tuple | deque):
        return [shown(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((shown(item) for item in value), key=repr)
    fields = fields_of(value)
    if fields is not None:
        fields = {**fields, **extras_of(value)}
        return {name: shown(item) for name, item in fields.items() if item is not UNKNOWN}
    return str(value)


def shown_key(key: Any) -> Any:
    """A key of a mapping: text, a number, or the text of anything else."""
    plain = shown(key)
    return plain if isinstance(plain, str | int | float | dt.date) or plain is None else str(plain)


def fields_of(value: Any) -> dict[str, Any] | None:
    """The values of a model's or dataclass's fields; None for others."""
    if isinstance(value, BaseModel):
        return dict(value.__dict__)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return None


def lacks_part(value: Any) -> bool:
    """Whether a value, or a field in it, cannot be known."""
    return value is UNKNOWN or any(map(lacks_part, (fields_of(value) or {}).values()))


def extras_of(value: Any) -> dict[str, Any]:
    """What a model keeps that none of its fields is named like."""
    return dict(value.__pydantic_extra__ or {}) if isinstance(value, BaseModel) else {}


def is_secret(value: Any) -> bool:
    """Whether a value is of a type that hides it."""
    return isinstance(value, SecretStr | SecretBytes | Secret)
