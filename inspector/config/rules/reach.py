"""Keys that no variable can set."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.base.findings import Finding
from inspector.config.rules.spec import Rule, Scene
from inspector.config.values import join_key

_MAX_NAMED = 5


def unreachable(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S02: keys that hold the separator, capital letters, or what shells refuse in names."""
    settings = [
        setting
        for setting in scene.resolution.settings
        if setting.path in scene.schema_keys or any(c.place.variable is None for c in setting.candidates)
    ]
    lost = [setting for setting in settings if scene.variable_for(setting.path) is None]
    if not lost:
        return
    named = ", ".join(join_key(setting.path) for setting in lost[:_MAX_NAMED])
    more = f" and {len(lost) - _MAX_NAMED} more" if len(lost) > _MAX_NAMED else ""
    yield rule.finding(
        f"{len(lost)} of {len(settings)} settings cannot be set by a variable: {named}{more}.",
        f"Names are split at each {scene.dialect.separator} and put in small letters; "
        "set these keys in files, or rename them.",
        (lost[0].source.key_place or lost[0].source.place,),
        lost[0].key if len(lost) == 1 else None,
    )
