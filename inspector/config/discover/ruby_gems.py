"""The version of the Ruby gem dotenv that a project has, and what that changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects.dotenv_files import DOTENV_RAILS

GEM = re.compile(r"""^\s*(?:gem\s*\(?\s*['"])?(dotenv(?:-rails)?)(?:['"]|\s|$)""", re.MULTILINE)
"""A gem of a Gemfile or of its lock file."""

_VERSION = re.compile(
    r"""^[ \t]*(?:gem[ \t]*\(?[ \t]*['"])?dotenv(?:-rails)?(?:['"][ \t]*,[ \t]*['"]|[ \t]+\()"""
    r"""[ \t]*([~=>]*)[ \t]*v?(\d+)((?:\.\w+)*)""",
    re.MULTILINE,
)
_OURS = 3
# By running 2.4.0 beside 3.2.0 on the same texts.
_DIFFERS: Mapping[int, str] = {
    2: r"version 2.4 ends each value with its line, makes a line end of \n in double quotes, and keeps "
    r"backslashes outside of quotes"
}


def other_version(name: str, text: str) -> Iterator[Finding]:
    """The finding about another major version in a Gemfile or its lock file; none where it may be several."""
    match = _VERSION.search(text)
    if match is None or ">" in match[1].replace("~>", "") or int(match[2]) == _OURS:
        return
    major = int(match[2])
    ours = DOTENV_RAILS.library.removeprefix("dotenv ").removesuffix(" (Ruby)")
    line = text.count("\n", 0, match.start(2)) + 1
    column = match.start(2) - text.rfind("\n", 0, match.start(2))
    yield Finding(
        "library-version-other",
        Severity.INFO,
        f"This project has version {major} of the gem dotenv ({major}{match[3]}, {name}), and the rules here "
        f"are those of {ours}: {_DIFFERS.get(major, 'what differs is not known')}.",
        hint="Check the values that matter in the running application.",
        places=(Place(name, line, column),),
    )
