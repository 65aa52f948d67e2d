"""Effective values as variables in a `.env` file."""

from __future__ import annotations

import io
import json
import re

from dotenv.parser import parse_stream

from inspector.config.export.origins import Origins, on_one_line
from inspector.config.formats import parse
from inspector.config.report import Report
from inspector.config.resolve import Setting
from inspector.config.values import type_name

# What every reader of such files, and a shell, takes as it stands.
_BARE = re.compile(r"[A-Za-z0-9_./:@%+,-]+")
_PYTHON = "dotenv"
# What dotenv-expand fills in, between quotes of any kind.
_REFERENCE = re.compile(r"\$[{\w]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def dotenv_text(report: Report, origins: Origins) -> str:
    """A line for each setting with a comment behind it, above it when the text has several lines.

    A comment stands in place of what no variable gives.
    """
    return "".join(f"{line}\n" for setting in report.settings for line in _lines(report, setting, origins))


def _lines(report: Report, setting: Setting, origins: Origins) -> list[str]:
    spec = report.spec
    value = origins.veil.value(setting.value, secret=setting.secret)
    name = spec.variable_for(setting.path)
    comment = origins.comment(setting.path, name or "")
    if name is None or _NAME.fullmatch(name) is None:
        return [_left_out(setting, "no variable can set this key", comment)]
    text = spec.rules.text_for(spec, setting.path, value)
    if text is None:
        why = f"no variable can give this value of type {type_name(value)}"
        return [_left_out(setting, why, comment)]
    for form in _forms(text):
        plain = f"{name}={form}"
        commented = [f"{plain}  # {comment}"] if "\n" not in form else [f"# {comment}", plain]
        if _reads_as(commented, name, text, spec.formats.get(_PYTHON, _PYTHON)):
            return commented
    return [_left_out(setting, "a line of variables cannot hold this text", comment)]


def _left_out(setting: Setting, why: str, comment: str) -> str:
    return f"# {on_one_line(setting.key)}: {why}  # {comment}"


def _forms(text: str) -> tuple[str, ...]:
    """The ways to write a text, the one that most readers understand first; none when it would reach the
    terminal with control characters, for which these files have no escapes."""
    if not all(char.isprintable() or char in "\n\t" for char in text):
        return ()
    between = (f"'{text}'", json.dumps(text, ensure_ascii=False))
    return (text, *between) if _BARE.fullmatch(text) else (*between, text)


def _reads_as(lines: list[str], name: str, text: str, reader: str) -> bool:
    """Whether python-dotenv, and the reader of the application if it is another one, find this text."""
    written = "".join(f"{line}\n" for line in lines)
    bindings = list(parse_stream(io.StringIO(written)))
    found = [(binding.key, binding.value) for binding in bindings if binding.key is not None or binding.error]
    if found != [(name, text)] or "${" in text:
        return False
    if reader == _PYTHON:
        return True
    root = parse(written.encode(errors="replace"), ".env", reader).root
    return root is not None and root.value == {name: text} and _REFERENCE.search(text) is None
