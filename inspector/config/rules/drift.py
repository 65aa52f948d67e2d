"""Values of one key that are of different types in different layers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from inspector.base.findings import Finding, Severity
from inspector.config.layers import LayerKind
from inspector.config.resolve import Candidate, Setting
from inspector.config.rules.spec import Rule, Scene, named, runner_up
from inspector.config.values import Value

_FAMILIES: dict[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    dt.date: "a date",
    dt.datetime: "a date",
    dt.time: "a time",
    bytes: "bytes",
}
_MAX_SINGLE = 10


def type_drift(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """The winner is of another type than the value that it replaces.

    A schema that knows the type of a key decides in place of this rule, and mappings have rules of their own.
    """
    by_layer: dict[str, list[tuple[Setting, Candidate]]] = {}
    unapplied = scene.unapplied
    for setting in scene.contested:
        source, below = setting.source, runner_up(setting)
        if source.type == below.type:
            continue
        family = type_family(source.value)
        if below.value is None or (unapplied and below.place in unapplied):
            below = _below(scene, setting) or source
        if (
            family is None
            or below.kind is LayerKind.DEFAULT
            or (type_family(below.value) or family) == family
        ):
            continue
        info = scene.schema_keys.get(setting.path)
        if info is None or not info.types:
            by_layer.setdefault(source.layer, []).append((setting, below))
    for drifts in by_layer.values():
        if len(drifts) > _MAX_SINGLE:
            yield _many(rule, scene, drifts)
            continue
        for setting, below in drifts:
            source = setting.source
            yield rule.finding(
                f"{setting.key} is {type_family(source.value)} in {scene.label(source)} and "
                f"{type_family(below.value)} in {scene.label(below)}.",
                _advice(scene, setting, below),
                (source.place, below.place),
                setting.key,
                Severity.INFO if _is_mere_text(scene, setting, below) else None,
            )


def _many(rule: Rule, scene: Scene, drifts: list[tuple[Setting, Candidate]]) -> Finding:
    source = drifts[0][0].source
    return rule.finding(
        f"{scene.layer_label(source)} gives {len(drifts):,} settings another type than lower layers do: "
        f"{named([setting.path for setting, _ in drifts])}.",
        "Write a value in the same type in all layers.",
        (place for setting, below in drifts for place in (setting.source.place, below.place)),
    )


def _advice(scene: Scene, setting: Setting, below: Candidate) -> str:
    name, wanted = setting.source.place.variable, type_family(below.value)
    if (
        name is not None
        and isinstance(setting.value, str)
        and scene.text_for(setting.path, below.value) is None
    ):
        return f"Set {setting.key} in a file, or let the code make {wanted} of {name}."
    if name is not None and isinstance(below.value, str) and _never_text(scene, setting):
        kind = type_family(setting.value)
        do = f"write {kind} in {scene.label(below)} too"
        if setting.secret:
            do = f"choose one that is not like {kind}"
        return (
            f"A variable that looks like {kind} is read as one here and is never text: {do}, or let the code "
            f"make text of {setting.key}."
        )
    return f"Write it as {wanted} in both, or as {type_family(setting.value)}."


def _never_text(scene: Scene, setting: Setting) -> bool:
    """Whether what a variable holds cannot be text, however it is written."""
    raw = setting.source.raw
    return not isinstance(setting.value, str) and scene.text_for(setting.path, raw) is None


def _below(scene: Scene, setting: Setting) -> Candidate | None:
    """What counts without the winner, null and what takes no part left out."""
    lower = (c for c in setting.overridden if c.value is not None and c.place not in scene.unapplied)
    return next(lower, None)


def type_family(value: Value) -> str | None:
    """The words for a value's type as far as it matters, None for null and mappings."""
    return _FAMILIES.get(type(value))


def _is_mere_text(scene: Scene, setting: Setting, below: Candidate) -> bool:
    """Whether a variable has a number where every variable is text, so that the code converts it."""
    text = setting.value
    if setting.source.place.variable is None or not isinstance(text, str):
        return False
    if type(below.value) not in (int, float) or scene.text_for(setting.path, 1) is not None:
        return False
    try:
        float(text)
    except ValueError:
        return False
    return True
