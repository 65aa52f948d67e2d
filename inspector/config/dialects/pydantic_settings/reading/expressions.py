"""Expressions of a source file: literals, constants, harmless calls; all else is unknown."""

from __future__ import annotations

import ast
import operator
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from inspector.config.dialects.pydantic_settings.env_files import variable_in_text, variable_named
from inspector.config.dialects.pydantic_settings.model import Expression, Shape
from inspector.config.dialects.pydantic_settings.reading.modules import Meant, PythonFiles, Scope, dotted
from inspector.config.values import Value

_MAX_DEPTH = 40
_MAX_CHARS = 10_000
_MAX_BITS = 4096
_MAX_EXPONENT = 200
_MAX_TEXT = 200

_OPERATIONS: Mapping[type[ast.operator], Callable[..., object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
}
_PATHS = frozenset(["pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath"])
_VARIABLES = frozenset(["os.getenv", "os.environ.get"])
_CONTAINERS = {"list": Shape.LIST, "tuple": Shape.TUPLE, "set": Shape.SET, "frozenset": Shape.SET}


class ExpressionReader:
    """Reads expressions in their scope. `is_model` says which classes may be called."""

    def __init__(self, files: PythonFiles, class_id: Callable[[Meant], str | None]) -> None:
        self._files = files
        self._class_id = class_id
        self._variables: dict[str, str | None] | None = None

    def read(self, node: ast.expr, scope: Scope) -> Expression:
        """What an expression is; never fails."""
        return self._read(node, scope, _MAX_DEPTH)

    def plain(self, node: ast.expr, scope: Scope) -> tuple[Value, bool]:
        """The value of an expression made of literals, and whether it is one. Paths are texts."""
        return plain_value(self.read(node, scope))

    def with_variables(self, node: ast.expr, scope: Scope) -> tuple[Expression, dict[str, str | None]]:
        """What an expression is when variables of the process may be parts of its texts, as
        env_files.variable_in_text() spells them; and these variables with their defaults."""
        variables: dict[str, str | None] = {}
        self._variables = variables
        try:
            return self.read(node, scope), variables
        finally:
            self._variables = None

    def _read(self, node: ast.expr, scope: Scope, depth: int) -> Expression:
        file = scope.file
        unknown = Expression(Shape.UNKNOWN, file.place(node), _shortened(file.source(node)))
        if depth <= 0:
            return unknown
        match node:
            case ast.Constant(value=value):
                if value is Ellipsis or isinstance(value, complex):
                    return unknown
                return replace(unknown, shape=Shape.LITERAL, value=value)
            case ast.UnaryOp(op=op, operand=operand):
                return self._unary(op, self._read(operand, scope, depth - 1), unknown)
            case ast.BinOp(left=left, op=op, right=right):
                sides = self._read(left, scope, depth - 1), self._read(right, scope, depth - 1)
                return _binary(op, *sides, unknown)
            case ast.JoinedStr(values=values):
                return self._joined(values, scope, depth, unknown)
            case ast.List() | ast.Tuple() | ast.Set():
                return self._items(node, scope, depth, unknown)
            case ast.Dict(keys=keys, values=values):
                if None in keys:
                    return unknown
                return replace(
                    unknown,
                    shape=Shape.DICT,
                    keys=tuple(self._read(key, scope, depth - 1) for key in keys if key is not None),
                    items=tuple(self._read(value, scope, depth - 1) for value in values),
                )
            case ast.Name() | ast.Attribute():
                return self._name(node, scope, depth, unknown)
            case ast.BoolOp(op=ast.Or(), values=[left, right]):
                first, second = self._read(left, scope, depth - 1), self._read(right, scope, depth - 1)
                return self._either(first, second, unknown)
            case ast.Subscript(value=value, slice=key):
                if self._files.meant(dotted(value) or ("",), scope).outside == "os.environ":
                    return self._variable([self._read(key, scope, depth - 1)], unknown)
                return self._parent(node, scope, depth, unknown)
            case ast.Call():
                return self._call(node, scope, depth, unknown)
        return unknown

    def _unary(self, op: ast.unaryop, operand: Expression, unknown: Expression) -> Expression:
        value = operand.value
        if operand.shape is not Shape.LITERAL:
            return unknown
        if isinstance(op, ast.Not):
            return replace(unknown, shape=Shape.LITERAL, value=not value)
        if isinstance(value, int | float) and isinstance(op, ast.USub | ast.UAdd):
            signed = -value if isinstance(op, ast.USub) else +value
            return replace(unknown, shape=Shape.LITERAL, value=signed)
        return unknown

    def _joined(
        self, values: Sequence[ast.expr], scope: Scope, depth: int, unknown: Expression
    ) -> Expression:
        parts: list[str] = []
        for part in values:
            if isinstance(part, ast.FormattedValue):
                if part.format_spec is not None or part.conversion not in (-1, 115):
                    return unknown
                part = part.value
            value, known = plain_value(self._read(part, scope, depth - 1))
            if not known or not isinstance(value, str | int | float):
                return unknown
            parts.append(str(value))
        return replace(unknown, shape=Shape.LITERAL, value="".join(parts)[:_MAX_CHARS])

    def _items(
        self, node: ast.List | ast.Tuple | ast.Set, scope: Scope, depth: int, unknown: Expression
    ) -> Expression:
        if any(isinstance(item, ast.Starred) for item in node.elts):
            return unknown
        shape = {ast.List: Shape.LIST, ast.Tuple: Shape.TUPLE, ast.Set: Shape.SET}[type(node)]
        items = tuple(self._read(item, scope, depth - 1) for item in node.elts)
        return replace(unknown, shape=shape, items=items)

    def _name(
        self, node: ast.Name | ast.Attribute, scope: Scope, depth: int, unknown: Expression
    ) -> Expression:
        if isinstance(node, ast.Name) and node.id == "__file__":
            own = (self._files.folder / scope.file.path).as_posix()
            return replace(unknown, shape=Shape.LITERAL, value=own)
        parts = dotted(node)
        if parts and parts[0] != "__file__":
            meant = self._files.meant(parts, scope)
            found = self._meant(meant, depth, unknown)
            if found is not None:
                return found
        if isinstance(node, ast.Attribute):
            return self._attribute(self._read(node.value, scope, depth - 1), node.attr, unknown)
        return unknown

    def _meant(self, meant: Meant, depth: int, unknown: Expression) -> Expression | None:
        if isinstance(meant.binding, ast.expr) and meant.scope is not None:
            value = self._read(meant.binding, meant.scope, depth - 1)
            for name in meant.rest:
                value = self._attribute(value, name, unknown)
            return None if value.shape is Shape.UNKNOWN else _moved(value, unknown)
        owner = self._class_id(meant)
        if owner is not None and not meant.rest:
            return replace(unknown, shape=Shape.CLASS, name=owner)
        if owner is not None and len(meant.rest) == 1:
            return replace(unknown, shape=Shape.MEMBER, name=owner, value=meant.rest[0])
        if meant.outside and not meant.rest:
            return replace(unknown, shape=Shape.CLASS, name=meant.outside)
        return None

    def _attribute(self, value: Expression, name: str, unknown: Expression) -> Expression:
        path = _path_text(value)
        if path is not None and name == "parent":
            return _path(unknown, os.path.dirname(path))  # noqa: PTH120 - a text, not a file of ours
        if path is not None and name in ("name", "stem"):
            base = os.path.basename(path)  # noqa: PTH119
            text = base if name == "name" else os.path.splitext(base)[0]  # noqa: PTH122
            return replace(unknown, shape=Shape.LITERAL, value=text)
        return unknown

    def _variable(self, args: Sequence[Expression], unknown: Expression) -> Expression:
        """`os.getenv(NAME, default)`, where variables are read."""
        values = [arg.value for arg in args if arg.shape is Shape.LITERAL]
        if self._variables is None or len(values) != len(args) or not 1 <= len(args) <= 2:
            return unknown
        name, default = values[0], values[1] if len(values) > 1 else None
        if not isinstance(name, str) or not (default is None or isinstance(default, str)):
            return unknown
        if default is not None or name not in self._variables:
            self._variables[name] = default
        return replace(unknown, shape=Shape.LITERAL, value=variable_in_text(name))

    def _either(self, left: Expression, right: Expression, unknown: Expression) -> Expression:
        """`os.getenv(NAME) or default`, where variables are read."""
        name = variable_named(left.value) if isinstance(left.value, str) else None
        if self._variables is None or name is None or not isinstance(right.value, str):
            return unknown
        self._variables[name] = right.value
        return replace(left, text=unknown.text)

    def _parent(self, node: ast.Subscript, scope: Scope, depth: int, unknown: Expression) -> Expression:
        """`path.parents[1]`."""
        if not (isinstance(node.value, ast.Attribute) and node.value.attr == "parents"):
            return unknown
        path = _path_text(self._read(node.value.value, scope, depth - 1))
        number, known = self.plain(node.slice, scope)
        if path is None or not known or not isinstance(number, int) or not 0 <= number < _MAX_DEPTH:
            return unknown
        for _ in range(number + 1):
            path = os.path.dirname(path)  # noqa: PTH120
        return _path(unknown, path)

    def _call(self, node: ast.Call, scope: Scope, depth: int, unknown: Expression) -> Expression:
        if any(isinstance(arg, ast.Starred) for arg in node.args) or any(
            k.arg is None for k in node.keywords
        ):
            return unknown
        args = tuple(self._read(arg, scope, depth - 1) for arg in node.args)
        if isinstance(node.func, ast.Attribute):
            called = self._read(node.func.value, scope, depth - 1)
            if self._variables is not None and node.func.attr == "format" and not node.keywords:
                return _formatted(called, args, unknown)
            path = _path_text(called)
            if path is not None:
                return self._path_method(path, node.func.attr, args, unknown)
        meant = self._files.meant(dotted(node.func) or ("",), scope)
        name = meant.outside or (self._class_id(meant) if not meant.rest else None)
        if not name:
            return unknown
        if name.startswith(("os.path.", "posixpath.")):
            return _os_path(name.rpartition(".")[2], args, unknown)
        if name in _VARIABLES:
            defaults = [k.value for k in node.keywords if k.arg == "default"]
            return self._variable(
                [*args, *(self._read(value, scope, depth - 1) for value in defaults)], unknown
            )
        if name in ("pathlib.Path.cwd", "os.getcwd"):
            return _path(unknown, self._files.folder.as_posix())
        if name in _PATHS:
            return _joined_path(args, unknown)
        if name == "str" and len(args) == 1 and (path := _path_text(args[0])) is not None:
            return replace(unknown, shape=Shape.LITERAL, value=path)
        if name in _CONTAINERS and not node.keywords and len(args) <= 1:
            if args and args[0].shape not in (Shape.LIST, Shape.TUPLE, Shape.SET):
                return unknown
            return replace(unknown, shape=_CONTAINERS[name], items=args[0].items if args else ())
        keywords = tuple(
            (keyword.arg or "", scope.file.place(keyword), self._read(keyword.value, scope, depth - 1))
            for keyword in node.keywords
        )
        return replace(unknown, shape=Shape.CALL, name=name, items=args, keywords=keywords)

    def _path_method(
        self, path: str, name: str, args: Sequence[Expression], unknown: Expression
    ) -> Expression:
        texts = [text for arg in args if (text := _text_of(arg)) is not None]
        if len(texts) != len(args):
            return unknown
        if name in ("resolve", "absolute") and not texts:
            return _path(unknown, os.path.normpath(self._files.folder / path))
        if name == "expanduser" and not texts:
            return _path(unknown, path) if not path.startswith("~") else unknown
        if name == "as_posix" and not texts:
            return replace(unknown, shape=Shape.LITERAL, value=path)
        if name == "joinpath":
            return _path(unknown, os.path.join(path, *texts))  # noqa: PTH118
        if name == "with_name" and len(texts) == 1:
            return _path(unknown, os.path.join(os.path.dirname(path), texts[0]))  # noqa: PTH118, PTH120
        return unknown


def plain_value(expression: Expression) -> tuple[Value, bool]:
    """The value of an expression made of literals alone, and whether it is one. Paths are texts."""
    if expression.shape is Shape.LITERAL:
        return expression.value, True
    path = _path_text(expression)
    if path is not None:
        return path, True
    values = [plain_value(item) for item in expression.items]
    if not all(known for _, known in values):
        return None, False
    if expression.shape in (Shape.LIST, Shape.TUPLE, Shape.SET):
        return [value for value, _ in values], True
    if expression.shape is Shape.DICT or (expression.shape is Shape.CALL and expression.name == "dict"):
        keys = [plain_value(key) for key in expression.keys]
        named = [(name, plain_value(item)) for name, _, item in expression.keywords]
        if not all(known for _, known in keys) or not all(known for _, (_, known) in named):
            return None, False
        pairs = zip((str(key) for key, _ in keys), (value for value, _ in values), strict=False)
        return {**dict(pairs), **{name: value for name, (value, _) in named}}, True
    return None, False


def _moved(expression: Expression, to: Expression) -> Expression:
    """A constant's value at the place where the constant is used."""
    return replace(
        expression,
        place=to.place,
        text=to.text,
        items=tuple(_moved(item, to) for item in expression.items),
        keys=tuple(_moved(key, to) for key in expression.keys),
        keywords=tuple((name, to.place, _moved(value, to)) for name, _, value in expression.keywords),
    )


def _binary(op: ast.operator, left: Expression, right: Expression, unknown: Expression) -> Expression:
    path = _path_text(left)
    if path is not None and isinstance(op, ast.Div):
        return _joined_path((left, right), unknown)
    if isinstance(op, ast.Add) and left.shape is right.shape and left.shape in (Shape.LIST, Shape.TUPLE):
        return replace(unknown, shape=left.shape, items=left.items + right.items)
    operation = _OPERATIONS.get(type(op))
    values = left.value, right.value
    if operation is None or left.shape is not Shape.LITERAL or right.shape is not Shape.LITERAL:
        return unknown
    texts = all(isinstance(value, str) for value in values) and isinstance(op, ast.Add)
    if not texts and not all(isinstance(value, int | float) for value in values):
        return unknown
    if not _is_small(op, *values):
        return unknown
    try:
        result = operation(*values)
    except (ArithmeticError, TypeError, ValueError):
        return unknown
    return replace(unknown, shape=Shape.LITERAL, value=result)


def _formatted(text: Expression, args: Sequence[Expression], unknown: Expression) -> Expression:
    """`".env.{}".format(name)`, with nothing but `{}` to fill."""
    texts = [arg.value for arg in args if isinstance(arg.value, str)]
    if not isinstance(text.value, str) or len(texts) != len(args) or text.value.count("{}") != len(texts):
        return unknown
    head, *pieces = text.value.split("{}")
    made = head + "".join(value + piece for value, piece in zip(texts, pieces, strict=True))
    if "{" in head + "".join(pieces) or len(made) > _MAX_CHARS:
        return unknown
    return replace(unknown, shape=Shape.LITERAL, value=made)


def _is_small(op: ast.operator, left: Value, right: Value) -> bool:
    """Whether an operation stays within bounds, whatever the file says."""
    if isinstance(left, str) and isinstance(right, str):
        return len(left) + len(right) <= _MAX_CHARS
    if isinstance(op, ast.Pow | ast.LShift) and isinstance(right, int | float) and abs(right) > _MAX_EXPONENT:
        return False
    return all(not isinstance(value, int) or value.bit_length() <= _MAX_BITS for value in (left, right))


def _path(unknown: Expression, path: str) -> Expression:
    literal = replace(unknown, shape=Shape.LITERAL, value=path)
    return replace(unknown, shape=Shape.CALL, name="pathlib.Path", items=(literal,))


def _path_text(expression: Expression) -> str | None:
    if expression.shape is Shape.CALL and expression.name == "pathlib.Path" and len(expression.items) == 1:
        value = expression.items[0].value
        return value if isinstance(value, str) else None
    return None


def _text_of(expression: Expression) -> str | None:
    if expression.shape is Shape.LITERAL and isinstance(expression.value, str):
        return expression.value
    return _path_text(expression)


def _joined_path(args: Sequence[Expression], unknown: Expression) -> Expression:
    texts = [_text_of(arg) for arg in args]
    known = [text for text in texts if text is not None]
    if len(known) != len(texts):
        return unknown
    return _path(unknown, os.path.join(*known) if known else ".")  # noqa: PTH118


def _os_path(name: str, args: Sequence[Expression], unknown: Expression) -> Expression:
    texts = [text for arg in args if (text := _text_of(arg)) is not None]
    if len(texts) != len(args) or not texts:
        return unknown
    if name == "join":
        text = os.path.join(*texts)  # noqa: PTH118
    elif name == "dirname":
        text = os.path.dirname(texts[0])  # noqa: PTH120
    elif name in ("abspath", "realpath", "normpath"):
        text = os.path.normpath(texts[0])
    else:
        return unknown
    return replace(unknown, shape=Shape.LITERAL, value=text)


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_TEXT else f"{text[: _MAX_TEXT - 1]}…"
