"""Points in time as people type them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from inspector.cli.output import CommandError

_PART = r"(\d+(?:\.\d+)?)\s*([a-z]+)"
_BACK = re.compile(rf"-?\s*(?P<parts>{_PART}(?:\s*{_PART})*?)(?:\s+ago)?", re.IGNORECASE)
_DAYS = {"today": 0, "yesterday": 1}
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?")
_SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hour", "hours"), 3600),
    **dict.fromkeys(("d", "day", "days"), 86_400),
    **dict.fromkeys(("w", "week", "weeks"), 7 * 86_400),
}
_FORMS = "2026-06-17T10:42:00Z, 2026-06-17, 10:42, 15m, -1h30m, '15 min ago', now or yesterday"
_FIRST, _LAST = -(2**63), 2**63 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def time_ns(text: str, option: str, now: datetime, newest_ns: int | None) -> int:
    """UTC nanoseconds of a time as typed; without a zone it is UTC.

    A clock time is on the day of the newest record (today without one), a span, `15m` or `-1h30m`, counts
    back from `now`, and `today` and `yesterday` begin at midnight.
    What 64 bits cannot hold becomes the first or last time they can. Raises CommandError when it is no time.
    """
    ns = _parsed(text.strip(), option, now, newest_ns)
    return max(_FIRST, min(ns, _LAST))


def _parsed(text: str, option: str, now: datetime, newest_ns: int | None) -> int:
    word = text.lower()
    try:
        if word == "now":
            return _ns(now)
        if word in _DAYS:
            return _ns(now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(_DAYS[word]))
        if (span := _BACK.fullmatch(word)) and (seconds := _span_seconds(span["parts"])) is not None:
            return _ns(now) - round(seconds * 1_000_000_000)
        if clock := _CLOCK.fullmatch(text):
            newest = now if newest_ns is None else _EPOCH + timedelta(microseconds=newest_ns // 1000)
            hour, minute, second, fraction = clock.groups(default="0")
            moment = datetime(
                newest.year, newest.month, newest.day, int(hour), int(minute), int(second), tzinfo=UTC
            )
            return _ns(moment) + int(fraction.ljust(9, "0"))
        return _absolute(text)
    except (ValueError, OverflowError):
        raise CommandError(f"{option} {text} is no time: write it like {_FORMS}.") from None


def _span_seconds(text: str) -> float | None:
    """The sum of `1h 30m`; None when a unit is not known."""
    parts = [(float(number), _SECONDS.get(unit)) for number, unit in re.findall(_PART, text)]
    return None if any(unit is None for _, unit in parts) else sum(size * (unit or 0) for size, unit in parts)


def _absolute(text: str) -> int:
    # fromisoformat() drops digits below the microsecond.
    fraction = re.search(r"[.,](\d{7,9})(?!\d)", text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    ns = _ns(moment)
    return ns + int(fraction[1].ljust(9, "0")[6:]) if fraction else ns


def _ns(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1) * 1000
