"""Times, from text and from numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.logs.formats.spec import TimeUnit
from inspector.logs.formats.times import time_ns

T = 1_741_079_702_000_000_000  # 2025-03-04T09:15:02Z


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-04T09:15:02Z", T),
        ("2025-03-04t09:15:02z", T),
        ("2025-03-04 09:15:02", T),
        ("2025-03-04 09:15:02 UTC", T),
        ("2025/03/04 09:15:02", T),
        ("  2025-03-04T09:15:02Z\t", T),
        ("2025-03-04T09:15Z", T - 2_000_000_000),
        ("2025-03-04T09:15:02.1Z", T + 100_000_000),
        ("2025-03-04T09:15:02,123", T + 123_000_000),
        ("2025-03-04 09:15:02,123+0000", T + 123_000_000),
        ("2025-03-04T09:15:02.123456789Z", T + 123_456_789),
        ("2025-03-04T09:15:02.1234567899Z", T + 123_456_789),
        ("2025-03-04T11:15:02+02:00", T),
        ("2025-03-04T11:15:02+0200", T),
        ("2025-03-04T11:15:02 +02", T),
        ("2025-03-04T03:45:02-05:30", T),
        ("2025-03-04T09:15:60Z", T + 58_000_000_000),
        ("04/Mar/2025:09:15:02 +0000", T),
        ("[04/Mar/2025:10:15:02 +0100]", T),
        ("Tue, 04 Mar 2025 09:15:02 GMT", T),
        ("Tue, 4 Mar 2025 10:15:02 +0100", T),
        ("04 Mar 2025 09:15:02.123", T + 123_000_000),
        ("2025-03-04 11:15:02 +0200 CEST", T),
        ("2025-03-04 09:15:02.5 +0000 UTC", T + 500_000_000),
        ("2025-03-04 06:15:02 -0300 -03", T),
        ("1741079702", T),
        ("1741079702.5", T + 500_000_000),
        ("1741079702000", T),
        ("1741079702000000", T),
        ("1741079702000000000", T),
        ("1.741079702e9", T),
        ("1969-12-31T23:59:59.5Z", -500_000_000),
    ],
)
def test_text(text: str, expected: int) -> None:
    """RFC 3339 with its usual liberties, and numbers written as text."""
    assert time_ns(text) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "2025-13-04T09:15:02Z",
        "2025-02-30T09:15:02Z",
        "2025-03-04T25:15:02Z",
        "2025-03-04T09:15:02+99:00",
        "2025-03-04T09:15:02+01:75",
        "04/Abc/2025:09:15:02 +0000",
        "31/Feb/2025:09:15:02 +0000",
        "Tue, 31 Feb 2025 09:15:02 GMT",
        "04 Abc 2025 09:15:02",
        "at 2025-03-04T09:15:02Z",
        "2025-03-04",
        "9999-01-01T00:00:00Z",
        "٢٠٢٥-03-04T09:15:02Z",
        "12.5",
        "nan",
        "1e99",
        None,
        True,
        12.5,
        3_600_000,
        float("nan"),
        float("inf"),
        10**30,
        {"seconds": 5},
        [1_741_079_702],
    ],
)
def test_no_time(value: object) -> None:
    """What is no date, or lies beyond what 64 bits of nanoseconds hold, is no time."""
    assert time_ns(value) is None


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1_741_079_702, TimeUnit.AUTO, T),
        (1_741_079_702.896, TimeUnit.AUTO, T + 896_000_000),
        (1_741_079_702_123, TimeUnit.AUTO, T + 123_000_000),
        (1_741_079_702_123.25, TimeUnit.AUTO, T + 123_250_000),
        (1_741_079_702_123_456, TimeUnit.AUTO, T + 123_456_000),
        (1_741_079_702_123_456_789, TimeUnit.AUTO, T + 123_456_789),
        (253_402_300_799, TimeUnit.MILLISECONDS, 253_402_300_799_000_000),
        ("1741079702123", TimeUnit.MILLISECONDS, T + 123_000_000),
    ],
)
def test_numbers(value: object, unit: TimeUnit, expected: int) -> None:
    """The unit follows from the magnitude unless the format knows it; fractions are kept."""
    assert time_ns(value, unit) == expected


def test_a_time_without_zone_is_in_the_given_one() -> None:
    """Naive times are UTC unless the caller knows better; others keep their own zone."""
    east = timezone(timedelta(hours=2))

    assert time_ns("2025-03-04 11:15:02", naive=east) == T
    assert time_ns("2025-03-04 09:15:02Z", naive=east) == T


@given(
    st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)),
    st.integers(-14 * 60, 14 * 60),
)
def test_agrees_with_the_standard_library(moment: datetime, offset_minutes: int) -> None:
    """Every date that Python writes is read to the same moment."""
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=offset_minutes)))
    since = aware - datetime(1970, 1, 1, tzinfo=UTC)

    assert time_ns(aware.isoformat()) == since // timedelta(microseconds=1) * 1000


@given(st.text() | st.floats() | st.integers())
def test_never_raises(value: object) -> None:
    """Whatever stands in a time field is a time within 64 bits, or none."""
    result = time_ns(value)
    assert result is None or -(2**63) < result < 2**63
