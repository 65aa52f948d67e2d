"""Values on one line: text bare, lists and mappings as YAML writes them between brackets."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import yaml
from yaml.nodes import ScalarNode

from inspector.config.export.masking import json_value, masked_value
from inspector.config.formats import reading_in_yaml_1_2
from inspector.config.values import Value

# What YAML reads as text between brackets without quotes, apart from numbers, dates and words.
_PLAIN = re.compile(
    r"""
    (?: [^\s\-?:,\[\]{}\#&*!|>'"%@`=] | -(?=[^\s,\[\]{}]) )   # its first character
    (?: [^\s:?,\[\]{}\#] | \ +(?=[^\s\#]) | :(?=[^\s,\[\]{}]) | (?<=\S)\# )*
    """,
    re.VERBOSE,
)
_TEXT = "tag:yaml.org,2002:str"
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def shown_value(value: Value, *, secret: bool, reveal: bool = False) -> str:
    """One line for a cell: text bare (⏎ for line ends), lists and mappings in flow style, masked when secret.

    Secrets inside lists and mappings are masked one by one. Null holds no secret and is shown.
    """
    shown = masked_value(value, secret=secret, reveal=reveal)
    return "⏎".join(shown.splitlines()) if isinstance(shown, str) else _flow(shown)


def _flow(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_flow(key)}: {_flow(item)}' for key, item in value.items())}}}"
    return str(json_value(value))


@lru_cache(maxsize=4096)
def _text(text: str) -> str:
    """A text between brackets: bare where all readers of YAML take it for this text, else in quotes."""
    if not text.isprintable():
        return '"' + "".join(_ESCAPES.get(char) or _escaped(char) for char in text) + '"'
    if _PLAIN.fullmatch(text) and _means_text(text):
        return text
    return "'" + text.replace("'", "''") + "'"


def _escaped(char: str) -> str:
    code = ord(char)
    if char.isprintable():
        return char
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _means_text(text: str) -> bool:
    return _resolver().resolve(ScalarNode, text, (True, False)) == _TEXT and reading_in_yaml_1_2(text) == text


@lru_cache(maxsize=1)
def _resolver() -> Any:
    return yaml.resolver.Resolver()
