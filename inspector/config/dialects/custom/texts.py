"""The text of a variable to a value, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator

from inspector.config.dialects.custom.options import Reading
from inspector.config.dialects.layered import read_text
from inspector.config.formats import parse
from inspector.config.shadow.merge_rules import identity
from inspector.config.values import Document, Value

# Codes of findings about a text that could be read all the same: it is just no file of settings.
_READABLE = frozenset(["broken-file", "duplicate-key", "empty-file"])


def read_as(text: str, reading: Reading) -> Value:
    """The value of a text. One that is empty, or cannot be read so, stays text."""
    if reading is Reading.TEXT or not text:
        return text
    if reading is Reading.NUMBERS:
        return read_text(text)
    if reading is Reading.TOML:
        document = _document(f"value = {text}", Reading.TOML)
        read = None if document is None or document.root is None else document.root.value
        return read["value"] if isinstance(read, dict) and list(read) == ["value"] else text
    document = _document(text, reading)
    if document is None:
        return text
    return None if document.root is None else document.root.value


def text_of(value: Value, reading: Reading) -> str | None:
    """The text that is read as this value, None when there is none."""
    wanted = identity(value)
    return next((text for text in _spellings(value) if identity(read_as(text, reading)) == wanted), None)


def _document(text: str, reading: Reading) -> Document | None:
    """The text as a file of the format, None when it is broken."""
    document = parse(text.encode(errors="surrogateescape"), "", reading.value)
    broken = any(finding.exception or finding.code not in _READABLE for finding in document.findings)
    return None if broken else document


def _spellings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    if isinstance(value, str | int | float | list | dict) or value is None:
        try:
            yield json.dumps(value, ensure_ascii=False)
        except (TypeError, ValueError):
            return
    if isinstance(value, float):
        yield repr(value)
    elif not isinstance(value, str | list | dict):
        yield str(value)
