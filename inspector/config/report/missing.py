"""Keys that the application asks for and that have no value, told by the findings about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.resolve import KeyInfo
from inspector.config.values import KeyPath, join_key

# `value-crashes-start` is told of values, too: those are settings.
_ABOUT_A_KEY = frozenset(["missing-required", "value-crashes-start", "variable-gives-undefined"])
_UNDEFINED = "variable-gives-undefined"


@dataclass(frozen=True, slots=True)
class Missing:
    """A key without a value. `place` is that of the rule which asks for it, or of what takes the value away.

    `undefined` says that something takes the value away; else the key is required and nothing sets it.
    `description` and `constraint` are as in a Setting.
    """

    key: str
    place: Place
    undefined: bool = False
    description: str = ""
    constraint: str = ""


def missing_keys(
    findings: Iterable[Finding], settings: Collection[KeyPath], keys: Mapping[KeyPath, KeyInfo]
) -> tuple[Missing, ...]:
    """The keys without a value, in the order of the findings about them."""
    have = {join_key(path[:end]) for path in settings for end in range(1, len(path) + 1)}
    infos = {join_key(path): info for path, info in keys.items()}
    found: dict[str, Missing] = {}
    for finding in findings:
        key = finding.key
        if finding.code not in _ABOUT_A_KEY or key is None or key in have:
            continue
        info = infos.get(key, KeyInfo())
        place = finding.places[0] if finding.places else Place()
        undefined = finding.code == _UNDEFINED
        found.setdefault(key, Missing(key, place, undefined, info.description, info.constraint))
    return tuple(found.values())
