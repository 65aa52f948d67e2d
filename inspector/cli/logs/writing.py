"""Records to stdout, a page at a time, each of them once."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from inspector.cli.logs.lines import Line, below_lines, plain, record_lines, styled
from inspector.cli.output import console, json_line
from inspector.logs.export import masked_shown, record_document
from inspector.logs.follow import LogSet
from inspector.logs.records import Record, segment_of

_PAGE = 1000
_MOST_KNOWN = 1_000_000
"""Places of records that are remembered of each segment, 8 bytes each; of more, the last half."""


class RecordWriter:
    """Writes records as text or JSON; with `follow`, remembers which of each stretch of a file it wrote."""

    def __init__(self, logs: LogSet, *, as_json: bool, reveal: bool, follow: bool = False) -> None:
        self._logs = logs
        self._json = as_json
        self._reveal = reveal
        self._out = console()
        self._follow = follow
        self._last: dict[int, Record] = {}
        self._known: dict[int, _Places] = {}

    def write(self, rows: NDArray[np.int64], *, again: bool = False) -> None:
        """Write the records of an answer, whatever their order.

        With `again` the question was asked of all records anew: those written before, known by where in
        their files they begin, are left out.
        """
        known = {number: places.all() for number, places in self._known.items()} if again else {}
        for start in range(0, len(rows), _PAGE):
            records = self._logs.records(rows[start : start + _PAGE].tolist())
            if again:
                records = tuple(record for record in records if not self._was_written(record, known))
            self._write(records)
            if self._follow:
                self._remember(records)
        sys.stdout.flush()

    def write_grown(self) -> None:
        """Write what was added to the last records: a traceback may be written line by line.

        As text only the new lines; as JSON the whole record again, under its line and offset.
        """
        before = list(self._last.values())
        for old, new in zip(before, self._logs.records([record.row for record in before]), strict=True):
            if new.offset != old.offset or new.length <= old.length:
                continue
            self._last[segment_of(new.row)] = new
            if self._json:
                self._write([new])
            else:
                self._write_lines(below_lines(self._shown(new))[len(below_lines(self._shown(old))) :])

    def _was_written(self, record: Record, known: Mapping[int, AbstractSet[int]]) -> bool:
        number = segment_of(record.row)
        if number not in known:
            return False
        return record.offset in known[number] or record.offset < self._known[number].begin

    def _remember(self, records: Iterable[Record]) -> None:
        """The last of a file may grow: it is not always the last to be written, for others come late."""
        for record in records:
            number = segment_of(record.row)
            self._known.setdefault(number, _Places()).add(record.offset)
            last = self._last.get(number)
            if last is None or record.offset >= last.offset:
                self._last[number] = record

    def _write(self, records: Sequence[Record]) -> None:
        if self._json:
            documents = (record_document(record, reveal=self._reveal) for record in records)
            sys.stdout.writelines(f"{json_line(document)}\n" for document in documents)
        else:
            self._write_lines(line for record in records for line in record_lines(self._shown(record)))

    def _write_lines(self, lines: Iterable[Line]) -> None:
        if self._out.is_terminal:
            for line in lines:
                self._out.print(styled(line), soft_wrap=True)
        else:
            sys.stdout.writelines(f"{plain(line)}\n" for line in lines)

    def _shown(self, record: Record) -> Record:
        return record if self._reveal else masked_shown(record)


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
