"""The project's own Python: the one that it declares, or that of its virtual environment."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_FOLDERS = (".venv", "venv", "env", ".env")
_PROGRAMS = ("bin/python", "Scripts/python.exe")
_MOST_PARENTS = 4


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python and why it is taken, as a clause ("named in inspector.toml")."""

    program: Path
    reason: str


def project_interpreter(
    workspace: Path, declared: str | None, environ: Mapping[str, str]
) -> Interpreter | None:
    """The interpreter of a project; None when it has none. Nothing is run.

    A declared one counts, whether it exists or not; then virtual environments in the workspace, then the
    active one (`VIRTUAL_ENV` of the inspected process), then those above, up to the repository.
    """
    if declared is not None:
        program = Path(os.path.normpath(workspace / Path(declared).expanduser()))
        return Interpreter(program, "named in the declaration")
    active = environ.get("VIRTUAL_ENV")
    for folder in _folders(workspace):
        for program in _programs(folder):
            return Interpreter(program, f"the virtual environment {folder.name} of {folder.parent.name}")
        if folder == workspace / _FOLDERS[-1] and active:
            for program in _programs(Path(active)):
                return Interpreter(program, "the active virtual environment (VIRTUAL_ENV)")
    return None


def _folders(workspace: Path) -> Iterator[Path]:
    for folder in (workspace, *list(workspace.parents)[:_MOST_PARENTS]):
        yield from (folder / name for name in _FOLDERS)
        if (folder / ".git").exists():
            return


def _programs(environment: Path) -> Iterator[Path]:
    """Where a virtual environment has its Python; any folder may be called env."""
    if not (environment / "pyvenv.cfg").is_file():
        return
    for name in _PROGRAMS:
        if (environment / name).is_file():
            yield environment / name
