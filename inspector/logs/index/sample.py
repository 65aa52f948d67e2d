"""The first lines of a file, by which its format is decided."""

from __future__ import annotations

from inspector.logs.formats import SAMPLE_LINES, Detection
from inspector.logs.formats.overrides import Overrides
from inspector.logs.sources.file import LogFile

SAMPLE_BYTES = 1 << 20


def sample_lines(file: LogFile, size: int) -> tuple[bytes, ...]:
    """The first lines of the first bytes; half a line at the end only if there is no other."""
    data = file.read(0, size)
    whole = data[: data.rfind(b"\n") + 1] or data
    return tuple(line + b"\n" for line in whole.split(b"\n", SAMPLE_LINES)[:SAMPLE_LINES])


def detection_of(file: LogFile, overrides: Overrides) -> Detection:
    """The format by a sample of the whole file, for a look before it is indexed."""
    return overrides.detect(sample_lines(file, SAMPLE_BYTES))
