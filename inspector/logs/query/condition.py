"""The part of a query that the index answers, as SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from inspector.logs.query.model import Query
from inspector.logs.query.patterns import is_sensitive, required_text

_SEARCHED = ("message", "logger", "request", "detail")
_WORTH_SEARCHING = 2


@dataclass(slots=True)
class Condition:
    """A WHERE clause over the index, with its parameters."""

    terms: list[str] = field(default_factory=list)
    parameters: list[object] = field(default_factory=list)

    def add(self, term: str, *parameters: object) -> None:
        """One more term, joined by AND."""
        self.terms.append(term)
        self.parameters += parameters

    @property
    def sql(self) -> str:
        """The clause; `true` without terms."""
        return " AND ".join(self.terms) or "true"


AskLoggers: TypeAlias = Callable[[str, Sequence[str]], "Sequence[str] | None"]
"""Gives the loggers for which a term is true; None when there are too many to be asked first."""


def condition_of(query: Query, ask_loggers: AskLoggers) -> Condition:
    """The part of a query that the index answers."""
    condition = Condition()
    if query.levels is not None:
        condition.add(f"level IN ({', '.join(str(int(level)) for level in sorted(query.levels)) or 'NULL'})")
    if query.request is not None:
        condition.add("request = ?", query.request)
    if query.since_ns is not None:
        condition.add("order_ns >= ?", query.since_ns)
    if query.until_ns is not None:
        condition.add("order_ns < ?", query.until_ns)
    if query.loggers is not None:
        _add_loggers(condition, sorted(query.loggers))
    if query.text:
        condition.add(*_found(query.text, query.regex, ask_loggers))
    if query.hidden:
        term, *parameters = _found(query.hidden, query.hidden_regex, ask_loggers)
        condition.add(f"NOT {term}", *parameters)
    return condition


def _add_loggers(condition: Condition, loggers: list[str]) -> None:
    condition.add(_is_one_of("coalesce(logger, '')", loggers), *loggers)


def _is_one_of(column: str, values: Sequence[str]) -> str:
    # IN with more than four values would become a join with all rows.
    known = " ".join("WHEN ? THEN true" for _ in values)
    return f"CASE {column} {known} ELSE false END" if known else "false"


def _found(text: str, regex: bool, ask_loggers: AskLoggers) -> tuple[str, *tuple[str, ...]]:
    """The term that is true where a text is found, and its parameters."""
    term, parameters = _term(text, regex=regex)
    terms: list[str] = []
    values: list[str] = []
    for name in _SEARCHED:
        loggers = None
        if name == "logger" and regex and len(parameters) == 1:
            loggers = ask_loggers(term.format(name=name), parameters)
        if loggers is not None:
            terms.append(_is_one_of(name, loggers))
            values += loggers
        else:
            # Most records have no request ID or no detail: those are not searched at all.
            terms.append(f"CASE WHEN {name} <> '' THEN {term.format(name=name)} ELSE false END")
            values += parameters
    return f"({' OR '.join(terms)})", *values


def _term(text: str, *, regex: bool) -> tuple[str, list[str]]:
    """Without upper-case letters regardless of case."""
    sensitive = is_sensitive(text, regex=regex)
    if not regex:
        return _contains(text, sensitive=sensitive)
    flags = "c" if sensitive else "i"
    matches = f"regexp_matches({{name}}, ?, '{flags}')"
    required = required_text(text, sensitive=sensitive)
    if len(required) < _WORTH_SEARCHING:
        return matches, [text]
    # To look for a text first takes a fraction of the time.
    contains, parameters = _contains(required, sensitive=sensitive)
    return f"CASE WHEN {contains} THEN {matches} ELSE false END", [*parameters, text]


def _contains(text: str, *, sensitive: bool) -> tuple[str, list[str]]:
    if sensitive:
        return "contains({name}, ?)", [text]
    # ILIKE compares ASCII in place, lower() makes a copy of each text.
    if text.isascii() and not any(char in text for char in "%_\\"):
        return "{name} ILIKE ?", [f"%{text}%"]
    return "contains(lower({name}), ?)", [text.lower()]
