"""Python modules of settings, read without running them: upper-case names at the top with literal values."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import crash, too_deep
from inspector.config.values import Document, Node, NodeKind, Value

FORMAT = "python"

_MAX_DEPTH = 50
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_MERGE = "dynaconf_merge"


@dataclass(frozen=True, slots=True)
class Computed(Node):
    """A value that only the running module knows: `value` is the text of its expression."""


class _UnknownError(Exception):
    """An expression that is no literal."""


def parse(text: str, path: str) -> Document:
    """Read the settings of a module. Names are settings as dynaconf takes them: `A`, `A_B`, `A__b`.

    The last assignment of a name counts. What is no literal, what may be assigned or not, and what is changed
    later on, is a `Computed`. A module that Python cannot compile has no root.
    """
    text = text.removeprefix("\ufeff")
    positions = Positions(text, path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as those about escapes
            tree = ast.parse(text)
    except SyntaxError as error:
        line = min(max(error.lineno or 1, 1), text.count("\n") + 1)
        place = Place(path, line, 1, line, 1)
        hint = "Correct the line, or the one above it."
        return Document(path, FORMAT, text, None, (crash("This is not Python", "SyntaxError", hint, place),))
    except (RecursionError, MemoryError, ValueError):
        return Document(path, FORMAT, text, None, (too_deep(path),))
    entries = _Module(text, path).read(tree)
    value = {name: node.value for name, node in entries.items()}
    stars = [Place(path, one.lineno, 1, one.lineno, 1) for one in tree.body if _is_star(one)]
    whole = positions.place(0, len(text))
    items: tuple[tuple[Hashable, Node], ...] = tuple(entries.items())
    root = Node(NodeKind.MAPPING, value, whole, entries=items)
    return Document(path, FORMAT, text, root, tuple(map(_of_star, stars)))


def is_setting(name: str) -> bool:
    """Whether dynaconf takes a name of a module for a setting."""
    return name.split("__")[0].isupper()


def _is_star(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and any(alias.name == "*" for alias in statement.names)


def _of_star(place: Place) -> Finding:
    return Finding(
        "value-computed",
        Severity.INFO,
        "The names that this line imports are not known before the application runs.",
        hint="What they set is missing here; import what is needed by name, or write it in the file.",
        places=(place,),
    )


class _Module:
    """The names of one module and their values."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._path = path

    def read(self, tree: ast.Module) -> dict[str, Node]:
        """The settings, in the order of their first assignment."""
        entries: dict[str, Node] = {}
        for statement in tree.body:
            targets = _targets(statement)
            if targets is None:
                for name, spot in _touched(statement):
                    if isinstance(statement, ast.Delete):
                        entries.pop(name, None)
                    elif name in entries or not isinstance(getattr(spot, "ctx", None), ast.Load):
                        entries[name] = self._computed(spot, statement)
                continue
            names, value = targets
            for target in names:
                entries[target.id] = self._node(value, target)
        return {name: node for name, node in entries.items() if is_setting(name) or name == _MERGE}

    def _node(self, value: ast.expr, target: ast.expr) -> Node:
        try:
            return self._literal(value, self._place(target))
        except _UnknownError:
            return self._computed(target, value)

    def _computed(self, spot: ast.AST, code: ast.expr | ast.stmt) -> Computed:
        place = self._place(code)
        text = ast.get_source_segment(self._text, code) or ""
        first, more, _ = text.partition("\n")
        raw = f"{first} …" if more else first
        return Computed(NodeKind.SCALAR, raw, place, self._place(spot), raw)

    def _literal(self, value: ast.expr, key_place: Place | None, depth: int = 0) -> Node:
        if depth > _MAX_DEPTH:
            raise _UnknownError
        place = self._place(value)
        if isinstance(value, ast.List | ast.Tuple):
            elements = tuple(self._literal(element, None, depth + 1) for element in value.elts)
            plain = [element.value for element in elements]
            return Node(NodeKind.SEQUENCE, plain, place, key_place, elements=elements)
        if isinstance(value, ast.Dict):
            return self._mapping(value, place, key_place, depth)
        raw = ast.get_source_segment(self._text, value) if isinstance(value, ast.Constant) else None
        return Node(NodeKind.SCALAR, _scalar(value), place, key_place, raw)

    def _mapping(self, value: ast.Dict, place: Place, key_place: Place | None, depth: int) -> Node:
        entries: dict[Hashable, Node] = {}
        for key, child in zip(value.keys, value.values, strict=True):
            name = None if key is None else _scalar(key)
            if key is None or not isinstance(name, str):  # `**other`, or a key that is no text
                raise _UnknownError
            entries[name] = self._literal(child, self._place(key), depth + 1)
        plain = {name: node.value for name, node in entries.items()}
        return Node(NodeKind.MAPPING, plain, place, key_place, entries=tuple(entries.items()))

    def _place(self, node: ast.AST) -> Place:
        """The place of a piece of code; ast counts bytes of UTF-8."""
        line, end_line = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1)
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", 0)
        return Place(self._path, line, self._column(line, start), end_line, self._column(end_line, end))

    def _column(self, line: int, offset: int) -> int:
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        return len(text.encode(errors="replace")[:offset].decode(errors="ignore")) + 1


def _scalar(value: ast.expr) -> Value:
    if isinstance(value, ast.Constant) and isinstance(value.value, str | int | float | bool | None):
        return value.value
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub | ast.UAdd):
        number = _scalar(value.operand)
        if isinstance(number, int | float) and not isinstance(number, bool):
            return -number if isinstance(value.op, ast.USub) else number
    raise _UnknownError


def _targets(statement: ast.stmt) -> tuple[list[ast.Name], ast.expr] | None:
    """The names that a statement gives a value, and that value; None for statements of other kinds."""
    if isinstance(statement, ast.Assign):
        names = [target for target in statement.targets if isinstance(target, ast.Name)]
        return (names, statement.value) if len(names) == len(statement.targets) else None
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return ([], ast.Constant(None)) if statement.value is None else ([statement.target], statement.value)
    return None


def _touched(statement: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """The names that a statement may bind, remove or change, with the spot."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield (alias.asname or alias.name).partition(".")[0], node
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id, node
        elif (
            isinstance(node, ast.Attribute | ast.Subscript)
            and isinstance(node.value, ast.Name)
            and (not isinstance(node.ctx, ast.Load) or isinstance(statement, ast.Expr))
        ):  # `A["x"] = 1`, `A.append(1)`
            yield node.value.id, node.value
        if not isinstance(node, _SCOPES):
            waiting += ast.iter_child_nodes(node)
