"""Records to stdout, a page at a time, each of them once."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from inspector.cli.logs.lines import Line, below_lines, plain, record_lines, styled
from inspector.cli.output import console, json_line
from inspector.logs.export import masked_shown, record_document
from inspector.logs.follow import LogSet
from inspector.logs.records import Record, segment_of

_PAGE = 1000


class RecordWriter:
    """Writes records as text or JSON, and remembers how far it came in each segment of the files."""

    def __init__(self, logs: LogSet, *, as_json: bool, reveal: bool) -> None:
        self._logs = logs
        self._json = as_json
        self._reveal = reveal
        self._out = console()
        self._last: dict[int, Record] = {}

    def write(self, rows: NDArray[np.int64]) -> None:
        """Write the records of an answer, without those that were written before."""
        for start in range(0, len(rows), _PAGE):
            records = self._logs.records(rows[start : start + _PAGE].tolist())
            self._write([record for record in records if self._is_new(record)])
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

    def _is_new(self, record: Record) -> bool:
        segment = segment_of(record.row)
        last = self._last.get(segment)
        if last is not None and record.offset <= last.offset:
            return False
        self._last[segment] = record
        return True

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
