"""Points in time as people type them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from inspector.cli.output import CommandError

_BACK = re.compile(r"-?\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[a-z]+)(?P<ago>\s+ago)?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?")
_SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hour", "hours"), 3600),
    **dict.fromkeys(("d", "day", "days"), 86_400),
    **dict.fromkeys(("w", "week", "weeks"), 7 * 86_400),
}
_FORMS = "2026-06-17T10:42:00Z, 2026-06-17, 10:42, -15m or '15 min ago'"
_FIRST, _LAST = -(2**63), 2**63 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def time_ns(text: str, option: str, now: datetime, newest_ns: int | None) -> int:
    """UTC nanoseconds of a time as typed; without a zone it is UTC.

    A clock time is on the day of the newest record (today without one), a span counts back from `now`.
    What 64 bits cannot hold becomes the first or last time they can. Raises CommandError when it is no time.
    """
    ns = _parsed(text.strip(), option, now, newest_ns)
    return max(_FIRST, min(ns, _LAST))


def _parsed(text: str, option: str, now: datetime, newest_ns: int | None) -> int:
    span = _BACK.fullmatch(text)
    try:
        if span and (text.startswith("-") or span["ago"]) and (unit := _SECONDS.get(span["unit"].lower())):
            return _ns(now) - round(float(span["number"]) * unit * 1_000_000_000)
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
