"""Times of lines that begin with them, read for a whole chunk at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from inspector.logs.formats.zones import zone_table

NO_STAMP = -(2**63)
"""Stands where a line does not begin as expected."""

_STAMP = re.compile(
    r'(\{ ?"([^"\\]+)" ?: ?"|\[)?'
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,](\d{1,9}))?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?)"
    r'(?=("| |\]|$))',
    re.ASCII,
)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_FIRST_YEAR, _LAST_YEAR = 1700, 2200
_FRACTION = 20


@dataclass(frozen=True, slots=True)
class Stamp:
    """How lines begin: `head`, a time with its digits as zeros, `tail`. `key` is what the time stands under.

    The zone is the same in all: `zone` is its spelling, digits included.
    """

    head: bytes
    key: str | None
    shape: bytes
    fraction_digits: int
    zone: bytes
    tail: bytes

    @property
    def width(self) -> int:
        """How many bytes of the line are known."""
        return len(self.head) + len(self.shape) + len(self.zone) + len(self.tail)


def stamp_of(line: str) -> Stamp | None:
    """How this line begins, if it does so with a time; in an object under its first key."""
    match = _STAMP.match(line)
    if match is None:
        return None
    head, key, stamp, fraction, tail = match.groups()
    digits = len(fraction or "")
    length = _FRACTION + digits if digits else _FRACTION - 1
    return Stamp(
        head=(head or "").encode(),
        key=key,
        shape=re.sub("[0-9]", "0", stamp[:length]).encode(),
        fraction_digits=digits,
        zone=stamp[length:].encode(),
        tail=tail.encode(),
    )


def stamps_ns(
    octets: NDArray[np.uint8], starts: NDArray[np.int64], stamp: Stamp, zone: str = ""
) -> NDArray[np.int64]:
    """The time of each line in nanoseconds UTC; NO_STAMP where the line begins otherwise.

    Times that name no zone are in `zone`, "" is UTC.

    A leap second, and a year that nanoseconds do not reach, are left to the decoder.
    """
    if len(octets) < stamp.width:
        return np.full(len(starts), NO_STAMP, np.int64)
    last = len(octets) - stamp.width
    # One item per byte, each as wide as a stamp: takes half the time of a window of bytes.
    begins = np.ndarray((last + 1,), np.dtype((np.void, stamp.width)), octets, strides=(1,))
    lines = begins[np.minimum(starts, last)].view(np.uint8).reshape(-1, stamp.width)
    columns = np.ascontiguousarray(lines.T)
    good = starts <= last
    begin = len(stamp.head)
    end = begin + len(stamp.shape)
    for index, octet in enumerate(stamp.head + stamp.shape + stamp.zone + stamp.tail):
        if begin <= index < end and octet == ord("0"):
            columns[index] -= ord("0")
            good &= columns[index] < 10
        else:
            good &= columns[index] == octet
    digits = columns[begin:end]
    century, year, month, day, hour, minute, second = (
        digits[place] * 10 + digits[place + 1] for place in (0, 2, 5, 8, 11, 14, 17)
    )
    days, known = _days(century, year, month, day, good)
    good &= known & (hour < 24) & (minute < 60) & (second < 60)
    total = hour * np.int32(3_600) + minute * np.int32(60) + second - np.int32(_offset_seconds(stamp.zone))
    fraction = np.zeros(len(starts), np.int32)
    for digit in digits[_FRACTION:]:
        fraction = fraction * np.int32(10) + digit
    scale = 10 ** (9 - stamp.fraction_digits)
    times: NDArray[np.int64] = (days * 86_400 + total) * 1_000_000_000 + fraction.astype(np.int64) * scale
    if zone and not stamp.zone:
        good &= _to_utc(times, zone)
    times[~good] = NO_STAMP
    return times


def _to_utc(times: NDArray[np.int64], zone: str) -> NDArray[np.bool_]:
    """Turn local times into UTC, in place; False where the zone's table does not reach."""
    table = zone_table(zone)
    begins = np.array(table.begins_s, np.int64) * 1_000_000_000
    place = np.searchsorted(begins, times, "right") - 1
    known: NDArray[np.bool_] = (place >= 0) & (times < table.end_s * 1_000_000_000)
    times -= np.array(table.offsets_s, np.int64)[place] * 1_000_000_000
    return known


def _days(
    century: NDArray[np.uint8],
    year: NDArray[np.uint8],
    month: NDArray[np.uint8],
    day: NDArray[np.uint8],
    good: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Days since 1970, and which dates exist. A chunk has few different ones."""
    dates = ((century * np.int32(100) + year) * np.int32(100) + month) * np.int32(100) + day
    dates[~good] = 0
    if len(dates) and np.min(dates) == np.max(dates):
        number = _day(int(dates[0]))
        shape = len(dates)
        return np.full(shape, number or 0, np.int64), np.full(shape, number is not None, np.bool_)
    distinct, which = np.unique(dates, return_inverse=True)
    found = [_day(value) for value in distinct.tolist()]
    numbers = np.array([0 if number is None else number for number in found], np.int64)
    return numbers[which], np.array([number is not None for number in found], np.bool_)[which]


def _day(value: int) -> int | None:
    year, month, day = value // 10_000, value // 100 % 100, value % 100
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day).toordinal() - _EPOCH_DAY
    except ValueError:
        return None


def _offset_seconds(zone: bytes) -> int:
    if zone in (b"", b"Z"):
        return 0
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    size = hours * 3_600 + minutes * 60
    return -size if zone.startswith(b"-") else size
