"""Messages and levels that a record does not hold as one value: parts, templates, statuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from inspector.logs.formats.spec import Format
from inspector.logs.formats.values import alternatives, as_text, first, lookup
from inspector.logs.records import Level

# A property of a message template (messagetemplates.org): {Name}, {@Name}, {Name,8:format}; doubled braces.
_HOLE = re.compile(r"\{\{|\}\}|\{[@$]?(\w+)(?:,-?\d+)?(?::[^{}]*)?\}")
_STATUS = re.compile(r"[1-5][0-9]{2}")


def parts_text(fields: Mapping[str, object], spec: Format) -> str | None:
    """The parts of a message with blanks between, None where the first is absent."""
    found = [first(fields, alternatives(part))[1] for part in spec.message_parts]
    if not found or found[0] is None:
        return None
    return " ".join(text for value in found if (text := as_text(value)) is not None)


def template_text(fields: Mapping[str, object], spec: Format) -> str | None:
    """A message template filled in from the record; what the record lacks stays a hole."""
    _, template = first(fields, spec.template_keys)
    if not isinstance(template, str):
        return as_text(template)
    values = lookup(fields, spec.template_values) if spec.template_values else fields
    known: Mapping[str, object] = values if isinstance(values, dict) else {}

    get = known.get
    return "".join(
        [
            hole if name is None or (text := as_text(get(name))) is None else text
            for hole, name in _pieces(template)
        ]
    )


@lru_cache(maxsize=1_000)
def _pieces(template: str) -> tuple[tuple[str, str | None], ...]:
    """A template as texts, each with the name of the property that takes its place, None for none."""
    pieces: list[tuple[str, str | None]] = []
    end = 0
    for hole in _HOLE.finditer(template):
        pieces.append((template[end : hole.start()], None))
        pieces.append((hole[0][0], None) if hole[1] is None else (hole[0], hole[1]))
        end = hole.end()
    return (*pieces, (template[end:], None))


def unsaid_level(fields: Mapping[str, object], spec: Format) -> Level:
    """The level of a record that names none."""
    if spec.status_keys:
        _, status = first(fields, spec.status_keys)
        text = status if isinstance(status, str) else str(status) if isinstance(status, int) else ""
        if _STATUS.fullmatch(text):
            return {"5": Level.ERROR, "4": Level.WARNING}.get(text[0], Level.INFO)
    if spec.error_keys and first(fields, spec.error_keys)[0] is not None:
        return Level.ERROR
    return spec.default_level
