"""Local times and their zones."""

from __future__ import annotations

from bisect import bisect
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.logs.formats import decode, detect
from inspector.logs.formats.zones import zone_of, zone_table

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
]


@settings(deadline=None)  # the first look at a zone takes its time
@given(st.sampled_from(ZONES), st.datetimes(datetime(1970, 1, 1), datetime(2099, 12, 31, 23, 59)))
def test_the_table_says_what_python_says(name: str, local: datetime) -> None:
    """For every local time, skipped and doubled ones as with fold=0."""
    table = zone_table(name)
    seconds = (local - datetime(1970, 1, 1)) // timedelta(seconds=1)
    offset = local.replace(tzinfo=ZoneInfo(name)).utcoffset()

    assert offset == timedelta(seconds=table.offsets_s[bisect(table.begins_s, seconds) - 1])


def test_every_change_is_found_to_the_second() -> None:
    """The offset is another one from there on."""
    zone = ZoneInfo("Europe/Berlin")
    table = zone_table("Europe/Berlin")
    changes = list(zip(table.begins_s, table.offsets_s, strict=True))[1:]
    for begin, offset in changes:
        at = datetime(1970, 1, 1, tzinfo=zone) + timedelta(seconds=begin)
        assert at.utcoffset() == timedelta(seconds=offset)
        assert (at - timedelta(seconds=1)).utcoffset() != timedelta(seconds=offset)
    assert len(changes) > 200


@pytest.mark.parametrize("name", ["Middle/Earth", "../etc/passwd", "/etc/passwd", "a\0b", "Europe"])
def test_names_that_are_no_zone(name: str) -> None:
    """Said in plain words, whatever was typed."""
    with pytest.raises(ValueError, match="no time zone"):
        zone_of(name)
    with pytest.raises(ValueError, match="no time zone"):
        detect([], zone=name)


def test_a_record_is_read_in_the_zone_that_was_set() -> None:
    """Times that name their zone keep it."""
    lines = [
        b'{"timestamp": "2025-03-04 10:15:02", "message": "m"}',
        b'{"timestamp": "2025-03-04 10:15:02Z"}',
    ]
    berlin = detect(lines, zone="Europe/Berlin")

    assert [decode(line, berlin).time_ns for line in lines] == [1_741_079_702 * 10**9, 1_741_083_302 * 10**9]
    assert (berlin.zone, detect(lines).zone, detect(lines, zone="").zone) == ("Europe/Berlin", "", "")
