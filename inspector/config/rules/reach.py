"""Keys that no variable can set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.dialects.layered import LAYERED
from inspector.config.resolve import Setting
from inspector.config.rules.spec import Rule, Scene, named
from inspector.config.values import MAPPING, KeyPath, Node, join_key, type_name


def unreachable(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S02: keys whose names no variable can spell, with the dialect's own reason.

    Nothing is told where variables set nothing at all: there it is no matter of the key.
    """
    spec, why_not = scene.dialect, scene.dialect.rules.unreachable
    settings = [
        setting
        for setting in scene.resolution.settings
        if setting.source.place.variable is None or _is_in_files(scene, setting)
    ]
    odd = _below_odd_keys(scene)
    lost = [(s, why) for s in settings if (why := (odd and _odd(s, odd)) or why_not(spec, s.path))]
    if not lost or (len(lost) == len(settings) and not odd):
        return
    first = lost[0][0]
    example = "" if odd else _example(scene, first.path, alone=len(lost) == 1)
    reasons = list(dict.fromkeys(why for _, why in lost))
    yield rule.finding(
        f"{len(lost)} of {len(settings)} settings cannot be set by a variable: "
        f"{named([setting.path for setting, _ in lost])}.",
        f"{' '.join(reasons[:_MAX_REASONS])} Set {'it' if len(lost) == 1 else 'them'} in files, or rename "
        f"{'it' if len(lost) == 1 else 'them'}. {example}".rstrip(),
        (first.source.key_place or first.source.place,),
        first.key if len(lost) == 1 else None,
    )


def _below_odd_keys(scene: Scene) -> dict[Place, str]:
    """Why names reach no key that is no text, by the places of the values there and below."""
    found: dict[Place, str] = {}
    if scene.dialect.name == LAYERED.name:
        for key, node in scene.odd_yaml.below:
            _note(node, f"The key {key} is of type {type_name(key)}, and names spell text alone.", found)
    return found


def _note(node: Node, why: str, found: dict[Place, str]) -> None:
    if node.kind is MAPPING and node.alias_place is None:
        for _, child in node.entries:
            _note(child, why, found)
    else:
        found.setdefault(node.place, why)


def _odd(setting: Setting, odd: Mapping[Place, str]) -> str:
    return next((odd[c.place] for c in setting.candidates if c.place in odd), "")


def _example(scene: Scene, path: KeyPath, *, alone: bool) -> str:
    """A name that would set the first of them, and what would have to change for that."""
    said = scene.would_set(path)
    return said if alone else said.replace(" set it ", f" set {join_key(path)} ")


def _is_in_files(scene: Scene, setting: Setting) -> bool:
    return setting.path in scene.schema_keys or any(c.place.variable is None for c in setting.candidates)


_MAX_REASONS = 2
