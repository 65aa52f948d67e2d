"""The workspace that a path means: a folder itself, the project around a file."""

from __future__ import annotations

import os
from pathlib import Path

from inspector.config.discover import DECLARATION_FILES, discover

_OF_A_PROJECT = (
    *DECLARATION_FILES,
    *"package.json setup.py setup.cfg requirements.txt Pipfile manage.py .git".split(),
)
_MAX_LEVELS = 8


def workspace_of(path: Path, dialect: str | None = None) -> Path:
    """The folder to look at, absolute.

    For a file, that is the nearest folder above it that is a project (it has a pyproject.toml, a .git, …),
    or its own folder when only there the file is one of the configuration. Raises FileNotFoundError,
    NotADirectoryError, and ValueError for a dialect that does not exist.
    """
    full = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links out of the folder
    if full.is_file():
        return _around(full, dialect)
    if not full.exists():
        raise FileNotFoundError(f"{path} does not exist.")
    if not full.is_dir():
        raise NotADirectoryError(f"{path} is neither a folder nor a file.")
    return full


def _around(file: Path, dialect: str | None) -> Path:
    own, project = file.parent, _project(file.parent)
    if project is None or project == own:
        return own
    in_project, in_own = (
        file.relative_to(f).as_posix() in discover(f, dialect).files for f in (project, own)
    )
    return own if in_own and not in_project else project


def _project(folder: Path) -> Path | None:
    """The nearest folder that is a project, None when none is near."""
    for level in (folder, *folder.parents)[:_MAX_LEVELS]:
        if any(os.path.lexists(level / name) for name in _OF_A_PROJECT):
            return level
    return None
