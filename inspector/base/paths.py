"""What stands at a path, asked without an exception."""

from __future__ import annotations

import os
from pathlib import Path


def is_file(path: Path) -> bool:
    """Whether there is a file. False where nobody may look: Path.is_file() raises PermissionError then."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Whether there is a folder. False where nobody may look."""
    return os.path.isdir(path)  # noqa: PTH112
