"""A filter expression, checked and turned into SQL over a record's line and the index's columns."""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from inspector.logs.formats.spec import Shape
from inspector.logs.index.extract import sql_text
from inspector.logs.query.model import QueryError
from inspector.logs.records import Level

_LEVEL_WORDS = " ".join(f"WHEN {int(level)} THEN {sql_text(level.word)}" for level in Level)

INDEXED = {
    "time": "make_timestamp_ns(CASE WHEN timed THEN order_ns END)",
    "level": f"CASE level {_LEVEL_WORDS} END",
    "logger": "logger",
    "request_id": "request",
    "message": "message",
    "detail": "detail",
    "log_line": "line",
}
"""What a name in a filter means in the index; any other name is a field of the record."""

_FORBIDDEN = (
    exp.Query,
    exp.Subquery,
    exp.Window,
    exp.AggFunc,
    exp.Star,
    exp.Placeholder,
    exp.Parameter,
    exp.Command,
    exp.DDL,
    exp.DML,
    exp.Block,
    exp.Anonymous,
)
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Abs, exp.Round, exp.Floor, exp.Ceil, exp.Sqrt)
_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_LOGIC = (exp.And, exp.Or, exp.Not)


def condition_sql(where: str, shape: Shape) -> tuple[str, frozenset[str]]:
    """A filter as SQL over `text` and the index's columns, and which of INDEXED it names.

    Raises QueryError with the place of what is wrong.
    """
    tree = _parsed(where)
    for node in tree.walk():
        if isinstance(node, _FORBIDDEN):
            raise QueryError(f"{_said(node)} has no place in a filter: it is one expression over fields")
    named: set[str] = set()
    fields = list(tree.find_all(exp.Column))
    compared = {id(node) for node in fields if _compares_fields(node)}
    for node in fields:
        meaning = _meaning(node, shape, named, numeric=_is_numeric(node) or id(node) in compared)
        if node is tree:
            tree = meaning
        else:
            node.replace(meaning)
    return tree.sql(dialect="duckdb"), frozenset(named)


def _parsed(where: str) -> exp.Expr:
    try:
        tree = sqlglot.parse_one(where, read="duckdb")
    except SqlglotError as error:
        errors = getattr(error, "errors", [])
        if not errors:
            raise QueryError(str(error)) from error
        first = errors[0]
        raise QueryError(
            f"{first['description']} at column {first['col']}, near “{first['highlight']}”"
        ) from error
    if not isinstance(tree, exp.Condition | exp.Paren):
        raise QueryError(f"{_said(tree)} is no condition")
    return tree


def _said(node: exp.Expr) -> str:
    text = node.sql(dialect="duckdb")
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"


def _path(node: exp.Column) -> str:
    return ".".join(part.name for part in node.parts)


def _meaning(node: exp.Column, shape: Shape, named: set[str], numeric: bool) -> exp.Expr:
    name = _path(node)
    if name in INDEXED:
        named.add(name)
        return exp.column(f"indexed_{name}")
    if shape is not Shape.JSON:
        raise QueryError(f"“{name}” is no field: records of text have {', '.join(INDEXED)}")
    value = _field(name)
    if numeric:
        value = f"TRY_CAST({value} AS DOUBLE)"
    elif isinstance(_parent(node), (*_LOGIC, type(None))) or _beside(node, exp.Boolean):
        value = f"TRY_CAST({value} AS BOOLEAN)"
    return sqlglot.parse_one(value, read="duckdb")


def _field(name: str) -> str:
    literal = f"json_extract_string(object, {sql_text('$.' + _quoted(name))})"
    if "." not in name:
        return literal
    nested = "$" + "".join(f".{_quoted(part)}" for part in name.split("."))
    return f"COALESCE({literal}, json_extract_string(object, {sql_text(nested)}))"


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _parent(node: exp.Expr) -> exp.Expr | None:
    parent = node.parent
    while isinstance(parent, exp.Paren):
        parent = parent.parent
    return parent


def _is_numeric(node: exp.Column) -> bool:
    """Whether the place where a field stands asks for a number."""
    parent = _parent(node)
    if isinstance(parent, (*_ARITHMETIC, exp.Neg)):
        return True
    if isinstance(parent, (*_COMPARISONS, exp.Between, exp.In)):
        return any(
            isinstance(part, (*_ARITHMETIC, exp.Neg))
            or (isinstance(part, exp.Literal) and not part.is_string)
            for part in (other.unnest() for other in parent.iter_expressions())
        )
    return False


def _beside(node: exp.Column, kind: type[exp.Expr]) -> bool:
    parent = _parent(node)
    return parent is not None and any(isinstance(part, kind) for part in parent.iter_expressions())


def _compares_fields(node: exp.Column) -> bool:
    """Two fields are compared as numbers."""
    parent = _parent(node)
    if not isinstance(parent, _COMPARISONS):
        return False
    sides = [part.unnest() for part in parent.iter_expressions()]
    return all(isinstance(side, exp.Column) and _path(side) not in INDEXED for side in sides)
