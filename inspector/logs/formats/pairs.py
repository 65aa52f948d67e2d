"""What loggers for people write behind the message: an object in JSON, or `key=value key='a text'`."""

from __future__ import annotations

import re
from typing import Any

from inspector.logs.formats.json_objects import parse_object

PAIRS = r"(?: +[A-Za-z_][\w.-]*=(?:'[^']*'|\"[^\"]*\"|\{[^{}]*\}|\[[^\[\]]*\]|[^\s=]+))"
"""One pair with the blanks before it (RE2 and `re` alike)."""

_PAIR = re.compile(PAIRS, re.ASCII)


def pairs_of(text: str) -> dict[str, Any]:
    """The fields in such a text; values of pairs are texts, quotes around them left out."""
    found = parse_object(text.strip())
    if found is not None:
        return found
    fields: dict[str, Any] = {}
    for match in _PAIR.finditer(text):
        key, _, value = match[0].strip().partition("=")
        quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
        fields.setdefault(key, value[1:-1] if quoted else value)
    return fields
