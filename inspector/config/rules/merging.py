"""What layers do to each other."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.layers import LayerKind
from inspector.config.resolve import Candidate, Replacement, Status
from inspector.config.rules.spec import Rule, Scene, named, runner_up
from inspector.config.values import KeyPath, Value, join_key, type_name

_SHAPELESS = ("mapping", "null")


def null_replaces_mapping(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S20: an empty section of a higher file takes all settings away."""
    for replacement in _by_files(scene):
        key = join_key(replacement.path)
        if not replacement.lost or replacement.after.value is not None or _is_told(scene, replacement):
            continue
        count = len(replacement.lost)
        yield rule.finding(
            f"{scene.label(replacement.after)} sets {key} to null, and "
            f"{'its setting is' if count == 1 else f'its {count} settings are'} gone.",
            f"Remove the empty {key}, or write below it what should differ.",
            (replacement.after.key_place or replacement.after.place, _spot(replacement.before)),
            key,
        )


def type_conflict(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S21: a mapping in one file, a single value in another, or where a variable reaches below a value."""
    for replacement in scene.resolution.replacements:
        before, after = replacement.before, replacement.after
        if _is_told(scene, replacement):
            continue
        if after.place.variable is not None:
            if before.place.variable is None and after.type == "mapping" and before.type not in _SHAPELESS:
                yield _reached_below(rule, scene, replacement)
            continue
        if "mapping" not in (before.type, after.type) or before.type == after.type:
            continue
        if before.value is None or after.value is None:
            continue
        key = join_key(replacement.path)
        yield rule.finding(
            f"{key} is a {_kind(before)} in {scene.label(before)} and a {_kind(after)} in "
            f"{scene.label(after)}, which replaces it as a whole.",
            "Give it one shape in all files.",
            (_spot(after), _spot(before)),
            key,
        )


def _reached_below(rule: Rule, scene: Scene, replacement: Replacement) -> Finding:
    before, after = replacement.before, replacement.after
    key, name = join_key(replacement.path), scene.label(after)
    return rule.finding(
        f"{name} makes {key} a mapping, which replaces the {_kind(before)} of {scene.label(before)}.",
        f"Rename or remove {after.place.variable}, or make {key} a mapping in the file too.",
        (after.place, _spot(before)),
        key,
    )


def list_replaced(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S22: lists are not joined. A list that repeats all items of the lower one loses none."""
    by_layer: dict[str, list[Replacement]] = {}
    files = {layer.id for layer in scene.layers if layer.merged and layer.kind is not LayerKind.DEFAULT}
    for replacement in scene.resolution.replacements:
        before, after = replacement.before, replacement.after
        if before.layer in files and _loses_items(before.value, after.value):
            by_layer.setdefault(scene.layer_label(after), []).append(replacement)
    for label, replaced in by_layer.items():
        paths = [replacement.path for replacement in replaced]
        yield rule.finding(
            f"{label} replaces {_lists(paths)} as a whole; items of lower layers are not kept.",
            "Repeat the items that should stay.",
            (place for r in replaced for place in (r.after.place, r.before.place)),
            join_key(paths[0]) if len(paths) == 1 else None,
        )


def equal_override(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """A higher layer says the same again. Where the lower one is on this machine alone, that is needed."""
    here = (LayerKind.VARIABLE, LayerKind.WHAT_IF)
    local = {layer.id for layer in scene.layers if layer.machine_local or layer.kind in here}
    by_layer: dict[str, list[tuple[KeyPath, Place, Place]]] = {}
    for setting in scene.contested:
        source, below = setting.source, runner_up(setting)
        if below.status is not Status.EQUAL or below.kind is LayerKind.DEFAULT:
            continue
        if below.place == source.place or (below.layer in local and source.layer not in local):
            continue
        entry = (setting.path, source.place, below.place)
        by_layer.setdefault(scene.layer_label(source), []).append(entry)
    for label, entries in by_layer.items():
        paths = [path for path, _, _ in entries]
        yield rule.finding(
            f"{label} says again what a lower layer says: {named(paths)}.",
            "Remove the repetition, unless it is meant to stay when the lower layer changes.",
            (place for _, *places in entries for place in places),
            join_key(paths[0]) if len(paths) == 1 else None,
        )


def _loses_items(before: Value, after: Value) -> bool:
    if not isinstance(before, list) or not isinstance(after, list) or before == after:
        return False
    kept = {repr(item) for item in after}
    return any(repr(item) not in kept for item in before)


def _is_told(scene: Scene, replacement: Replacement) -> bool:
    key, after = join_key(replacement.path), replacement.after
    return scene.is_told(key, after.place) or (
        after.key_place is not None and scene.is_told(key, after.key_place)
    )


def _by_files(scene: Scene) -> Iterator[Replacement]:
    return (r for r in scene.resolution.replacements if r.after.place.variable is None)


def _spot(candidate: Candidate) -> Place:
    return candidate.key_place or candidate.place


def _kind(candidate: Candidate) -> str:
    if isinstance(candidate.value, dict):
        return "mapping"
    return "list" if isinstance(candidate.value, list) else f"single value ({type_name(candidate.value)})"


def _lists(paths: list[KeyPath]) -> str:
    return f"the list {join_key(paths[0])}" if len(paths) == 1 else f"the lists {named(paths)}"
