"""The zone of times that name none: by its name, and as the moments at which its offset changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_FIRST, _LAST = datetime(1970, 1, 1), datetime(2100, 1, 1)
_EPOCH = datetime(1970, 1, 1)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ZoneTable:
    """Distances from UTC by local time: from `begins_s[i]` on it is `offsets_s[i]` seconds east.

    Local seconds count since 1970 as if they were UTC. The table ends at `end_s`. A time that a clock shows
    twice is the first of the two, and one that it skips is read by the distance before: what Python's
    datetime says for fold=0.
    """

    begins_s: tuple[int, ...]
    offsets_s: tuple[int, ...]
    end_s: int


@lru_cache(maxsize=64)
def zone_of(name: str) -> tzinfo:
    """A zone by its IANA name, "" is UTC; raises ValueError when there is none."""
    if not name:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone “{name}”; names are like Europe/Berlin") from error


@lru_cache(maxsize=64)
def zone_table(name: str) -> ZoneTable:
    """All changes of a zone from 1970 to 2100."""
    zone = zone_of(name)
    begins, offsets = [0], [_offset_s(_FIRST, zone)]
    day = _FIRST
    while day < _LAST:
        following = day + _DAY
        if _offset_s(following, zone) != offsets[-1]:
            begins.append(_seconds(_change(day, following, zone, offsets[-1])))
            offsets.append(_offset_s(following, zone))
        day = following
    return ZoneTable(tuple(begins), tuple(offsets), _seconds(_LAST))


def _change(before: datetime, after: datetime, zone: tzinfo, offset_s: int) -> datetime:
    """The first second between two local times at which the distance is another one."""
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if _offset_s(middle, zone) == offset_s:
            before = middle
        else:
            after = middle
    return after


def _offset_s(local: datetime, zone: tzinfo) -> int:
    offset = local.replace(tzinfo=zone).utcoffset()
    return 0 if offset is None else round(offset.total_seconds())


def _seconds(local: datetime) -> int:
    return (local - _EPOCH) // _SECOND
