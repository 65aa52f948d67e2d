"""Bytes cut into lines and records: where each begins, how long it is, how many lines it has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspector.logs.formats import Detection, LineKind, Shape, continues, line_kind

HUGE_LINE_BYTES = 8 << 20
"""A longer line is one plain record."""

_NEWLINE = 10
_BRACE = 0x7B
_LONGEST_RECORD_LINES = 10_000
_PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The records in a block of bytes: positions within the block, line numbers from 0."""

    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    lines: NDArray[np.int64]
    first_lines: NDArray[np.int64]
    open_traceback: bool

    def __len__(self) -> int:
        return len(self.starts)

    def first(self, count: int) -> Records:
        """The first records only; what follows them begins a record."""
        part = slice(count)
        return Records(self.starts[part], self.lengths[part], self.lines[part], self.first_lines[part], False)


def continues_record(line: bytes, detection: Detection, open_traceback: bool) -> bool:
    """Whether a line belongs to the record before it."""
    return continues(line_kind(line, detection), open_traceback)[0]


def split(data: bytes, end: int, detection: Detection, open_traceback: bool) -> Records:
    """Cut the first `end` bytes, whole lines (the last may lack its end), into records.

    The first line always starts one.
    """
    octets = np.frombuffer(data, np.uint8, end)
    ends = _newlines(octets) + 1
    if len(ends) == 0 or ends[-1] != end:
        ends = np.append(ends, end)
    line_starts = np.empty(len(ends), np.int64)
    line_starts[0] = 0
    line_starts[1:] = ends[:-1]
    begins, open_traceback = _record_lines(data, octets, line_starts, ends, detection, open_traceback)
    begins[0] = True
    first_lines = np.flatnonzero(begins)
    starts = line_starts[first_lines]
    return Records(
        starts=starts,
        lengths=np.diff(starts, append=end),
        lines=np.diff(first_lines, append=len(ends)),
        first_lines=first_lines,
        open_traceback=open_traceback,
    )


def _newlines(octets: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Where the newlines are, found piece by piece: a mask of the whole would take as much as the bytes."""
    pieces = [
        np.flatnonzero(octets[begin : begin + _PIECE_BYTES] == _NEWLINE) + begin
        for begin in range(0, len(octets), _PIECE_BYTES)
    ]
    return np.concatenate(pieces) if pieces else np.empty(0, np.int64)


def _record_lines(
    data: bytes,
    octets: NDArray[np.uint8],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    detection: Detection,
    open_traceback: bool,
) -> tuple[NDArray[np.bool_], bool]:
    """For each line whether it begins a record."""
    if detection.format.shape is Shape.JSON:
        begins = octets[starts] == _BRACE
    else:
        begins = np.zeros(len(starts), np.bool_)
    others: Iterable[int] = np.flatnonzero(~begins).tolist()
    previous = -1
    run = 0
    for index in others:
        if index != previous + 1:  # lines that surely begin a record stand between
            open_traceback = False
            run = 0
        kind = line_kind(data[starts[index] : ends[index]], detection)
        joined, open_traceback = continues(kind, open_traceback)
        run = run + 1 if joined else 0
        begins[index] = not joined or run >= _LONGEST_RECORD_LINES
        if kind is LineKind.RECORD or run >= _LONGEST_RECORD_LINES:
            run = 0
        previous = index
    if previous != len(starts) - 1:
        open_traceback = False
    return begins, open_traceback
