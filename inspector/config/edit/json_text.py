"""Changes to the text of JSON, with and without comments."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator

from inspector.config.edit.changes import EditRefusedError, Keys
from inspector.config.edit.spans import EditedText
from inspector.config.values import Node, NodeKind, Value

_SKIPPED = re.compile(r"(?:\s|//[^\r\n]*|/\*.*?\*/)*", re.DOTALL)
_STEP = "  "


def with_value(text: str, root: Node | None, keys: Keys, value: Value) -> Iterator[str]:
    """The texts that may have this value at these keys, the best first. Raises EditRefusedError."""
    edited = EditedText(text)
    if root is None:
        yield _written(_nested(keys, value), edited, "") + edited.newline
        return
    node, parts = _found(root, keys)
    if not parts:
        start, end = edited.span(node.place)
        yield edited.replaced(start, end, _written(value, edited, _indent(edited, start)))
        return
    yield _with_entry(edited, node, parts[0], _nested(parts[1:], value))


def without_key(text: str, root: Node | None, keys: Keys) -> Iterator[str]:
    """The text without this key and without what is empty then."""
    edited = EditedText(text)
    path = _entries(root, keys)
    while len(path) > 1 and len(path[-1][0].entries) == 1:
        path.pop()
    parent, key = path[-1]
    yield _without_entry(edited, parent, key)


def _found(root: Node, keys: Keys) -> tuple[Node, Keys]:
    """The deepest node that is there on the way to a key, and the keys that are left."""
    node = root
    for index, key in enumerate(keys):
        child = node.child(key)
        if child is None or (child.kind is not NodeKind.MAPPING and index + 1 < len(keys)):
            if child is not None:
                raise EditRefusedError(f"{key} is no mapping there.", "Change or remove it first.")
            return node, keys[index:]
        node = child
    return node, ()


def _entries(root: Node | None, keys: Keys) -> list[tuple[Node, Hashable]]:
    """The mappings on the way with the key that is taken in each."""
    path: list[tuple[Node, Hashable]] = []
    node = root
    for key in keys:
        child = node.child(key) if node is not None else None
        if node is None or child is None:
            raise EditRefusedError("The file does not set it.")
        path.append((node, key))
        node = child
    return path


def _with_entry(edited: EditedText, mapping: Node, key: Hashable, value: Value) -> str:
    start, end = edited.span(mapping.place)
    closing = end - 1
    several_lines = "\n" in edited.text[start:end] or "\r" in edited.text[start:end]
    if not mapping.entries:
        outer = _indent(edited, start)
        inner = outer + _step(edited)
        body = f"{json.dumps(str(key), ensure_ascii=False)}: {_written(value, edited, inner)}"
        comments = edited.text[start + 1 : closing].rstrip()
        return edited.replaced(
            start, end, "{" + comments + edited.newline + inner + body + edited.newline + outer + "}"
        )
    last_key, last = mapping.entries[-1]
    assert last.key_place is not None
    del last_key
    behind = edited.span(last.place)[1]
    inner = _indent(edited, edited.span(last.key_place)[0]) if several_lines else ""
    body = f"{json.dumps(str(key), ensure_ascii=False)}: {_written(value, edited, inner)}"
    comma = _comma(edited.text, behind)
    if not several_lines:
        at = behind if comma is None else comma + 1
        return edited.replaced(at, at, (" " if comma is not None else ", ") + body)
    at = edited.line_end(behind if comma is None else comma)
    at = min(at, closing) if edited.line_start(closing) <= at else at
    tail = edited.text[behind:at] if comma is None else edited.text[comma + 1 : at]
    head = edited.text[:behind] + "," if comma is None else edited.text[: comma + 1]
    trailing = "," if comma is not None else ""
    line_break = "" if edited.text[at : at + 1] in ("\n", "\r") else edited.newline
    return head + tail.rstrip() + edited.newline + inner + body + trailing + line_break + edited.text[at:]


def _without_entry(edited: EditedText, mapping: Node, key: Hashable) -> str:
    index = next(index for index, (name, _) in enumerate(mapping.entries) if name == key)
    node = mapping.entries[index][1]
    assert node.key_place is not None
    start, end = edited.span(node.key_place)[0], edited.span(node.place)[1]
    if edited.text[start - 1 : start] in ('"', "'"):
        start -= 1
    comma = _comma(edited.text, end)
    if comma is not None:
        following = edited.text[comma + 1 : edited.line_end(comma)]
        blanks = len(following) - len(following.lstrip(" \t"))
        return edited.without(start, comma + 1 + (blanks if following.strip() else 0))
    if index:
        before = _comma(edited.text, edited.span(mapping.entries[index - 1][1].place)[1])
        if before is not None and not edited.text[before + 1 : start].strip(" \t"):
            return edited.replaced(before, end, "")
        if before is not None:
            return EditedText(edited.without(start, end)).replaced(before, before + 1, "")
    return edited.without(start, end)


def _comma(text: str, behind: int) -> int | None:
    """Where the comma behind a value stands, None when the mapping ends there."""
    found = _SKIPPED.match(text, behind)
    at = found.end() if found is not None else behind
    return at if text[at : at + 1] == "," else None


def _nested(keys: Keys, value: Value) -> Value:
    for key in reversed(keys):
        value = {str(key): value}
    return value


def _written(value: Value, edited: EditedText, indent: str) -> str:
    """The value over several lines when it has parts, which start one step behind `indent`."""
    try:
        short = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError) as error:
        raise EditRefusedError("JSON has no way to write such a value.") from error
    if not isinstance(value, dict) or not value:
        return short
    lines = json.dumps(value, ensure_ascii=False, indent=_step(edited)).split("\n")
    return (edited.newline + indent).join(lines)


def _indent(edited: EditedText, offset: int) -> str:
    line = edited.text[edited.line_start(offset) : offset]
    return line[: len(line) - len(line.lstrip())]


def _step(edited: EditedText) -> str:
    """One step of indentation as the file has it."""
    found = re.search(r"^([ \t]+)\S", edited.text, re.MULTILINE)
    return found.group(1) if found is not None and len(found.group(1)) <= 8 else _STEP
