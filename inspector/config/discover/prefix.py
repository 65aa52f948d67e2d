"""The prefix of a workspace's variables, from names in `.env` files and from literals in its code.

Files are read as text, few and small ones only; nothing is imported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from inspector.config.discover.folder import Folder

_MAX_FILES = 200
_MAX_DEPTH = 3
_FOREIGN_FOLDERS = frozenset(["test", "tests"])

_NAME = re.compile(r"^[ \t]*(?:export[ \t]+)?([A-Za-z][A-Za-z0-9]*_)(\w+)[ \t]*=", re.MULTILINE)
_TOP_KEY = re.compile(r"^[\"']?([A-Za-z]\w*)[\"']?[ \t]*:", re.MULTILINE)
_LITERAL = re.compile(
    r"""startswith\(\s*["'](\w+_)["']"""
    r"""|env_prefix["']?\s*[=:]\s*["'](\w+_)["']"""
    r"""|\b\w*prefix\w*\s*(?::\s*[\w\[\].]+\s*)?=\s*["']([A-Z][A-Z0-9]*_)["']""",
    re.IGNORECASE,
)
_OF_PREFIX = re.compile(r"(?:variables with )?prefix |no prefix")
_NAMED_PREFIX = re.compile(r", (?:prefix \w+|no prefix)(?=,|$)")


@dataclass(frozen=True, slots=True)
class FoundPrefix:
    """A prefix and where it was seen."""

    prefix: str
    reason: str


def find_prefix(folder: Folder, dotenv: Iterable[str], config: Iterable[str]) -> FoundPrefix | None:
    """The prefix with the best evidence, None when there is too little.

    A literal in code counts most, then names in the `.env` files whose next part is a key at the top of
    a `config` file.
    """
    keys = {key.lower() for path in config for key in _TOP_KEY.findall(folder.text(path))}
    points: Counter[str] = Counter()
    seen: dict[str, list[str]] = {}
    for path in dotenv:
        for prefix, rest in _NAME.findall(folder.text(path)):
            points[prefix] += 2 if rest.split("_", 1)[0].lower() in keys else 1
            _note(seen, prefix, path)
    for path in islice(python_files(folder), _MAX_FILES):
        found = {name for match in _LITERAL.findall(folder.text(path)) for name in match if name}
        for prefix in sorted(found):
            points[prefix] += 10
            _note(seen, prefix, path)
    if not points:
        return None
    prefix, score = min(points.items(), key=lambda item: (-item[1], item[0]))
    if score < 2:
        return None
    return FoundPrefix(prefix, f"variables with prefix {prefix} in {_listed(seen[prefix])}")


def asked_for(reasons: Iterable[str], prefix: str) -> tuple[str, ...]:
    """The reasons of a dialect for which somebody asked for another prefix than the one that was seen."""
    kept = (reason for reason in reasons if not _OF_PREFIX.match(reason))
    return (*(_NAMED_PREFIX.sub("", reason) for reason in kept), f"prefix {prefix} asked for")


def _note(seen: dict[str, list[str]], prefix: str, path: str) -> None:
    paths = seen.setdefault(prefix, [])
    if path not in paths:
        paths.append(path)


def _listed(paths: list[str]) -> str:
    shown = paths[:3]
    if len(paths) > len(shown):
        return f"{', '.join(shown)} and {len(paths) - len(shown)} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def python_files(folder: Folder) -> Iterator[str]:
    """The Python files near the top, without tests."""
    for path in folder.ending(".py"):
        above = path.split("/")[:-1]
        if len(above) <= _MAX_DEPTH and _FOREIGN_FOLDERS.isdisjoint(above):
            yield path
