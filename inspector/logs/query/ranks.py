"""Levels in a filter, compared as levels and not as texts: `level >= 'warn'`."""

from __future__ import annotations

from sqlglot import exp

from inspector.logs.formats.levels import LEVEL_WORDS
from inspector.logs.query.mistakes import no_place_for
from inspector.logs.records import Level

_ORDER = (exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between)
_EQUALITY = (exp.EQ, exp.NEQ, exp.In, exp.NullSafeEQ, exp.NullSafeNEQ)


def by_rank(where: str, node: exp.Expr) -> exp.Expr:
    """What stands for a level in its place. Words that it is compared with become numbers, in any spelling.

    An unknown level is neither above nor below others. Raises QueryError for what names no level.
    """
    parent = node.parent
    while isinstance(parent, exp.Paren):
        parent = parent.parent
    if not isinstance(parent, (*_ORDER, *_EQUALITY)):
        return exp.column("indexed_level")
    others = [part for part in parent.iter_expressions() if node not in part.walk()]
    words = [part.unnest() for part in others]
    for word in words:
        if isinstance(word, exp.Column) and word.name.casefold() in LEVEL_WORDS:
            raise no_place_for(where, word, f"is a field: texts stand in single quotes, '{word.name}'")
    if not words or not all(isinstance(word, exp.Literal) for word in words):
        return exp.column("indexed_level")
    for word in words:
        word.replace(exp.Literal.number(int(_level(where, word))))
    rank = exp.column("indexed_rank")
    return exp.func("NULLIF", rank, exp.Literal.number(0)) if isinstance(parent, _ORDER) else rank


def _level(where: str, word: exp.Expr) -> Level:
    name = word.name.casefold()
    if name == Level.UNKNOWN.word:
        return Level.UNKNOWN
    level = LEVEL_WORDS.get(name) if isinstance(word, exp.Literal) and word.is_string else None
    if level is None:
        known = ", ".join(level.word for level in Level)
        raise no_place_for(
            where, word, f"is no level: these are {known}; fields.level is what the record says itself"
        )
    return level
