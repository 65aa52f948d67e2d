"""The part of a query that the index answers, as SQL."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from inspector.logs.query.model import Query

_SEARCHED = ("message", "logger", "request", "detail")


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


def condition_of(query: Query) -> Condition:
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
    if query.text:
        _add_text(condition, query)
    return condition


def _add_text(condition: Condition, query: Query) -> None:
    """Without upper-case letters regardless of case; escapes such as \\S are no letters."""
    letters = re.sub(r"\\.", "", query.text) if query.regex else query.text
    sensitive = letters != letters.lower()
    if query.regex:
        term = "regexp_matches({}, ?, '%s')" % ("c" if sensitive else "i")
        parameter = query.text
    else:
        term = "contains({}, ?)" if sensitive else "contains(lower({}), ?)"
        parameter = query.text if sensitive else query.text.lower()
    # Most records have no request ID or no detail: those are not searched at all.
    found = " OR ".join(
        f"CASE WHEN {name} <> '' THEN {term.format(name)} ELSE false END" for name in _SEARCHED
    )
    condition.add(f"({found})", *[parameter] * len(_SEARCHED))
