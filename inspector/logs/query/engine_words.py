"""What DuckDB says of an expression, in words of those who wrote it."""

from __future__ import annotations

import re

_TYPES = {
    "VARCHAR": "a text",
    "STRING_LITERAL": "a text",
    "TIMESTAMP": "a time",
    "DATE": "a date",
    "INTERVAL": "a span of time",
    "BOOLEAN": "a truth value",
    "BOOL": "a truth value",
    "STRUCT": "a number",
}
_NAMES = {
    "~~": "like",
    "~~*": "ilike",
    "!~~": "not like",
    "!~~*": "not ilike",
    "array_length": "list_length",
    "array_contains": "list_contains",
}
_TYPE = r"[A-Z][A-Z0-9_]*(?:\([^()]*\))?(?:\[\])*"
_CALLED = re.compile(r"(?:argument types '|function call \")([^\s(]+)\((.*)\)['\"]")
_CONVERTED = re.compile(r"Could not convert string '(.*?)' to ([A-Z0-9_]+)", re.DOTALL)
_MIXED = re.compile(
    rf"(?:mix values of type|compare values of type|Unimplemented type for cast \() ?({_TYPE})"
    rf"(?: and| ->)(?: type)? ({_TYPE})"
)
_VALUE = re.compile(rf"Type ({_TYPE}) with value .* to the destination type ({_TYPE})", re.DOTALL)
_PATTERN = re.compile(
    r"((?:missing|unexpected|invalid|no argument|bad repetition|trailing|expression nesting).*?)(?:: .*)?"
)
_INTERNAL = re.compile(
    r"array_extract|TRY_CAST|\bfound\b|indexed_|COALESCE\(|CAST\(|candidate|binder", re.IGNORECASE
)


def in_plain_words(message: str) -> tuple[str, str | None]:
    """The sentence, and the word of the expression that it is about, None when it names none."""
    if called := _CALLED.search(message):
        name = _NAMES.get(called[1], called[1])
        kinds = re.findall(_TYPE, called[2])
        given = " and ".join(_kind(kind) for kind in kinds) or "nothing"
        hint = ""
        if called[1] in ("~~", "~~*", "!~~", "!~~*"):
            hint = ": texts stand in single quotes"
        elif "a text" in given:
            hint = ": write try_cast(… as double) around what is a number"
        return f"“{name}” cannot be applied to {given}{hint}", called[1]
    if converted := _CONVERTED.search(message):
        # Times are numbers of 64 bits to DuckDB.
        wanted = "neither number nor time" if converted[2] == "INT64" else f"not {_kind(converted[2])}"
        return f"“{converted[1]}” is {wanted}", converted[1]
    if mixed := _MIXED.search(message):
        return f"{_kind(mixed[1])} and {_kind(mixed[2])} cannot stand for each other", None
    if value := _VALUE.search(message):
        return f"{_kind(value[1])} cannot be compared with {_kind(value[2])}", None
    if part := re.search(r'specifier "(.*?)" not recognized', message):
        return f"“{part[1].lower()}” is no part of a time: write day, hour, minute", part[1]
    if pattern := _PATTERN.fullmatch(message):
        return f"the regular expression cannot be read: {pattern[1]}", None
    if _INTERNAL.search(message):
        return (
            "the parts of the expression do not fit together: a text stands where a number or list must",
            None,
        )
    return message, None


def _kind(name: str) -> str:
    """A type in words."""
    if name.endswith("[]"):
        return "a list"
    for begin, words in _TYPES.items():
        if name.startswith(begin):
            return words
    return "a number"
