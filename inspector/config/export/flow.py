"""Values on one line: text bare, lists and mappings as YAML writes them between brackets."""

from __future__ import annotations

import base64
import datetime as dt
import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import yaml
from yaml.nodes import ScalarNode

from inspector.config.export.masking import json_value, masked_value
from inspector.config.formats import reading_in_yaml_1_2
from inspector.config.values import Value, number_text

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
    return "⏎".join(shown.splitlines()) if isinstance(shown, str) else _flow(shown, _for_people)


def flow_text(value: Value) -> str:
    """A value on one line that YAML 1.1 and 1.2 read as this very value, text in quotes where needed."""
    return _flow(value, _for_readers)


def _flow(value: Value, other: Callable[[Value], str]) -> str:
    """Null, bools, texts, lists and mappings as YAML has them; `other` writes what is left."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_flow(item, other) for item in value)}]"
    if isinstance(value, dict):
        pairs = (f"{_flow(key, other)}: {_flow(item, other)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    return other(value)


def _for_people(value: Value) -> str:
    return str(json_value(value))


def _for_readers(value: Value) -> str:
    """Numbers, dates, bytes and sets as YAML spells them; what it has no word for as text."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
        digits = repr(value)
        return digits if "." in digits else digits.replace("e", ".0e")  # PyYAML wants the point
    if isinstance(value, int):
        return number_text(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return f'!!binary "{base64.b64encode(value).decode()}"'
    if isinstance(value, set | frozenset):
        return f"!!set {_flow(dict.fromkeys(sorted(value, key=str)), _for_readers)}"
    return _text(str(json_value(value)))


@lru_cache(maxsize=4096)
def _text(text: str) -> str:
    """A text between brackets: bare where all readers of YAML take it for this text, else in quotes."""
    if not text.isprintable():
        return quoted_text(text)
    if _PLAIN.fullmatch(text) and _means_text(text):
        return text
    return "'" + text.replace("'", "''") + "'"


def quoted_text(text: str) -> str:
    """A text in double quotes, as all readers of YAML take it for this text."""
    return '"' + "".join(_ESCAPES.get(char) or _escaped(char) for char in text) + '"'


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
