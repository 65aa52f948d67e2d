"""Names of variables: which ones set a key, and how a name falls into parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspector.base.places import Place
from inspector.config.dialects.dynaconf.casts import Reader
from inspector.config.dialects.dynaconf.data import Leaf, Source, plain
from inspector.config.dialects.dynaconf.store import upper
from inspector.config.dialects.reading import no_text_sentence
from inspector.config.dialects.spec import NamePart, PartRole, VariableName
from inspector.config.layers import Layer, LayerKind
from inspector.config.values import KeyPath, Node, NodeKind, Value, join_key, key_texts, part_text

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SOURCE = Source(Layer("none", LayerKind.DEFAULT, ""), Node(NodeKind.SCALAR, None, Place()))


@dataclass(frozen=True, slots=True)
class Naming:
    """How names are made: the prefixes in the order in which they are read, "" for all names; what stands
    between the parts of a key, and what stands before the number of an item in a list ("" for nothing)."""

    prefixes: tuple[str, ...]
    separator: str = "__"
    index: str = ""

    def prefix_of(self, name: str) -> str | None:
        """The prefix with which a name begins, the one that is read last first; None without one."""
        return next((prefix for prefix in reversed(self.prefixes) if name.startswith(prefix)), None)

    def key_path(self, rest: str) -> KeyPath:
        """Where a name without prefix points, as it is spelled."""
        text = rest
        if self.index:
            text = re.sub(rf"{re.escape(self.index)}\d+", lambda found: f".{found.group()}", text)
        first, *more = (text.replace(self.separator, ".") if self.separator else text).split(".")
        return (upper(first.strip()), *more)

    def names_for(self, path: KeyPath) -> tuple[VariableName, ...]:
        """All names that set a key, the one that wins first."""
        rest = self._rest_for(path)
        if rest is None:
            return self._within(path)
        names = []
        for number, prefix in enumerate(reversed(self.prefixes)):
            later = "" if number == 0 else f"read before {self.prefixes[-1] or 'all others'}…, which wins"
            if _NAME.fullmatch(prefix + rest):
                names.append(VariableName(prefix + rest, later))
        loud = rest.upper()
        if loud != rest and names:
            note = "lands on the key when a file has it, whatever the letters behind the first part"
            names.insert(1, VariableName(self.prefixes[-1] + loud, note))
        return tuple(names) or self._within(path)

    def unreachable(self, path: KeyPath) -> str:
        """Why no variable sets a key, "" when one does."""
        if self.names_for(path):
            return ""
        if odd := no_text_sentence(path):
            return odd
        if path[0] != upper(path[0]):
            return f"Keys at the top are in capital letters; no name gives {path[0]}."
        if any(self.separator and self.separator in part_text(part) for part in path):
            return f"Names are split at each {self.separator}, so that none reaches a key that holds one."
        return f"No name that a shell accepts spells {join_key(path)}."

    def split(self, name: str) -> tuple[NamePart, ...]:
        """The prefix, then the parts of the key."""
        prefix = self.prefix_of(name) or ""
        parts = [NamePart(prefix, PartRole.PREFIX)] if prefix else []
        rest = name[len(prefix) :]
        marks = [re.escape(self.index) + r"(?=\d)"] if self.index else []
        marks += [re.escape(self.separator)] if self.separator else []
        if not marks:
            return (*parts, NamePart(rest, PartRole.KEY))
        at = 0
        for found in re.finditer("|".join(marks), rest):
            parts.append(NamePart(rest[at : found.start()], PartRole.KEY))
            parts.append(NamePart(found.group(), PartRole.SEPARATOR))
            at = found.end()
        return (*parts, NamePart(rest[at:], PartRole.KEY))

    def _rest_for(self, path: KeyPath) -> str | None:
        """The name without prefix that points at a key, None when none does."""
        texts = key_texts(path)
        rest = self.separator.join(texts) if texts and (self.separator or len(path) == 1) else ""
        return rest if rest and self.key_path(rest) == path else None

    def _within(self, path: KeyPath) -> tuple[VariableName, ...]:
        """The name of the table above a key that cannot be spelled itself."""
        if len(path) < 2 or not isinstance(path[-1], str):
            return ()
        above = [name for name in self.names_for(path[:-1]) if name.plain][:1]
        key = path[-1].replace("\\", "\\\\").replace('"', '\\"')
        if "\n" in key or "\r" in key:
            return ()
        return tuple(
            VariableName(name.name, "adds the key to the table", f'@merge {{"{key}" = "…"}}')
            for name in above
        )


def prefixes(option: Value) -> Iterator[str | None]:
    """The prefixes in the order in which dynaconf reads them; None stands for all names."""
    if option is None:
        return
    if option is False or str(option).upper() != "DYNACONF":
        yield "DYNACONF"
    if option is False:
        yield None
        return
    for name in str(option).split(","):
        yield name.upper()


def text_for(value: Value) -> str | None:
    """The text that dynaconf reads as this value, None when there is none that is sure."""
    for text in _candidates(value):
        try:
            first = Reader().read(Leaf(text, _SOURCE), toml=True)
            again = Reader().read(first)  # dynaconf reads the result again when it is set
            read = plain(again)
        except Exception:  # noqa: BLE001 - casts raise what they like; the next text may do
            continue
        if _same(read, value):
            return text
    return None


def _candidates(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        return (value, f'"{quoted}"', f"@str {value}")
    if isinstance(value, bool):
        return (str(value).lower(),)
    if value is None:
        return ("@none",)
    if isinstance(value, list):
        parts = [text_for_toml(item) for item in value]
        return () if None in parts else (f"[{', '.join(part or '' for part in parts)}]",)
    return (str(value), repr(value))


def text_for_toml(value: Value) -> str | None:
    """A value inside a list of TOML, None when TOML has no such value."""
    if isinstance(value, str):
        text = value.replace("\\", "\\\\").replace('"', '\\"')
        return None if any(ord(char) < 32 or ord(char) == 127 for char in text) else f'"{text}"'
    if isinstance(value, dict) or value is None:
        return None
    return (_candidates(value) or (None,))[0]


def _same(left: Value, right: Value) -> bool:
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return type(left) is type(right) and (left == right or (left != left and right != right))
