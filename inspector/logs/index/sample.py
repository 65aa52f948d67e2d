"""The lines of a file by which its format is decided."""

from __future__ import annotations

from inspector.logs.formats import SAMPLE_LINES, Detection
from inspector.logs.formats.overrides import Overrides
from inspector.logs.sources.file import LogFile

SAMPLE_BYTES = 1 << 20


def sample_lines(file: LogFile, size: int) -> tuple[bytes, ...]:
    """Lines of the first `size` bytes, half of them from the start and half from the end.

    Of more than SAMPLE_BYTES only so many at the end are read. Half a line only if there is no other.
    """
    begin = max(0, size - SAMPLE_BYTES)
    data = file.read(begin, size - begin)
    whole = data[data.find(b"\n") + 1 if begin else 0 : data.rfind(b"\n") + 1] or data
    lines = whole.removesuffix(b"\n").split(b"\n")
    half = SAMPLE_LINES // 2
    return tuple(line + b"\n" for line in (*lines[:half], *lines[half:][-half:]))


def detection_of(file: LogFile, overrides: Overrides) -> Detection:
    """The format by a sample of the whole file, for a look before it is indexed."""
    return overrides.detect(sample_lines(file, SAMPLE_BYTES))
