"""A value as a text that a person edits, read the way its layer reads it. Nothing here knows Qt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from inspector.base.findings import Severity
from inspector.base.secrets import MASK
from inspector.config.edit import Change, EditRefusedError
from inspector.config.edit.targets import setting_to, written_format
from inspector.config.export import shown_value
from inspector.config.export.flow import flow_text
from inspector.config.formats import parse
from inspector.config.layers import Layer, LayerKind
from inspector.config.report import Report
from inspector.config.resolve.candidates import same
from inspector.config.values import KeyPath, Value, type_name

_KEY = "v"


def change_to(report: Report, layer: Layer, path: KeyPath, text: str, *, as_text: bool) -> Change:
    """What gives a setting the value that was typed. Raises EditRefusedError.

    A variable gets the very text that was typed, whatever the application makes of it.
    """
    if layer.kind is not LayerKind.DOTENV:
        return setting_to(report, layer, path, read_typed(report, layer, path, text, as_text=as_text))
    refused: EditRefusedError | None = None
    for value in (*_guesses(text), text, "text", 0):
        try:
            return replace(setting_to(report, layer, path, value), value=text)
        except EditRefusedError as error:
            refused = refused or error
    assert refused is not None
    raise refused


def read_typed(report: Report, layer: Layer, path: KeyPath, text: str, *, as_text: bool = False) -> Value:
    """What the layer's parser makes of a text, the text itself where it makes nothing of it."""
    if as_text:
        return text
    if layer.kind is LayerKind.DOTENV:
        spec = report.spec
        found = (value for value in _guesses(text) if spec.rules.text_for(spec, path, value) == text)
        return next(found, text)
    name = written_format(report, layer)
    document = parse(_in_place(name, text).encode(), layer.path or "", name)
    root = document.root
    node = root.child(_KEY) if root is not None and len(root.entries) == 1 else None
    broken = any(finding.severity is Severity.ERROR for finding in document.findings)
    return text if broken or node is None else node.value


def editable_text(report: Report, layer: Layer, path: KeyPath, value: Value) -> tuple[str, bool]:
    """A text that reads back as this value, and whether it must be taken as text for that."""
    for text in _spellings(report, layer, path, value):
        if "\n" not in text and same(read_typed(report, layer, path, text), value):
            return text, False
    return (value, True) if isinstance(value, str) and "\n" not in value else ("", False)


def reading_words(value: Value, *, secret: bool) -> str:
    """`int 96`, `str “NO”`, masked when secret."""
    if secret:
        return f"{type_name(value)} {MASK}"
    shown = shown_value(value, secret=False)
    return f"{type_name(value)} “{shown}”" if isinstance(value, str) else f"{type_name(value)} {shown}"


def _in_place(name: str, text: str) -> str:
    """The text where a value stands in a file."""
    if name == "toml":
        return f"{_KEY} = {text}\n"
    if name.startswith("json"):
        return f'{{"{_KEY}": {text}\n}}'
    return f"{_KEY}: {text}\n"


def _guesses(text: str) -> Iterator[Value]:
    """What a text of a variable may become."""
    for read in (int, float, json.loads):
        try:
            yield read(text)
        except (ValueError, RecursionError):
            continue
    if text.lower() in ("true", "false"):
        yield text.lower() == "true"


def _spellings(report: Report, layer: Layer, path: KeyPath, value: Value) -> Iterator[str]:
    if layer.kind is LayerKind.DOTENV:
        yield report.spec.rules.text_for(report.spec, path, value) or ""
    if isinstance(value, str):
        yield value
    yield flow_text(value)
    try:
        yield json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return
