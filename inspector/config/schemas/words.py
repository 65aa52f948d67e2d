"""What schemas demand, in plain words."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from inspector.config.values import Value

_TYPES = {
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}
_KINDS = (
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a number"),
    (str, "text"),
    (list, "a list"),
    (dict, "a mapping"),
    (type(None), "null"),
)
# The words of each demand that can be said with the value it is given.
_DEMANDS = (
    ("minimum", "at least {}"),
    ("exclusiveMinimum", "greater than {}"),
    ("maximum", "at most {}"),
    ("exclusiveMaximum", "less than {}"),
    ("multipleOf", "a multiple of {}"),
    ("minLength", "at least {} characters long"),
    ("maxLength", "at most {} characters long"),
    ("pattern", "text that matches {}"),
    ("minItems", "a list of at least {} items"),
    ("maxItems", "a list of at most {} items"),
    ("minProperties", "a mapping of at least {} settings"),
    ("maxProperties", "a mapping of at most {} settings"),
)
_MAX_SHOWN = 60


def constraint_words(schema: Mapping[str, Any]) -> str:
    """The demands of a schema on a value as one sentence, "" when it makes none."""
    parts = []
    if "const" in schema:
        parts.append(f"exactly {demand('const', schema['const'])}")
    elif isinstance(schema.get("enum"), list):
        parts.append(demand("enum", schema["enum"]))
    elif isinstance(schema.get("type"), str | list):
        parts.append(demand("type", schema["type"]))
    elif isinstance(schema.get("anyOf"), list):
        parts.append(demand("anyOf", schema["anyOf"]))
    for word, _ in _DEMANDS:
        if _is_plain(schema.get(word)):
            parts.append(demand(word, schema[word]))
    if schema.get("uniqueItems") is True:
        parts.append(demand("uniqueItems", True))
    # "Text that matches …" says already that it is text.
    parts = [part for part in parts if not any(other.startswith(f"{part} ") for other in parts)]
    said = ", ".join(part for part in parts if part)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def demand(word: str, wanted: Any) -> str:
    """What one keyword of a schema demands, as it stands behind "must be"; "" when no words are known."""
    if word == "type":
        return _one_of([_TYPES.get(str(name), str(name)) for name in _listed(wanted)])
    if word == "enum":
        return f"one of {', '.join(_bare(value) for value in _listed(wanted))}"
    if word == "const":
        return _bare(wanted)
    if word == "uniqueItems":
        return "a list without repeated items"
    if word == "format":
        return f"of the format {wanted}"
    if word in ("anyOf", "oneOf"):
        branches = [branch for branch in _listed(wanted) if isinstance(branch, dict)]
        names = [name for branch in branches for name in _listed(branch.get("type", []))]
        return _one_of([_TYPES.get(str(name), str(name)) for name in dict.fromkeys(names)])
    pattern = next((words for known, words in _DEMANDS if known == word), "")
    said = pattern.format(wanted)
    return re.sub(r"(item|setting|character)s\b", r"\1", said) if wanted == 1 else said


def kind_words(value: Value) -> str:
    """What a value is: `text`, `a whole number`, `a date`, …"""
    for kind, words in _KINDS:
        if type(value) is kind:
            return words
    return f"a {type(value).__name__}"


def value_words(value: Value) -> str:
    """A value inside a sentence, short, text in quotes."""
    if isinstance(value, float) and value != value:
        return "nan"
    if isinstance(value, dt.date | dt.time):
        return f"the {type(value).__name__} {value.isoformat()}"
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (TypeError, ValueError, RecursionError):
        text = str(value)
    return text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 1]}…"


def _bare(value: Any) -> str:
    return value if isinstance(value, str) else value_words(value)


def _is_plain(value: object) -> bool:
    return isinstance(value, int | float | str) and not isinstance(value, bool)


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _one_of(words: list[str]) -> str:
    return words[0] if len(words) == 1 else " or ".join([", ".join(words[:-1]), words[-1]]) if words else ""
