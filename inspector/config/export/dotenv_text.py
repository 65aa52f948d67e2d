"""Effective values as variables in a `.env` file."""

from __future__ import annotations

import io
import json
import re

from dotenv.parser import parse_stream

from inspector.base.secrets import MASK
from inspector.config.dialects import DialectSpec
from inspector.config.export.origins import Origins, commented, on_one_line
from inspector.config.export.wholes import Wholes, json_text
from inspector.config.formats import parse
from inspector.config.layers import Layer, LayerKind
from inspector.config.report import Report
from inspector.config.resolve import Setting
from inspector.config.shadow import VariableSources
from inspector.config.values import Value, type_name

# What every reader of such files, and a shell, takes as it stands.
_BARE = re.compile(r"[A-Za-z0-9_./:@%+,-]+")
_PYTHON = "dotenv"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def dotenv_text(report: Report, origins: Origins) -> str:
    """A line for each setting with a comment above it: behind it, `docker run --env-file` takes it for a part
    of the value.

    Settings that only the JSON of a whole mapping can set (`NODE_CONFIG`) share one line at the end. A
    comment stands in place of what no variable gives.
    """
    wholes = Wholes()
    lines = [line for setting in report.settings for line in _lines(report, setting, origins, wholes)]
    for name, whole in wholes.items():
        written = _written(name, json_text(whole.tree), report.spec)
        if written is None:
            lines += [_left_out(key, _UNWRITABLE, comment) for key, comment in whole.comments]
        else:
            lines += [f"# {on_one_line(key)}: {comment}" for key, comment in whole.comments]
            lines.append(written)
    return "".join(f"{line}\n" for line in lines)


_UNWRITABLE = "a line of variables cannot hold this text"


def _lines(report: Report, setting: Setting, origins: Origins, wholes: Wholes) -> list[str]:
    spec = report.spec
    value = setting.value
    name = spec.variable_for(setting.path)
    comment = origins.comment(setting.path, name or "")
    in_key = any(origins.veil.key(part) != part for part in setting.path)
    if in_key or origins.veil.hides(value, secret=setting.secret):
        return [f"# {comment}", *commented([f"{name or on_one_line(setting.key)}={MASK}"])]
    if name is None or _NAME.fullmatch(name) is None:
        names = spec.rules.names_for(spec, setting.path)
        if name is not None or not names:
            return [_left_out(setting.key, "no variable can set this key", comment)]
        if wholes.add(names[0], value, setting.key, comment):
            return []
        return [_left_out(setting.key, _no_text(value), comment)]
    text = spec.rules.text_for(spec, setting.path, value)
    if text is None:
        return [_left_out(setting.key, _no_text(value), comment)]
    written = _written(name, text, spec)
    return [_left_out(setting.key, _UNWRITABLE, comment)] if written is None else [f"# {comment}", written]


def _no_text(value: Value) -> str:
    return f"no variable can give this value of type {type_name(value)}"


def _left_out(key: str, why: str, comment: str) -> str:
    return f"# {on_one_line(key)}: {why}  # {comment}"


def _written(name: str, text: str, spec: DialectSpec) -> str | None:
    """The line that sets a variable to this text for the reader of the application, None when there is none.

    Without a `$` it is one that python-dotenv reads as well.
    """
    reader = spec.formats.get(_PYTHON, _PYTHON)
    forms = _forms(text)
    if reader != _PYTHON:
        forms += _forms(text.replace("$", "\\$"))  # no reference to those that fill in references
    for form in forms:
        line = f"{name}={form}\n"
        if reader == _PYTHON:
            reads = _found(line) == (name, text) and "${" not in text
        else:
            reads = _composed(line, name, reader, spec) == text and (
                "$" in text or _found(line) == (name, text)
            )
        if reads:
            return line.removesuffix("\n")
    return None


def _forms(text: str) -> tuple[str, ...]:
    """The ways to write a text, the one that most readers understand first; none when it would reach the
    terminal with control characters, for which these files have no escapes."""
    if not all(char.isprintable() or char in "\n\t" for char in text):
        return ()
    between = (f"'{text}'", json.dumps(text, ensure_ascii=False))
    return (text, *between) if _BARE.fullmatch(text) else (*between, text)


def _found(line: str) -> tuple[str | None, str | None] | None:
    """What python-dotenv finds in a line, None when it finds more or less than one variable."""
    bindings = list(parse_stream(io.StringIO(line)))
    found = [(binding.key, binding.value) for binding in bindings if binding.key is not None or binding.error]
    return found[0] if len(found) == 1 else None


def _composed(line: str, name: str, reader: str, spec: DialectSpec) -> str | None:
    """The value that a file of this line alone leaves in an empty environment, references filled in."""
    document = parse(line.encode(errors="replace"), ".env", reader)
    nothing = Layer("variable", LayerKind.VARIABLE, "")
    file = Layer("dotenv:.env", LayerKind.DOTENV, ".env", ".env", document=document)
    environ = spec.rules.compose(spec, VariableSources(nothing, (), nothing, (), (file,)))
    return next((variable.text for variable in environ.applied if variable.name == name), None)
