"""Records' objects that SQL cannot read, or reads in another way than they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray

from inspector.logs.formats.json_objects import first_of_several, parse_object
from inspector.logs.formats.objects import NONE
from inspector.logs.formats.values import as_text
from inspector.logs.index.arrow import Batch, slices
from inspector.logs.index.phrases import sql_text

_KEY = re.compile(r'"(?:[^"\\]|\\.)*"')
_STEP = re.compile(r'\."(?:[^"\\]|\\.)*"|\[#?-?\d+\]')


@dataclass(frozen=True, slots=True, eq=False)
class Objects:
    """The JSON objects of some records, valid UTF-8, one behind the other in `data`."""

    data: bytes
    starts: NDArray[np.int64]

    def batch(self) -> Batch:
        """A table of one column, `text`, over the same bytes."""
        return Batch({"text": slices(self.data, self.starts, len(self.data))})

    def reread(
        self,
        cursor: duckdb.DuckDBPyConnection,
        paths: Sequence[str],
        present: Sequence[int],
        *,
        refused: bool,
    ) -> Objects | None:
        """The same with some objects spelled as they are shown; None when none of them needs it.

        `refused` tells whether DuckDB could not read some (a lone surrogate, several in a line), `present`
        in how many it found each path. It takes the first of two members of one name, shown is the last.
        """
        rows = self._repeating(cursor, paths, present)
        if refused:
            rows = np.union1d(rows, self._refused(cursor))
        if not len(rows):
            return None
        ends = np.append(self.starts[1:], len(self.data))
        pieces: list[bytes] = []
        done = 0
        sizes = ends - self.starts
        for row in rows.tolist():
            begin, end = int(self.starts[row]), int(ends[row])
            text = _respelled(self.data[begin:end])
            pieces += (self.data[done:begin], text)
            sizes[row] = len(text)
            done = end
        pieces.append(self.data[done:])
        return Objects(b"".join(pieces), np.cumsum(sizes) - sizes)

    def _refused(self, cursor: duckdb.DuckDBPyConnection) -> NDArray[np.int64]:
        """The rows that DuckDB cannot read."""
        cursor.register("suspects", self.batch())
        answer = cursor.execute("SELECT json_valid(text) AS valid FROM suspects").fetchnumpy()
        cursor.unregister("suspects")
        return np.flatnonzero(~np.asarray(answer["valid"], np.bool_))

    def _repeating(
        self, cursor: duckdb.DuckDBPyConnection, paths: Sequence[str], present: Sequence[int]
    ) -> NDArray[np.int64]:
        """The rows in which a name on the way to one of the paths stands twice in one object."""
        found: dict[str, int] = {}
        for path, number in zip(paths, present, strict=True):
            for key in _KEY.findall(path):
                found[key] = max(found.get(key, 0), number)
        # To count is cheap; only a log that has more of a name than of what was found is looked at closer.
        names = [key.encode() for key, number in found.items() if self.data.count(key.encode()) > number]
        rows = np.unique(np.concatenate([np.zeros(0, np.int64), *map(self._twice, names)]))
        if not len(rows):
            return rows
        ends = np.append(self.starts[1:], len(self.data))
        chosen = [self.data[self.starts[row] : ends[row]] for row in rows.tolist()]
        sizes = np.fromiter(map(len, chosen), np.int64, len(chosen))
        cursor.register("suspects", Objects(b"".join(chosen), np.cumsum(sizes) - sizes).batch())
        holders = _holders(paths)
        repeats = " OR ".join(
            f"coalesce(len(keys[{number}]) <> len(list_distinct(keys[{number}])), false)"
            for number in range(1, len(holders) + 1)
        )
        listed = ", ".join(map(sql_text, holders))
        answer = cursor.execute(
            f"""SELECT {repeats} AS repeats
                FROM (SELECT TRY(json_keys(text, [{listed}])) AS keys FROM suspects)"""
        ).fetchnumpy()
        cursor.unregister("suspects")
        return rows[np.asarray(answer["repeats"], np.bool_)]

    def _twice(self, name: bytes) -> NDArray[np.int64]:
        """The rows in which a name stands at least twice."""
        hits = np.fromiter((hit.start() for hit in re.finditer(re.escape(name), self.data)), np.int64)
        rows = np.searchsorted(self.starts, hits, "right") - 1
        return np.unique(rows[1:][rows[1:] == rows[:-1]])


def _holders(paths: Iterable[str]) -> list[str]:
    """The paths of the objects that must be gone through on the way to these."""
    holders = {"$": None}
    for path in paths:
        steps = _STEP.findall(path)
        holders |= dict.fromkeys("$" + "".join(steps[:number]) for number in range(1, len(steps)))
    return list(holders)


def _respelled(text: bytes) -> bytes:
    """The object as it is shown, spelled so that DuckDB reads it; what is broken stays broken."""
    line = text.decode("utf-8", "replace").rstrip("\r\n")
    fields = parse_object(line)
    if fields is None and (several := first_of_several(line)) is not None:
        fields = several[0]
    if fields is None:
        return text
    return (as_text(fields) or "").encode() or NONE
