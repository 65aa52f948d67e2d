"""What the window remembers between runs: places of splitters, widths of columns."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class State(Protocol):
    """A small store of JSON values by dotted key. GUI thread only; writing costs nothing at once."""

    def get(self, key: str, default: object = None) -> object:
        """The value of this key. Narrow its type: the file may have been written by hand."""
        ...

    def set(self, key: str, value: object) -> None:
        """Keep a JSON value (str, int, float, bool, None, list, dict) until the next run; None forgets it."""
        ...


class TrustedFolders(Protocol):
    """Absolute folders whose code the user allows to run, each with all below it. GUI thread only."""

    @property
    def trusted(self) -> tuple[str, ...]:
        """The folders."""
        ...

    def trust(self, folder: Path) -> None:
        """Allow it, in later runs as well."""
        ...

    def distrust(self, folder: Path) -> None:
        """Take it back from every folder that covers this one."""
        ...


class MemoryTrust:
    """Trust that ends with the program."""

    def __init__(self) -> None:
        self._folders: list[Path] = []

    @property
    def trusted(self) -> tuple[str, ...]:
        """The folders."""
        return tuple(map(str, self._folders))

    def trust(self, folder: Path) -> None:
        """Allow it."""
        self._folders.append(folder)

    def distrust(self, folder: Path) -> None:
        """Take it back."""
        self._folders = [other for other in self._folders if not folder.is_relative_to(other)]


class MemoryState:
    """Remembers as long as the program runs, for windows without prefs."""

    def __init__(self) -> None:
        self._values: dict[str, object] = {}

    def get(self, key: str, default: object = None) -> object:
        """The value of this key."""
        return self._values.get(key, default)

    def set(self, key: str, value: object) -> None:
        """Keep a value; None forgets it."""
        if value is None:
            self._values.pop(key, None)
        else:
            self._values[key] = value


def sizes_of(state: State, key: str, count: int) -> list[int] | None:
    """The remembered list of `count` sizes (each 0 to 100,000), or None when there is no sound one."""
    sizes = state.get(key)
    if not isinstance(sizes, list) or len(sizes) != count:
        return None
    if not all(
        isinstance(size, int) and not isinstance(size, bool) and 0 <= size <= 100_000 for size in sizes
    ):
        return None
    return sizes
