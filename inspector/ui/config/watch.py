"""Which files changed since they were read. Plain functions: a job runs them."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from inspector.base.cancel import Cancelled, CancelToken

_LOOK_AGAIN_MS = 1_000
"""How often the files are compared even when the system reports nothing, as on network drives."""
_MOST_NAMES = 10_000


@dataclass(frozen=True, slots=True)
class Mark:
    """What is compared of a file (identity, size, time) or of a folder (the names in it)."""

    identity: tuple[int, ...]
    names: frozenset[str] = frozenset()


Marks: TypeAlias = Mapping[Path, Mark | None]


def marks_of(paths: Iterable[Path]) -> dict[Path, Mark | None]:
    """The present marks; None for what does not exist or cannot be looked at."""
    return {path: _mark(path) for path in paths}


def marks_beside(workspace: Path) -> dict[Path, Mark | None]:
    """Marks of a folder and the files directly in it, taken before it is read for the first time."""
    try:
        with os.scandir(workspace) as entries:
            some = zip(entries, range(_MOST_NAMES), strict=False)
            paths = [Path(entry.path) for entry, _ in some if entry.is_file()]
    except OSError:
        paths = []
    return marks_of((workspace, *paths))


def wait_for_change(marks: Marks, token: CancelToken) -> tuple[Path, ...]:
    """Block until something differs from `marks`; returns what does. Raises Cancelled."""
    # It starts threads of its own when imported, which a program that watches nothing need not have.
    from watchfiles import watch

    stop = threading.Event()
    token.on_cancel(stop.set)
    folders = {path if mark is not None and mark.names else path.parent for path, mark in marks.items()}
    present = [folder for folder in folders if folder.is_dir()]
    changed = changed_paths(marks)
    if changed or not present:
        return changed or _poll(marks, stop)
    for _ in watch(
        *present,
        watch_filter=_Interest(marks),
        stop_event=stop,
        recursive=False,
        rust_timeout=_LOOK_AGAIN_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
        ignore_permission_denied=True,
    ):
        changed = changed_paths(marks)
        if changed:
            return changed
    raise Cancelled


def changed_paths(marks: Marks) -> tuple[Path, ...]:
    """What differs now: files first, then folders."""
    changed = [path for path, mark in marks.items() if _mark(path) != mark]
    return tuple(sorted(changed, key=_folders_last))


def _poll(marks: Marks, stop: threading.Event) -> tuple[Path, ...]:
    while not stop.wait(_LOOK_AGAIN_MS / 1000):
        if changed := changed_paths(marks):
            return changed
    raise Cancelled


@dataclass(frozen=True, slots=True)
class _Interest:
    """Lets through what is marked: a log that grows in the same folder wakes nobody."""

    marks: Marks

    def __call__(self, _change: object, path: str) -> bool:
        return Path(path) in self.marks or Path(path).parent in self.marks


def _mark(path: Path) -> Mark | None:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            with os.scandir(path) as entries:
                names = frozenset(entry.name for entry, _ in zip(entries, range(_MOST_NAMES), strict=False))
            return Mark((found.st_ino,), names)
    except (OSError, ValueError):
        return None
    return Mark((found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns))


def _folders_last(path: Path) -> tuple[bool, str]:
    return path.is_dir(), str(path)
