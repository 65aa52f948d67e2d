"""What a log holds, in figures."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.logs.records import Level


@dataclass(frozen=True, slots=True)
class FieldStats:
    """One field: in how many records it stands, and how many different values it has."""

    name: str
    records: int
    distinct: int


@dataclass(frozen=True, slots=True)
class Stats:
    """`logs stats`. `lines` counts physical lines, `unparsed` records that fit no format.

    `levels` has every level, in the order of Level. Times are UTC nanoseconds or None.
    """

    records: int
    lines: int
    unparsed: int
    levels: tuple[tuple[Level, int], ...]
    first_ns: int | None
    last_ns: int | None
    formats: tuple[str, ...]
    fields: tuple[FieldStats, ...]
