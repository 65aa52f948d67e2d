"""A parsed document: values exactly as the application gets them, places from the same text."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.base.secrets import mask_text

Value: TypeAlias = object
"""None, bool, int, float, str, a date or time, bytes, or a list or dict of these."""

KeyPath: TypeAlias = tuple[Hashable, ...]
"""The parts of a dotted key, each as the application has it: a YAML file may have keys that are no text."""

# 4,300 decimal digits, the limit of sys.set_int_max_str_digits(), need at least so many bits.
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_MOST_BITS = 14_281
# `://a:b@c`
_SHORTEST_SECRET = 8


class NodeKind(StrEnum):
    """What a node is, whatever the file format."""

    MAPPING = "mapping"
    SEQUENCE = "sequence"
    SCALAR = "scalar"


MAPPING, SEQUENCE, SCALAR = NodeKind
"""The kinds by themselves, for walks over all nodes: Python 3.11 takes long to look up `NodeKind.SCALAR`."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands. It wraps the value; values are never subclassed.

    `value` is what the application's own parser returns for this node. `raw` is the text as written,
    for scalars. `key_place` is None for the root and for items of a sequence. `alias_place` is where an
    alias (`*name`) stands when the value itself is written elsewhere.
    """

    kind: NodeKind
    value: Value
    place: Place
    key_place: Place | None = None
    raw: str | None = None
    alias_place: Place | None = None
    entries: tuple[tuple[Hashable, Node], ...] = ()
    elements: tuple[Node, ...] = ()

    def child(self, key: Hashable) -> Node | None:
        """The effective entry of this key, or None."""
        for name, node in self.entries:
            if name == key and type(name) is type(key):
                return node
        return None


@dataclass(frozen=True, slots=True)
class Filled(Node):
    """A single value that came of filling in the `${…}` of a text, which became `text`.

    `secret` says that one of them named a secret.
    """

    text: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One file, parsed as far as that is possible.

    `root` is None when nothing could be read (empty or broken file); `findings` then says why, with the
    place. Duplicate keys are findings too, and the later one is the entry. `text` is the decoded text
    that all places refer to ("" when the file was not read).
    """

    path: str
    format: str
    text: str = ""
    root: Node | None = None
    findings: tuple[Finding, ...] = field(default=())


def join_key(parts: KeyPath) -> str:
    """Join a key with dots, as reports, findings and JSON have it; different keys never read the same.

    Text with other characters than ASCII letters, digits, `_` and `-` is quoted as in TOML. A part that is no
    text stands between brackets as YAML spells it: `errors[404].title` has the number 404, while
    `errors.404.title` has the text. A password in a URL is masked: then alone may two keys read the same.
    """
    return "".join(map(_joined, parts)).removeprefix(".")


def part_text(part: Hashable) -> str:
    """A part of a key as text: itself, or what YAML writes for a number, a date, null, true or false."""
    if isinstance(part, str):
        return part
    if part is None:
        return "null"
    if isinstance(part, bool):
        return "true" if part else "false"
    if isinstance(part, float) and not math.isfinite(part):
        return ".nan" if math.isnan(part) else ".inf" if part > 0 else "-.inf"
    if isinstance(part, int | float):
        return number_text(part)
    return part.isoformat(" ") if isinstance(part, dt.datetime) else str(part)


def key_texts(parts: KeyPath) -> tuple[str, ...] | None:
    """The parts of a key when all of them are text, else None."""
    texts = tuple([part for part in parts if isinstance(part, str)])
    return texts if len(texts) == len(parts) else None


def key_order(parts: KeyPath) -> tuple[tuple[str, ...], str]:
    """What keys are sorted by: their parts as text, as those of one type alone can be compared."""
    return tuple(map(part_text, parts)), join_key(parts)


def _joined(part: Hashable) -> str:
    if not isinstance(part, str):
        return f"[{part_text(part)}]"
    if len(part) >= _SHORTEST_SECRET:
        part = shown_part(part)
    return f".{part}" if _BARE.fullmatch(part) else f".{_quoted(part)}"


@lru_cache(maxsize=65536)
def shown_part(part: str) -> str:
    """A part of a key with MASK in place of what shows by its shape to be a secret: a password in a URL."""
    return mask_text(part)


def _quoted(part: str) -> str:
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(escapes.get(char, char) for char in part) + '"'


def type_name(value: Value) -> str:
    """The word for a value's type in the window, the command line and JSON: `int`, `list 2`, `null`, …"""
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"list {len(value)}"
    if isinstance(value, dict):
        return "mapping"
    return type(value).__name__


def number_text(number: float) -> str:
    """A number in decimal digits; whole ones of more digits than Python converts, in hexadecimal ones."""
    return hex(int(number)) if is_endless(number) else repr(number)


def is_endless(value: Value) -> bool:
    """Whether a value is a whole number of more digits than Python converts, which a file may spell as 0x….

    That of a variable is none: Python refuses to read it.
    """
    return isinstance(value, int) and value.bit_length() > _MOST_BITS
