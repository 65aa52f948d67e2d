"""Whether a workspace names a reader of YAML 1.1 among the libraries that it needs."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

_MANIFESTS = ("pyproject.toml", "requirements*.txt", "requirements/*.txt", "setup.cfg", "setup.py", "Pipfile")
_READER = re.compile(r"^[^#\n]*(?<![\w.-])pyyaml(?![\w.-])", re.IGNORECASE | re.MULTILINE)
_MAX_FILES = 20
_MAX_BYTES = 256 * 1024


def yaml_1_1_reader(workspace: Path) -> str:
    """The end of a sentence that says which file names PyYAML (`requirements.txt names`), "" when none does.

    Reads a bounded number of small files as text. Never raises for what they are.
    """
    for pattern in _MANIFESTS:
        for file in sorted(islice(workspace.glob(pattern), _MAX_FILES)):
            if _READER.search(_text(file)):
                return f"{file.relative_to(workspace).as_posix()} names"
    return ""


def _text(file: Path) -> str:
    try:
        if not file.is_file():
            return ""
        with file.open("rb") as stream:
            return stream.read(_MAX_BYTES).decode("utf-8", errors="replace")
    except OSError:
        return ""
