"""How a value is written in YAML so that the file's own parser returns exactly that value."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from inspector.config.edit.changes import EditRefusedError
from inspector.config.export.flow import quoted_text
from inspector.config.resolve.candidates import same
from inspector.config.values import Node, Value

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:[^\n\r#:]|:(?=\S)|(?<=\S)#)*")
_BLOCK = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]*")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Spells values for one reader. `read` parses a text and returns its root, None when it has none."""

    read: Callable[[str], Node | None]

    def of(self, value: Value, indent: int, newline: str) -> Iterator[str]:
        """Ways to write a value behind its key, whose column is `indent`; the plainest first."""
        if isinstance(value, str) and "\n" in value.rstrip("\n") and _BLOCK.fullmatch(value):
            yield newline.join(_block(value, indent + 2))
        if isinstance(value, dict) and value:
            lines = [line for key, inner in value.items() for line in self.entry(key, inner, indent + 2, 2)]
            yield newline + newline.join(lines)
        if isinstance(value, dict | list):
            yield self.in_flow(value)
            return
        yield from _scalars(value)

    def entry(self, key: Value, value: Value, indent: int, step: int) -> list[str]:
        """The lines of a key and its value in a block."""
        head = f"{' ' * indent}{self.in_flow(key)}:"
        if isinstance(value, dict) and value:
            inner = [
                line for name, item in value.items() for line in self.entry(name, item, indent + step, step)
            ]
            return [head, *inner]
        if isinstance(value, str) and "\n" in value.rstrip("\n") and _BLOCK.fullmatch(value):
            first, *rest = _block(value, indent + step)
            return [f"{head} {first}", *rest]
        return [f"{head} {self.in_flow(value)}"]

    def in_flow(self, value: Value) -> str:
        """A value on one line, good anywhere. Raises EditRefusedError when there is no way."""
        if isinstance(value, dict):
            pairs = (f"{self.in_flow(key)}: {self.in_flow(item)}" for key, item in value.items())
            return "{" + ", ".join(pairs) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.in_flow(item) for item in value) + "]"
        for spelled in _scalars(value):
            root = self.read(f"[{spelled}]")
            if root is not None and len(root.elements) == 1 and same(root.elements[0].value, value):
                return spelled
        raise EditRefusedError("YAML as this application reads it has no way to write such a value.")


def _scalars(value: Value) -> Iterator[str]:
    if value is None:
        yield from ("null", "~")
    elif isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, float):
        yield from _floats(value)
    elif isinstance(value, datetime.datetime):
        yield value.isoformat(" ")
        yield value.isoformat()
    elif isinstance(value, datetime.date):
        yield value.isoformat()
    elif isinstance(value, str):
        if _PLAIN.fullmatch(value) and value == value.strip():
            yield value
        yield quoted_text(value)
        yield "'" + value.replace("'", "''") + "'"


def _floats(value: float) -> Iterator[str]:
    if value != value:
        yield ".nan"
    elif value in (float("inf"), float("-inf")):
        yield ".inf" if value > 0 else "-.inf"
    else:
        yield repr(value)
        mantissa, _, exponent = repr(value).partition("e")
        if exponent:  # YAML 1.1 wants a point and a sign
            sign = "" if exponent[0] in "+-" else "+"
            yield f"{mantissa}{'' if '.' in mantissa else '.0'}e{sign}{exponent}"


def _block(value: str, indent: int) -> list[str]:
    """A text of several lines as a literal block."""
    body = value.rstrip("\n")
    ends = len(value) - len(body)
    chomp = {0: "-", 1: ""}.get(ends, "+")
    hint = "2" if body.startswith((" ", "\n")) else ""
    lines = [f"|{hint}{chomp}"]
    lines += [" " * indent + line if line else "" for line in body.split("\n")]
    return lines + [""] * max(0, ends - 1)
