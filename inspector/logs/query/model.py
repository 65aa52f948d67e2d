"""A question to the log as a frozen value, and its answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspector.logs.records import Level


@dataclass(frozen=True, slots=True)
class Query:
    """Which records to show; the default is all.

    `levels` is the set shown, None for every level. `request` is an exact request ID. `loggers` is the set
    shown, "" for records without one, None for every logger. `text` is searched in message, logger, request
    ID and detail: without upper-case letters regardless of case, as `regex` when set (RE2 syntax).
    `hidden` is searched the same way, and what holds it is left out. Times are UTC nanoseconds, `until_ns`
    exclusive; records without a time take that of the record before. `where` is an SQL expression over the
    record's fields.
    """

    levels: frozenset[Level] | None = None
    request: str | None = None
    text: str = ""
    regex: bool = False
    since_ns: int | None = None
    until_ns: int | None = None
    where: str | None = None
    loggers: frozenset[str] | None = None
    hidden: str = ""
    hidden_regex: bool = False

    @property
    def everything(self) -> bool:
        """True when no filter is set."""
        return self == Query()


class QueryError(Exception):
    """The question itself is wrong (bad regular expression, bad SQL); the text says where and how.

    `column` is the place of the mistake in the expression, from 1, None when it has none. `part` is the
    member of the Query that holds it.
    """

    def __init__(self, said: str, column: int | None = None, part: str = "where") -> None:
        super().__init__(said)
        self.column = column
        self.part = part


class VoidRowsError(Exception):
    """These rows are of an earlier epoch: what they meant is read in another way now."""


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far each segment was read when an answer was made, by segment number.

    `next_sequence` is the first sequence that was not looked at. `refused_bytes` is the length of the last
    record that was, when it did not match (0 when it did): should it grow, it is asked again.
    """

    next_sequence: tuple[int, ...] = ()
    refused_bytes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """An answer: row IDs in display order, and the time each is ordered by.

    Both are read-only int64 arrays of one length. One source stands in the order of its row IDs, which is
    file order; several stand by time, stable within a source. `mark` is where a follow-up query over new
    records begins. `epoch` is that of the log set's state: rows of another epoch must be thrown away.

    No row comes twice in an answer and its follow-ups. Rows of a follow-up may belong before earlier ones:
    of several sources by time, of one by ID, when a renamed file is still written to.
    """

    ids: NDArray[np.int64]
    times_ns: NDArray[np.int64]
    mark: Watermark
    epoch: int
