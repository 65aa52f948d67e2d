"""The lines of segments once more, a few megabytes at a time, for what the index does not hold."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from inspector.logs.index.arrow import Batch, slices
from inspector.logs.index.view import SegmentView

_SCAN_ROWS = 20_000
_SCAN_BYTES = 4 << 20


def line_batches(segment: SegmentView) -> Iterator[Batch]:
    """All indexed lines as `text`, valid as UTF-8."""
    offset, end = 0, segment.progress.end
    while offset < end:
        data = segment.file.read(offset, min(_SCAN_BYTES, end - offset))
        if not data:
            return
        cut = data.rfind(b"\n") + 1 or len(data)
        yield _lines(data[:cut])
        offset += cut


def _lines(data: bytes) -> Batch:
    if not data.isascii():
        data = data.decode("utf-8", "replace").encode()
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")) + 1
    starts = np.concatenate((np.zeros(1, np.int64), ends[ends < len(data)]))
    return Batch({"text": slices(data, starts, len(data))})
