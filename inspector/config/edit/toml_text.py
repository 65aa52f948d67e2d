"""Changes to the text of TOML."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from inspector.config.edit.changes import EditRefusedError, Keys
from inspector.config.edit.spans import EditedText
from inspector.config.values import Node, NodeKind, Value


def with_value(text: str, root: Node | None, keys: Keys, value: Value) -> Iterator[str]:
    """The texts that may have this value at these keys, the best first. Raises EditRefusedError."""
    node = root
    for key in keys:
        node = node.child(key) if node is not None else None
    if node is not None and node.kind is not NodeKind.MAPPING:
        edited = EditedText(text)
        yield edited.replaced(*edited.span(node.place), _spelled(value))
    document = _document(text)
    table: MutableMapping[str, Any] = document
    for part in map(str, keys[:-1]):
        if part not in table:
            table[part] = tomlkit.table()
        inner = table[part]
        if not isinstance(inner, MutableMapping):
            raise EditRefusedError(f"{part} is no table there.", "Change or remove it first.")
        table = inner
    table[str(keys[-1])] = _item(value)
    yield tomlkit.dumps(document)


def without_key(text: str, root: Node | None, keys: Keys) -> Iterator[str]:
    """The text without this key and without the tables that are empty then."""
    del root
    document = _document(text)
    path: list[tuple[MutableMapping[str, Any], str]] = []
    table: Any = document
    for part in map(str, keys):
        if not isinstance(table, MutableMapping) or part not in table:
            raise EditRefusedError("The file does not set it.")
        path.append((table, part))
        table = table[part]
    for index, (inner, part) in enumerate(reversed(path)):
        if index == 0 or not inner[part]:
            del inner[part]
    yield tomlkit.dumps(document)


def _document(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise EditRefusedError("The file has an error.", "Repair it first.") from error


def _item(value: Value) -> Any:
    if value is None:
        raise EditRefusedError("TOML has no null.", "Remove the key instead.")
    try:
        return tomlkit.item(value)
    except (TOMLKitError, ValueError, TypeError) as error:
        raise EditRefusedError("TOML has no way to write such a value.") from error


def _spelled(value: Value) -> str:
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        table.update(value)
        return table.as_string()
    text = _item(value).as_string()
    assert isinstance(text, str)
    return text
