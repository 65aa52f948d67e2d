"""Logs that are looked for: in a folder, by a pattern; those that come later, too."""

from __future__ import annotations

import glob
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from inspector.base.cancel import CancelToken
from inspector.logs.follow.state import SourceState, SourceStatus
from inspector.logs.formats import decode, detect
from inspector.logs.index.view import SegmentView
from inspector.logs.sources import contents
from inspector.logs.sources.file import Look, RegularFile
from inspector.logs.sources.kinds import step_for
from inspector.logs.sources.listing import Listing
from inspector.logs.sources.names import WORDS, base_of, is_log_name, may_be_log_name

FOLDERS = ("", "logs", "log")
"""Where logs are looked for in a folder."""

_GLOB_SECONDS = 1.0
_FIRST_LINES = 20
_LEAST_LINES = 2
_OURS = (".index", ".spool", ".spool-lines", ".spool-note")


class Source(Protocol):
    """One stretch of the log that is followed by itself. Engine thread, but for restart()."""

    number: int

    @property
    def voided(self) -> int: ...

    def switch(self) -> None: ...

    def refresh(self, committed: Callable[[], None], cancel: CancelToken | None) -> None: ...

    def views(self) -> tuple[SegmentView, ...]: ...

    def state(self) -> SourceState: ...

    def restart(self) -> None: ...

    def close(self) -> None: ...


class Files(Protocol):
    """What finds files."""

    @property
    def path(self) -> str:
        """What it is called."""
        ...

    def files(self) -> Sequence[Path]:
        """The files that may be logs, sorted; raises OSError."""
        ...

    def takes(self, path: Path, head: bytes, /) -> bool:
        """Whether a file that begins like this is one of the logs."""
        ...

    @property
    def nothing(self) -> str:
        """The sentence for when there is none."""
        ...


class FolderSearch:
    """The logs in a folder and in its `logs` or `log` folder, by their names, and JSON records by content."""

    def __init__(self, folder: Path) -> None:
        self.path = str(folder)
        self._listings = [(folder / below, Listing(folder / below)) for below in FOLDERS]

    def files(self) -> Sequence[Path]:
        """Raises OSError when the folder itself cannot be listed."""
        found: list[Path] = []
        for folder, listing in self._listings:
            try:
                names = listing.names()
            except (FileNotFoundError, NotADirectoryError):
                if folder == self._listings[0][0]:
                    raise
                continue  # most folders have neither of the two
            found += [folder / name for name in names if is_log_name(name) or may_be_log_name(name)]
        return found

    def takes(self, path: Path, head: bytes, /) -> bool:
        """Configuration and data are JSON, too: records of a log are one a line, and have a time."""
        return is_log_name(path.name) or _holds_records(head)

    @property
    def nothing(self) -> str:
        """Which names were looked for."""
        return f"{self.path} holds no log: looked for {WORDS}, there and in logs and log."


class GlobSearch:
    """The files that a pattern names."""

    def __init__(self, pattern: str) -> None:
        self.path = pattern
        self._looked_at = float("-inf")
        self._files: tuple[Path, ...] = ()

    def files(self) -> Sequence[Path]:
        """Asked anew once a second at most: a pattern may lead through many folders."""
        if time.monotonic() - self._looked_at >= _GLOB_SECONDS:
            self._looked_at = time.monotonic()
            found = map(Path, glob.glob(self.path, recursive=True))  # noqa: PTH207 - a whole pattern
            self._files = tuple(sorted(path for path in found if not path.name.endswith(_OURS)))
        return self._files

    def takes(self, _path: Path, _head: bytes, /) -> bool:
        """All that were named."""
        return True

    @property
    def nothing(self) -> str:
        """Nothing fits."""
        return f"{self.path} fits no file yet."


def _holds_records(head: bytes) -> bool:
    """Whether most of the first lines are JSON objects with a time."""
    lines = head.splitlines(keepends=True)
    whole = [line for line in lines if line.endswith(b"\n") and line.strip()][:_FIRST_LINES]
    if len(whole) < _LEAST_LINES or sum(line.startswith(b"{") for line in whole) < len(whole) / 2:
        return False
    detection = detect(whole)
    return sum(decode(line, detection).time_ns is not None for line in whole) > len(whole) / 2


class Search:
    """Makes a source of each log that is found; rotated files are one with what they were rotated from."""

    def __init__(self, files: Files, make: Callable[[Path], Source]) -> None:
        self._files = files
        self._make = make
        self._known: set[Path] = set()
        self._refused: dict[Path, Look] = {}
        self._problem = ""

    def find(self) -> Sequence[Source]:
        """Logs that were not there before; what is no text is left out."""
        found: list[Source] = []
        try:
            files = self._files.files()
            self._problem = ""
        except OSError as error:
            self._problem = f"{self._files.path} cannot be read: {(error.strerror or str(error)).lower()}"
            return ()
        together: dict[Path, set[str]] = {}
        for path in files:
            together.setdefault(path.parent, set()).add(path.name)
        for path in files:
            base = path.with_name(base_of(path.name, together[path.parent]))
            if base not in self._known and self._is_log(path):
                self._known.add(base)
                found.append(self._make(base))
        return found

    def paths(self) -> Sequence[Path]:
        """What is written to now, as far as it was found."""
        return sorted(self._known)

    def states(self) -> Sequence[SourceState]:
        """That nothing can be found, or was found yet."""
        problem = self._problem or ("" if self._known else self._files.nothing)
        if not problem:
            return ()
        status = SourceStatus.UNREADABLE if self._problem else SourceStatus.WAITING
        return (SourceState(self._files.path, status, problem),)

    def _is_log(self, path: Path) -> bool:
        """Whether a file is text, or something that becomes text."""
        try:
            if not path.is_file():
                return False
            file = RegularFile(path)
        except OSError:
            return True  # its source tells what is wrong
        try:
            look = file.look()
            if self._refused.get(path) == look:
                return False
            head = file.read(0, contents.SAMPLE_BYTES)
            odd = step_for(head, whole=True) is None and contents.oddity(head)
            if odd or not self._files.takes(path, head):
                self._refused[path] = look
                return False
        except OSError:
            return True
        finally:
            file.close()
        return True
