"""Variables that do not do what their names promise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.layers import LayerKind
from inspector.config.rules.meaning import differ_by_digit, one_slip
from inspector.config.rules.spec import Rule, Scene, named
from inspector.config.shadow import MAX_PARTS, Landed
from inspector.config.values import KeyPath, Node, join_key

_SHOWN_CHARS = 40
_MIN_CHARS = 6
_HALF = re.compile("[\ud800-\udfff]")
_NOBODYS_NAME = "UNRELATED_NAME_OF_NOBODY"


def lands_elsewhere(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S01 and S08: the name stands for a key that neither files nor the schema know."""
    told = {r.after.place for r in scene.resolution.replacements if r.after.type == "mapping"}
    for landed in scene.applied:
        path = landed.path
        if "" in path or scene.is_known(path) or not scene.known or _is_foreign(scene, landed):
            continue
        if landed.variable.name in scene.dialect.environment_variables:
            continue
        if landed.variable.place in told:  # type-conflict
            continue
        name = landed.variable.name
        meant = scene.meaning.twin(path)
        if meant is not None:
            why = scene.dialect.rules.unreachable(scene.dialect, meant)
            said = f"; {join_key(meant)} cannot be set by a variable here" if why else ""
            yield rule.finding(
                f"{name} lands on {join_key(path)}{said or f', and not on {join_key(meant)}'}.",
                _rename(scene, landed, meant),
                (landed.variable.place, *scene.where(meant)),
                join_key(meant),
            )
            continue
        meant = scene.meaning.of_variable(path)
        if meant is not None:
            yield rule.finding(
                f"{name} sets {join_key(path)}, which is unknown. Did you mean {join_key(meant)}?",
                _rename(scene, landed, meant),
                (landed.variable.place, *scene.where(meant)),
                join_key(path),
            )
        elif not landed.free and not scene.is_secret(landed):  # whose place is a variable and no file
            yield _unknown(rule, scene, landed)


def _unknown(rule: Rule, scene: Scene, landed: Landed) -> Finding:
    """A key that nothing else knows: on purpose where it stands in a `.env` file, else perhaps not ours."""
    name, ours = landed.variable.name, landed.variable.layer.kind is not LayerKind.VARIABLE
    claim = f": {scene.prefix} claims it" if scene.prefix else ""
    return rule.finding(
        f"{name} sets {join_key(landed.path)}, which no file and no schema knows.",
        "Give it a value in a file too, so that it is known, or remove it."
        if ours or _is_part_of(scene, name, landed.path)
        else f"Remove it, or rename it if it is not meant for this application{claim}.",
        (landed.variable.place,),
        join_key(landed.path),
        Severity.INFO if ours else None,
    )


