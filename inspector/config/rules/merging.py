"""What layers do to each other."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.layers import LayerKind
from inspector.config.resolve import Candidate, Replacement, Status
from inspector.config.rules.spec import Rule, Scene
from inspector.config.values import KeyPath, join_key, type_name

_MAX_NAMED = 4


def null_replaces_mapping(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S20: an empty section of a higher file takes all settings away."""
    for replacement in _by_files(scene):
        if not replacement.lost or replacement.after.value is not None:
            continue
        key = join_key(replacement.path)
        count = len(replacement.lost)
        yield rule.finding(
            f"{_label(scene, replacement.after)} sets {key} to null, and "
            f"{'its setting is' if count == 1 else f'its {count} settings are'} gone.",
            f"Remove the empty {key}, or write {key}: {{}} to change nothing below it.",
            (replacement.after.key_place or replacement.after.place, _spot(replacement.before)),
            key,
        )


def type_conflict(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S21: a mapping in one file, a single value in another."""
    for replacement in _by_files(scene):
        before, after = replacement.before, replacement.after
        if "mapping" not in (before.type, after.type) or before.type == after.type:
            continue
        if before.value is None or after.value is None:
            continue
        key = join_key(replacement.path)
        yield rule.finding(
            f"{key} is a {_kind(before)} in {_label(scene, before)} and a {_kind(after)} in "
            f"{_label(scene, after)}, which replaces it as a whole.",
            "Give it one shape in all files.",
            (_spot(after), _spot(before)),
            key,
        )


def list_replaced(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S22: lists are not joined."""
    by_layer: dict[str, list[Replacement]] = {}
    files = {layer.id for layer in scene.layers if layer.merged}
    for replacement in scene.resolution.replacements:
        before, after = replacement.before, replacement.after
        lists = isinstance(before.value, list) and isinstance(after.value, list)
        if lists and before.value != after.value and before.layer in files:
            by_layer.setdefault(_label(scene, after), []).append(replacement)
    for label, replaced in by_layer.items():
        paths = [replacement.path for replacement in replaced]
        yield rule.finding(
            f"{label} replaces {_lists(paths)} as a whole; items of lower layers are not kept.",
            "Repeat the items that should stay.",
            [place for r in replaced for place in (r.after.place, r.before.place)],
            join_key(paths[0]) if len(paths) == 1 else None,
        )


def equal_override(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """A higher layer says the same again."""
    by_layer: dict[str, list[tuple[KeyPath, Place, Place]]] = {}
    for setting in scene.resolution.settings:
        source = setting.source
        below = [
            c for c in setting.candidates if c.status is Status.EQUAL and c.kind is not LayerKind.DEFAULT
        ]
        if below:
            entry = (setting.path, source.place, below[-1].place)
            by_layer.setdefault(_label(scene, source), []).append(entry)
    for label, entries in by_layer.items():
        paths = [path for path, _, _ in entries]
        yield rule.finding(
            f"{label} says again what a lower layer says: {_named(paths)}.",
            "Remove the repetition, unless it is meant to stay when the lower layer changes.",
            [place for _, *places in entries for place in places],
            join_key(paths[0]) if len(paths) == 1 else None,
        )


def _by_files(scene: Scene) -> Iterator[Replacement]:
    return (r for r in scene.resolution.replacements if r.after.place.variable is None)


def _label(scene: Scene, candidate: Candidate) -> str:
    return next(layer.label for layer in scene.layers if layer.id == candidate.layer)


def _spot(candidate: Candidate) -> Place:
    return candidate.key_place or candidate.place


def _kind(candidate: Candidate) -> str:
    if isinstance(candidate.value, dict):
        return "mapping"
    return "list" if isinstance(candidate.value, list) else f"single value ({type_name(candidate.value)})"


def _lists(paths: list[KeyPath]) -> str:
    return f"the list {join_key(paths[0])}" if len(paths) == 1 else f"the lists {_named(paths)}"


def _named(paths: list[KeyPath]) -> str:
    names = [join_key(path) for path in paths[:_MAX_NAMED]]
    more = f" and {len(paths) - _MAX_NAMED} more" if len(paths) > _MAX_NAMED else ""
    return ", ".join(names) + more
