"""What is kept between runs, and how it is read from JSON.

Read by hand into a dataclass: importing pydantic costs as much start-up time as all of Qt, and prefs are
needed before the window can show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal, TypeAlias, get_args

Theme: TypeAlias = Literal["system", "light", "dark"]
Json: TypeAlias = object
"""None, bool, int, float, str, or a list or dict (with text keys) of these."""

VERSION = 1
RECENT_LIMIT = 10


@dataclass(frozen=True, slots=True)
class Prefs:
    """`recent` are paths, newest first. `geometry` is Qt's, in base64. `state` holds sizes by dotted key.

    `trusted` are absolute folders whose code may be run to ask the project's own model, with all below them.
    """

    theme: Theme = "system"
    recent: tuple[str, ...] = ()
    geometry: str = ""
    state: Mapping[str, Json] = field(default_factory=dict)
    trusted: tuple[str, ...] = ()


class PrefsError(Exception):
    """The file as a whole cannot be used; says why."""


def read_prefs(document: Json) -> tuple[Prefs, tuple[str, ...]]:
    """Prefs from decoded JSON, and a sentence for each entry that was dropped.

    Raises PrefsError when the document is no object or was written by a newer version.
    """
    if not isinstance(document, dict):
        raise PrefsError("it holds no JSON object")
    version = document.get("version", VERSION)
    if not isinstance(version, int) or version > VERSION:
        raise PrefsError(f"it was written by a newer version (format {version})")
    values: dict[str, object] = {}
    problems: list[str] = []
    for name, value in document.items():
        if name == "version":
            continue
        reader = _READERS.get(name)
        if reader is None:
            problems.append(f"{name} is unknown and was dropped")
            continue
        try:
            values[name] = reader(value)
        except ValueError as error:
            problems.append(f"{name} {error}; its default is used")
    return Prefs(**values), tuple(problems)  # type: ignore[arg-type]


def write_prefs(prefs: Prefs) -> dict[str, Json]:
    """The document to write: the version, and what differs from the defaults."""
    defaults = Prefs()
    document: dict[str, Json] = {"version": VERSION}
    for spec in fields(Prefs):
        value = getattr(prefs, spec.name)
        if value != getattr(defaults, spec.name):
            document[spec.name] = list(value) if isinstance(value, tuple) else value
    return document


def with_recent(recent: tuple[str, ...], path: str) -> tuple[str, ...]:
    """The list with `path` first, each path once, at most RECENT_LIMIT."""
    return (path, *(other for other in recent if other != path))[:RECENT_LIMIT]


def with_trusted(trusted: tuple[str, ...], folder: Path) -> tuple[str, ...]:
    """The list with `folder`; what lies below it needs no entry of its own any more."""
    return (*(other for other in trusted if not Path(other).is_relative_to(folder)), str(folder))


def without_trusted(trusted: tuple[str, ...], folder: Path) -> tuple[str, ...]:
    """The list without what covers `folder`."""
    return tuple(other for other in trusted if not folder.is_relative_to(other))


def _read_theme(value: Json) -> Theme:
    for theme in get_args(Theme):
        if value == theme:
            return theme  # type: ignore[no-any-return]
    raise ValueError("is none of system, light, dark")


def _read_recent(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(path, str) and path for path in value):
        raise ValueError("is no list of paths")
    return tuple(dict.fromkeys(value))[:RECENT_LIMIT]


def _read_trusted(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(path, str) and path for path in value):
        raise ValueError("is no list of folders")
    if not all(Path(path).is_absolute() for path in value):
        raise ValueError("has a folder that is not absolute")
    return tuple(dict.fromkeys(value))


def _read_geometry(value: Json) -> str:
    if not isinstance(value, str) or not value.isascii():
        raise ValueError("is no text in base64")
    return value


def _read_state(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise ValueError("is no object")
    return dict(value)


_READERS: Mapping[str, Callable[[Json], object]] = {
    "theme": _read_theme,
    "recent": _read_recent,
    "geometry": _read_geometry,
    "state": _read_state,
    "trusted": _read_trusted,
}
