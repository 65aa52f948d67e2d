"""Which names are those of logs."""

from __future__ import annotations

import re
from pathlib import Path

_LIVE = re.compile(r"\.(log|jsonl|ndjson)$", re.IGNORECASE)
_ROTATED = re.compile(r"\.(log|jsonl|ndjson)[.-]\d[\dT_.:-]*$", re.IGNORECASE)
_FOLDERS = ("", "logs", "log")

WORDS = "*.log, *.jsonl, *.ndjson"
"""The names of logs, to be told to people."""


def is_log_name(name: str) -> bool:
    """Whether a file of this name is a log, or one that was rotated: `api.log`, `api.log.1`."""
    return bool(_LIVE.search(name) or _ROTATED.search(name))


def logs_in(folder: Path, *, rotated: bool) -> list[Path]:
    """The logs in a folder and in its `logs` or `log` folder, `rotated` ones only where they are asked for.

    Raises OSError when the folder itself cannot be listed.
    """
    found: list[Path] = []
    for below in _FOLDERS:
        try:
            names = sorted((folder / below).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            continue  # most folders have neither of the two
        found += [path for path in names if _fits(path.name, rotated=rotated) and path.is_file()]
    return found


def _fits(name: str, *, rotated: bool) -> bool:
    return is_log_name(name) if rotated else _LIVE.search(name) is not None
