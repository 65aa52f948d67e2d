"""How many records have a request ID, and how many requests those are."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from inspector.base.cancel import CancelToken
from inspector.logs.formats.request_keys import COUNTED
from inspector.logs.index.database import Database, StorageError
from inspector.logs.index.view import SegmentView, identity

_log = logging.getLogger(__name__)

_LEAST_PAUSE_SECONDS = 0.25
_PAUSE_FACTOR = 20
"""Counting takes one twentieth of the time at most, however large the log is."""


class RequestFigures:
    """Counts requests by SQL, now and then while the log grows. Used by the engine thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted_at: tuple[tuple[int, int], ...] = ()
        self._not_before = 0.0
        self._records = 0
        self._with_id = 0
        self._requests = 0

    def forget(self) -> None:
        """All is counted again: it is read in another way now."""
        self._counted_at = ()
        self._not_before = 0.0
        self._records = self._with_id = self._requests = 0

    def update(self, segments: Sequence[SegmentView], cancel: CancelToken | None) -> None:
        """Count again if there is something new and the last time was long enough ago. Raises Cancelled."""
        position = tuple((segment.number, segment.progress.end) for segment in segments)
        began = time.monotonic()
        if position == self._counted_at or began < self._not_before:
            return
        try:
            self._count([segment for segment in segments if segment.progress.records], cancel)
        except StorageError as error:
            _log.warning("requests cannot be counted: %s", error)
        self._counted_at = position
        ended = time.monotonic()
        self._not_before = ended + max(_LEAST_PAUSE_SECONDS, _PAUSE_FACTOR * (ended - began))

    def words(self, segments: Sequence[SegmentView]) -> tuple[str | None, str]:
        """The field that carries the request ID, and its figures; without one, why there is none.

        Until the first count the figures are those of a sample, which says so.
        """
        ordered = sorted(segments, key=_records_in, reverse=True)
        chosen = next((segment for segment in ordered if segment.detection.request_key is not None), None)
        if chosen is None:
            return None, ordered[0].detection.request_reason if ordered else ""
        key = chosen.detection.request_key
        if not self._with_id:
            return key, chosen.detection.request_reason
        requests = f"{self._requests:,} {'request' if self._requests == 1 else 'requests'}"
        figures = f"{key}: {_percent(self._with_id, self._records)} % of records, {requests}"
        return key, f"{figures}; {COUNTED}" if chosen.detection.request_counted else figures

    def _count(self, segments: Sequence[SegmentView], cancel: CancelToken | None) -> None:
        self._records = sum(segment.progress.records for segment in segments)
        if not segments:
            return
        rows = " UNION ALL ".join(
            f"SELECT {identity(segment, segments)} AS request "
            f"FROM {segment.table} WHERE sequence < {segment.progress.records}"
            for segment in segments
        )
        with self._database.reading(cancel) as cursor:
            found = cursor.execute(f"SELECT count(request), count(DISTINCT request) FROM ({rows})").fetchone()
        self._with_id, self._requests = found if found is not None else (0, 0)


def _records_in(segment: SegmentView) -> int:
    return segment.progress.records


def _percent(part: int, whole: int) -> str:
    """Rounded, but 100 only for all of them and 0 only for none."""
    if 0 < 100 * part < whole:
        return "< 1"
    return str(min(round(100 * part / whole), 99 if part < whole else 100))
