"""Small parts of SQL over a batch of lines."""

from __future__ import annotations

from collections.abc import Iterable

PLACE = 'sequence, line, "offset", length'
"""The columns that say where a record stands."""


def carried(enveloped: bool) -> str:
    """Columns of the batch that go along with what is read from `text`."""
    return "stamp_ns, head" if enveloped else "stamp_ns"


ESCAPE = "chr(27)"
LINE = "rtrim(text, chr(13) || chr(10))"
ODD_START = "ascii(text) <= 32 OR ascii(text) = 65279"
"""decode() drops a byte order mark, and white space and control characters before an object."""


def sql_text(text: str) -> str:
    """A text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def any_of(conditions: Iterable[str]) -> str:
    """Whether one of these is true; NULL is as good as false.

    Each looks only at the rows that those before it left over.
    """
    branches = " ".join(f"WHEN {condition} THEN true" for condition in conditions)
    return f"CASE {branches} ELSE false END"


def is_one_of(expression: str, words: Iterable[str]) -> str:
    """Whether a text is one of these words. IN would become a join with all rows, from five words on."""
    known = " ".join(f"WHEN {sql_text(word)} THEN true" for word in words)
    return f"CASE {expression} {known} ELSE false END"


def begins_nested(column: str) -> str:
    """Whether a text begins like an object or list.

    Comparisons look at four bytes; a function on the text would cost ten times as much.
    """
    return f"(({column} >= '[' AND {column} < chr(92)) OR ({column} >= '{{' AND {column} < '|'))"


def begins_like_data(column: str) -> str:
    """Whether a text begins like an object, a list or a number."""
    return f"({begins_nested(column)} OR ({column} >= '-' AND {column} < ':'))"


def is_no_number(column: str) -> str:
    """Whether a text is NaN or Infinity in any spelling, without sign."""
    length = f"(strlen({column}) = 3 OR strlen({column}) = 8)"
    return f"({length} AND {is_one_of(f'lower({column})', ('nan', 'inf', 'infinity'))})"
