"""The last words of a process that dies of a signal, told at the next start."""

from __future__ import annotations

import faulthandler
import logging
import time
from pathlib import Path
from typing import TextIO

_log = logging.getLogger(__name__)
_KEPT_S = 7 * 86_400


class CrashFile:
    """`crash-<process>.log` in a folder, which a clean end removes."""

    def __init__(self, folder: Path, process: int) -> None:
        self._folder = folder
        self._path = folder / f"crash-{process}.log"
        self._file: TextIO | None = None

    def start(self) -> None:
        """From now on a fatal error leaves a traceback; without a writable folder, none."""
        try:
            self._file = self._path.open("w", encoding="utf-8")
        except OSError as error:
            _log.warning("No crash file: %s", error)
            return
        faulthandler.enable(self._file)

    def stop(self) -> None:
        """A clean end leaves no file."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            self._path.unlink(missing_ok=True)

    def earlier(self) -> tuple[Path, ...]:
        """Reports of earlier crashes, each told once; empty files of processes long gone are removed."""
        told = []
        for path in sorted(self._folder.glob("crash-*.log")):
            if path == self._path:
                continue
            try:
                state = path.stat()
                if state.st_size:
                    told.append(path.replace(path.with_suffix(".told")))
                elif time.time() - state.st_mtime > _KEPT_S:
                    path.unlink()
            except OSError as error:
                _log.warning("%s: %s", path, error)
        return tuple(told)
