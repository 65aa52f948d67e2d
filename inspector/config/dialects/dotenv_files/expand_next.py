"""How Next fills in references: the dotenv-expand inside of @next/env 16.4.6, step by step.

It goes from the last `$` to the first, and puts a value in at the first spot that reads the same; a default
beats what the file itself says, and only variables that are set already beat a default.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from inspector.config.dialects.dotenv_files.bounds import MAX_STEPS, Budget, EndlessError

_REFERENCE = re.compile(r"\$\{?([A-Za-z0-9_]+)(?::-([^}\\]*))?\}?")
_ESCAPED = re.compile(r"\\\$")
_PATTERN = re.compile(r"\$([$&`'])")


def interpolated(value: str, environ: Mapping[str, str], parsed: Mapping[str, str], budget: Budget) -> str:
    """A value with its references filled in; `\\$` stays as it is.

    `environ` is what is set already, `parsed` the file's own names and values so far. Raises EndlessError.
    """
    seen: set[str] = set()
    while True:
        at = _last_dollar(value)
        found = None if at < 0 else _REFERENCE.match(value, at)
        if found is None:  # a `$` that is no reference ends it, whatever stands before it
            return value
        if value in seen:
            raise EndlessError(circle=True)
        if len(seen) >= MAX_STEPS:
            raise EndlessError(circle=False)
        seen.add(value)
        budget.take(value)
        name, default = found.groups()
        text = environ.get(name) or default or parsed.get(name) or ""
        first = value.index(found[0])
        value = _replaced(value, first, first + len(found[0]), text)


def unescaped(value: str) -> str:
    """The value with `$` for `\\$`."""
    return _ESCAPED.sub("$", value)


def _last_dollar(value: str) -> int:
    at = value.rfind("$")
    while at > 0 and value[at - 1] == "\\":
        at = value.rfind("$", 0, at)
    return at


def _replaced(value: str, start: int, end: int, text: str) -> str:
    """String.prototype.replace, for which `$$`, `$&`, `` $` `` and `$'` in a text have their own meanings."""
    if "$" in text:
        meanings = {"$": "$", "&": value[start:end], "`": value[:start], "'": value[end:]}
        text = _PATTERN.sub(lambda found: meanings[found[1]], text)
    return f"{value[:start]}{text}{value[end:]}"
