"""Files that are on one machine alone, which say nothing about what is deployed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from inspector.config.dialects import FileLayer
from inspector.config.layers import LayerKind
from inspector.config.report.git_index import tracked_files

_LOCAL = "local"


def is_machine_local(workspace: Path, spec: FileLayer, path: str, environment: str | None) -> bool:
    """Whether a file of a layer is meant for one machine and is not deployed.

    Names tell: `.env.local`, `settings.local.yaml`, `local.json`, `.secrets.toml`, but not the file of an
    environment that is called `local`. A plain `.env` is one unless git tracks it.
    """
    templates: Sequence[str] = (path,)
    if spec.by_environment and environment == _LOCAL:
        templates = spec.paths
    if any(map(_is_named_so, templates)):
        return True
    if spec.kind is not LayerKind.DOTENV or PurePosixPath(path).name != ".env":
        return False
    return path not in tracked_files(workspace, [path])


def _is_named_so(path: str) -> bool:
    name = PurePosixPath(path).name
    parts = name.split(".")
    return _LOCAL in parts or parts[0].startswith(f"{_LOCAL}-") or name.startswith(".secrets.")
