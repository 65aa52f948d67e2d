"""The JSON objects of records, read in blocks and handed to SQL over the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from inspector.logs.formats import Detection
from inspector.logs.formats.objects import NONE, is_bare, object_of
from inspector.logs.index.blocks import HUGE_LINE_BYTES
from inspector.logs.query.rereading import Objects
from inspector.logs.sources.file import LogFile

_BLOCK_BYTES = 8 << 20
_WIDEST_GAP_BYTES = 16 << 10
"""Bytes between two wanted records that are read along: cheaper than another read."""

_OWN = "fields."
_BRACE = ord("{")
_ITEMS = re.compile(r"(.+?|)((?:\[-?[0-9]{1,9}\])*)", re.DOTALL)


def json_path(keys: Iterable[str]) -> str:
    """A way into nested objects, as DuckDB writes it."""
    return "$" + "".join(f".{_quoted(key)}" for key in keys)


def json_paths(name: str) -> tuple[str, ...]:
    """Where a field of this dotted name may stand in an object: the literal key, then the nested one.

    `tags[0]` is the first item of a list, `tags[-1]` the last one. `fields.level` is the record's own
    `level`, whatever the index means by that word, unless it has an object `fields` with such a member.
    """
    nested = "".join(
        json_path([key]).removeprefix("$") + items.replace("[-", "[#-")
        for key, items in (_ITEMS.fullmatch(part).groups() for part in name.split("."))  # type: ignore[union-attr]
    )
    own = json_paths(own_name(name)) if own_name(name) != name else ()
    return tuple(dict.fromkeys((json_path([name]), f"${nested}", *own)))


def own_name(name: str) -> str:
    """The name without the word that asks for the record's own field."""
    return name.removeprefix(_OWN) or name


def _quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def object_batches(
    file: LogFile, detection: Detection, offsets: NDArray[np.int64], lengths: NDArray[np.int64]
) -> Iterator[tuple[slice, Objects]]:
    """The object of each record, some megabytes at a time, and which records those are.

    Offsets ascend. A record without an object, one whose bytes are gone, and a huge line are `{}`. Broken
    JSON stays what it is.
    """
    sizes = np.minimum(lengths, HUGE_LINE_BYTES)
    cuts = np.flatnonzero(np.diff(np.cumsum(sizes) // _BLOCK_BYTES)) + 1
    for part in np.split(np.arange(len(offsets)), cuts):
        if len(part):
            here = slice(int(part[0]), int(part[-1]) + 1)
            yield here, _batch(file, detection, offsets[here], lengths[here])


def _batch(
    file: LogFile, detection: Detection, offsets: NDArray[np.int64], lengths: NDArray[np.int64]
) -> Objects:
    ends = offsets + lengths
    touching = bool((offsets[1:] == ends[:-1]).all()) and int(np.max(lengths)) <= HUGE_LINE_BYTES
    if touching and is_bare(detection):
        data = file.read(int(offsets[0]), int(ends[-1] - offsets[0]))
        starts = offsets - offsets[0]
        if len(data) == ends[-1] - offsets[0] and _is_clean(data, starts):
            return Objects(data, starts)
    pieces: list[bytes] = []
    apart = (np.diff(offsets // _BLOCK_BYTES) > 0) | (offsets[1:] - ends[:-1] > _WIDEST_GAP_BYTES)
    huge = lengths > HUGE_LINE_BYTES
    cuts = np.flatnonzero(apart | huge[1:] | huge[:-1]) + 1
    for begins, stops in zip(np.split(offsets, cuts), np.split(ends, cuts), strict=True):
        first, last = int(begins[0]), int(stops[-1])
        if len(begins) == 1 and last - first > HUGE_LINE_BYTES:
            pieces.append(NONE)
            continue
        data = file.read(first, last - first)
        for begin, stop in zip((begins - first).tolist(), (stops - first).tolist(), strict=True):
            pieces.append(object_of(data[begin:stop], detection) if stop <= len(data) else NONE)
    sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
    return Objects(b"".join(pieces), np.cumsum(sizes) - sizes)


def _is_clean(data: bytes, starts: NDArray[np.int64]) -> bool:
    """Whether every record is one line that begins and ends with a brace, and all is UTF-8."""
    closed = data.count(b"}\n") + data.count(b"}\r\n") + data.endswith(b"}")
    if closed < len(starts):
        return False
    octets = np.frombuffer(data, np.uint8)
    lines = int(np.count_nonzero(octets == ord("\n"))) + (not data.endswith(b"\n"))
    return (
        lines == len(starts) and bool((octets[starts] == _BRACE).all()) and (data.isascii() or _is_utf8(data))
    )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
