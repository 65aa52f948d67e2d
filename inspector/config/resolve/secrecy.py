"""Which settings hold secrets."""

from __future__ import annotations

from functools import lru_cache

from inspector.base.secrets import is_secret_name, secret_spans
from inspector.config.values import KeyPath, Value

# Every secret that base.secrets recognises by its shape holds one of these; most values hold none.
_SIGNS = ("://", "eyJ", "AKIA", "akia", "gh", "sk-", "xox", "-----", "earer", "asic", "=", ":")


@lru_cache(maxsize=65536)
def is_secret_part(part: str) -> bool:
    """Whether one part of a key names a secret."""
    return is_secret_name(part)


def is_secret_path(path: KeyPath) -> bool:
    """Whether any part of a key names a secret."""
    return any(map(is_secret_part, path))


def is_secret_value(value: Value) -> bool:
    """Whether a text holds a secret that shows by its shape, such as a password inside a URL."""
    return isinstance(value, str) and any(sign in value for sign in _SIGNS) and bool(secret_spans(value))
