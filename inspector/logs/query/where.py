"""A filter expression, checked and turned into SQL over a record's fields and the index's columns."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from inspector.logs.query.columns import INDEXED, RANK
from inspector.logs.query.exact import asks_for_digits, exact_number, number, spelled_exactly
from inspector.logs.query.functions import FUNCTIONS
from inspector.logs.query.mistakes import cannot_be_read, check_joins, check_operators, no_place_for
from inspector.logs.query.model import QueryError
from inspector.logs.query.objects import json_paths
from inspector.logs.query.ranks import by_rank

# It warns of words that open a command, on stderr; they are refused anyway.
logging.getLogger("sqlglot").setLevel(logging.CRITICAL)

LONGEST = 10_000
"""Characters of an expression."""

_DEEPEST = 50

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
    exp.Comprehension,
    exp.Lambda,
)
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Abs, exp.Round, exp.Floor, exp.Ceil, exp.Sqrt)
_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_CHOICES = (exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least)
_LOGIC = (exp.And, exp.Or, exp.Not)


@dataclass(frozen=True, slots=True)
class Expression:
    """A filter as SQL over `found`, the list of the values at `paths`, and over columns `indexed_…`.

    `fields` are the fields it names, and `named` the names of INDEXED.
    """

    sql: str
    fields: tuple[str, ...]
    paths: tuple[str, ...]
    named: frozenset[str]

    @property
    def columns(self) -> str:
        """What to select from the index, each with a comma before it."""
        ranks = f", {RANK}" if "level" in self.named else ""
        return "".join(f", {INDEXED[name]} AS indexed_{name}" for name in sorted(self.named)) + ranks


def expression_of(where: str) -> Expression:
    """Check a filter and translate it; raises QueryError with the place of what is wrong."""
    tree = _parsed(where)
    for node in tree.walk():
        if isinstance(node, _FORBIDDEN):
            raise no_place_for(where, node, "has no place in a filter: it is one expression over fields")
        if isinstance(node, exp.Func) and not isinstance(node, FUNCTIONS):
            raise no_place_for(where, node, "is no function that a filter can call")
    # What cannot be converted is nothing, in one record as in the next.
    for cast in list(tree.find_all(exp.Cast)):
        if not isinstance(cast, exp.TryCast):
            attempt = exp.TryCast(**{name: cast.args[name] for name in cast.args})
            tree = attempt if cast is tree else (cast.replace(attempt), tree)[1]
    named: set[str] = set()
    fields: dict[str, None] = {}
    paths: list[str] = []
    columns = [_with_items(node) for node in tree.find_all(exp.Column)]
    compared = {id(node) for node in columns if _compares_fields(node)}
    exactly = {id(node) for node in columns if id(node) in compared or asks_for_digits(_parent(node))}
    for parent in {
        id(parent): parent for node in columns if id(node) in exactly and (parent := _parent(node))
    }.values():
        spelled_exactly(parent)
    for node in columns:
        name = _path(node)
        if name in INDEXED:
            named.add(name)
            meaning: exp.Expr = by_rank(where, node) if name == "level" else exp.column(f"indexed_{name}")
        else:
            fields[name] = None
            field = _field(name, paths)
            if id(node) in exactly:
                meaning = _sql(exact_number(field))
            elif _is_list(node):
                meaning = _items_of(field)
            else:
                meaning = _value(node, field, numeric=_is_numeric(node))
        if node is tree:
            tree = meaning
        else:
            node.replace(meaning)
    return Expression(tree.sql(dialect="duckdb"), tuple(fields), tuple(paths), frozenset(named))


def _parsed(where: str) -> exp.Expr:
    if len(where) > LONGEST:
        raise QueryError(f"the expression is longer than {LONGEST:,} characters", LONGEST + 1)
    _check_depth(where)
    check_operators(where)
    try:
        tree = sqlglot.parse_one(where, read="duckdb")
    except SqlglotError as error:
        raise cannot_be_read(where, error) from error
    except RecursionError as error:
        raise QueryError("the expression is nested too deep", 1) from error
    check_joins(where, tree)
    if not isinstance(tree, exp.Condition | exp.Paren):
        raise no_place_for(where, tree, "is no condition: write it like latency_ms > 100")
    return tree


def _check_depth(where: str) -> None:
    """The parsers call themselves for each bracket and word."""
    depth = 0
    for place, char in enumerate(where):
        depth += (char in "([{") - (char in ")]}")
        if depth > _DEEPEST:
            raise QueryError(f"the expression is nested too deep at column {place + 1}", place + 1)


def _with_items(node: exp.Expr) -> exp.Expr:
    """A field together with the steps into lists behind it: `items[0].id`."""
    if _path(node) in INDEXED:
        return node
    parent = node.parent
    while isinstance(parent, exp.Bracket | exp.Dot) and parent.this is node and _step(parent) is not None:
        node, parent = parent, parent.parent
    return node


def _step(node: exp.Expr) -> str | None:
    """The last step of a field's name; None for what is no step, such as `tags[1:2]`."""
    if isinstance(node, exp.Dot):
        return f".{node.expression.name}" if isinstance(node.expression, exp.Identifier) else None
    if len(node.expressions) != 1:
        return None
    item = node.expressions[0]
    number = item.this if isinstance(item, exp.Neg) else item
    if not isinstance(number, exp.Literal) or not number.is_int:
        return None
    # The parser counts from 0 what DuckDB's lists count from 1; these count from 0, as in JSON paths.
    written = int(number.name) * (-1 if isinstance(item, exp.Neg) else 1) + 1
    return f"[{written}]"


