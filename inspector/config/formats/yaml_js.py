"""The values that js-yaml 5 constructs with its default schema, the core schema of YAML 1.2.

The rules are those of js-yaml 5.5.0, src/tag/scalar/*_core.ts and src/tag/mapping/map.ts: no dates, no
underscores in numbers, no `<<`, and every key is text.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Any

from inspector.base.places import Place
from inspector.config.formats.javascript import js_number, js_ordered, js_text
from inspector.config.formats.yaml_flavour import TAG, Entry, Source, bad_key, bad_scalar, unknown_tag
from inspector.config.values import Node, Value

_ERROR = "YAMLException"
_STR, _NULL, _BOOL, _INT, _FLOAT = TAG + "str", TAG + "null", TAG + "bool", TAG + "int", TAG + "float"
_NO_VALUE = object()

_WORDS: dict[str, tuple[str, Value]] = {
    **dict.fromkeys(["", "~", "null", "Null", "NULL"], (_NULL, None)),
    **dict.fromkeys(["true", "True", "TRUE"], (_BOOL, True)),
    **dict.fromkeys(["false", "False", "FALSE"], (_BOOL, False)),
}
_INTEGER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?[0-9]+")
_TAGGED_INTEGER = re.compile(r"[-+]?(?:0b[01]+|0o[0-7]+|0x[0-9a-fA-F]+|[0-9]+)")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"([-+]?)\.(?:inf|Inf|INF)")
_NAN = (".nan", ".NaN", ".NAN")
_BASES = {"0b": 2, "0o": 8, "0x": 16}


class JsYaml:
    """js-yaml's `load` without options."""

    library = "js-yaml"
    syntax_error = _ERROR
    duplicate_error = _ERROR
    repeats_anchors = True
    repeats_merges = False

    def __init__(self) -> None:
        self.plain: dict[str, Value] = {}
        self.plain_keys: dict[str, Hashable] = {}

    def begin(self, version: tuple[int, int] | None) -> None:
        """js-yaml reads every version as 1.2."""

    def scalar(self, event: Any, place: Place) -> Value:
        """The value of a scalar."""
        text: str = event.value
        if event.implicit[0]:
            value = self.plain[text] = _plain(text)
            return value
        if event.tag in (None, "!", _STR):
            return text
        return _tagged(event.tag, text, place)

    def scalar_key(self, event: Any, place: Place) -> Hashable:
        """The name of a property; `<<` is one like any other."""
        key = js_text(self.scalar(event, place))
        if event.implicit[0]:
            self.plain_keys[event.value] = key
        return key

    def key(self, value: Value, place: Place) -> Hashable:
        """The name of a property, which no list and no mapping can be."""
        if isinstance(value, (list, dict)):
            raise bad_key(_ERROR, place)
        return js_text(value)

    def tagged(self, tag: str, node: Node) -> Node | Value:
        """Nothing: the default schema has no tag of its own for collections."""
        raise unknown_tag(self.library, tag, _ERROR, node.place)

    def merged(self, sources: Sequence[Source], own: Sequence[Entry]) -> Sequence[Entry]:  # noqa: ARG002
        """Nothing is merged by the default schema."""
        return own

    def ordered(self, entries: dict[Hashable, Node]) -> dict[Hashable, Node]:
        """In the order of an object's properties."""
        return js_ordered(entries)


def _plain(text: str) -> Value:
    if text in _WORDS:
        return _WORDS[text][1]
    if _INTEGER.fullmatch(text):
        number = _integer(text)
        if number is not _NO_VALUE:
            return number
    number = _float(text)
    return text if number is _NO_VALUE else number


def _integer(text: str) -> Value:
    """`parseInt`, which gives the nearest double; without a value when that is infinite."""
    sign = -1.0 if text.startswith("-") else 1.0
    digits = text.lstrip("+-")
    base = _BASES.get(digits[:2], 10)
    try:
        number = float(digits) if base == 10 else float(int(digits[2:], base))
    except OverflowError:
        return _NO_VALUE
    return _NO_VALUE if number == float("inf") else js_number(sign * number)


def _float(text: str) -> Value:
    infinite = _INFINITE.fullmatch(text)
    if infinite is not None:
        return float(f"{infinite.group(1)}inf")
    if text in _NAN:
        return float("nan")
    if _DECIMAL.fullmatch(text) is None:
        return _NO_VALUE
    number = float(text)
    return _NO_VALUE if number in (float("inf"), float("-inf")) else js_number(number)


def _tagged(tag: str, text: str, place: Place) -> Value:
    """The value of a scalar with a tag, which must fit."""
    value: Value = _NO_VALUE
    if tag in (_NULL, _BOOL):
        meant, word = _WORDS.get(text, (None, None))
        value = word if meant == tag else _NO_VALUE
    elif tag == _INT:
        value = _integer(text) if _TAGGED_INTEGER.fullmatch(text) else _NO_VALUE
    elif tag == _FLOAT:
        value = _float(text)
    elif tag in (TAG + "seq", TAG + "map"):
        if text == "":
            return [] if tag.endswith("seq") else {}
    else:
        raise unknown_tag("js-yaml", tag, _ERROR, place)
    if value is _NO_VALUE:
        raise bad_scalar(tag, _ERROR, place)
    return value
