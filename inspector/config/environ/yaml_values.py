"""YAML to plain values, bounded, with scalars as a Go program such as Compose or kubectl reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

_MAX_DEPTH = 100
_MAX_MERGED = 1_000_000

_NULL = frozenset(["", "~", "null", "Null", "NULL"])
_BOOLS = {word: word.lower() == "true" for word in "true True TRUE false False FALSE".split()}
_INTEGER = re.compile(r"[-+]?(?:0b[01]+|0x[0-9A-Fa-f]+|0o?[0-7]+|0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


def read_yaml(text: str) -> list[Any]:
    """The documents of a text: None, bool, int, float, str, and lists and dicts of these.

    Aliases are one object, so that they cost nothing. Raises ValueError with a part of a sentence.
    """
    return _Builder(text).documents()


class _Builder:
    """Builds values from events, without recursion."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._merged = 0

    def documents(self) -> list[Any]:
        """All documents."""
        try:
            return list(self._documents())
        except UnicodeEncodeError as error:
            raise ValueError("it looks like YAML and is no UTF-8 text") from error
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f" at line {mark.line + 1}" if mark is not None else ""
            raise ValueError(f"it looks like YAML and is none{where}") from error

    def _documents(self) -> Iterator[Any]:
        stack: list[list[Any]] = []
        anchors: dict[str, Any] = {}
        marks: list[str | None] = []
        for event in yaml.parse(self._text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.DocumentStartEvent):
                stack, anchors = [[]], {}
            elif isinstance(event, yaml.DocumentEndEvent):
                yield from stack[0]
            elif isinstance(event, yaml.ScalarEvent):
                value = _scalar(event)
                if event.anchor:
                    anchors[event.anchor] = value
                stack[-1].append(value)
            elif isinstance(event, yaml.AliasEvent):
                stack[-1].append(anchors.get(event.anchor or ""))
            elif isinstance(event, yaml.CollectionStartEvent):
                if len(stack) > _MAX_DEPTH:
                    raise ValueError(f"it nests deeper than {_MAX_DEPTH} levels")
                stack.append([])
                marks.append(event.anchor)
            elif isinstance(event, yaml.CollectionEndEvent):
                items = stack.pop()
                made = self._mapping(items) if isinstance(event, yaml.MappingEndEvent) else items
                anchor = marks.pop()
                if anchor:
                    anchors[anchor] = made
                stack[-1].append(made)

    def _mapping(self, items: list[Any]) -> dict[str, Any]:
        """A mapping with its merge keys filled in; keys are text."""
        mapping: dict[str, Any] = {}
        merges: list[Any] = []
        for key, value in zip(items[::2], items[1::2], strict=True):
            if key == "<<" and isinstance(value, dict | list):
                merges += value if isinstance(value, list) else [value]
            elif not isinstance(key, dict | list):
                mapping[text_of(key) if not isinstance(key, str) else key] = value
        for merge in merges:
            if isinstance(merge, dict):
                self._merged += len(merge)
                if self._merged > _MAX_MERGED:
                    raise ValueError("its merge keys (<<) repeat too much")
                for key, value in merge.items():
                    mapping.setdefault(key, value)
        return mapping


def text_of(value: Any) -> str:
    """A scalar as Go prints it: what a program in Go makes of `PORT: 8080` or `DEBUG: true`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float_text(value)
    return "" if value is None else str(value)


def _scalar(event: yaml.ScalarEvent) -> Any:
    text: str = event.value
    tag = event.tag or ""
    if not event.implicit[0] and tag != "!" and not tag.endswith(":null"):
        return text
    if text in _NULL:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    number = text.replace("_", "") if text[:1].isdigit() or text[:1] in "+-." else text
    if len(number) < 400 and _INTEGER.fullmatch(number):
        return _integer(number)
    if len(number) < 400 and _FLOAT.fullmatch(number):
        return float(number)
    return text


def _integer(text: str) -> int:
    sign, digits = (-1 if text[0] == "-" else 1), text.lstrip("+-")
    bases = {"0b": 2, "0x": 16, "0o": 8}
    if digits[:2] in bases:
        return sign * int(digits[2:], bases[digits[:2]])
    return sign * int(digits, 8 if digits.startswith("0") else 10)


def _float_text(value: float) -> str:
    """As fmt.Sprint does: the shortest digits, an exponent below 1e-4 and from 1e21 on."""
    if value != value or value in (float("inf"), float("-inf")):
        return {"inf": "+Inf", "-inf": "-Inf"}.get(str(value), "NaN")
    mantissa, _, exponent = f"{value!r}".partition("e")
    if not exponent and abs(value) < 1e16:
        return mantissa.removesuffix(".0")
    if 1e-4 <= abs(value) < 1e21:
        return str(int(value))
    return f"{mantissa.removesuffix('.0')}e{exponent}"