def _path(node: exp.Expr) -> str:
    if isinstance(node, exp.Column):
        return ".".join(part.name for part in node.parts)
    return f"{_path(node.this)}{_step(node)}"


def _value(node: exp.Expr, value: str, numeric: bool) -> exp.Expr:
    if numeric:
        value = number(value)
    elif isinstance(_parent(node), (*_LOGIC, type(None))) or _beside(node, exp.Boolean):
        value = f"TRY_CAST({value} AS BOOLEAN)"
    return _sql(value)


def _sql(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, read="duckdb")


def _items_of(field: str) -> exp.Expr:
    """The items of a list as texts: none of what is no list."""
    items = exp.Anonymous(this="json_extract_string", expressions=[_sql(field), exp.Literal.string("$[*]")])
    return exp.Anonymous(this="TRY", expressions=[items])


def _is_list(node: exp.Expr) -> bool:
    """Whether the place where a field stands asks for a list; what it is asked for becomes a text."""
    parent = node.parent
    if isinstance(parent, exp.In) and parent.args.get("field") is node:
        asked = [parent.this]
    elif isinstance(parent, exp.ArrayContains) and parent.this is node:
        asked = [parent.expression]
    elif isinstance(parent, exp.EQ | exp.NEQ) and _beside(node, exp.Array):
        asked = [item for array in parent.find_all(exp.Array) for item in array.expressions]
    else:
        return isinstance(parent, exp.ArraySize | exp.ArrayOverlaps)
    for literal in asked:
        if isinstance(literal, exp.Literal) and not literal.is_string:
            literal.replace(exp.Literal.string(literal.name))
    return True


def _field(name: str, paths: list[str]) -> str:
    """The value of a field as SQL, its paths added to these: the literal key before the nested one."""
    places = []
    for path in json_paths(name):
        if path not in paths:
            paths.append(path)
        places.append(f"found[{paths.index(path) + 1}]")
    return f"COALESCE({', '.join(places)})" if len(places) > 1 else places[0]


def _parent(node: exp.Expr) -> exp.Expr | None:
    parent = node.parent
    while isinstance(parent, exp.Paren):
        parent = parent.parent
    return parent


def _is_numeric(node: exp.Expr) -> bool:
    """Whether the place where a field stands asks for a number."""
    parent = _parent(node)
    if isinstance(parent, (*_ARITHMETIC, exp.Neg)):
        return True
    if isinstance(parent, (*_COMPARISONS, exp.Between, exp.In, *_CHOICES)):
        if any(_is_number(part) for part in parent.iter_expressions()):
            return True
        return isinstance(parent, _CHOICES) and _is_numeric(parent)
    return False


def _is_number(node: exp.Expr) -> bool:
    node = node.unnest()
    if isinstance(node, _CHOICES):
        return any(_is_number(part) for part in node.iter_expressions())
    return isinstance(node, (*_ARITHMETIC, exp.Neg)) or (isinstance(node, exp.Literal) and not node.is_string)


def _beside(node: exp.Expr, kind: type[exp.Expr]) -> bool:
    parent = _parent(node)
    return parent is not None and any(isinstance(part, kind) for part in parent.iter_expressions())


def _compares_fields(node: exp.Expr) -> bool:
    """Two fields are compared as numbers."""
    parent = _parent(node)
    if not isinstance(parent, _COMPARISONS):
        return False
    sides = [part.unnest() for part in parent.iter_expressions()]
    return all(_is_field(side) for side in sides)


def _is_field(node: exp.Expr) -> bool:
    column = node.find(exp.Column)
    return column is not None and _path(column) not in INDEXED and _with_items(column) is node
