"""Which file a record comes from, as a column: short names, as wide as the widest, each in its colour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from inspector.cli.logs.lines import Line
from inspector.cli.output import visible
from inspector.logs.follow import LogState

_STYLES = ("cyan", "green", "magenta", "blue", "yellow", "bright_cyan", "bright_green", "bright_magenta")
_WIDEST = 32


class Origins:
    """The column for the files of a log; none while there is only one."""

    def __init__(self) -> None:
        self._paths: tuple[str, ...] = ()
        self._columns: dict[str, Line] = {}
        self._width = 0

    def update(self, state: LogState) -> None:
        """Take note of the files that there are now."""
        paths = tuple(source.path for source in state.sources if source.records)
        if paths != self._paths:
            self._paths = paths
            names = _short(paths)
            self._width = max(self._width, *map(len, names.values())) if names else 0
            self._columns = {
                path: self._column(name, _STYLES[place % len(_STYLES)])
                for place, (path, name) in enumerate(names.items())
            }

    def of(self, path: str) -> Line | None:
        """The column for a record of this file, which may be an older one of a log."""
        if len(self._paths) < 2:
            return None
        if path not in self._columns:
            self._columns[path] = self._column(_cut(Path(path).name), "")
        return self._columns[path]

    def _column(self, name: str, style: str) -> Line:
        return [(f"{name:<{self._width}}", style), (" ", "")]


def _short(paths: tuple[str, ...]) -> Mapping[str, str]:
    """Names of the files, with their folder where several are called the same."""
    counts = Counter(Path(path).name for path in paths)
    return {
        path: _cut(name if counts[name] == 1 else f"{Path(path).parent.name}/{name}")
        for path, name in ((path, Path(path).name) for path in paths)
    }


def _cut(name: str) -> str:
    name = name if name.isprintable() else visible(name)
    return name if len(name) <= _WIDEST else f"{name[: _WIDEST - 1]}…"
