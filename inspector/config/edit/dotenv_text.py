"""Changes to the text of files of variables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.config.edit.changes import EditRefusedError, Keys
from inspector.config.edit.spans import EditedText
from inspector.config.values import Node, Value

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,=-]*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def with_value(text: str, root: Node | None, keys: Keys, value: Value) -> Iterator[str]:
    """The texts in which this variable may have this text, the plainest first. Raises EditRefusedError."""
    name = _name(keys)
    if not isinstance(value, str):
        raise EditRefusedError("A variable is always a text.")
    edited = EditedText(text)
    node = root.child(name) if root is not None else None
    for spelling in _spellings(value):
        if node is None:
            if not _NAME.fullmatch(name):
                raise EditRefusedError(f"{name} is no name that a variable can have.")
            ended = not text or text.endswith(("\n", "\r"))
            yield f"{text}{'' if ended else edited.newline}{name}={spelling}{edited.newline}"
            continue
        start, end = edited.span(node.place)
        assert node.key_place is not None
        sign = "" if "=" in text[edited.span(node.key_place)[1] : start] else "="
        behind = edited.text[end : edited.line_end(end)]
        gap = " " if behind.startswith("#") else ""
        yield edited.replaced(start, end, sign + spelling + gap)


def without_key(text: str, root: Node | None, keys: Keys) -> Iterator[str]:
    """The text without the lines of this variable."""
    node = root.child(_name(keys)) if root is not None else None
    if node is None or node.key_place is None:
        raise EditRefusedError("The file does not set it.")
    edited = EditedText(text)
    start = edited.line_start(edited.span(node.key_place)[0])
    end = edited.next_line(edited.span(node.place)[1])
    yield edited.replaced(start, end, "")


def _name(keys: Keys) -> str:
    if len(keys) != 1:
        raise EditRefusedError("A file of variables has no keys inside of keys.")
    return str(keys[0])


def _spellings(value: str) -> Iterator[str]:
    if _PLAIN.fullmatch(value):
        yield value
    if '"' not in value and "\\" not in value and "\n" not in value and "$" not in value:
        yield f'"{value}"'
    if "'" not in value:
        yield f"'{value}'"
    yield '"' + "".join(_ESCAPES.get(char, char) for char in value) + '"'
    if '"' not in value:
        yield f'"{value}"'
    if "`" not in value:
        yield f"`{value}`"
    if value.strip() == value and "\n" not in value:
        yield value
