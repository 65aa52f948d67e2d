"""Which names are those of logs, and which of them are one log that was rotated."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TypeAlias

WORDS = "*.log, *.jsonl, *.ndjson"
"""The names of logs, to be told to people."""

_PERHAPS = (".json", ".txt", ".out")

_LIVE = re.compile(r"\.(log|jsonl|ndjson)$", re.IGNORECASE)
_PACKED = r"(?:\.(?:gz|bz2|xz|zst))?"
_DATE = r"\d{4}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?:[T_.:-]?\d+)*"
_BASES = (
    re.compile(rf"(?P<base>.+\.(?:log|jsonl|ndjson))(?:\.\d{{1,4}}|\.old|[.-]{_DATE}){_PACKED}", re.I),
    re.compile(
        rf"(?P<stem>.+?)[._-]{{1,2}}{_DATE}(?P<suffix>\.(?:log|jsonl|ndjson)){_PACKED}", re.IGNORECASE
    ),
)
_ANY_BASE = re.compile(rf"(?P<base>.+?)(?:\.\d{{1,4}}|[.-]{_DATE}){_PACKED}", re.IGNORECASE)
_LIKE_LIVE_ONES = re.compile(rf".+\.(?:log|jsonl|ndjson){_PACKED}", re.IGNORECASE)

Age: TypeAlias = tuple[int, tuple[int, ...], str]
"""Sorts the members of a family, oldest first."""


def is_log_name(name: str) -> bool:
    """Whether this is the name of a log, rotated or not: `api.log`, `api.log.1`, `api.log.2.gz`."""
    return _LIKE_LIVE_ONES.fullmatch(name) is not None or base_of(name) != name


def may_be_log_name(name: str) -> bool:
    """Whether only the content tells that a file of this name is a log."""
    return name.lower().endswith(_PERHAPS)


def is_live_name(name: str) -> bool:
    """Whether a file of this name is a log that is written to: no rotated one."""
    return _LIVE.search(name) is not None


def base_of(name: str, others: Collection[str] = ()) -> str:
    """What a rotated log is called while it is written to; any other name is its own.

    Without the ending of a log, `messages.1` is one that was rotated if `messages` is among the others.
    """
    for pattern in _BASES:
        found = pattern.fullmatch(name)
        if found is not None:
            groups = found.groupdict()
            return groups.get("base") or f"{groups['stem']}{groups['suffix']}"
    found = _ANY_BASE.fullmatch(name)
    return found["base"] if found is not None and found["base"] in others else name


@dataclass(frozen=True, slots=True)
class Family:
    """The files of one log: the one that is written to, called `base`, and those that it became."""

    base: str
    _pattern: re.Pattern[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        stem, dot, suffix = self.base.rpartition(".")
        dated = rf"|{re.escape(stem)}[._-]{{1,2}}(?P<inner>{_DATE}){re.escape(dot + suffix)}" if stem else ""
        pattern = rf"(?:{re.escape(self.base)}(?:\.(?P<number>\d{{1,4}}|old)|[.-](?P<date>{_DATE})){dated})"
        object.__setattr__(self, "_pattern", re.compile(pattern + rf"(?P<packed>{_PACKED})", re.IGNORECASE))

    def age(self, name: str) -> Age | None:
        """How old a member is, None for what is no older member. Larger numbers are older, dates speak."""
        found = self._pattern.fullmatch(name)
        if found is None:
            return None
        date = found["date"] or (found["inner"] if "inner" in found.re.groupindex else None)
        if date:
            digits = re.findall(r"\d+", date.replace("-", "", 2) if date[4] == "-" else date)
            return 0, tuple(map(int, digits)), name
        number = found["number"].lower()
        return 1, (-1 if number == "old" else -int(number),), name

    def is_dated(self, name: str) -> bool:
        """Whether a member is named by its date, and not packed: it may be the one that is written to."""
        age = self.age(name)
        return age is not None and age[0] == 0 and not re.search(r"\.(gz|bz2|xz|zst)$", name, re.IGNORECASE)
