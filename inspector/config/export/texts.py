"""Effective values as the text of a file."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any, cast

import tomlkit
import yaml
from dotenv.parser import parse_stream
from tomlkit.container import Container
from tomlkit.items import Table

from inspector.config.dialects import DialectSpec
from inspector.config.export.masking import json_value, masked_value
from inspector.config.report import Report
from inspector.config.resolve import Setting
from inspector.config.values import KeyPath, Value, join_key, type_name


def effective_text(report: Report, format: str, *, reveal: bool = False) -> str:  # noqa: A002
    """The effective values as `yaml`, `toml` or `dotenv` text, which reads back as the same values.

    What a format cannot hold is left out with a comment: null in TOML, and in variables all that no
    variable can give. Raises ValueError for another format.
    """
    if format == "yaml":
        return _yaml_text(report, reveal)
    if format == "toml":
        return _toml_text(report, reveal)
    if format == "dotenv":
        return _dotenv_text(report, reveal)
    raise ValueError(f"{format} is no format for values; known are yaml, toml and dotenv.")


class _Dumper(yaml.SafeDumper):
    """Writes equal lists twice in place of an alias: the reader wants to see the values."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the name is PyYAML's
        """Never use aliases."""
        return True


def _yaml_text(report: Report, reveal: bool) -> str:
    tree = _masked_tree(report, reveal)
    return yaml.dump(tree, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


def _masked_tree(report: Report, reveal: bool) -> dict[Any, Value]:
    secret = frozenset(setting.path for setting in report.settings if setting.secret)
    return _masked_mapping(report.values, (), secret, reveal)


def _masked_mapping(values: Any, path: KeyPath, secret: frozenset[KeyPath], reveal: bool) -> dict[Any, Value]:
    result: dict[Any, Value] = {}
    for key, value in values.items():
        here = (*path, str(key))
        if isinstance(value, dict) and value:
            result[key] = _masked_mapping(value, here, secret, reveal)
        else:
            result[key] = masked_value(value, secret=here in secret, reveal=reveal)
    return result


def _toml_text(report: Report, reveal: bool) -> str:
    document = tomlkit.document()
    _fill_table(document, _masked_tree(report, reveal), ())
    return tomlkit.dumps(document)


def _fill_table(table: Container | Table, values: dict[Any, Value], path: KeyPath) -> None:
    """Single values first: behind a table they would belong to it."""
    tables = []
    for key, value in values.items():
        here = (*path, str(key))
        if isinstance(value, dict) and value:
            tables.append((here, value))
        elif _has_null(value):
            held = "null" if value is None else "a list with null in it"
            table.add(tomlkit.comment(f"{_in_comment(join_key(here))} is {held}, which TOML cannot hold"))
        else:
            table.add(str(key), _toml_value(value))
    for here, value in tables:
        below = tomlkit.table()
        _fill_table(below, value, here)
        table.add(here[-1], below)


def _toml_value(value: Value) -> Any:
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        for key, item in value.items():
            inline.add(str(key), _toml_value(item))
        return inline
    if isinstance(value, list | tuple):
        array = tomlkit.array()
        for item in value:
            array.append(_toml_value(item))
        return array
    if isinstance(value, bool | int | float | str | dt.date | dt.time):
        return value
    return json_value(value)


def _has_null(value: Value) -> bool:
    if isinstance(value, dict):
        return any(map(_has_null, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_has_null, value))
    return value is None


def _dotenv_text(report: Report, reveal: bool) -> str:
    return "".join(f"{_dotenv_line(setting, report.spec, reveal)}\n" for setting in report.settings)


def _dotenv_line(setting: Setting, dialect: DialectSpec, reveal: bool) -> str:
    name = dialect.variable_for(setting.path)
    key = _in_comment(setting.key)
    if name is None:
        return f"# {key}: no variable can set this key"
    value = masked_value(setting.value, secret=setting.secret, reveal=reveal)
    text = dialect.rules.text_for(dialect, setting.path, value)
    if text is None:
        return f"# {key}: no variable can give this value of type {type_name(value)}"
    for form in (text, f"'{text}'", json.dumps(text, ensure_ascii=False)):
        line = f"{name}={form}"
        if _reads_as(line, name, text):
            return line
    return f"# {key}: a line of variables cannot hold this text"


def _in_comment(key: str) -> str:
    """A key on one line, whatever it holds."""
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in key)


def _reads_as(line: str, name: str, text: str) -> bool:
    bindings = list(parse_stream(io.StringIO(f"{line}\n")))
    found = [(binding.key, binding.value) for binding in bindings if binding.key is not None or binding.error]
    return found == [(name, cast("str | None", text))] and "${" not in text
