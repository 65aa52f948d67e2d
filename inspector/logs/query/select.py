"""The rows that answer a query, as arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inspector.base.cancel import CancelToken
from inspector.logs.index.database import Database
from inspector.logs.index.view import SegmentView, sources_in
from inspector.logs.query.asking import asking
from inspector.logs.query.model import Query, Rows, Watermark
from inspector.logs.records import row_id


def answer(
    database: Database,
    segments: Sequence[SegmentView],
    query: Query,
    after: Watermark | None,
    epoch: int,
    cancel: CancelToken | None = None,
) -> Rows:
    """Answer a query over these segments, which stand in the order of their numbers."""
    before = after if after is not None else Watermark()
    count = max((segment.number for segment in segments), default=-1) + 1
    marks, refused = [0] * count, [0] * count
    ids: list[NDArray[np.int64]] = []
    times: list[NDArray[np.int64]] = []
    with asking(database, segments, query, cancel, anew=after is None) as asked:
        for segment in segments:
            end = marks[segment.number] = segment.progress.records
            last_bytes = segment.progress.last_bytes
            begin, refused_bytes = _position(before, segment.number)
            if begin == end and refused_bytes in (0, last_bytes):
                refused[segment.number] = refused_bytes
                continue
            sequences, at = asked.matching(segment, _span(begin, end, refused_bytes))
            if not len(sequences) or sequences[-1] != end - 1:
                refused[segment.number] = last_bytes
            ids.append(sequences + row_id(segment.number, 0))
            times.append(at)
    all_ids = np.concatenate(ids) if ids else np.empty(0, np.int64)
    all_times = np.concatenate(times) if times else np.empty(0, np.int64)
    if sources_in(segments) > 1:
        order = np.argsort(all_times, kind="stable")
        all_ids, all_times = all_ids[order], all_times[order]
    all_ids.flags.writeable = False
    all_times.flags.writeable = False
    return Rows(all_ids, all_times, Watermark(tuple(marks), tuple(refused)), epoch)


def _position(mark: Watermark, segment: int) -> tuple[int, int]:
    """What a mark says of a segment; one that is newer than the mark begins at 0."""
    begin = mark.next_sequence[segment] if segment < len(mark.next_sequence) else 0
    return begin, mark.refused_bytes[segment] if segment < len(mark.refused_bytes) else 0


def _span(begin: int, end: int, refused_bytes: int) -> str:
    """The records from `begin` on, and a refused one before it if it grew."""
    if not refused_bytes:
        return f"sequence >= {begin} AND sequence < {end}"
    return (
        f"sequence >= {begin - 1} AND sequence < {end} AND (sequence >= {begin} OR length > {refused_bytes})"
    )
