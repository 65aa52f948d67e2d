"""The files that a glob means, with bounded work: nobody waits for a walk over a whole disk."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterator
from pathlib import Path

MAX_NAMES = 20_000
MAX_FILES = 1_000
_MAX_DEPTH = 8
_WILD = re.compile(r"[*?\[]")


def is_glob(path: str) -> bool:
    """Whether a path holds a wildcard."""
    return _WILD.search(path) is not None


def matching_files(folder: Path, pattern: str) -> list[str]:
    """The files of a path or glob, relative to the folder, in the order of their names.

    `*` stands for names that do not begin with a dot, `**` for any folders. Links to folders are followed
    where they are named, and not by `**`. At most MAX_FILES files come of at most MAX_NAMES names.
    """
    return sorted(dict.fromkeys(_Walk(folder).files(pattern)))


class _Walk:
    """One look at the disk. `left` is how many names may still be looked at."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._left = MAX_NAMES

    def files(self, pattern: str) -> Iterator[str]:
        found = ["/"] if pattern.startswith("/") else [""]
        parts = [part for part in pattern.split("/") if part]
        if not parts:
            return
        last = parts.pop()
        for part in parts:
            found = list(self._below(found, part))
        count = 0
        for path in self._named(found, last):
            if (
                count < MAX_FILES
                and os.path.lexists(self._folder / path)
                and not (self._folder / path).is_dir()
            ):
                count += 1
                yield path

    def _below(self, folders: list[str], part: str) -> Iterator[str]:
        if part == "**":
            for folder in folders:
                yield from self._all(folder, 0)
        else:
            yield from (f"{path}/" for path in self._named(folders, part))

    def _named(self, folders: list[str], part: str) -> Iterator[str]:
        if not is_glob(part):
            yield from (folder + part for folder in folders)
            return
        matches = re.compile(fnmatch.translate(part)).match
        for folder in folders:
            for name in self._names(folder):
                if matches(name) and (not name.startswith(".") or part.startswith(".")):
                    yield folder + name

    def _all(self, folder: str, depth: int) -> Iterator[str]:
        yield folder
        if depth < _MAX_DEPTH:
            for name in self._names(folder):
                path = self._folder / folder / name
                if not name.startswith(".") and path.is_dir() and not path.is_symlink():
                    yield from self._all(f"{folder}{name}/", depth + 1)

    def _names(self, folder: str) -> list[str]:
        names: list[str] = []
        try:
            with os.scandir(self._folder / folder) as entries:
                for entry in entries:
                    if self._left <= 0:
                        break
                    self._left -= 1
                    names.append(entry.name)
        except (OSError, ValueError):  # gone, or a name that no system has
            return []
        return sorted(names)
