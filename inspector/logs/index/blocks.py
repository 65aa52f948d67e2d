"""Bytes cut into lines and records: where each begins, how long it is, how many lines it has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspector.logs.formats import Detection, LineKind, Shape, continues, line_kind
from inspector.logs.formats.unwrap import WITHIN_A_LINE, Unwrapped, unwrap

HUGE_LINE_BYTES = 8 << 20
"""A longer line is one plain record."""

_NEWLINE = 10
_BRACE = 0x7B
_LONGEST_RECORD_LINES = 10_000
_PIECE_BYTES = 1 << 20
# No line that begins so continues another, whether it fits the format or not: see line_kind().
_PAIR = re.compile(rb"[A-Za-z_][\w.@/\-]*=")


@dataclass(frozen=True, slots=True, eq=False)
class Inner:
    """The same records without their envelopes: their bytes, and where each begins and ends in them.

    `lines` counts the lines of each. `partial` means that the last one goes on in a line that is not there.
    """

    data: bytes
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    lines: NDArray[np.int64]
    partial: bool

    def first(self, count: int) -> Inner:
        """The first records only."""
        part = slice(count)
        return Inner(self.data, self.starts[part], self.lengths[part], self.lines[part], partial=False)


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The records in a block of bytes: positions within the block, line numbers from 0.

    `inner` is there when the lines stand in envelopes.
    """

    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    lines: NDArray[np.int64]
    first_lines: NDArray[np.int64]
    open_traceback: bool
    inner: Inner | None = None

    def __len__(self) -> int:
        return len(self.starts)

    def first(self, count: int) -> Records:
        """The first records only; what follows them begins a record."""
        part = slice(count)
        inner = self.inner.first(count) if self.inner is not None else None
        return Records(
            self.starts[part], self.lengths[part], self.lines[part], self.first_lines[part], False, inner
        )


def continues_record(line: bytes, detection: Detection, open_traceback: bool) -> bool:
    """Whether a line belongs to the record before it."""
    if detection.envelope is not None:
        line = unwrap(line, detection.envelope).data
    return continues(line_kind(line, detection), open_traceback)[0]


def split(data: bytes, end: int, detection: Detection, open_traceback: bool) -> Records:
    """Cut the first `end` bytes, whole lines (the last may lack its end), into records.

    The first line always starts one.
    """
    octets = np.frombuffer(data, np.uint8, end)
    line_starts, ends = _lines(octets)
    if detection.envelope is not None:
        unwrapped = unwrap(data[:end], detection.envelope)
        return _split_inner(unwrapped, line_starts, end, detection, open_traceback)
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


def _split_inner(
    unwrapped: Unwrapped,
    line_starts: NDArray[np.int64],
    end: int,
    detection: Detection,
    open_traceback: bool,
) -> Records:
    """Records by the lines inside of envelopes, their places by the lines outside."""
    data = unwrapped.data
    octets = np.frombuffer(data, np.uint8)
    inner_starts, inner_ends = _lines(octets)
    if unwrapped.physical is None:
        physical = np.arange(len(inner_starts))
    else:
        physical = np.array(unwrapped.physical, np.int64)
    begins, open_traceback = _record_lines(data, octets, inner_starts, inner_ends, detection, open_traceback)
    begins &= physical != WITHIN_A_LINE
    begins[0] = True
    first_inner = np.flatnonzero(begins)
    first_lines = physical[first_inner]
    starts = line_starts[first_lines]
    places = inner_starts[first_inner]
    inner = Inner(
        data=data,
        starts=places,
        lengths=np.diff(places, append=len(data)),
        lines=np.diff(first_inner, append=len(inner_starts)),
        partial=unwrapped.partial,
    )
    return Records(
        starts=starts,
        lengths=np.diff(starts, append=end),
        lines=np.diff(first_lines, append=len(line_starts)),
        first_lines=first_lines,
        open_traceback=open_traceback,
        inner=inner,
    )


def _lines(octets: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each line begins and ends; the last may lack its newline."""
    ends = _newlines(octets) + 1
    if len(ends) == 0 or ends[-1] != len(octets):
        ends = np.append(ends, len(octets))
    starts = np.empty(len(ends), np.int64)
    starts[0] = 0
    starts[1:] = ends[:-1]
    return starts, ends


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
        # An inner line may be empty, at the very end.
        begins = octets[np.minimum(starts, len(octets) - 1)] == _BRACE if len(octets) else starts < 0
    elif detection.format.shape is Shape.LOGFMT:
        found = (_PAIR.match(data, start) is not None for start in starts.tolist())
        begins = np.fromiter(found, np.bool_, len(starts))
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
