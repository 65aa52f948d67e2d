"""Sentences and figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.logs.follow import LogState, SourceState, SourceStatus
from inspector.ui.logs import texts

API = SourceState("/logs/api.jsonl", SourceStatus.FOLLOWING, format="Python JSON")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (412_345_678, "412 MB"),
        (1_310_000_000, "1.3 GB"),
        (10**16, "10000 TB"),
    ],
)
def test_size(number: int, expected: str) -> None:
    """Powers of 1,000 with two digits where they count."""
    assert texts.size(number) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("timeout", ("timeout", False)),
        ("/time(out)?/", ("time(out)?", True)),
        ("/predict", ("/predict", False)),
        ("//", ("//", False)),
        ("/", ("/", False)),
    ],
)
def test_search_of(typed: str, expected: tuple[str, bool]) -> None:
    """Slashes at both ends make a regular expression; what was typed comes back."""
    assert texts.search_of(typed) == expected
    text, regex = expected
    assert texts.typed_search(text, regex=regex) == typed


@pytest.mark.parametrize(
    ("time_ns", "expected"),
    [
        (None, ""),
        (0, "1970-01-01T00:00:00.000Z"),
        (1_763_800_000_123_000_000, "2025-11-22T08:26:40.123Z"),
        (1_763_800_000_123_456_000, "2025-11-22T08:26:40.123456Z"),
        (-1_000_000, "1969-12-31T23:59:59.999Z"),
        (2**63 - 1, "2262-04-11T23:47:16.854775807Z"),
    ],
)
def test_utc_time(time_ns: int | None, expected: str) -> None:
    """As many digits as needed, at least milliseconds."""
    assert texts.utc_time(time_ns) == expected


def test_a_time_no_calendar_has_is_no_text() -> None:
    """Out of the range of dates, nothing is shown rather than nothing working."""
    far = 10**21

    assert (texts.clock(far), texts.zone(far), texts.utc_time(far)) == (("", ""), "", "")


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ([], ""),
        (["/srv/ml/logs/api.jsonl"], "logs/api.jsonl"),
        (["api.jsonl"], "api.jsonl"),
        (["/srv/ml/logs/api.jsonl", "/srv/ml/logs/worker.jsonl"], "ml/logs"),
        (["/a/api.jsonl", "/b/worker.jsonl"], "api.jsonl, worker.jsonl"),
    ],
)
def test_title(paths: list[str], expected: str) -> None:
    """The folder that several files share, else their names."""
    assert texts.title(paths) == expected


def test_source_names_are_as_short_as_they_can_be_told_apart() -> None:
    """Stem, then file name, then folder and file name."""
    assert texts.source_names(["/l/api.jsonl", "/l/web.jsonl"]) == {
        "/l/api.jsonl": "api",
        "/l/web.jsonl": "web",
    }
    assert texts.source_names(["/l/a.log", "/l/a.json"]) == {"/l/a.log": "a.log", "/l/a.json": "a.json"}
    assert texts.source_names(["/x/a.log", "/y/a.log"]) == {"/x/a.log": "x/a.log", "/y/a.log": "y/a.log"}


def test_summary_tells_of_lines_that_fit_no_format() -> None:
    """In the words of the format."""
    state = LogState(records=4112, unparsed=12, sources=(API,))

    assert texts.summary(state) == "4,112 records · 12 lines not JSON"
    plain = replace(state, records=1, unparsed=1, sources=(replace(API, format="plain text"),))
    assert texts.summary(plain) == "1 record · 1 line of no known format"
    assert texts.summary(replace(state, unparsed=0)) == "4,112 records"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (replace(API, rotations=1), ("api.jsonl rotated; following the new file",)),
        (replace(API, truncations=1), ("api.jsonl was truncated; following it from its start",)),
        (API, ()),
        (replace(API, path="/logs/new.jsonl"), ()),
    ],
)
def test_source_events(after: SourceState, expected: tuple[str, ...]) -> None:
    """One sentence for what happened to a file."""
    assert texts.source_events([API], [after]) == expected


def test_a_file_that_can_be_read_again_is_an_event() -> None:
    """The banner goes, the event stays to be read."""
    broken = replace(API, problem="api.jsonl is missing.")

    assert texts.source_events([broken], [API]) == ("api.jsonl can be read again",)
    assert texts.problems([broken, API]) == "api.jsonl is missing."
