"""What can still be read of a YAML text with errors: broken lines are blanked out, and what hangs on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from typing import TypeAlias

import yaml

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.positions import Positions
from inspector.config.formats.yaml_flavour import Flavour
from inspector.config.formats.yaml_state import TooDeep
from inspector.config.formats.yaml_tree import TreeReader
from inspector.config.values import Node, NodeKind

# Each repair reads the text again: that many times at most, and fewer for long texts.
_MAX_REPAIRS = 30
_MAX_READ_CHARS = 2 * 1024 * 1024

_NEVER_CLOSED = re.compile(r"unexpected end of stream|expected ',' or '[\]}]'|while scanning a simple key")
_UNPRINTABLE = yaml.reader.Reader.NON_PRINTABLE
_LINE = re.compile(r"[^\r\n]+")

_Lines: TypeAlias = tuple[int, int]


def error_offsets(error: yaml.YAMLError | TooDeep, text: str) -> tuple[int, ...]:
    """Where an error is, first the spot that is to be repaired."""
    if isinstance(error, TooDeep):
        return (error.offset,)
    if isinstance(error, yaml.reader.ReaderError):
        unprintable = _UNPRINTABLE.search(text)  # libyaml counts bytes
        return (error.position if unprintable is None else unprintable.start(),)
    if not isinstance(error, yaml.MarkedYAMLError):
        return (0,)
    said = f"{error.context} {error.problem}"
    marks = [mark for mark in (error.problem_mark, error.context_mark) if mark is not None]
    if _NEVER_CLOSED.search(said):  # reported where it is opened, everything else where the reading ended
        marks.reverse()
    return tuple(min(mark.index, len(text)) for mark in marks) or (0,)


def recover(
    text: str, path: str, error: yaml.YAMLError | TooDeep, flavour: Callable[[], Flavour]
) -> tuple[Node | None, list[Finding]]:
    """The tree of a text without its broken lines, and the findings about it; `error` is the first one.

    A list or a scalar that loses a line is left out as a whole.
    """
    blanked: list[_Lines] = []
    parents: list[_Lines] = []
    seen, found = text, error
    for repair in range(1, _MAX_REPAIRS + 1):
        start, end = _broken_block(seen, found)
        if start == end:
            break
        if repair == _MAX_REPAIRS or repair * len(text) > _MAX_READ_CHARS:
            end = len(text)
        parents.append(_parent(seen, start))
        seen = seen[:start] + _commented(seen[start:end]) + seen[end:]
        blanked.append((start, end))
        reader = TreeReader(seen, path, yaml.CSafeLoader(seen), flavour())
        root = reader.read()
        if reader.error is None:
            whole = _Whole(Positions(text, path), blanked, parents).part(root) if root is not None else None
            return whole, reader.findings
        found = reader.error
    return None, []


def _commented(lines: str) -> str:
    """Lines of the same lengths without content: blank ones would lengthen a block text above them."""
    return _LINE.sub(lambda match: "#" + " " * (len(match.group()) - 1), lines)


def _broken_block(text: str, error: yaml.YAMLError | TooDeep) -> _Lines:
    """The line of an error and all lines that are indented below it; nothing when there is no such line."""
    offset = error_offsets(error, text)[0]
    if "single document" in str(error):
        return offset, len(text)
    start = _line_start(text, offset)
    while start > 0 and _is_blank(text, start):
        start = _line_start(text, start - 1)
    if _is_blank(text, start):
        return 0, 0
    indent, is_item = _indent(text, start)
    end = _line_end(text, start)
    while end < len(text):
        if not _is_blank(text, end):
            next_indent, next_is_item = _indent(text, end)
            if next_indent < indent or (next_indent == indent and (is_item or not next_is_item)):
                break
        end = _line_end(text, end)
    return start, end


def _parent(text: str, start: int) -> _Lines:
    """The line on which the line that starts here hangs; nothing for one at the top level."""
    indent, is_item = _indent(text, start)
    at = start
    while at > 0:
        at = _line_start(text, at - 1)
        if not _is_blank(text, at):
            above, above_is_item = _indent(text, at)
            if above < indent or (above == indent and is_item and not above_is_item):
                return at, _line_end(text, at)
    return 0, 0


def _is_blank(text: str, at: int) -> bool:
    line = text[at : _line_end(text, at)].strip()
    return not line or line.startswith("#")


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _indent(text: str, start: int) -> tuple[int, bool]:
    """How far a line is indented, and whether it starts an item of a list."""
    line = text[start : _line_end(text, start)]
    written = line.lstrip(" \t")
    return len(line) - len(written), re.match(r"-\s", written) is not None


class _Whole:
    """Leaves out what lost a line: the mappings around it stay, lists and scalars do not."""

    def __init__(self, positions: Positions, blanked: list[_Lines], parents: list[_Lines]) -> None:
        self._positions = positions
        self._lost = blanked + parents
        self._parents = parents

    def part(self, node: Node) -> Node | None:
        """The node without what is no longer whole; None when that is the node itself."""
        if not self._touches(node.place, self._lost):
            return node
        if node.kind is not NodeKind.MAPPING:
            return None
        entries = tuple(self._entries(node))
        if node.entries and not entries:
            return None
        return replace(node, value={key: child.value for key, child in entries}, entries=entries)

    def _entries(self, node: Node) -> Iterator[tuple[Hashable, Node]]:
        for key, child in node.entries:
            is_parent = child.key_place is not None and self._touches(child.key_place, self._parents)
            whole = None if is_parent and child.kind is not NodeKind.MAPPING else self.part(child)
            if whole is not None:
                yield key, whole

    def _touches(self, place: Place, lines: list[_Lines]) -> bool:
        start = self._positions.offset(place.line or 1, place.column or 1)
        end = self._positions.offset(place.end_line or 1, place.end_column or 1)
        return any(first < end and last > start for first, last in lines)