def ignored(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """A variable that the application reads and drops, because it knows no such key or for its text."""
    told = {shadowed.variable.place for shadowed in scene.environ.shadowed}
    told |= {finding.places[0] for finding in scene.resolution.findings if finding.places}
    for landed in scene.resolution.landed:
        if landed.applied or landed.stop is not None or landed.too_deep or landed.variable.place in told:
            continue
        if not landed.unknown and not landed.reason:
            continue
        name, key = landed.variable.name, join_key(landed.path)
        meant = _meant(scene, landed) if landed.unknown else None
        why = landed.reason or f"the application knows no {key}"
        question = f" Did you mean {join_key(meant)}?" if meant is not None else ""
        yield rule.finding(
            f"{name} has no effect: {why}.{question}",
            f"Remove {name}." if meant is None else _rename(scene, landed, meant),
            (landed.variable.place, *(() if meant is None else scene.where(meant))),
            key,
        )


def _meant(scene: Scene, landed: Landed) -> KeyPath | None:
    """The key that was meant: one like it, or one whose variable has nearly the same name."""
    meant = scene.meaning.of_variable(landed.path)
    if meant is None and len(landed.variable.name) >= _MIN_CHARS:
        name = one_slip(landed.variable.name, list(scene.meaning.names))
        if name is not None and not differ_by_digit(landed.variable.name, name):
            return scene.meaning.names[name]
    return meant


def not_utf8(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """A variable of the process with bytes that are no text, which stay halves of characters."""
    told: dict[str, Landed] = {}
    for landed in scene.resolution.landed:
        variable = landed.variable
        if not landed.unread and _is_no_text(f"{variable.name}{variable.text or ''}"):
            told.setdefault(variable.name, landed)
    for name, landed in told.items():
        shown = name.encode(errors="backslashreplace").decode()
        yield rule.finding(
            f"{shown} in {landed.variable.layer.label} holds bytes that are no UTF-8 text: halves of "
            "characters stand in their place.",
            f"Set {shown} to text in UTF-8.",
            (landed.variable.place,),
            join_key(landed.path),
        )


def _is_no_text(text: str) -> bool:
    return not text.isascii() and _HALF.search(text) is not None


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
        parts = tuple(part for part in landed.path if part != "")
        better = scene.variable_for(parts) if parts in scene.settings else None
        splits = f"each {scene.dialect.separator} splits, and " if scene.dialect.separator else ""
        yield rule.finding(
            f"{name} lands on {join_key(landed.path)}, because {splits}an empty part is a key of its own.",
            f"Rename it to {better}." if better else "Remove it, or give it a name with all its parts.",
            (landed.variable.place, *(scene.where(parts) if better else ())),
            join_key(parts) if parts and scene.is_known(parts) else None,
        )


def crashes_start(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S03 and S18: a value that is no mapping is in the way, or the application refuses the text."""
    for landed in scene.resolution.landed:
        stop = landed.stop
        if stop is None:
            continue
        name, at = landed.variable.name, join_key(stop.at)
        if stop.at and len(stop.at) < len(landed.path):
            said = f"{name} points at {join_key(landed.path)}, but {at} is no mapping"
            hint = f"Remove or rename {name}, or make {at} a mapping."
        elif not stop.at and len(stop.places) > 1:
            said = f"{name} points at {join_key(landed.path)}, but the configuration is no mapping"
            hint = f"Remove or rename {name}, or make the file a mapping."
        else:
            said = f"{name} cannot be read as {join_key(landed.path)}"
            hint = f"Correct {name}, or remove it."
        yield rule.finding(
            f"{said}: the application stops at start with {stop}.",
            hint,
            stop.places or (landed.variable.place,),
            at or None,
        )


def replaces_mapping(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S04: a variable named like a mapping wipes it."""
    for replacement in scene.resolution.replacements:
        after = replacement.after
        if not after.place.variable or replacement.before.place.variable or not replacement.lost:
            continue
        key = join_key(replacement.path)
        if scene.is_told(key, after.place):
            continue
        yield rule.finding(
            f"{after.place.variable} replaces all of {key}, and {_counted(len(replacement.lost))} gone.",
            _instead(scene, after.place.variable, replacement.lost),
            (after.place, replacement.before.key_place or replacement.before.place),
            key,
        )


def changes_alias(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S24: two keys are one mapping through an alias, and a variable for one of them changes both."""
    nested = {landed.variable.place: landed for landed in scene.applied if len(landed.path) > 1}
    aliases = scene.odd_yaml.aliases if nested else {}
    if not aliases:
        return
    changed: dict[Place, list[KeyPath]] = {}
    for setting in scene.resolution.settings:
        landed = nested.get(setting.source.place)
        if landed is not None and setting.path[: len(landed.path)] != landed.path:
            changed.setdefault(setting.source.place, []).append(setting.path)
    for place, paths in changed.items():
        landed = nested[place]
        alias = _alias_above((*paths, landed.path), aliases)
        if alias is None or alias.alias_place is None:
            continue
        yield rule.finding(
            f"{landed.variable.name} sets {join_key(landed.path)} and changes {named(paths)} too: "
            "through an alias they are one mapping.",
            "Write the mapping out in place of the alias.",
            (place, alias.alias_place, alias.place),
            join_key(paths[0]) if len(paths) == 1 else join_key(landed.path),
        )


def _alias_above(paths: Iterable[KeyPath], aliases: Mapping[KeyPath, Node]) -> Node | None:
    ends = (path[:end] for path in paths for end in range(1, len(path)))
    return next((aliases[end] for end in ends if end in aliases), None)


def _is_foreign(scene: Scene, landed: Landed) -> bool:
    """Whether a variable is most likely somebody else's: without a prefix the application reads them all."""
    return (
        not scene.prefix and landed.variable.layer.kind is LayerKind.VARIABLE and scene.claims(_NOBODYS_NAME)
    )


def _rename(scene: Scene, landed: Landed, meant: KeyPath) -> str:
    if _is_part_of(scene, landed.variable.name, landed.path):
        return f"Write {join_key(meant)} in {landed.variable.name}."
    better = scene.variable_for(meant)
    if better:
        return f"Rename it to {better}."
    why = scene.dialect.rules.unreachable(scene.dialect, meant)
    return f"Set {join_key(meant)} in a file. {why} {scene.would_set(meant)}".rstrip()


def _is_part_of(scene: Scene, variable: str, path: KeyPath) -> bool:
    """Whether a key is a part of the mapping that a variable holds."""
    names = scene.dialect.rules.names_for(scene.dialect, path)
    return any(name.name == variable and not name.plain for name in names)


def _instead(scene: Scene, name: str, lost: Sequence[KeyPath]) -> str:
    """How to set a part of a mapping in place of all of it."""
    if _is_part_of(scene, name, lost[0]):
        return f"Write in {name} what should differ, such as {join_key(lost[0])}."
    better = next((other for path in lost if (other := scene.variable_for(path)) is not None), None)
    if better is None:
        return "Remove the variable."
    return f"Name the setting that is meant, as in {better}, or remove the variable."


def _counted(settings: int) -> str:
    return "its setting is" if settings == 1 else f"its {settings} settings are"
