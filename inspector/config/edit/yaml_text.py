"""Changes to the text of YAML: only the lines of the key are touched, whatever stands around it."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

from inspector.config.edit.changes import EditRefusedError, Keys
from inspector.config.edit.spans import EditedText
from inspector.config.edit.yaml_spelling import Spelling
from inspector.config.values import Node, NodeKind, Value

_BLOCK_COMMENT = re.compile(r"[|>][+\-0-9]*[ \t]+(#[^\r\n]*)")
_ANCHOR = re.compile(r"&\S+\s+")
_STEP = 2


def with_value(text: str, root: Node | None, keys: Keys, value: Value, spelling: Spelling) -> Iterator[str]:
    """The texts that may have this value at these keys, the best first. Raises EditRefusedError."""
    edited = EditedText(text)
    mapping, parts = _found(root, edited, keys)
    if not parts:
        assert mapping is not None
        yield from _replaced(edited, mapping, value, spelling)
        return
    nested: Value = value
    for part in reversed(parts[1:]):
        nested = {part: nested}
    if mapping is None:
        lines = spelling.entry(parts[0], nested, 0, _STEP)
        if text and not text.endswith(("\n", "\r")):
            text += edited.newline
        yield text + "".join(line + edited.newline for line in lines)
    elif mapping.kind is NodeKind.SCALAR:
        yield from _filled(edited, mapping, parts[0], nested, spelling)
    elif _in_flow(edited, mapping):
        yield _in_braces(edited, mapping, parts[0], nested, spelling)
    else:
        yield from _below(edited, mapping, parts[0], nested, spelling)


def without_key(text: str, root: Node | None, keys: Keys) -> Iterator[str]:
    """The text without this key and without the mappings that are empty then."""
    edited = EditedText(text)
    path: list[tuple[Node, Hashable]] = []
    node = root
    for key in keys:
        child = _own(node, edited, key) if node is not None else None
        if node is None or child is None:
            raise EditRefusedError("The file does not set it at this key.", "It may come from a merge (<<).")
        path.append((node, key))
        node = child
    while len(path) > 1 and len(path[-1][0].entries) == 1:
        path.pop()
    mapping, key = path[-1]
    entry = _own(mapping, edited, key)
    assert entry is not None
    assert entry.key_place is not None
    start = edited.span(entry.key_place)[0]
    end = _end(edited, entry)
    if _in_flow(edited, mapping):
        yield _without_pair(edited, start, end)
    elif edited.text[edited.line_start(start) : start].strip():
        raise EditRefusedError(
            "It is the first key of a list's item, on the line of its dash.", "Remove it in an editor."
        )
    else:
        first = edited.line_start(start)
        yield edited.replaced(first, _below_value(edited, entry, end), "")


def _found(root: Node | None, edited: EditedText, keys: Keys) -> tuple[Node | None, Keys]:
    """The deepest node on the way to a key, a null in place of a mapping included; the keys that are left."""
    node = root
    for index, key in enumerate(keys):
        if node is None or (node.kind is NodeKind.SCALAR and node.value is None):
            return node, keys[index:]
        if node.kind is not NodeKind.MAPPING:
            raise EditRefusedError(f"{keys[index - 1]} is no mapping there.", "Change or remove it first.")
        child = _own(node, edited, key)
        if child is None:
            return node, keys[index:]
        node = child
    return node, ()


def _own(mapping: Node, edited: EditedText, key: Hashable) -> Node | None:
    """The entry of this key, None when it was merged in from another mapping."""
    child = mapping.child(key)
    if child is None or child.key_place is None:
        return None
    start, end = edited.span(mapping.place)
    return child if start <= edited.span(child.key_place)[0] < end else None


def _replaced(edited: EditedText, node: Node, value: Value, spelling: Spelling) -> Iterator[str]:
    start, end = edited.span(node.alias_place or node.place)
    text = edited.text
    if node.key_place is not None:
        indent = edited.column(edited.span(node.key_place)[0])
        colon = text.find(":", edited.span(node.key_place)[1], max(start, edited.span(node.key_place)[1] + 2))
    else:
        indent, colon = 0, -1
    if node.alias_place is None and node.kind is not NodeKind.SCALAR and not _in_flow(edited, node):
        if colon < 0 or "\n" in text[colon:start].strip(" \t\r\n"):
            raise EditRefusedError("It is a block that only an editor can replace.")
        start = colon + 1
        end = _end(edited, node)
    anchor = _ANCHOR.match(text, start, end)
    if anchor is not None:
        start = anchor.end()
    written = text[start:end]
    comment = _BLOCK_COMMENT.match(written)
    tail = f" {comment.group(1)}" if comment is not None else ""
    if node.alias_place is None and node.kind is NodeKind.SCALAR and written.startswith(("|", ">")):
        body = written.rstrip("\r\n")
        tail += written[len(body) :] if "\n" in written else ""
    before = " " if text[start - 1 : start] in (":", "-", ",", "?") else ""
    for spelled in spelling.of(value, indent, edited.newline):
        yield edited.replaced(start, end, before + spelled + tail)


def _filled(
    edited: EditedText, empty: Node, key: Hashable, value: Value, spelling: Spelling
) -> Iterator[str]:
    """A key that has no value yet gets its first entry."""
    if empty.key_place is None:
        raise EditRefusedError("There is no mapping to write it to.")
    start, end = edited.span(empty.place)
    indent = edited.column(edited.span(empty.key_place)[0])
    lines = spelling.entry(key, value, indent + _STEP, _STEP)
    cleared = EditedText(edited.replaced(start, end, "").rstrip(" ") if start != end else edited.text)
    yield cleared.after_line(start, lines)


def _below(
    edited: EditedText, mapping: Node, key: Hashable, value: Value, spelling: Spelling
) -> Iterator[str]:
    """An entry behind the last one of a block."""
    own = [node for _, node in mapping.entries if node.key_place is not None]
    placed = [node for node in own if _within(edited, mapping, node)]
    start, end = edited.span(mapping.place)
    indent = edited.column(edited.span(placed[0].key_place or placed[0].place)[0] if placed else start)
    if placed and edited.text[edited.span(placed[0].key_place or placed[0].place)[0] - 1] in "\"'":
        indent -= 1
    last = len(edited.text[:end].rstrip())
    lines = spelling.entry(key, value, indent, _STEP)
    yield edited.after_line(last, lines)
    yield edited.replaced(end, end, edited.newline + edited.newline.join(lines))


def _in_braces(edited: EditedText, mapping: Node, key: Hashable, value: Value, spelling: Spelling) -> str:
    start, end = edited.span(mapping.place)
    inner = edited.text[start + 1 : end - 1]
    body = inner.rstrip()
    pair = f"{spelling.in_flow(key)}: {spelling.in_flow(value)}"
    if body.endswith(",") or not body.strip():
        joined = f"{body}{' ' if body.strip() else ''}{pair}"
    else:
        joined = f"{body}, {pair}"
    return edited.replaced(start + 1, end - 1, joined + inner[len(body) :])


def _without_pair(edited: EditedText, start: int, end: int) -> str:
    text = edited.text
    behind = re.compile(r"\s*,[ \t]*").match(text, end)
    if behind is not None:
        return edited.replaced(start, behind.end(), "")
    head = text[:start].rstrip()
    if head.endswith(","):
        return edited.replaced(len(head) - 1, end, "")
    return edited.replaced(start, end, "")


def _within(edited: EditedText, mapping: Node, node: Node) -> bool:
    start, end = edited.span(mapping.place)
    return node.key_place is not None and start <= edited.span(node.key_place)[0] < end


def _in_flow(edited: EditedText, node: Node) -> bool:
    start, end = edited.span(node.place)
    anchor = _ANCHOR.match(edited.text, start, end)
    start = anchor.end() if anchor is not None else start
    return edited.text[start : start + 1] in ("{", "[")


def _end(edited: EditedText, node: Node) -> int:
    """Where the text of a value ends; an alias ends at its own name, not where the anchor does."""
    if node.alias_place is not None:
        return edited.span(node.alias_place)[1]
    if node.kind is NodeKind.SCALAR or _in_flow(edited, node):
        return edited.span(node.place)[1]
    inner = [child for _, child in node.entries if _within(edited, node, child)] or list(node.elements)
    ends = [edited.span(node.place)[1], *(_end(edited, child) for child in inner)]
    return max(ends)


def _below_value(edited: EditedText, node: Node, end: int) -> int:
    """Where the line below an entry starts; blank lines behind a block text stay."""
    del node
    body = edited.text[:end].rstrip("\r\n")
    return edited.next_line(len(body))
