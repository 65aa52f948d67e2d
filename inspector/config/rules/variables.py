"""Variables that do not do what their names promise."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.resolve.lookup import closest
from inspector.config.rules.spec import Rule, Scene
from inspector.config.shadow import MAX_PARTS, Landed
from inspector.config.values import KeyPath, join_key

_SHOWN_CHARS = 40


def lands_elsewhere(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S01: the name splits into a path that neither files nor the schema know."""
    for landed in _applied(scene):
        path = landed.path
        if path in scene.known or "" in path or not scene.known:
            continue
        name = landed.variable.name
        meant = _unreachable_twin(scene, landed)
        if meant is not None:
            yield rule.finding(
                f"{name} lands on {join_key(path)}; {join_key(meant)} cannot be set by a variable here.",
                f"Set {join_key(meant)} in a file. Each {scene.dialect.separator} in a name splits, "
                "so that no variable can point at a key that holds one.",
                (landed.variable.place, *_where(scene, meant)),
                join_key(meant),
            )
            continue
        meant = closest(path, scene.known)
        better = None if meant is None else scene.variable_for(meant)
        if meant is None:
            message = f"{name} sets {join_key(path)}, which no file and no schema knows."
            hint = (
                f"Remove it, or rename it if it is not meant for this application: {scene.prefix} claims it."
            )
        else:
            message = f"{name} sets {join_key(path)}, which is unknown. Did you mean {join_key(meant)}?"
            hint = f"Rename it to {better}." if better else f"Set {join_key(meant)} in a file."
        places = (landed.variable.place, *(() if meant is None else _where(scene, meant)))
        yield rule.finding(message, hint, places, join_key(path))


def malformed(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S06: an empty part in the name, or more parts than any setting has."""
    for landed in scene.resolution.landed:
        name = landed.variable.name
        if landed.too_deep:
            yield rule.finding(
                f"{name[:_SHOWN_CHARS]}… splits into {len(landed.path)} parts; "
                f"a key of more than {MAX_PARTS} parts is not shown.",
                "Remove the variable, or give it a shorter name.",
                (landed.variable.place,),
            )
        if not landed.applied or "" not in landed.path:
            continue
        parts = tuple(part for part in landed.path if part)
        better = scene.variable_for(parts) if parts else None
        yield rule.finding(
            f"{name} lands on {join_key(landed.path)}: each {scene.dialect.separator} splits, "
            "and an empty part is a key of its own.",
            f"Rename it to {better}." if better else "Remove it, or give it a name with all its parts.",
            (landed.variable.place,),
            join_key(parts) if parts in scene.known else None,
        )


def crashes_start(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S03 and S18: a value that is no mapping is in the way."""
    for landed in scene.resolution.landed:
        stop = landed.stop
        if stop is None:
            continue
        name = landed.variable.name
        where = f"{join_key(stop.at)} is no mapping" if stop.at else "the configuration is no mapping"
        yield rule.finding(
            f"{name} points at {join_key(landed.path)}, but {where}: the application stops at start "
            f"with {stop}.",
            f"Remove or rename {name}, or make {join_key(stop.at) or 'the file'} a mapping.",
            stop.places,
            join_key(stop.at) or None,
        )


def replaces_mapping(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S04: a variable named like a mapping wipes it."""
    for replacement in scene.resolution.replacements:
        after = replacement.after
        if not after.place.variable or replacement.before.place.variable or not replacement.lost:
            continue
        key = join_key(replacement.path)
        yield rule.finding(
            f"{after.place.variable} replaces all of {key}: {_counted(len(replacement.lost))} gone.",
            f"Name the setting that is meant, as in {after.place.variable}_NAME, or remove the variable.",
            (after.place, replacement.before.key_place or replacement.before.place),
            key,
        )


def near_miss(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S07: the prefix in other letters."""
    prefix = scene.prefix
    for variable in scene.environ.written:
        name = variable.name
        if name.startswith(prefix) or not name.lower().startswith(prefix.lower()) or not prefix:
            continue
        yield rule.finding(
            f"{name} is ignored: the prefix is {prefix}, and capital and small letters differ.",
            f"Rename it to {prefix}{name[len(prefix) :].upper()}.",
            (variable.place,),
        )


def order_decides(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S05 and S30: two variables for one spot, where the last in the environment wins."""
    seen: dict[KeyPath, Landed] = {}
    for landed in (landed for landed in scene.resolution.landed if landed.applied or landed.stop):
        path = landed.path
        name = landed.variable.name
        ends = [path[:length] for length in range(1, len(path))]
        rivals = [seen[end] for end in (*ends, path) if end in seen]
        rivals += [other for known, other in seen.items() if known[: len(path)] == path and known != path]
        for rival in rivals:
            first = rival.variable.name
            if rival.path == path:
                said = f"{first} and {name} both set {join_key(path)}; {name} wins because it comes later."
            elif len(rival.path) > len(path):
                said = f"{name} comes after {first} and takes its key; in the other order nothing starts."
            else:
                said = f"{name} comes after {first} and cannot go below it; in the other order it starts."
            yield rule.finding(
                said,
                f"Remove one of {first} and {name}: the order of the environment decides which one counts.",
                (landed.variable.place, rival.variable.place),
                join_key(path),
            )
        seen[path] = landed


def _applied(scene: Scene) -> Iterator[Landed]:
    return (landed for landed in scene.resolution.landed if landed.applied)


def _unreachable_twin(scene: Scene, landed: Landed) -> KeyPath | None:
    """The known key that reads like the variable's name, but that its name cannot reach."""
    separator = scene.dialect.separator
    wanted = separator.join(landed.path)
    twins = [
        path
        for path in scene.known
        if path != landed.path and separator.join(path).lower().replace("-", separator) == wanted
    ]
    return min(twins, default=None)


def _where(scene: Scene, path: KeyPath) -> tuple[Place, ...]:
    setting = scene.settings.get(path)
    return () if setting is None else (setting.source.place,)


def _counted(settings: int) -> str:
    return "its setting is" if settings == 1 else f"its {settings} settings are"
