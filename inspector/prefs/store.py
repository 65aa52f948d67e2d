"""The prefs file: read once, written atomically, never in the way of a start."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from dataclasses import replace
from pathlib import Path

from inspector.prefs.model import (
    Json,
    Prefs,
    PrefsError,
    Theme,
    read_prefs,
    with_recent,
    with_trusted,
    without_trusted,
    write_prefs,
)

_log = logging.getLogger(__name__)


class PrefsStore:
    """The prefs of this user, in one file. GUI thread only.

    `problems` are sentences about what could not be read. A file that is unusable as a whole is kept
    aside with `.broken` at the end of its name.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.prefs = Prefs()
        self.problems: tuple[str, ...] = ()
        self._saved = self.prefs
        self._state: dict[str, Json] = {}

    def load(self) -> None:
        """Read the file. A missing one is fine."""
        try:
            document = json.loads(self.path.read_text("utf-8"))
            self.prefs, dropped = read_prefs(document)
        except FileNotFoundError:
            return
        except OSError as error:
            self.problems = (f"Prefs cannot be read: {self.path}: {error.strerror or error}.",)
        except (ValueError, RecursionError, PrefsError) as error:
            self.problems = (self._put_aside(error),)
        else:
            self.problems = tuple(f"Prefs: {sentence}." for sentence in dropped)
            self._saved = self.prefs
            self._state = dict(self.prefs.state)
        for problem in self.problems:
            _log.warning("%s", problem)

    def save(self) -> bool:
        """Write what changed; False when that failed, which is logged and no reason to stop."""
        self.prefs = replace(self.prefs, state=dict(self._state))
        if self.prefs == self._saved:
            return True
        text = json.dumps(write_prefs(self.prefs), indent=2, ensure_ascii=False, sort_keys=True)
        try:
            _write_atomically(self.path, text + "\n")
        except OSError as error:
            _log.warning("Prefs cannot be written: %s: %s", self.path, error)
            return False
        self._saved = self.prefs
        return True

    def get(self, key: str, default: object = None) -> object:
        """A remembered size or choice."""
        return self._state.get(key, default)

    def set(self, key: str, value: object) -> None:
        """Remember a JSON value; None forgets it. Written by the next save()."""
        if value is None:
            self._state.pop(key, None)
        else:
            self._state[key] = value

    def set_theme(self, theme: Theme) -> None:
        """Choose the theme."""
        self.prefs = replace(self.prefs, theme=theme)

    def set_geometry(self, geometry: str) -> None:
        """Remember the place of the window."""
        self.prefs = replace(self.prefs, geometry=geometry)

    def add_recent(self, path: Path) -> None:
        """Put a path first in the list of recent ones."""
        self.prefs = replace(self.prefs, recent=with_recent(self.prefs.recent, str(path)))

    def clear_recent(self) -> None:
        """Forget recent paths."""
        self.prefs = replace(self.prefs, recent=())

    @property
    def trusted(self) -> tuple[str, ...]:
        """The absolute folders whose code may be run, with all below them."""
        return self.prefs.trusted

    def trust(self, folder: Path) -> None:
        """Trust an absolute folder and all below it from now on, in later runs as well."""
        self.prefs = replace(self.prefs, trusted=with_trusted(self.prefs.trusted, folder))
        self.save()

    def distrust(self, folder: Path) -> None:
        """Take trust back from every folder that covers this one."""
        self.prefs = replace(self.prefs, trusted=without_trusted(self.prefs.trusted, folder))
        self.save()

    def _put_aside(self, error: Exception) -> str:
        aside = self.path.with_name(self.path.name + ".broken")
        reason = str(error) if isinstance(error, PrefsError) else f"it is no JSON ({error})"
        try:
            self.path.replace(aside)
        except OSError as failure:
            return f"Prefs cannot be used: {reason}. It could not be kept aside: {failure}."
        return f"Prefs cannot be used: {reason}. Defaults are in force; the file is kept as {aside}."


def _write_atomically(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
