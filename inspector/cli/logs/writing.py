"""Records to stdout, a page at a time, each of them once."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inspector.cli.logs.lines import Line, below_lines, plain, record_lines, styled
from inspector.cli.logs.origins import Origins
from inspector.cli.output import console
from inspector.logs.export import DocumentLine, DocumentLines, masked_shown
from inspector.logs.follow import LogSet
from inspector.logs.records import Record, segment_of

_FIRST_PAGE = 1_000
"""Something is there to be seen at once."""

_PAGE = 8_000
_MOST_KNOWN = 1_000_000
"""Places of records that are remembered of each segment, 8 bytes each; of more, the last half."""


_Item: TypeAlias = DocumentLine | tuple[int, int, int, Record]
"""Row, offset and length of a record, and what is written of it: a line of JSON, or the record as text."""


class RecordWriter:
    """Writes records as text or JSON; with `follow`, remembers which of each stretch of a file it wrote."""

    def __init__(self, logs: LogSet, *, as_json: bool, reveal: bool, follow: bool = False) -> None:
        self._logs = logs
        self._json = as_json
        self._reveal = reveal
        self._out = console()
        self._follow = follow
        self._documents = DocumentLines(reveal=reveal)
        self._origins = Origins()
        self._last: dict[int, _Item] = {}
        self._known: dict[int, _Places] = {}

    def write(self, rows: NDArray[np.int64], *, again: bool = False) -> None:
        """Write the records of an answer, whatever their order.

        With `again` the question was asked of all records anew: those written before, known by where in
        their files they begin, are left out.
        """
        self._origins.update(self._logs.state())
        known = {number: places.all() for number, places in self._known.items()} if again else {}
        for page in _pages(rows):
            items = self._read(page)
            if again:
                items = [item for item in items if not self._was_written(item, known)]
            self._write(items)
            if self._follow:
                self._remember(items)
        sys.stdout.flush()

    def write_grown(self) -> None:
        """Write what was added to the last records: a traceback may be written line by line.

        As text only the new lines; as JSON the whole record again, under its line and offset.
        """
        before = list(self._last.values())
        for old, new in zip(before, self._read([row for row, *_ in before]), strict=True):
            if new[1] != old[1] or new[2] <= old[2]:
                continue
            self._last[segment_of(new[0])] = new
            if isinstance(new[3], bytes) or isinstance(old[3], bytes):
                self._write([new])
            else:
                lines, written = below_lines(self._shown(new[3])), below_lines(self._shown(old[3]))
                self._write_lines(lines[len(written) :])

    def _read(self, rows: Sequence[int]) -> Sequence[_Item]:
        if self._json:
            return self._logs.read(rows, self._documents)
        return [(each.row, each.offset, each.length, each) for each in self._logs.records(rows)]

    def _was_written(self, item: _Item, known: Mapping[int, AbstractSet[int]]) -> bool:
        row, offset, *_ = item
        number = segment_of(row)
        if number not in known:
            return False
        return offset in known[number] or offset < self._known[number].begin

    def _remember(self, items: Iterable[_Item]) -> None:
        """The last of a file may grow: it is not always the last to be written, for others come late."""
        for item in items:
            row, offset, *_ = item
            number = segment_of(row)
            self._known.setdefault(number, _Places()).add(offset)
            last = self._last.get(number)
            if last is None or offset >= last[1]:
                self._last[number] = item

    def _write(self, items: Iterable[_Item]) -> None:
        if self._json:
            _write_bytes(b"".join([made for *_, made in items if isinstance(made, bytes)]))
        else:
            records = (made for *_, made in items if isinstance(made, Record))
            self._write_lines(line for record in records for line in self._lines(record))

    def _lines(self, record: Record) -> list[Line]:
        return record_lines(self._shown(record), self._origins.of(record.source))

    def _write_lines(self, lines: Iterable[Line]) -> None:
        if self._out.is_terminal:
            for line in lines:
                self._out.print(styled(line), soft_wrap=True)
        else:
            sys.stdout.write("".join([f"{plain(line)}\n" for line in lines]))

    def _shown(self, record: Record) -> Record:
        return record if self._reveal else masked_shown(record)


def _pages(rows: NDArray[np.int64]) -> Iterator[list[int]]:
    for start in (0, *range(_FIRST_PAGE, len(rows), _PAGE)):
        yield rows[start : start + (_PAGE if start else _FIRST_PAGE)].tolist()


def _write_bytes(data: bytes) -> None:
    """UTF-8 as it is, in one piece."""
    if sys.stdout.encoding.lower().startswith("utf") and hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        sys.stdout.write(data.decode())


class _Places:
    """Where in a file the records begin that were written; all before `begin` count as written."""

    def __init__(self) -> None:
        self.begin = 0
        self._places = array("q")

    def add(self, offset: int) -> None:
        """Remember one more."""
        self._places.append(offset)
        if len(self._places) > _MOST_KNOWN:
            kept = sorted(self._places)[_MOST_KNOWN // 2 :]
            self._places = array("q", kept)
            self.begin = kept[0]

    def all(self) -> AbstractSet[int]:
        """Those that are remembered."""
        return frozenset(self._places)
