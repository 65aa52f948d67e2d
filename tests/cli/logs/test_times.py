"""Times as people type them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.cli.logs.times import time_ns
from inspector.cli.output import CommandError

_NOW = datetime(2026, 6, 20, 12, 0, tzinfo=UTC)
_NEWEST = datetime(2026, 6, 17, 10, 43, 5, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _ns(*parts: int) -> int:
    return (datetime(*parts, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1) * 1000  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-17T10:42:00Z", _ns(2026, 6, 17, 10, 42)),
        ("2026-06-17T12:42:00+02:00", _ns(2026, 6, 17, 10, 42)),
        ("2026-06-17 10:42", _ns(2026, 6, 17, 10, 42)),
        ("2026-06-17", _ns(2026, 6, 17)),
        ("2026-06-17T10:42:00.123456789Z", _ns(2026, 6, 17, 10, 42) + 123_456_789),
        ("2026-06-17T10:42:00.1234567Z", _ns(2026, 6, 17, 10, 42) + 123_456_700),
        ("10:42", _ns(2026, 6, 17, 10, 42)),
        ("10:42:07.25", _ns(2026, 6, 17, 10, 42, 7) + 250_000_000),
        ("-15m", _ns(2026, 6, 20, 11, 45)),
        ("15 min ago", _ns(2026, 6, 20, 11, 45)),
        ("1.5 hours ago", _ns(2026, 6, 20, 10, 30)),
        ("-2d", _ns(2026, 6, 18, 12, 0)),
        (" 90 s ago ", _ns(2026, 6, 20, 11, 58, 30)),
        ("10m", _ns(2026, 6, 20, 11, 50)),
        ("-1h30m", _ns(2026, 6, 20, 10, 30)),
        ("1 hour 30 min ago", _ns(2026, 6, 20, 10, 30)),
        ("now", _ns(2026, 6, 20, 12, 0)),
        ("Yesterday", _ns(2026, 6, 19)),
        ("today", _ns(2026, 6, 20)),
    ],
)
def test_times_are_read_to_the_nanosecond_in_utc(text: str, expected: int) -> None:
    """Clock times are on the newest record's day, spans count back from now."""
    newest = (_NEWEST - _EPOCH) // timedelta(microseconds=1) * 1000
    assert time_ns(text, "--since", _NOW, newest) == expected


def test_a_clock_time_is_today_when_no_record_has_a_time() -> None:
    """Without a newest record the day is that of now."""
    assert time_ns("10:42", "--since", _NOW, None) == _ns(2026, 6, 20, 10, 42)


@pytest.mark.parametrize(
    "text", ["", "noon", "25:00", "15", "-15 parsecs", "1h15x", "9" * 400 + " s ago", "2026-13-01", "-"]
)
def test_what_is_no_time_is_said_with_the_option(text: str) -> None:
    """The sentence names the option and shows how a time is written."""
    with pytest.raises(CommandError, match=r"--until .*is no time: write it like 2026-"):
        time_ns(text, "--until", _NOW, None)


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2261, 1, 1)))
def test_iso_texts_are_read_back(moment: datetime) -> None:
    """Every time that Python writes is read exactly."""
    expected = (moment - datetime(1970, 1, 1)) // timedelta(microseconds=1) * 1000
    assert time_ns(moment.isoformat() + "Z", "--since", _NOW, None) == expected


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31T23:59:59Z", "99999999999 weeks ago"])
def test_times_out_of_range_become_the_first_or_last(text: str) -> None:
    """Nanoseconds stay within 64 bits."""
    assert time_ns(text, "--since", _NOW, None) in (-(2**63), 2**63 - 1)


@given(st.text(max_size=40) | st.from_regex(r"-?[0-9]{1,4}[-:. ][0-9]{0,2}[a-z]{0,3}( ago)?", fullmatch=True))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is a time within 64 bits, or a sentence."""
    try:
        ns = time_ns(text, "--since", _NOW, None)
    except CommandError:
        return
    assert -(2**63) <= ns < 2**63
