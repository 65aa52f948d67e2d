"""A declaration checked key by key: each mistake becomes a finding at its place, and the rest counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects.custom import CUSTOM
from inspector.config.discover.declared import DeclarationTable, keys_of, table_at
from inspector.config.values import Node, NodeKind, Value

Location = tuple[int | str, ...]

_LEFT_OUT = object()
_CLOSE = 60.0
_WHOLE_FILE_REFUSED = re.compile(r": the library refuses the whole file\.")
_DETECTED = frozenset(
    "dialect layers environments environment_variable default_environment prefix dotenv schema model".split()
)
_PLAIN = {
    "bool_type": "must be true or false",
    "greater_than_equal": "must be at least {ge}",
    "int_type": "must be a whole number",
    "list_type": "must be a list",
    "missing": "is missing",
    "model_type": "must be a table",
    "string_too_short": "must not be empty",
    "string_type": "must be text",
    "too_short": "must not be empty",
}


def checked(node: Node, findings: list[Finding]) -> DeclarationTable:
    """The valid entries of a declaration; each invalid one becomes a finding and is left out."""
    raw = _copied(node.value)
    error = _error_of(raw)
    if error is not None:
        for problem in error.errors(include_url=False):
            location = _as_written(node, problem["loc"])
            detected = len(location) == 1 and location[0] in _DETECTED and not _is_custom(node)
            said = _message(_spoken(node, location), location, problem)
            findings.append(wrong(said, place_of(node, location), detected=detected))
    while error is not None:
        for problem in error.errors(include_input=False, include_url=False):
            location = problem["loc"]
            _leave_out(raw, location[:-1] if problem["type"] == "missing" else location)
        raw = _kept(raw)
        error = _error_of(raw)
    return DeclarationTable.model_validate(raw)


def place_of(node: Node, location: Location) -> Place:
    """The place of the innermost part of a location that is written."""
    place = node.place
    for part in location:
        child = _child(node, part)
        if child is None:
            break
        node, place = child, child.key_place or child.place
    return place


def wrong(
    message: str, place: Place, outcome: str = "The entry is left out.", *, detected: bool = False
) -> Finding:
    """The finding about an entry that does not count as it is written.

    `detected` says that Inspector finds out by itself what the entry would say.
    """
    return Finding(
        "declaration-invalid",
        Severity.ERROR,
        f"{message} {outcome}",
        hint="Correct the entry, or remove it: then Inspector detects this by itself."
        if detected
        else "Correct the entry, or remove it.",
        places=(place,),
    )


def unreadable(finding: Finding) -> Finding:
    """What is wrong with the text of a declaration: Inspector cannot read it, and no application does."""
    message = finding.message
    if finding.exception:
        said = message.partition(": the application stops")[0].rstrip(".")
        message = f"{said}. This is what Inspector is told about the project; only the rest of it counts."
    hint = _WHOLE_FILE_REFUSED.sub(".", finding.hint)
    return replace(finding, message=message, hint=hint, exception="")


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A question that names the closest known word, "" when none is close."""
    found = process.extractOne(word.lower(), known, scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return "" if found is None else f" Did you mean {found[0]}?"


def _is_custom(node: Node) -> bool:
    """Whether the dialect is the one of which nothing is detected."""
    dialect = node.child("dialect")
    return dialect is not None and dialect.value == CUSTOM.name


def _error_of(raw: dict[str, Any]) -> ValidationError | None:
    try:
        DeclarationTable.model_validate(raw)
    except ValidationError as error:
        return error
    return None


def _spoken(node: Node, location: Location) -> str:
    """What a sentence calls an entry: `prefix`, `kind of layer 5 (conf/*.yaml)`; items count from 1."""
    if location[0] != "layers" or len(location) < 2 or not isinstance(location[1], int):
        name = ".".join(part for part in location if isinstance(part, str))
        number = next((part for part in location if isinstance(part, int)), None)
        return name if number is None else f"item {number + 1} of {name}"
    layer = _child(node, "layers")
    layer = None if layer is None else _child(layer, location[1])
    path = None if layer is None or layer.kind is not NodeKind.MAPPING else layer.child("path")
    written = None if path is None else path.value
    if isinstance(written, list):
        written = next((one for one in written if one), None)
    named = f"layer {location[1] + 1}" + (f" ({written})" if isinstance(written, str) and written else "")
    rest = " ".join(str(part + 1 if isinstance(part, int) else part) for part in location[2:])
    return f"{rest} of {named}" if rest else named


def _message(name: str, location: Location, problem: ErrorDetails) -> str:
    if problem["type"] == "extra_forbidden":
        known = keys_of(table_at(location))
        return f"{name} is unknown; known are: {', '.join(known)}.{did_you_mean(str(location[-1]), known)}"
    context = problem.get("ctx", {})
    words = str(context.get("expected", "")).split("'")[1::2]
    if words:
        given = problem["input"]
        meant = did_you_mean(given, words) if isinstance(given, str) else ""
        return f"{name} must be one of {', '.join(words)}.{meant}"
    plain = _PLAIN.get(problem["type"])
    if plain is not None:
        return f"{name} {plain.format(**context)}."
    said = problem["msg"].removeprefix("Value error, ")
    return f"{name}: {said}."


def _as_written(node: Node, location: Location) -> Location:
    """A location without what stands for a list or table that is written as a single value.

    The last part stays where it is a key that is missing.
    """
    written: list[int | str] = []
    for number, part in enumerate(location):
        child = _child(node, part)
        if child is not None:
            node = child
        elif number < len(location) - 1 or isinstance(part, int):
            continue
        written.append(part)
    return tuple(written)


def _child(node: Node, part: int | str) -> Node | None:
    if isinstance(part, int):
        return node.elements[part] if part < len(node.elements) else None
    return node.child(part)


def _copied(value: Value) -> Any:
    if isinstance(value, dict):
        return {str(key): _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _leave_out(raw: Any, location: Location) -> None:
    """Mark what stands at a location, or the innermost part of it that is written."""
    holder, key = raw, location[0]
    for part in location[1:]:
        below = holder[key]
        there = (
            part in below if isinstance(below, dict) else isinstance(below, list) and isinstance(part, int)
        )
        if not there:
            break
        holder, key = below, part
    holder[key] = _LEFT_OUT


def _kept(raw: Any) -> Any:
    """What is not marked. A list of which nothing is left is marked itself by the next round."""
    if isinstance(raw, dict):
        return {key: _kept(item) for key, item in raw.items() if item is not _LEFT_OUT}
    return [_kept(item) for item in raw if item is not _LEFT_OUT] if isinstance(raw, list) else raw
