"""Lines cut into records as the rules for one line after the other say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.logs.formats import Detection
from inspector.logs.formats.continuation import record_starts
from inspector.logs.formats.logfmt import LOGFMT
from inspector.logs.index.blocks import split

_STARTS = (
    "level=",
    "a.b/c-d@e=",
    "java.io.IOError: ",
    "goroutine ",
    "main.run",
    "ValueError: ",
    "Caused by:",
)
_SIGNS = ("main.run", "Traceback (most recent call last):", "x", "=", " ", '"', ":", "(", ")", "\x1b[1m", "é")
_LINES = st.lists(st.sampled_from((*_STARTS, *_SIGNS)), max_size=5).map("".join)


@settings(max_examples=50, deadline=None)
@given(st.lists(_LINES, min_size=1, max_size=12))
def test_lines_of_pairs_are_cut_as_one_after_the_other(lines: list[str]) -> None:
    """A line that begins with a pair is told without reading it whole."""
    detection = Detection(LOGFMT, "")
    data = "".join(f"{line}\n" for line in ["level=info msg=x", *lines]).encode()
    expected, open_traceback = record_starts(data.splitlines(keepends=True), detection)

    records = split(data, len(data), detection, open_traceback=False)

    assert [number for number, starts in enumerate(expected) if starts] == records.first_lines.tolist()
    assert open_traceback == records.open_traceback
