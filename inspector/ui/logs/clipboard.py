"""Copying records. Secrets stay hidden unless they are revealed in the window."""

from __future__ import annotations

import json

from PySide6.QtGui import QGuiApplication

from inspector.logs.export import record_document
from inspector.ui.logs.lines import Line


def copy_message(line: Line | None) -> None:
    """The message as shown, in full."""
    if line is not None:
        _copy(line.shown.message or line.shown.raw)


def copy_raw(line: Line | None) -> None:
    """The record as it stands in the file, continuation lines included."""
    if line is not None:
        _copy("\n".join([line.shown.raw, *line.shown.continuation]))


def copy_json(line: Line | None, *, reveal: bool) -> None:
    """The record as one line of JSON, as the command line writes it."""
    if line is not None:
        _copy(json.dumps(record_document(line.record, reveal=reveal), ensure_ascii=False, default=str))


def copy_value(value: object) -> None:
    """One field's value: text as it is, anything else as JSON."""
    _copy(value_text(value))


def copy_field(name: str, value: object) -> None:
    """One field with its name."""
    _copy(f"{name}={value_text(value)}")


def value_text(value: object) -> str:
    """Text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
