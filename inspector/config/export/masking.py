"""Values with secrets masked, and values as JSON can hold them."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from inspector.base.secrets import MASK
from inspector.config.resolve.secrecy import is_secret_part, is_secret_value
from inspector.config.values import Value


def masked_value(value: Value, *, secret: bool, reveal: bool = False) -> Value:
    """The value with MASK in place of each secret in it."""
    if reveal or value is None:
        return value
    if secret or is_secret_value(value):
        return MASK
    if isinstance(value, list | tuple):
        return [masked_value(item, secret=False) for item in value]
    if isinstance(value, dict):
        return {key: masked_value(item, secret=is_secret_part(str(key))) for key, item in value.items()}
    return value


def json_value(value: Value) -> Any:
    """A value as JSON can hold it: dates as ISO text, bytes as hexadecimal, non-finite floats as text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, dict):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((json_value(item) for item in value), key=str)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)
