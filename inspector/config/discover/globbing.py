"""The files that a glob means, with bounded work: nobody waits for a walk over a whole disk."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from inspector.base.paths import is_folder

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
    where they are named, and not by `**`. At most MAX_FILES files come of at most MAX_NAMES names. What
    cannot be listed is passed by.
    """
    return sorted(dict.fromkeys(islice(_Walk(folder).files(pattern), MAX_FILES)))


class _Walk:
    """One look at the disk. Each folder is listed once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._listed: dict[str, dict[str, bool]] = {}
        self._left = MAX_NAMES

    def files(self, pattern: str) -> Iterator[str]:
        parts = [part for part in pattern.split("/") if part]
        if not parts:
            return
        found = ["/"] if pattern.startswith("/") else [""]
        last = parts.pop()
        for part in parts:
            found = list(self._below(found, part))
        for path in self._named(found, last):
            full = self._folder / path
            if os.path.lexists(full) and not is_folder(full):
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
            for name, is_folder in self._names(folder).items():
                if is_folder and not name.startswith("."):
                    yield from self._all(f"{folder}{name}/", depth + 1)

    def _names(self, folder: str) -> dict[str, bool]:
        """The names in a folder in order, each with whether it is a folder and no link to one."""
        if folder not in self._listed:
            entries = list(islice(_entries(self._folder / folder), self._left))
            self._left -= len(entries)
            self._listed[folder] = dict(sorted(entries))
        return self._listed[folder]


def _entries(folder: Path) -> Iterator[tuple[str, bool]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                yield entry.name, entry.is_dir(follow_symlinks=False)
    except (OSError, ValueError):  # gone, forbidden, or a name that no system has
        return
