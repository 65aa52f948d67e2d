"""Keys that the application asks for and that have no value, told by the findings about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.layers import Layer
from inspector.config.resolve import KeyInfo
from inspector.config.resolve.lookup import node_at
from inspector.config.values import KeyPath, join_key

# `value-crashes-start` is told of values, too: those are settings.
_ABOUT_A_KEY = frozenset(["missing-required", "value-crashes-start", "variable-gives-undefined"])
_UNDEFINED = "variable-gives-undefined"


@dataclass(frozen=True, slots=True)
class Missing:
    """A key without a value. `place` is that of the rule which asks for it, or of what takes the value away.

    `undefined` says that something takes the value away, or that the key only has a variable that is not set;
    else it is required and nothing sets it.
    `description` and `constraint` are as in a Setting.
    """

    path: KeyPath
    place: Place
    undefined: bool = False
    description: str = ""
    constraint: str = ""

    @property
    def key(self) -> str:
        """The dotted key."""
        return join_key(self.path)


def missing_keys(
    findings: Collection[Finding],
    settings: Collection[KeyPath],
    keys: Mapping[KeyPath, KeyInfo],
    layers: Sequence[Layer],
) -> tuple[Missing, ...]:
    """The keys without a value: in the order of the findings about them, then those that have nothing but the
    name of a variable, which is not set."""
    about = [finding for finding in findings if finding.code in _ABOUT_A_KEY]
    mistyped = {finding.key for finding in findings if finding.code == "key-near-miss"}
    maps = [layer for layer in layers if layer.names_variables]
    if not about and not maps:
        return ()
    have = {path[:end] for path in settings for end in range(1, len(path) + 1)}
    paths = {join_key(path): path for path in keys}
    found: dict[KeyPath, Missing] = {}
    for finding in about:
        if finding.key is None:
            continue
        path = paths.get(finding.key, tuple(finding.key.split(".")))
        if path not in have:
            info = keys.get(path, KeyInfo())
            place = finding.places[0] if finding.places else Place()
            undefined = finding.code == _UNDEFINED
            found.setdefault(path, Missing(path, place, undefined, info.description, info.constraint))
    above = {path[:end] for path in keys for end in range(1, len(path))}
    for layer in maps:
        for path in keys:
            told = path in above or path in have or join_key(path) in mistyped
            node = None if told else node_at(layer.root, path)
            if node is not None:
                found.setdefault(path, Missing(path, node.key_place or node.place, undefined=True))
    return tuple(found.values())
