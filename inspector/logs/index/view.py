"""What a reader needs to know of a segment, frozen at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.logs.formats import Detection
from inspector.logs.index.progress import Progress
from inspector.logs.sources.file import LogFile


@dataclass(frozen=True, slots=True, eq=False)
class SegmentView:
    """A segment up to what was committed. `source` is the number of its source, `path` that source's path.

    `gone` means that the file was truncated since, and the bytes are no longer those of the rows.
    """

    number: int
    source: int
    path: str
    table: str
    progress: Progress
    detection: Detection
    file: LogFile
    gone: bool = False


def identity(segment: SegmentView, among: Sequence[SegmentView]) -> str:
    """What tells requests apart, in SQL: the ID, with its source where each source counts for itself."""
    if segment.detection.request_counted and sources_in(among) > 1:
        return f"request || chr(31) || {segment.source}"
    return "request"


def sources_in(segments: Sequence[SegmentView]) -> int:
    """How many sources these segments belong to."""
    return len({segment.source for segment in segments})
