"""Which environments a workspace knows, by the names of its files."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from inspector.config.dialects import DialectSpec, FileLayer
from inspector.config.discover.globbing import is_glob, matching_files
from inspector.config.formats import read_document
from inspector.config.values import KeyPath, Node, NodeKind

_HOLDER = "{environment}"
_WILDCARDS = {"**/": r"(?:[^/]+/)*", "*": r"[^/]*", "?": r"[^/]"}
_NO_ENVIRONMENTS = frozenset(
    "bak default dist example local override sample schema template tmpl vault".split()
)

# The way from a desk to the customers; what is not listed stands between tests and staging.
_USUAL_ORDER = ("development", "dev", "local", "test", "testing", "ci", "", "qa", "uat", "stage", "staging")
_USUAL_END = ("preprod", "preproduction", "prod", "production", "live")

USUAL_ENVIRONMENTS = tuple(name for name in (*_USUAL_ORDER, *_USUAL_END) if name not in ("", "local"))
"""Names that say by themselves that they are an environment's."""


def environments_of(workspace: Path, spec: DialectSpec) -> tuple[str, ...]:
    """The environments that have files or sections of their own in a dialect, in the usual order."""
    templates = [path for layer in spec.files for path in layer.paths] + list(spec.dotenv)
    taken = [path for layer in spec.files if not layer.by_environment for path in layer.paths]
    names = find_environments(workspace, templates, taken)
    return in_usual_order({*names, *environments_in_sections(workspace, spec.files)})


def find_environments(workspace: Path, templates: Iterable[str], taken: Iterable[str]) -> tuple[str, ...]:
    """The names that `{environment}` stands for in existing files, in the usual order.

    `taken` are paths that are other layers. `.env.local`, `config.example.yaml` and the like are none.
    """
    others = set(taken)
    names: set[str] = set()
    for template in templates:
        if _HOLDER not in template:
            continue
        pattern = "*".join(_escaped(text) for text in template.split(_HOLDER))
        matches = re.compile(_regex(template)).fullmatch
        for path in matching_files(workspace, pattern):
            match = matches(path)
            if match is not None and path not in others:
                names.add(match.group(1))
    return in_usual_order(names - _NO_ENVIRONMENTS)


def environments_in_sections(workspace: Path, layers: Sequence[FileLayer]) -> tuple[str, ...]:
    """The names that `{environment}` stands for in sections of files, in the usual order."""
    names: set[str] = set()
    taken: set[KeyPath] = {layer.section for layer in layers}
    for layer in layers:
        if _HOLDER not in layer.section:
            continue
        at = layer.section.index(_HOLDER)
        for path in layer.paths:
            if _HOLDER in path or not os.path.lexists(workspace / path):
                continue
            document = read_document(workspace / path, path, layer.format)
            node: Node | None = document.root
            for part in layer.section[:at]:
                node = None if node is None else node.child(part)
            names |= {
                str(key)
                for key, child in (node.entries if node is not None else ())
                if child.kind is NodeKind.MAPPING and (*layer.section[:at], str(key)) not in taken
            }
    return in_usual_order(names - _NO_ENVIRONMENTS)


def _escaped(text: str) -> str:
    return text if is_glob(text) else glob.escape(text)


def _regex(template: str) -> str:
    """The paths that a template means; the first group is the name of the environment."""
    holders = 0
    pattern = ""
    for piece in re.split(r"(\{environment\}|\*\*/|\*|\?)", template):
        if piece == _HOLDER:
            holders += 1
            pattern += r"([^./\\]+)" if holders == 1 else r"\1"
        else:
            pattern += _WILDCARDS.get(piece, re.escape(piece))
    return pattern


def in_usual_order(names: Iterable[str]) -> tuple[str, ...]:
    """Environments from development to production."""
    order = (*_USUAL_ORDER, *_USUAL_END)
    middle = order.index("")
    return tuple(sorted(names, key=lambda name: (order.index(name) if name in order else middle, name)))
