"""Which settings hold secrets."""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import lru_cache

from inspector.base.secrets import is_secret_name, secret_spans
from inspector.config.values import KeyPath, Value

# Each shape of a secret that base.secrets recognises holds one of these, in small letters. Looking for them
# is a hundred times faster than the pattern itself, and most texts hold none.
_SIGNS = (
    *"://  bearer basic passw passphrase pwd secret token authorization eyj akia asia sk- xox -----".split(),
    *"k_live_ k_test_".split(),
    "github_pat_",
    "hooks.slack.com",
    "accountkey",
    *(f"{kind}{joint}key" for kind in ("api", "access", "private") for joint in ("", "_", "-")),
    *(f"gh{kind}_" for kind in "pousr"),
)

# Without `:` and `=`, which stand in URLs and in `password=…`, the shortest is `bearer` and eight characters.
_SHORTEST = 14

_NUMBER = re.compile(r"\s*[-+]?[\d_.,]*(?:e[-+]?\d+)?\s*", re.IGNORECASE)
# user:password, and no address or time.
_PAIR = re.compile(r"[^\s:/]+:(?!//)\S*[^\s\d:]\S*")

# Words that tell a secret only together with the word before them.
_KEYS = frozenset(["key", "keys"])
_LONGEST_KEY = 4


@lru_cache(maxsize=65536)
def is_secret_part(part: str) -> bool:
    """Whether one part of a key names a secret."""
    return is_secret_name(part)


def is_secret_below(above: Hashable, part: Hashable) -> bool:
    """Whether a part of a key names a secret, by itself or with the part above it: `api.key`."""
    if not isinstance(part, str):
        return False
    return is_secret_part(part) or (
        len(part) <= _LONGEST_KEY and part.lower() in _KEYS and is_secret_part(f"{above}.{part}")
    )


def is_secret_with(part: Hashable, value: Value) -> bool:
    """Whether a key that is harmless by itself names a secret with this value.

    `tokens` does with a list of texts, or their text, but not with a number; `auth` with `user:password`.
    """
    if not isinstance(part, str):
        return False
    if part[-4:].lower() == "auth":
        return isinstance(value, str) and _PAIR.fullmatch(value) is not None
    if part[-1:] not in ("s", "S") or not is_secret_part(part[:-1]):
        return False
    if isinstance(value, list | tuple):
        return any(map(is_text_of_secret, value))
    return is_text_of_secret(value)


def is_text_of_secret(value: Value) -> bool:
    """Whether a value that may be a secret can be one: a text, and no number in it."""
    return isinstance(value, str) and not _NUMBER.fullmatch(value)


def is_secret_path(path: KeyPath) -> bool:
    """Whether any part of a key names a secret."""
    return any(map(is_secret_below, ("", *path), path))


def is_secret_value(value: Value) -> bool:
    """Whether a text holds a secret that shows by its shape, such as a password inside a URL."""
    if not isinstance(value, str) or (len(value) < _SHORTEST and ":" not in value and "=" not in value):
        return False
    return bool(shape_spans(value))


def shape_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every secret that shows by its shape: base.secrets, on the lines that may hold one."""
    small = text.lower()
    if len(small) != len(text) or "-----begin" in small:
        return secret_spans(text)
    lines: set[tuple[int, int]] = set()
    for sign in _SIGNS:
        at = small.find(sign)
        while at >= 0:
            start, end = small.rfind("\n", 0, at) + 1, small.find("\n", at)
            end = len(text) if end < 0 else end
            lines.add((start, end))
            at = small.find(sign, end)
    return tuple(
        (start + first, start + last)
        for start, end in sorted(lines)
        for first, last in secret_spans(text[start:end])
    )
