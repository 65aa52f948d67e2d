"""Texts as dynaconf reads them: TOML for variables, and the tokens `@int`, `@merge`, `@format`, … everywhere.

The rules are those of dynaconf 3.3.5, utils/parse_conf.py.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from inspector.config.dialects.dynaconf.conditions import contained
from inspector.config.dialects.dynaconf.data import (
    EMPTY,
    Data,
    Delete,
    Insert,
    Items,
    Lazy,
    Leaf,
    Merge,
    Reset,
    Source,
    Table,
    boxed,
    of_value,
    plain,
)
from inspector.config.values import Value

_TRUE = ("t", "true", "enabled", "1", "on", "yes")
_FALSE = ("f", "false", "disabled", "0", "off", "no", "")

_MAX_LOOSE_CHARS = 10_000
"""Looking for pairs and for JSON inside a text takes its length squared."""

_PAIR = re.compile(r"([a-zA-Z0-9_.  ]*=[a-zA-Z0-9_.\-:/@]*)")
_QUOTED_PAIR = re.compile(r"""([a-zA-Z0-9_.]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([a-zA-Z0-9_.\-:/@]*))""")
_PYTHON_WORDS = {
    f":{space}{word}": f":{space}{json_word}"
    for word, json_word in (("True", "true"), ("False", "false"), ("None", "null"))
    for space in (" ", "")
}


class DynaconfParseError(Exception):
    """A text that a cast refuses. Named as the application's own exception."""


class DynaconfFormatError(Exception):
    """A value that cannot be worked out. Named as the application's own exception."""


class TooLongError(Exception):
    """A text that is too long to be looked through."""


def is_false(text: str) -> bool:
    """Whether an option reads as false."""
    return text.lower() in _FALSE


def fixed_bool(text: str) -> str:
    """`True` and `False` in small letters, as for TOML; for variables only."""
    return text.lower() if text.strip() in ("True", "False") else text


class Reader:
    """Reads texts. Without `casting` tokens stay text (AUTO_CAST_FOR_DYNACONF)."""

    def __init__(self, *, casting: bool = True) -> None:
        self.casting = casting

    def read(self, data: Data, *, toml: bool = False, only: Iterable[str] = ()) -> Data:
        """parse_conf_data: tables are changed in place, lists are new ones.

        In plain tables, texts are read as TOML for the keys in `only` and not for others. Raises what
        dynaconf raises, and TooLongError.
        """
        if isinstance(data, Items):
            items = Items(data.source)
            items.extend(self.read(child, toml=toml, only=only) for child in data)
            return items
        if isinstance(data, Table):
            for key, child in list(data.items()):
                wanted = toml and (data.boxed or _is_among(key, only))
                data[key] = self.read(child, toml=wanted, only=only)
            return data
        return self._single(data, toml=toml)

    def cast(self, token: str, data: Data) -> Data:
        """apply_converter: what a token makes of a value."""
        source = data.source
        if token in ("@merge", "@merge_unique"):
            return self._merge(data, unique=token == "@merge_unique")
        if token == "@insert":
            return self._insert(data)
        if token == "@reset":
            return Reset(self.read(data, toml=True), source)
        if token == "@del":
            return Delete(self.read(data, toml=True), source)
        if token in _LAZY:
            text = data if isinstance(data, Lazy) else str(plain(data))
            return Lazy(token[1:], text, source)
        if token in _NOTHING:
            return Leaf(None, source)
        if token == "@empty":
            return Leaf(EMPTY, source)
        cast = _CASTS[token]
        if isinstance(data, Lazy):
            data.cast = lambda result: of_value(cast(_held(result)), result.source)
            return data
        return _boxed_table(of_value(cast(_held(data)), source))

    def _single(self, data: Data, *, toml: bool) -> Data:
        text = data.value if isinstance(data, Leaf) else None
        if not isinstance(text, str):
            return self._toml(data) if toml and isinstance(data, Lazy) else data
        if not self.casting or text.partition(" ")[0] not in TOKENS:
            return self._toml(data) if toml else data
        combined = _COMBINED.match(text)
        if combined is not None:
            tokens = combined.group().split(" ")
            rest = text.replace(combined.group(), "").strip()
        else:
            first, _, rest = text.partition(" ")
            tokens = [first]
        value: Data = Leaf(rest, data.source)
        for token in reversed(tokens):
            value = self.cast(token, value)
        return value

    def _toml(self, data: Data) -> Data:
        """parse_with_toml: a value of TOML, or the text when it is none."""
        text = str(data) if isinstance(data, Lazy) else str(plain(data))
        try:
            value = tomllib.loads(f"key={text}")["key"]
        except (tomllib.TOMLDecodeError, KeyError):
            return data
        return _boxed_table(of_value(value, data.source))

    def _merge(self, data: Data, *, unique: bool) -> Data:
        source = data.source
        value = self.read(data, toml=True)
        if isinstance(value, Leaf) and isinstance(value.value, int | float):
            value = _list_of([value], source)
        elif isinstance(value, Leaf) and isinstance(value.value, str):
            value = self._loose(value.value, source)
        return Merge(value, source, unique=unique)

    def _loose(self, text: str, source: Source) -> Data:
        """What `@merge` makes of a text that is no TOML: JSON, pairs, or a list with commas."""
        found = list(_json_in(_with_json_words(text)))
        if len(found) == 1:
            return of_value(found[0], source)
        quoted = _QUOTED_PAIR.findall(text)
        if quoted:
            pairs = [(key.strip(), double or single or bare) for key, double, single, bare in quoted]
            return self._table(pairs, source)
        matches = _PAIR.findall(text)
        if matches:
            pairs = [tuple(match.strip().split("=")) for match in matches]
            return self._table([(key.strip(), value) for key, value in pairs], source)
        if "," in text:
            parts = text.split(",")
            return _list_of([self.read(Leaf(part, source), toml=True) for part in parts], source)
        return _list_of([Leaf(text, source)], source)

    def _table(self, pairs: Iterable[tuple[str, str]], source: Source) -> Table:
        table = Table(source)
        table.update((key, self.read(Leaf(value, source), toml=True)) for key, value in pairs)
        return table

    def _insert(self, data: Data) -> Data:
        if isinstance(data, Lazy):
            raise AttributeError("'Lazy' object has no attribute 'strip'")
        text = str(plain(data))
        index, value = 0, text
        first, rest = unquoted(text)
        with suppress(ValueError, IndexError):
            if first and first.lstrip("-+")[0].isdigit():
                index = int(first)
                value = unquoted(rest)[0] if rest[:1] in ('"', "'") else rest
                if not rest:
                    index, value = 0, first
            elif not rest:
                value = first
        return Insert(self.read(Leaf(value, data.source), toml=True), data.source, index)


