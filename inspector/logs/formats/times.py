"""Times as producers write them, to nanoseconds UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from inspector.logs.formats.spec import TimeUnit

NAIVE_ZONE: tzinfo = UTC
"""The zone of a time that names none."""

EARLIEST_EPOCH_SECONDS = 100_000_000
"""A smaller number (before March 1973) counts from something else: an uptime, a duration."""

# The largest number that still counts seconds, and so on: all agree for the years 1973 to 9999.
_LARGEST_SECONDS = 253_402_300_799
SCALES_NS = {
    TimeUnit.SECONDS: 1_000_000_000,
    TimeUnit.MILLISECONDS: 1_000_000,
    TimeUnit.MICROSECONDS: 1_000,
    TimeUnit.NANOSECONDS: 1,
}
_LIMIT_NS = 2**63
_EPOCH_DAY = date(1970, 1, 1).toordinal()

_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?")
_STAMP = re.compile(
    r"(\d{4})[-/](\d\d)[-/](\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)?"
    r" ?(Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)
# The Common Log Format of web servers.
_CLF = re.compile(r"\[?(\d\d)/([A-Z][a-z]{2})/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\]?", re.ASCII)
# RFC 1123, and the same as Redis writes it.
_NAMED = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d\d?)[ -]([A-Z][a-z]{2})[ -](\d{4}) (\d\d:\d\d:\d\d(?:[.]\d{1,9})?)"
    r"( ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?",
    re.ASCII,
)
# Behind an offset Go names the zone once more.
_GO = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:[.]\d{1,9})? [+-]\d{4}) (?:[A-Z]{2,5}|[+-]\d{2,4})", re.ASCII
)
_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}


def time_ns(value: object, unit: TimeUnit = TimeUnit.AUTO, naive: tzinfo = NAIVE_ZONE) -> int | None:
    """Nanoseconds UTC since 1970 of a number or text, None when it is no time.

    Text is RFC 3339 with liberties: a blank for the T, a comma before 0 to 9 digits, slashes in the date,
    an offset without colon or none at all; or `04/Mar/2025:09:15:02 +0000`, `Tue, 04 Mar 2025 09:15:02 GMT`,
    and as Go prints it, `2025-03-04 09:15:02 +0200 CEST`. Numbers, and text that is a
    number, count `unit` since 1970.
    """
    if isinstance(value, str):
        text = value.strip()
        stamp = _STAMP.fullmatch(text)
        if stamp is not None:
            return _stamp_ns(stamp, naive)
        web = _CLF.fullmatch(text)
        if web is not None:
            stamp = _STAMP.fullmatch(f"{web[3]}-{_MONTHS.get(web[2], '00')}-{web[1]}T{web[4]}{web[5]}")
            return None if stamp is None else _stamp_ns(stamp, naive)
        named = _NAMED.fullmatch(text)
        if named is not None:
            date_text = f"{named[3]}-{_MONTHS.get(named[2], '00')}-{named[1]:0>2}"
            stamp = _STAMP.fullmatch(f"{date_text}T{named[4]}{named[5] or ''}")
            return None if stamp is None else _stamp_ns(stamp, naive)
        zoned = _GO.fullmatch(text)
        if zoned is not None:
            stamp = _STAMP.fullmatch(zoned[1])
            return None if stamp is None else _stamp_ns(stamp, naive)
        return _epoch_ns(text, unit) if _NUMBER.fullmatch(text) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _epoch_ns(repr(value), unit)
    return None


def magnitude(number: Decimal) -> TimeUnit:
    """The unit in which a number is a date between 1973 and 9999."""
    size = abs(number)
    if size <= _LARGEST_SECONDS:
        return TimeUnit.SECONDS
    if size <= _LARGEST_SECONDS * 1_000:
        return TimeUnit.MILLISECONDS
    if size <= _LARGEST_SECONDS * 1_000_000:
        return TimeUnit.MICROSECONDS
    return TimeUnit.NANOSECONDS


def _epoch_ns(text: str, unit: TimeUnit) -> int | None:
    number = Decimal(text)
    if not number.is_finite():
        return None
    scale = SCALES_NS[magnitude(number) if unit is TimeUnit.AUTO else unit]
    ns = int((number * scale).to_integral_value(ROUND_HALF_UP))
    return ns if EARLIEST_EPOCH_SECONDS * 1_000_000_000 <= abs(ns) < _LIMIT_NS else None


def _stamp_ns(stamp: re.Match[str], naive: tzinfo) -> int | None:
    year, month, day, hour, minute = (int(part) for part in stamp.group(1, 2, 3, 4, 5))
    second = int(stamp[6] or 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    try:
        days = date(year, month, day).toordinal() - _EPOCH_DAY
        offset = _offset_seconds(stamp[8])
        if offset is None:
            local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=naive)
            offset = _seconds(local.utcoffset())
    except (ValueError, OverflowError):
        return None
    seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
    ns = seconds * 1_000_000_000 + int((stamp[7] or "").ljust(9, "0"))
    return ns if abs(ns) < _LIMIT_NS else None


def _offset_seconds(text: str | None) -> int | None:
    """Seconds east of UTC; None when the time names no zone. Raises ValueError for +99:00."""
    if text is None:
        return None
    if text[0] not in "+-":
        return 0
    hours, minutes = int(text[1:3]), int(text[-2:] if len(text) > 3 else 0)
    if hours > 23 or minutes > 59:
        raise ValueError(text)
    size = hours * 3_600 + minutes * 60
    return -size if text[0] == "-" else size


def _seconds(offset: timedelta | None) -> int:
    return 0 if offset is None else round(offset.total_seconds())
