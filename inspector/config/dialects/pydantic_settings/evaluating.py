"""Default values made of what the source spells: literals and calls of harmless types, nothing else."""

from __future__ import annotations

import datetime
import decimal
import ipaddress
import pathlib
import uuid
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Final

import pydantic

from inspector.config.dialects.pydantic_settings.model import ClassId, Expression, Field, Shape


class Unknown:
    """The value of what cannot be known without running the code."""

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN: Final = Unknown()


class FactoryRefusedError(Exception):
    """A ValidationError of the default_factory of `field`.

    pydantic lets it through as it is; a ValidationError would become a part of the one around it wherever a
    validator of the rebuilt classes calls on. The application has no such validators.
    """

    def __init__(self, field: Field, error: pydantic.ValidationError) -> None:
        super().__init__(str(error))
        self.field = field
        self.error = error


_CALLS: Mapping[str, Callable[..., Any]] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "dict": dict,
    "pathlib.Path": pathlib.Path,
    "pathlib.PurePath": pathlib.PurePath,
    "decimal.Decimal": decimal.Decimal,
    "uuid.UUID": uuid.UUID,
    "datetime.timedelta": datetime.timedelta,
    "datetime.datetime": datetime.datetime,
    "datetime.date": datetime.date,
    "datetime.time": datetime.time,
    "ipaddress.IPv4Address": ipaddress.IPv4Address,
    "ipaddress.IPv6Address": ipaddress.IPv6Address,
    "ipaddress.ip_address": ipaddress.ip_address,
    "ipaddress.ip_network": ipaddress.ip_network,
    "pydantic.SecretStr": pydantic.SecretStr,
    "pydantic.SecretBytes": pydantic.SecretBytes,
    "pydantic.AnyUrl": pydantic.AnyUrl,
    "pydantic.AnyHttpUrl": pydantic.AnyHttpUrl,
    "pydantic.HttpUrl": pydantic.HttpUrl,
    "pydantic.PostgresDsn": pydantic.PostgresDsn,
    "pydantic.RedisDsn": pydantic.RedisDsn,
    "pydantic.AmqpDsn": pydantic.AmqpDsn,
    "pydantic.MongoDsn": pydantic.MongoDsn,
    "pydantic.ByteSize": pydantic.ByteSize,
}
_MAX_DEPTH = 20


class Evaluator:
    """Evaluates expressions. `class_of` gives the rebuilt class for an id, None when there is none."""

    def __init__(self, class_of: Callable[[ClassId], type | None]) -> None:
        self._class_of = class_of

    def value(self, expression: Expression, *, called: bool = False) -> Any:
        """The value, UNKNOWN when a part of it cannot be known. A class is to be called when `called`."""
        try:
            return self._value(expression, _MAX_DEPTH, called)
        except (_NotKnown, FactoryRefusedError):
            return UNKNOWN
        except (ArithmeticError, TypeError, ValueError, AttributeError, KeyError):
            return UNKNOWN  # the application would stop at import: its own values are not known then

    def made(self, expression: Expression) -> Any:
        """What calling a default_factory gives, as value() does. Raises ValidationError when a model refuses
        to be made."""
        try:
            return self._value(expression, _MAX_DEPTH, True)
        except pydantic.ValidationError:
            raise
        except (_NotKnown, ArithmeticError, TypeError, ValueError, AttributeError, KeyError):
            return UNKNOWN

    def refused(self, expression: Expression) -> pydantic.ValidationError | None:
        """The error with which a model refuses to be made as an expression spells it, None without one."""
        try:
            self._value(expression, _MAX_DEPTH, False)
        except pydantic.ValidationError as error:
            return error
        except FactoryRefusedError as refusal:
            return refusal.error
        except (_NotKnown, ArithmeticError, TypeError, ValueError, AttributeError, KeyError):
            return None
        return None

    def _value(self, expression: Expression, depth: int, called: bool = False) -> Any:
        if depth <= 0:
            raise _NotKnown

        def inner(part: Expression) -> Any:
            return self._value(part, depth - 1)

        match expression.shape:
            case Shape.LITERAL:
                return expression.value
            case Shape.LIST:
                return [inner(item) for item in expression.items]
            case Shape.TUPLE:
                return tuple([inner(item) for item in expression.items])
            case Shape.SET:
                return {inner(item) for item in expression.items}
            case Shape.DICT:
                keys = [inner(key) for key in expression.keys]
                return dict(zip(keys, [inner(item) for item in expression.items], strict=False))
            case Shape.MEMBER:
                return self._member(expression)
            case Shape.CALL:
                args = [inner(item) for item in expression.items]
                keywords = {name: inner(item) for name, _, item in expression.keywords}
                return self._callable(expression.name)(*args, **keywords)
            case Shape.CLASS if called:
                return self._callable(expression.name)()
        raise _NotKnown

    def _member(self, expression: Expression) -> Any:
        owner = self._class_of(expression.name)
        if owner is None or not issubclass(owner, Enum):
            raise _NotKnown
        return owner[str(expression.value)]

    def _callable(self, name: str) -> Callable[..., Any]:
        found = _CALLS.get(name) or self._class_of(name)
        if found is None:
            raise _NotKnown
        return found


class _NotKnown(Exception):  # noqa: N818 - no error, a way out
    pass
