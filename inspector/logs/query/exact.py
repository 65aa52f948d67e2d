"""Numbers in a filter: whole numbers beyond 2^53 are compared digit by digit, what is no number is null."""

from __future__ import annotations

from sqlglot import exp

_EXACT_BELOW = 2**53
_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In)


def number(value: str) -> str:
    """A text as a number, in SQL; NaN is none, for it would be larger than any."""
    return f"NULLIF(TRY_CAST({value} AS DOUBLE), CAST('NaN' AS DOUBLE))"


def exact_number(value: str) -> str:
    """The same with all digits: pairs of the nearest double and the whole number order as numbers do."""
    pair = f"(TRY_CAST({value} AS DOUBLE), TRY_CAST({value} AS HUGEINT))"
    return f"CASE WHEN {number(value)} IS NOT NULL THEN {pair} END"


def is_large(node: exp.Expr) -> bool:
    """Whether it is a whole number that a double may not hold."""
    return _is_whole(node) and abs(int(_digits(node))) >= _EXACT_BELOW


def spelled_exactly(parent: exp.Expr) -> None:
    """Write the numbers of a comparison as pairs, too."""
    for part in list(parent.iter_expressions()):
        node = part.unnest()
        if is_number_literal(node):
            node.replace(exp.maybe_parse(exact_number(f"'{_digits(node)}'"), dialect="duckdb"))


def is_number_literal(node: exp.Expr) -> bool:
    """A number as it is written, with its sign."""
    inner = node.this if isinstance(node, exp.Neg) else node
    return isinstance(inner, exp.Literal) and not inner.is_string


def asks_for_digits(parent: exp.Expr | None) -> bool:
    """Whether a comparison holds a number that must be compared digit by digit."""
    return isinstance(parent, _COMPARISONS) and any(
        is_large(part.unnest()) for part in parent.iter_expressions()
    )


def _is_whole(node: exp.Expr) -> bool:
    return is_number_literal(node) and _digits(node).removeprefix("-").isdecimal()


def _digits(node: exp.Expr) -> str:
    return f"-{node.this.name}" if isinstance(node, exp.Neg) else str(node.name)