def unquoted(text: str) -> tuple[str, str]:
    """_parse_quoted_string: the first word or quoted text, and the rest. Raises DynaconfFormatError."""
    text = text.strip()
    if not text:
        return "", ""
    if text[0] in ('"', "'"):
        end = text.find(text[0], 1)
        if end < 0:
            raise DynaconfFormatError(f"Unclosed quote in: {text}")
        return text[1:end], text[end + 1 :].strip()
    first, *rest = text.split(maxsplit=1)
    return first, rest[0] if rest else ""


def _held(data: Data) -> Value:
    """The plain value, with dynaconf's own containers, which messages name."""
    value = plain(data)
    return contained(value) if isinstance(data, Table | Items) and data.boxed else value


def _boxed_table(data: Data) -> Data:
    """A table is boxed as soon as it is read; a list is not, nor are the tables in it."""
    return boxed(data) if isinstance(data, Table) else data


def _list_of(items: Iterable[Data], source: Source) -> Items:
    made = Items(source)
    made.extend(items)
    return made


def _is_among(key: object, only: Iterable[str]) -> bool:
    return isinstance(key, str) and any(key.lower() == name.partition(".")[2].lower() for name in only)


def _int(value: Value) -> Value:
    return _number(value, int, "integer")


def _float(value: Value) -> Value:
    return _number(value, float, "float")


def _number(value: Any, kind: Callable[[Any], Value], name: str) -> Value:
    try:
        return kind(value)
    except (ValueError, TypeError) as error:
        raise DynaconfParseError(f"Cannot convert '{value}' to {name}: {error}") from error


def _bool(value: Value) -> Value:
    return str(value).strip().lower() in _TRUE


def _json(value: Any) -> Value:
    """_safe_json_parse: JSON, else the first object of JSON inside, else a literal of Python."""
    with suppress(json.JSONDecodeError, TypeError):
        return json.loads(value)
    with suppress(ValueError, TypeError):
        found = next(_json_in(_with_json_words(value)), None)
        if found is not None:
            return found
    with suppress(ValueError, SyntaxError):
        return ast.literal_eval(value)
    raise DynaconfParseError(f"Cannot parse as JSON: {value}")


def _with_json_words(text: Value) -> str:
    if not isinstance(text, str):
        raise AttributeError(f"'{type(text).__name__}' object has no attribute 'replace'")
    if len(text) > _MAX_LOOSE_CHARS:
        raise TooLongError(f"a text of {len(text)} characters")
    for word, json_word in _PYTHON_WORDS.items():
        text = text.replace(word, json_word)
    return text


def _json_in(text: str, decoder: json.JSONDecoder = json.JSONDecoder()) -> Iterator[Value]:  # noqa: B008
    """extract_json_objects: the objects of JSON in a text."""
    start = text.find("{")
    while start >= 0:
        try:
            value, length = decoder.raw_decode(text[start:])
        except ValueError:
            length = 1
        else:
            yield value
        start = text.find("{", start + length)


def _of_text(change: Callable[[str], Value]) -> Callable[[Value], Value]:
    return lambda value: change(str(value))


_CASTS: dict[str, Callable[[Value], Value]] = {
    "@str": str,
    "@int": _int,
    "@float": _float,
    "@bool": _bool,
    "@json": _json,
    **{
        f"@{method}": _of_text(getattr(str, method))
        for method in "upper lower title capitalize strip lstrip rstrip split casefold swapcase".split()
    },
}
_LAZY = ("@format", "@jinja", "@get", "@read_file")
_NOTHING = ("@note", "@comment", "@null", "@none")
_MARKERS = ("@reset", "@del", "@merge", "@merge_unique", "@insert")

TOKENS = frozenset((*_CASTS, *_LAZY, *_NOTHING, *_MARKERS, "@empty"))
"""Words at the head of a text that give it another meaning."""

VALUE_TOKENS = frozenset((*_CASTS, *_NOTHING))
"""Tokens that make one value of another."""

_COMBINED = re.compile(f"^({'|'.join(sorted(TOKENS, key=len, reverse=True))}) @(jinja|format|read_file|get)")
