"""Expressions of Python whose values are known without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from inspector.base.places import Place
from inspector.config.values import Node, NodeKind

_MAX_DEPTH = 50


class UnknownError(Exception):
    """An expression whose value only the running application knows."""


class Literals:
    """The expressions of one file: literals, constants of the file, and paths made of `__file__`.

    `names` are the assignments at the top of the file, the last one of each name.
    """

    def __init__(self, text: str, path: str, tree: ast.Module) -> None:
        self._lines = text.split("\n")
        self._path = path
        self.names: dict[str, ast.expr] = {}
        self._reassigned: set[str] = set()
        for statement in tree.body:
            for name, value in _assigned(statement):
                if name in self.names:
                    self._reassigned.add(name)
                self.names[name] = value

    def node(self, value: ast.expr, key_place: Place | None = None, depth: int = 0) -> Node:
        """The node of an expression. Raises UnknownError."""
        if depth > _MAX_DEPTH:
            raise UnknownError
        place = self.place(value)
        if isinstance(value, ast.List | ast.Tuple | ast.Set):
            elements = tuple(self.node(element, None, depth + 1) for element in value.elts)
            return Node(NodeKind.SEQUENCE, [e.value for e in elements], place, key_place, elements=elements)
        if isinstance(value, ast.Dict):
            return self._mapping(value, place, key_place, depth)
        plain = self._value(value, depth)
        if isinstance(plain, list):
            plain = [_text(item) for item in plain]
            elements = tuple(Node(NodeKind.SCALAR, item, place) for item in plain)
            return Node(NodeKind.SEQUENCE, plain, place, key_place, elements=elements)
        plain = _text(plain)
        raw = (
            ast.get_source_segment("\n".join(self._lines), value) if isinstance(value, ast.Constant) else None
        )
        return Node(NodeKind.SCALAR, plain, place, key_place, raw)

    def _mapping(self, value: ast.Dict, place: Place, key_place: Place | None, depth: int) -> Node:
        entries = []
        for key, child in zip(value.keys, value.values, strict=True):
            if key is None:
                raise UnknownError
            name = self._value(key, depth + 1)
            if not isinstance(name, str | int | float | bool | None):
                raise UnknownError
            entries.append((name, self.node(child, self.place(key), depth + 1)))
        plain = {name: node.value for name, node in entries}
        last = dict(entries)
        return Node(NodeKind.MAPPING, plain, place, key_place, entries=tuple(last.items()))

    def _value(self, value: ast.expr, depth: int) -> Any:
        """The plain value of an expression that is no collection; a path as a path."""
        if depth > _MAX_DEPTH:
            raise UnknownError
        if isinstance(value, ast.Constant):
            if isinstance(value.value, str | int | float | bool | None):
                return value.value
        elif isinstance(value, ast.Name):
            return self._named(value.id, depth)
        elif isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub):
            operand = self._value(value.operand, depth + 1)
            if isinstance(operand, int | float):
                return -operand
        elif isinstance(value, ast.BinOp):
            return self._binary(value, depth)
        elif isinstance(value, ast.JoinedStr):
            return "".join(self._part(part, depth) for part in value.values)
        elif isinstance(value, ast.Attribute):
            return self._attribute(value, depth)
        elif isinstance(value, ast.Subscript):
            return self._subscript(value, depth)
        elif isinstance(value, ast.Call):
            return self._called(value, depth)
        raise UnknownError

    def _named(self, name: str, depth: int) -> Any:
        if name == "__file__":
            return PurePosixPath(self._path)
        if name not in self.names or name in self._reassigned:
            raise UnknownError
        found = self.names[name]
        if isinstance(found, ast.List | ast.Tuple):
            return [self._value(element, depth + 1) for element in found.elts]
        return self._value(found, depth + 1)

    def _binary(self, value: ast.BinOp, depth: int) -> Any:
        left, right = self._value(value.left, depth + 1), self._value(value.right, depth + 1)
        if isinstance(value.op, ast.Div) and isinstance(left, PurePosixPath):
            return left / str(right)
        if isinstance(value.op, ast.Add) and isinstance(left, str) and isinstance(right, str):
            return left + right
        raise UnknownError

    def _part(self, part: ast.expr, depth: int) -> str:
        if isinstance(part, ast.FormattedValue):
            if part.format_spec is not None or part.conversion != -1:
                raise UnknownError
            return str(self._value(part.value, depth + 1))
        return str(self._value(part, depth + 1))

    def _attribute(self, value: ast.Attribute, depth: int) -> Any:
        path = self._value(value.value, depth + 1)
        if isinstance(path, PurePosixPath) and value.attr == "parent":
            return path.parent
        raise UnknownError

    def _subscript(self, value: ast.Subscript, depth: int) -> Any:
        """`path.parents[1]`."""
        if isinstance(value.value, ast.Attribute) and value.value.attr == "parents":
            path = self._value(value.value.value, depth + 1)
            index = self._value(value.slice, depth + 1)
            if isinstance(path, PurePosixPath) and isinstance(index, int) and 0 <= index < len(path.parents):
                return path.parents[index]
        raise UnknownError

    def _called(self, value: ast.Call, depth: int) -> Any:
        name = last_name(value.func)
        if value.keywords:
            raise UnknownError
        if name in ("resolve", "absolute") and isinstance(value.func, ast.Attribute):
            return self._value(value.func.value, depth + 1)
        if name in ("cwd", "getcwd"):
            return PurePosixPath()
        arguments = [self._value(argument, depth + 1) for argument in value.args]
        if name == "str" and len(arguments) == 1:
            return arguments[0]
        if not all(isinstance(argument, str | PurePosixPath) for argument in arguments) or not arguments:
            raise UnknownError
        if name in ("Path", "PurePath", "join"):
            return PurePosixPath(*arguments)
        if name in ("abspath", "realpath", "normpath") and len(arguments) == 1:
            return PurePosixPath(arguments[0])
        if name == "dirname" and len(arguments) == 1:
            return PurePosixPath(arguments[0]).parent
        raise UnknownError

    def name_place(self, keyword: ast.keyword) -> Place:
        """Where the name of an argument stands."""
        start = self._column(keyword.lineno, keyword.col_offset)
        end = start + len(keyword.arg or "")
        return Place(self._path, keyword.lineno, start, keyword.lineno, end)

    def place(self, node: ast.expr | ast.stmt) -> Place:
        """Where a piece of code stands."""
        end_line = node.end_lineno or node.lineno
        return Place(
            self._path,
            node.lineno,
            self._column(node.lineno, node.col_offset),
            end_line,
            self._column(end_line, node.end_col_offset or 0),
        )

    def _column(self, line: int, offset: int) -> int:
        """A column counted in characters from 1, of an offset counted in bytes."""
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        return len(text.encode()[:offset].decode(errors="ignore")) + 1


def _text(value: Any) -> Any:
    """A path as text, the workspace itself as ""."""
    if isinstance(value, PurePosixPath):
        return "" if str(value) == "." else str(value)
    return value


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Name):
                yield target.id, statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target = statement.target
        if isinstance(target, ast.Name):
            yield target.id, statement.value


def last_name(function: ast.expr) -> str:
    """The last part of the name of what is called, "" when it has none."""
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""
