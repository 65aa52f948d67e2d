"""What a folder holds: names of files and texts of small ones, read once and within bounds.

All detectors get the same Folder. What a bounded look cannot see is told from disk where it is asked for
by name; so a huge repository costs no more than a large one.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

MAX_NAMES = 20_000
MAX_NAMES_IN_FOLDER = 2_000
MAX_FOLDERS = 3_000
MAX_DEPTH = 5
MAX_TEXTS = 500
MAX_REFUSED = 20
MAX_TEXT_BYTES = 256 * 1024

# What is not the project's own: other people's code, and what tools have made.
_FOREIGN = frozenset(
    "node_modules bower_components vendor site-packages venv env build dist target out __pycache__".split()
)


@dataclass(frozen=True, slots=True)
class Folder:
    """The files below a folder as they were when it was read.

    `files` and `folders` are relative paths with `/`, those near the top first, each folder's in order of
    their names. Hidden folders, foreign ones such as `node_modules`, and links to folders are left out.
    `complete` is False when a bound was met, and `crowded` is True when it was one on the number of names,
    not on the depth. `refused` are folders that may not be listed. `path / name` is a path as usual.
    """

    path: Path
    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    complete: bool = True
    _names: frozenset[str] = frozenset()
    _texts: dict[Path, str] = field(default_factory=dict, compare=False, repr=False)
    crowded: bool = False
    refused: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Folder:
        """Look at a folder and what is below it, breadth first. What cannot be listed is passed by."""
        files: list[str] = []
        folders: list[str] = []
        waiting = deque([("", 0)])
        complete, crowded = True, False
        refused: list[str] = []
        while waiting:
            above, depth = waiting.popleft()
            below: list[str] = []
            listed = _listed(path / above)
            if listed is None:
                refused.append(above.rstrip("/") or ".")
                continue
            crowded = crowded or len(listed) >= MAX_NAMES_IN_FOLDER
            for name, is_folder in listed:
                if not is_folder:
                    files.append(above + name)
                elif name not in _FOREIGN and not name.startswith("."):
                    below.append(f"{above}{name}/")
            folders += [name.rstrip("/") for name in below]
            if len(files) >= MAX_NAMES or len(folders) >= MAX_FOLDERS:
                crowded = True
                break
            if depth < MAX_DEPTH:
                waiting += [(name, depth + 1) for name in below]
            else:
                complete = complete and not below
        kept = tuple(files[:MAX_NAMES])
        complete = complete and not crowded
        return cls(
            path,
            kept,
            tuple(folders[:MAX_FOLDERS]),
            complete,
            frozenset(kept),
            crowded=crowded,
            refused=tuple(refused[:MAX_REFUSED]),
        )

    def __truediv__(self, name: str) -> Path:
        return self.path / name

    def has(self, name: str) -> bool:
        """Whether there is a file of this name, readable or not; also where no name is listed."""
        return name in self._names or os.path.lexists(self.path / name)

    def text(self, name: str) -> str:
        """The text of a small file; "" when it is large, unreadable or gone, or when too many were read."""
        file = self.path / name
        known = self._texts.get(file)
        if known is None:
            known = _text(file) if len(self._texts) < MAX_TEXTS else ""
            self._texts[file] = known
        return known

    def ending(self, *suffixes: str) -> Iterator[str]:
        """The files whose names end so, those near the top first."""
        return (name for name in self.files if name.endswith(suffixes))

    def below(self, name: str) -> Folder:
        """A folder in this one, without looking at the disk again. Texts are counted together."""
        start = f"{name}/"
        files = tuple(file[len(start) :] for file in self.files if file.startswith(start))
        folders = tuple(folder[len(start) :] for folder in self.folders if folder.startswith(start))
        return Folder(self.path / name, files, folders, self.complete, frozenset(files), self._texts)


def _listed(path: Path) -> list[tuple[str, bool]] | None:
    """The names in a folder in order, each with whether it is a folder; links to folders are none.

    None where nobody may look.
    """
    try:
        with os.scandir(path) as entries:
            found = [
                (entry.name, entry.is_dir(follow_symlinks=False))
                for entry in islice(entries, MAX_NAMES_IN_FOLDER)
            ]
    except PermissionError:
        return None
    except OSError:
        return []
    return sorted(found)


def _text(file: Path) -> str:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_TEXT_BYTES:
            return ""
        with file.open("rb") as stream:
            return stream.read(MAX_TEXT_BYTES).decode(errors="replace")
    except (OSError, ValueError):
        return ""
