"""Keys that no variable can set."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.base.findings import Finding
from inspector.config.resolve import Setting
from inspector.config.rules.spec import Rule, Scene, named
from inspector.config.values import KeyPath, join_key, key_texts


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
    lost = [(s, why) for s in settings if (why := why_not(spec, s.path))]
    odd = any(key_texts(s.path) is None for s, _ in lost)
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


def _example(scene: Scene, path: KeyPath, *, alone: bool) -> str:
    """A name that would set the first of them, and what would have to change for that."""
    said = scene.would_set(path)
    return said if alone else said.replace(" set it ", f" set {join_key(path)} ")


def _is_in_files(scene: Scene, setting: Setting) -> bool:
    return setting.path in scene.schema_keys or any(c.place.variable is None for c in setting.candidates)


_MAX_REASONS = 2
