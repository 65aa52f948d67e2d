"""How a stretch of a log is read: decided from a sample, and once more when the file proves it wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspector.logs.formats import SAMPLE_LINES, Detection, decode
from inspector.logs.formats.overrides import Overrides
from inspector.logs.index.progress import Progress
from inspector.logs.index.sample import SAMPLE_BYTES, sample_lines
from inspector.logs.sources.file import LogFile

SETTLED_RECORDS = 100
"""So many records of a sample are enough to go by."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A detection, and how much of the file it was made of: see sample_lines()."""

    detection: Detection
    sample_bytes: int

    @property
    def digest(self) -> str:
        """Tells decisions apart that lead to other rows."""
        return digest(self.detection)


def digest(detection: Detection) -> str:
    """Of all that says how a record is read; not of the words for it."""
    settings = replace(detection, reason="", request_reason="", sampled=0)
    return hashlib.blake2b(repr(settings).encode(), digest_size=16).hexdigest()


def decide(file: LogFile, size: int, overrides: Overrides, before: Sequence[bytes]) -> Decision:
    """By the first `size` bytes; when they are few, together with lines of the stretch before."""
    sample_bytes = min(size, SAMPLE_BYTES)
    lines = sample_lines(file, sample_bytes)
    detection = overrides.detect(lines)
    if detection.sampled < SETTLED_RECORDS and before:
        detection = overrides.detect((*before, *lines)[-SAMPLE_LINES:])
    return Decision(detection, sample_bytes)


def is_doubtful(detection: Detection, progress: Progress) -> bool:
    """Whether what was read so far speaks against how it was read: most of it is not understood, or no field
    was found that was chosen, or whose values repeat like request IDs."""
    unsure = detection.request_key is None or detection.request_single or detection.request_missed
    return unsure or 2 * progress.unparsed > progress.records


def better_than(detection: Detection, file: LogFile, size: int, overrides: Overrides) -> Decision | None:
    """What the newest of these bytes show, if more of them can be read that way; else None."""
    lines = sample_lines(file, size)
    found = overrides.detect(lines)
    if found.format.name == detection.format.name and found.envelope == detection.envelope:
        gains = _has_better_key(found, detection)
    else:
        gains = _understood(lines, found) > _understood(lines, detection)
    return Decision(found, size) if gains else None


def _has_better_key(found: Detection, detection: Detection) -> bool:
    if found.request_key in (None, detection.request_key):
        return False
    if detection.request_missed:
        return not found.request_missed
    return detection.request_key is None or not found.request_single


def _understood(lines: Sequence[bytes], detection: Detection) -> int:
    return sum(decode(line, detection).structured for line in lines)
