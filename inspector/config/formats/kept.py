"""Documents kept between reports, so that a reload reads and parses only the files that changed."""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias

from inspector.config.values import Document

_MAX_DOCUMENTS = 64
_MAX_BYTES = 1024 * 1024
# A file that is written twice within one tick of its clock may keep its times. Git distrusts such entries of
# its index as well (Documentation/technical/racy-git.txt); two seconds is the coarsest clock, that of FAT.
_TICK_NS = 2_000_000_000

Key: TypeAlias = tuple[str, str, str | None]
"""A file's absolute path, the path in its places, and the format that was asked for."""


class Contents(NamedTuple):
    """The bytes of a file, its state, and whether that state tells all: the file was old when it was read."""

    data: bytes
    state: tuple[int, ...]
    settled: bool


_kept: OrderedDict[Key, tuple[Contents, Document]] = OrderedDict()
_lock = threading.Lock()


def unchanged_document(key: Key) -> Document | None:
    """The document of a file that has certainly not changed since it was read, else None.

    Raises OSError when the file is gone or out of reach. Runs on any thread.
    """
    with _lock:
        known = _kept.get(key)
    if known is None:
        return None
    contents, document = known
    return document if contents.settled and _state(Path(key[0]).stat()) == contents.state else None


def read_contents(file: Path, limit_bytes: int) -> Contents:
    """At most `limit_bytes` of a file and one more, since it may have grown. Raises OSError."""
    now_ns = time.time_ns()
    with file.open("rb") as stream:
        before = os.fstat(stream.fileno())
        data = stream.read(limit_bytes + 1)
        after = os.fstat(stream.fileno())
    old = max(after.st_mtime_ns, after.st_ctime_ns) < now_ns - _TICK_NS
    return Contents(data, _state(after), old and _state(after) == _state(before))


def document_of(key: Key, contents: Contents, parse: Callable[[bytes], Document]) -> Document:
    """The document of these bytes: parsed now, unless the file held the very same bytes before."""
    with _lock:
        known = _kept.get(key)
    same = known is not None and known[0].data == contents.data
    document = known[1] if known is not None and same else parse(contents.data)
    if len(contents.data) <= _MAX_BYTES:
        with _lock:
            _kept[key] = contents, document
            _kept.move_to_end(key)
            while len(_kept) > _MAX_DOCUMENTS:
                _kept.popitem(last=False)
    return document


def forget_documents() -> None:
    """Drop all documents, so that each file is read and parsed anew."""
    with _lock:
        _kept.clear()


def _state(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
