"""What is wrong with a filter expression, in a sentence with the place."""

from __future__ import annotations

import re
from itertools import pairwise

import orjson
from sqlglot import exp, tokenize
from sqlglot.errors import ParseError, SqlglotError

from inspector.logs.query.engine_words import in_plain_words
from inspector.logs.query.model import QueryError

_LONGEST_SHOWN = 40
_KIND = re.compile(r"^[A-Za-z ]+ Error: ")
_OPERATORS = {"~~": "like", "~~*": "ilike", "!~~": "like", "!~~*": "ilike"}
_SPELLINGS = {
    "array_contains": ("list_contains", "list_has", "array_has"),
    "array_length": ("len", "length"),
    "regexp_matches": ("~",),
}
_BEFORE_TEXTS = frozenset(["=", "==", "!=", "<>", "like", "ilike", "~", "!~"])
_CONDITIONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Like, exp.ILike, exp.And, exp.Or)


def cannot_be_read(where: str, error: SqlglotError) -> QueryError:
    """The parser stopped."""
    if not where.strip():
        return QueryError("the expression is empty: write it like latency_ms > 100", 1)
    found = error.errors[0] if isinstance(error, ParseError) and error.errors else None
    if found is None:
        quote = next((quote for quote in "'\"" if where.count(quote) % 2), None)
        if quote is not None:
            column = where.rindex(quote) + 1
            return QueryError(f"the quote at column {column} is not closed", column)
        column = max(where.rfind("/*"), 0) + 1
        return QueryError(f"the expression cannot be read to its end from column {column} on", column)
    said, word = found["description"] or "", found["highlight"] or ""
    end = _offset(where, found["line"] or 1, found["col"] or 1)
    column = max(end - len(word), 0) + 1
    near = f"“{_short(word)}” at column {column}"
    if missing := re.fullmatch(r"Expect(?:ing|ed) (\W)", said):
        return QueryError(f"“{missing[1]}” is missing after {near}", column)
    if "missing" in said:
        return QueryError(f"something is missing after {near}", column)
    if "number of provided arguments" in said:
        return QueryError(f"there are too many values before {near}", column)
    return QueryError(f"{near} is not expected there", column)


def no_place_for(where: str, node: exp.Expr, reason: str) -> QueryError:
    """A part of the expression is not what a filter may hold; `reason` says what it should be."""
    column = _column_of(where, node)
    at = "" if column is None else f" at column {column}"
    return QueryError(f"“{_short(_text(node))}”{at} {reason}", column)


def column_of_field(where: str, name: str) -> int | None:
    """Where a field stands that the expression names, from 1; a quoted name counts from its quote."""
    wanted = name.split(".")
    tokens = _tokens(where)
    for place, (text, column) in enumerate(tokens):
        if text == name:
            return column
        parts = [part for part, _ in tokens[place : place + 2 * len(wanted) - 1]]
        if parts[::2] == wanted and all(part == "." for part in parts[1::2]):
            return column
    return None


def may_be_text(where: str, name: str) -> bool:
    """Whether a field's name stands behind an operator, as texts do."""
    tokens = [""] + [text.lower() for text, _ in _tokens(where)]
    return any(
        text == name.lower() and before in _BEFORE_TEXTS for before, text in pairwise(tokens)
    ) and not any(text == name.lower() and before not in _BEFORE_TEXTS for before, text in pairwise(tokens))


def engine_error(where: str, expression: str, sql: str, said: str) -> QueryError:
    """What DuckDB says of a filter, which became this expression in this SQL.

    `said` is an error as JSON or in words.
    """
    message, position = said.partition("\n")[0], None
    try:
        document = orjson.loads(said[said.index("{") :])
        message, position = str(document["exception_message"]).partition("\n")[0], document.get("position")
    except (ValueError, LookupError, TypeError):
        pass
    message, about = in_plain_words(_KIND.sub("", message))
    column = None
    if isinstance(position, str) and position.isdecimal():
        column = _column_in(where, expression, int(position) - sql.find(expression))
    tokens = _tokens(where)
    for word in (about, _OPERATORS.get(about or ""), *_SPELLINGS.get(about or "", ())):
        if column is None and word is not None:
            column = _nth(tokens, word, 0)
    if column is None:
        column = tokens[0][1] if tokens else 1
    return QueryError(f"{message} (column {column})", column)


def check_operators(where: str) -> None:
    """Raise QueryError for operators of other languages, with what to write in their place."""
    tokens = _tokens(where)
    for (text, column), (after, next_column) in pairwise([*tokens, ("", 0)]):
        if text == "&&":
            raise QueryError(f"“&&” at column {column} is no operator here: write and", column)
        if text == "=" and after == "~" and next_column == column + 1:
            raise QueryError(
                f"“=~” at column {column} is no operator here: write ~, as in path ~ '^/v[12]/'", column
            )


def check_joins(where: str, tree: exp.Expr) -> None:
    """Raise QueryError where `||`, which joins texts, was meant to be `or`."""
    for node in tree.find_all(exp.DPipe):
        parent = node.parent
        chained = isinstance(parent, _CONDITIONS) and (
            isinstance(parent.parent, _CONDITIONS)
            or any(isinstance(part, _CONDITIONS) for part in parent.iter_expressions())
        )
        parts = any(isinstance(part.unnest(), (*_CONDITIONS, exp.Not)) for part in node.iter_expressions())
        if chained or parts or isinstance(parent, (exp.And, exp.Or, exp.Not, type(None))):
            column = _nth(_tokens(where), "||", 0)
            raise QueryError(f"“||” at column {column} joins texts: write or", column)


def _column_in(where: str, sql: str, position: int) -> int | None:
    """The column of the same word: the third `abs` of the SQL is the third one of the expression."""
    tokens = _tokens(sql)
    at = next((place for place, (_, column) in enumerate(tokens) if column - 1 >= position), None)
    if at is None:
        return None
    word = tokens[at][0].lower()
    before = sum(text.lower() == word for text, _ in tokens[:at])
    return _nth(_tokens(where), word, before)


def _nth(tokens: list[tuple[str, int]], word: str, number: int) -> int | None:
    found = [column for text, column in tokens if text.lower() == word.lower()]
    return found[number] if number < len(found) else None


def _tokens(text: str) -> list[tuple[str, int]]:
    """The words of SQL and where they stand."""
    try:
        return [(token.text, token.start + 1) for token in tokenize(text, read="duckdb")]
    except SqlglotError:
        return []


def _column_of(where: str, node: exp.Expr) -> int | None:
    """Where a node begins: at its first word, or at the first part of it that knows its place."""
    word = re.match(r"\W*(\w+)", _text(node))
    tokens = [column for text, column in _tokens(where) if word and text.lower() == word[1].lower()]
    if len(tokens) == 1:
        return tokens[0]
    starts = [part.meta["start"] for part in node.walk() if "start" in part.meta]
    if starts:
        return int(min(starts)) + 1
    return tokens[0] if tokens else None


def _text(node: exp.Expr) -> str:
    return node.sql(dialect="duckdb")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _offset(where: str, line: int, column: int) -> int:
    """A place that counts lines, as one that counts characters."""
    lines = where.splitlines(keepends=True)[: line - 1]
    return sum(map(len, lines)) + column
