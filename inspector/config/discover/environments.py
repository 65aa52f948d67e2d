"""Which environments a workspace knows, by the names of its files."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

_MAX_MATCHES = 1000
_NO_ENVIRONMENTS = frozenset("bak default dist example local override sample schema template tmpl".split())

# The way from a desk to the customers; what is not listed stands between tests and staging.
_USUAL_ORDER = ("development", "dev", "local", "test", "testing", "ci", "", "qa", "uat", "stage", "staging")
_USUAL_END = ("preprod", "preproduction", "prod", "production", "live")

USUAL_ENVIRONMENTS = tuple(name for name in (*_USUAL_ORDER, *_USUAL_END) if name not in ("", "local"))
"""Names that say by themselves that they are an environment's."""


def find_environments(workspace: Path, templates: Iterable[str], taken: Iterable[str]) -> tuple[str, ...]:
    """The names that `{environment}` stands for in existing files, in the usual order.

    `taken` are paths that are other layers. `.env.local`, `config.example.yaml` and the like are none.
    """
    others = set(taken)
    names: set[str] = set()
    for template in templates:
        if "{environment}" not in template:
            continue
        before, after = template.split("{environment}", 1)
        pattern = re.compile(
            re.escape(before) + r"([^./\\]+)" + re.escape(after.replace("{environment}", ""))
        )
        matches = workspace.glob(f"{glob.escape(before)}*{glob.escape(after)}")
        for path in islice(matches, _MAX_MATCHES):
            relative = path.relative_to(workspace).as_posix()
            match = pattern.fullmatch(relative)
            if match is not None and relative not in others and not path.is_dir():
                names.add(match.group(1))
    return in_usual_order(names - _NO_ENVIRONMENTS)


def in_usual_order(names: Iterable[str]) -> tuple[str, ...]:
    """Environments from development to production."""
    order = (*_USUAL_ORDER, *_USUAL_END)
    middle = order.index("")
    return tuple(sorted(names, key=lambda name: (order.index(name) if name in order else middle, name)))
