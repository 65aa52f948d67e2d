"""Which fields the records of a log have, in how many they stand, and how many values they have."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

import duckdb
import numpy as np
from numpy.typing import NDArray

from inspector.base.cancel import CancelToken
from inspector.logs.formats.objects import has_objects
from inspector.logs.index.database import Database
from inspector.logs.index.phrases import sql_text
from inspector.logs.index.view import SegmentView
from inspector.logs.query.objects import json_path, object_batches
from inspector.logs.query.oddities import Oddities, odd_in
from inspector.logs.query.rereading import Objects

_WORKERS = 2
_PART_ROWS = 20_000
_DEPTH = 4
_MOST_FIELDS = 2_000
_SKETCH = 4096
"""As many of the smallest hashes of a field's values are kept: exact below, within some 2 % above."""

_AT_ONCE = 200
_AN_OBJECT = 0

Path: TypeAlias = tuple[str, ...]
Hashes: TypeAlias = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class FieldStats:
    """One field, its name dotted when it is nested: in how many records it stands, and its different values.

    A field that holds an object stands for itself only where that is empty or nested deeper than four
    levels. `distinct` is exact below some four thousand values, and within about two per cent above.
    """

    name: str
    records: int
    distinct: int


def count_fields(
    database: Database, segments: Sequence[SegmentView], cancel: CancelToken | None = None
) -> tuple[tuple[FieldStats, ...], Oddities]:
    """Fields of all JSON records, the most frequent first, at most two thousand; and what is odd in them.

    Raises Cancelled.
    """
    parts = [
        (segment, begin)
        for segment in segments
        if not segment.gone and has_objects(segment.detection)
        for begin in range(0, segment.progress.records, _PART_ROWS)
    ]
    tally = _Tally()
    pool = ThreadPoolExecutor(_WORKERS, "log-fields")
    try:
        for future in [pool.submit(_part, database, tally, *part, cancel) for part in parts]:
            future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return tally.fields(), tally.oddities


class _Tally:
    """What was counted so far. Safe on any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.oddities = Oddities()
        self._counts: dict[str, int] = {}
        self._sketches: dict[str, Hashes] = {}
        self._holders: dict[Path, None] = {(): None}

    def holders(self) -> list[Path]:
        """Where objects were seen, the record itself first."""
        with self._lock:
            return list(self._holders)

    def add_holder(self, path: Path) -> None:
        """Note that an object with members stands at this path."""
        with self._lock:
            self._holders[path] = None

    def add_odd(self, found: Oddities) -> None:
        """Count odd records."""
        with self._lock:
            self.oddities += found

    def add(self, name: str, hashes: Hashes) -> None:
        """Count values of a field."""
        sketch = self._sketches.get(name)
        full = sketch is not None and len(sketch) == _SKETCH
        fresh = np.unique(hashes[hashes < sketch[-1]] if sketch is not None and full else hashes)
        with self._lock:
            self._counts[name] = self._counts.get(name, 0) + len(hashes)
            sketch = self._sketches.get(name)
            if sketch is not None:
                fresh = np.unique(np.concatenate((sketch, fresh))) if len(fresh) else sketch
            self._sketches[name] = fresh[:_SKETCH]

    def fields(self) -> tuple[FieldStats, ...]:
        """All fields, the most frequent first."""
        found = [
            FieldStats(name, records, _distinct(self._sketches[name]))
            for name, records in self._counts.items()
        ]
        return tuple(sorted(found, key=_most_frequent)[:_MOST_FIELDS])


def _most_frequent(field: FieldStats) -> tuple[int, str]:
    return -field.records, field.name


def _part(
    database: Database, tally: _Tally, segment: SegmentView, begin: int, cancel: CancelToken | None
) -> None:
    """The fields of some ten thousand records. Runs on any thread."""
    end = min(begin + _PART_ROWS, segment.progress.records)
    with database.reading(cancel) as cursor:
        place = cursor.execute(
            f"""SELECT "offset", length FROM {segment.table}
                WHERE sequence >= {begin} AND sequence < {end} ORDER BY sequence"""
        ).fetchnumpy()
        for _, objects in object_batches(segment.file, segment.detection, place["offset"], place["length"]):
            if cancel is not None:
                cancel.raise_if_cancelled()
            cursor.register("objects", objects.batch())
            try:
                tally.add_odd(odd_in(cursor))
                _count_batch(cursor, tally, objects)
            finally:
                cursor.unregister("objects")


def _count_batch(cursor: duckdb.DuckDBPyConnection, tally: _Tally, objects: Objects) -> None:
    """The members of all objects that are known, then of those that were found among their values."""
    known = set(holders := tally.holders())
    paths, refused = _keys(cursor, holders)
    if refused and (reread := objects.reread(cursor, (), (), refused=True)) is not None:
        cursor.register("objects", reread.batch())
        paths, _ = _keys(cursor, holders)
    while holders:
        holders = []
        for begin in range(0, len(paths), _AT_ONCE):
            some = paths[begin : begin + _AT_ONCE]
            for path, hashes in zip(some, _hashes(cursor, some), strict=True):
                values = hashes[hashes != _AN_OBJECT]
                if len(values) < len(hashes) and path not in known:
                    known.add(path)
                    holders.append(path)
                    tally.add_holder(path)
                if len(values):
                    tally.add(".".join(path), values)
        paths, _ = _keys(cursor, holders) if holders else ([], False)


def _keys(cursor: duckdb.DuckDBPyConnection, holders: Sequence[Path]) -> tuple[list[Path], bool]:
    """The paths of all members of the objects at these paths, and whether some record could not be read."""
    rows = cursor.execute(
        f"""SELECT DISTINCT unnest({[f"h{number}" for number in range(len(holders))]}) AS holder,
                   unnest(TRY(json_keys(text, [{_listed(holders)}]))) AS keys FROM objects"""
    ).fetchall()
    by_name = {f"h{number}": holder for number, holder in enumerate(holders)}
    paths = dict.fromkeys((*by_name[name], key) for name, keys in rows for key in keys or ())
    return list(paths)[:_MOST_FIELDS], any(name == "h0" and keys is None for name, keys in rows)


def _hashes(cursor: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> list[Hashes]:
    """Hashes of the values at each path; of objects with members, unless too deep, it is _AN_OBJECT."""
    columns = ", ".join(
        f"""CASE WHEN found[{number}] IS NULL THEN NULL
                 WHEN {len(path) < _DEPTH} AND found[{number}] ^@ '{{' AND strlen(found[{number}]) > 2
                 THEN {_AN_OBJECT} ELSE hash(found[{number}]) END AS v{number}"""
        for number, path in enumerate(paths, 1)
    )
    answer = cursor.execute(
        f"SELECT {columns} FROM (SELECT TRY(json_extract(text, [{_listed(paths)}])) AS found FROM objects)"
    ).fetchnumpy()
    return [np.ma.compressed(answer[f"v{number}"]).astype(np.uint64) for number in range(1, len(paths) + 1)]


def _listed(paths: Iterable[Path]) -> str:
    return ", ".join(sql_text(json_path(path)) for path in paths)


def _distinct(sketch: Hashes) -> int:
    """How many different values the smallest hashes stand for."""
    if len(sketch) < _SKETCH:
        return len(sketch)
    return round((_SKETCH - 1) / (float(sketch[-1]) / 2.0**64))
