"""The newest records, straight from the ends of the files."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inspector.logs.formats import Detection, decode
from inspector.logs.formats.overrides import DETECTED, Overrides
from inspector.logs.index.blocks import split
from inspector.logs.index.sample import detection_of
from inspector.logs.records import Record
from inspector.logs.sources.file import LogFile, RegularFile
from inspector.logs.sources.kinds import HEAD_BYTES, step_for
from inspector.logs.sources.memory import MemoryFile

_FIRST_BYTES = 256 << 10
_MOST_BYTES = 4 << 20


def preview(paths: Sequence[Path], limit: int, overrides: Overrides = DETECTED) -> tuple[Record, ...]:
    """The last records of these files by time, oldest first; a file that cannot be read has none.

    Of a file that has to be unpacked they are the last of its first megabytes.
    """
    ordered: list[tuple[int, Record]] = []
    for path in paths:
        before = -(2**63)
        for record in _newest(path, limit, overrides):
            before = record.time_ns if record.time_ns is not None else before
            ordered.append((before, record))
    if len(paths) > 1:
        ordered.sort(key=_time)
    return tuple(record for _, record in ordered[-limit:]) if limit > 0 else ()


def _newest(path: Path, limit: int, overrides: Overrides) -> list[Record]:
    try:
        original = RegularFile(path)
    except OSError:
        return []
    with closing(original):
        head = original.read(0, HEAD_BYTES)
        try:
            plain = step_for(head, whole=True) is None
            file = original if plain else MemoryFile(original, _MOST_BYTES)
        except OSError:
            return []
        return _tail(file, str(path), detection_of(file, overrides), limit)


def _time(entry: tuple[int, Record]) -> int:
    return entry[0]


def _tail(file: LogFile, source: str, detection: Detection, limit: int) -> list[Record]:
    size = file.look().size_bytes
    wanted = _FIRST_BYTES
    while True:
        start = max(0, size - wanted)
        data = file.read(start, size - start)
        data = data[: data.rfind(b"\n") + 1]
        # From the middle of a file the first line may be half a one.
        skipped = data.find(b"\n") + 1 if start else 0
        rest = data[skipped:]
        records = split(rest, len(rest), detection, open_traceback=False) if rest else None
        enough = records is not None and len(records) > limit
        if enough or start == 0 or wanted >= _MOST_BYTES:
            break
        wanted *= 4
    if records is None:
        return []
    # The first record may be the rest of one whose beginning was not read.
    first = max(1 if start else 0, len(records) - limit)
    numbers = file.lines(0, int(records.lines.sum())) if start == 0 else None
    found = []
    for index in range(first, len(records)):
        begin = skipped + int(records.starts[index])
        length = int(records.lengths[index])
        decoded = decode(data[begin : begin + length], detection)
        found.append(
            decoded.at(
                row=-1,
                source=source,
                line=_line(int(records.first_lines[index]), numbers) if start == 0 else None,
                offset=start + begin,
                length=length,
            )
        )
    return found


def _line(line: int, numbers: NDArray[np.int64] | None) -> int:
    return line + 1 if numbers is None else int(numbers[line])
