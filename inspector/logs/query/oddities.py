"""What is odd in the JSON of records, and may be read in more than one way: it is shown, and counted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

import duckdb

_LIMIT = "9223372036854775808"
_LONE = re.compile("[\ud800-\udfff]")


def _beyond(limit: str) -> str:
    """The pattern of whole numbers that are not below a limit, its number of digits or more."""
    larger = [
        f"{limit[:place]}[{int(digit) + 1}-9][0-9]{{{len(limit) - place - 1}}}"
        for place, digit in enumerate(limit)
        if digit != "9"
    ]
    return f"[0-9]{{{len(limit) + 1},}}|{limit}|{'|'.join(larger)}"


_WORTH_A_LOOK = "|".join(
    (
        rf"[\[:,]\s*-?(?:{_beyond(_LIMIT)})(?:[^0-9.eE]|$)",
        r"[\[:,]\s*-?(?:NaN|Infinity)",
        r"\\u[dD][89a-fA-F]",
        r"\\u0000",
    )
)


@dataclass(frozen=True, slots=True)
class Oddities:
    """How many records have it. `duplicates` are keys that a record itself has twice: the last one is shown.

    `big_numbers` are whole numbers of 2^63 or more either way, `not_numbers` NaN and infinity, `surrogates`
    halves of a character, `nul` escaped NUL characters.
    """

    duplicates: int = 0
    big_numbers: int = 0
    not_numbers: int = 0
    surrogates: int = 0
    nul: int = 0

    def __add__(self, other: Oddities) -> Oddities:
        return Oddities(
            *(getattr(self, field.name) + getattr(other, field.name) for field in fields(Oddities))
        )


def odd_in(cursor: duckdb.DuckDBPyConnection) -> Oddities:
    """Count in the column `text` of the view `objects`. Runs on any thread."""
    keys = "TRY(json_keys(text))"
    (duplicates,) = cursor.execute(
        f"SELECT count_if(len({keys}) > len(list_distinct({keys}))) FROM objects"
    ).fetchone() or (0,)
    texts = cursor.execute(
        "SELECT text FROM objects WHERE regexp_matches(text, ?)", [_WORTH_A_LOOK]
    ).fetchall()
    return sum((_odd(text) for (text,) in texts), Oddities(duplicates=int(duplicates)))


def _odd(text: str) -> Oddities:
    """One record, read to be sure: a text may look like a number."""
    numbers: list[str] = []
    try:
        document = json.loads(text, parse_int=numbers.append, parse_constant=numbers.append)
    except (ValueError, RecursionError):
        return Oddities()
    inside = "".join(_texts(document))
    return Oddities(
        big_numbers=any(_is_big(word) for word in numbers),
        not_numbers=any(word[-1].isalpha() for word in numbers),
        surrogates=_LONE.search(inside) is not None,
        nul="\0" in inside,
    )


def _is_big(word: str) -> bool:
    digits = word.lstrip("-")
    return digits.isdecimal() and (
        len(digits) > len(_LIMIT) or (len(digits) == len(_LIMIT) and digits >= _LIMIT)
    )


def _texts(value: object) -> Iterable[str]:
    """All texts in a document, keys included."""
    stack = [value]
    while stack:
        here = stack.pop()
        if isinstance(here, str):
            yield here
        elif isinstance(here, dict):
            stack += here.keys()
            stack += here.values()
        elif isinstance(here, list):
            stack += here
