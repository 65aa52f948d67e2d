"""The variable that selects the environment, from literals in the code of the lecture's scheme.

Files are read as text, few and small ones only; nothing is imported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from inspector.config.discover.folder import Folder
from inspector.config.discover.prefix import python_files

_MAX_FILES = 200
_READ = re.compile(
    r"""\b(?:environ\.get\(|environ\[|getenv\()\s*["'](\w*(?:ENV|ENVIRONMENT|STAGE|PROFILE))["']"""
    r"""(?:\s*,\s*["']([\w-]+)["']|\)\s*or\s*["']([\w-]+)["'])?"""
)
_FILES = re.compile(r"""["']config\.(?:\{|%s|["']\s*\+)|with_suffix\(""")


@dataclass(frozen=True, slots=True)
class FoundSwitch:
    """A variable that selects the environment, and the environment without it; "" when it does not say."""

    variable: str
    default: str
    reason: str


def find_switch(folder: Folder, usual: tuple[str, ...]) -> FoundSwitch | None:
    """The one variable that code reads which makes a name such as `config.{environment}.yaml` of it.

    None when there is no such code, when it names several, or one of the usual ones.
    """
    found: dict[str, FoundSwitch] = {}
    for path in islice(python_files(folder), _MAX_FILES):
        text = folder.text(path)
        if not _FILES.search(text):
            continue
        for match in _READ.finditer(text):
            name, default = match[1], match[2] or match[3] or ""
            found.setdefault(name, FoundSwitch(name, default, f"environment by {name} in {path}"))
    if len(found) != 1 or found.keys() & set(usual):
        return None
    return next(iter(found.values()))
