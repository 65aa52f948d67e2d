"""What only shows when the reports of all environments of a workspace lie side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects.layered import LAYERED
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.report.hiding import hidden
from inspector.config.report.model import Report
from inspector.config.resolve import Candidate, Setting, Status
from inspector.config.rules.drift import type_family
from inspector.config.rules.secrets import is_real
from inspector.config.rules.spec import named
from inspector.config.values import KeyPath, Node, NodeKind, join_key

_OF_FILES = (LayerKind.BASE, LayerKind.ENVIRONMENT, LayerKind.DOTENV)
_OF_THE_PROCESS = (LayerKind.VARIABLE, LayerKind.WHAT_IF)
_COUNTS = (Status.EFFECTIVE, Status.EQUAL, Status.INVALID)
_ODD_KEYS = frozenset(["key-near-miss", "unknown-key"])
_MAX_PLACES = 50
_MAX_NAMED = 4

_Spot = tuple[str, int, int]


def survey(reports: Sequence[Report]) -> tuple[Finding, ...]:
    """The findings about all environments together; `reports` has one report of each, all of one workspace.

    The process environment is that of one run and machine-local files are those of one machine, so that what
    they set says nothing about an environment. No finding holds a value. Takes time in proportion to the
    number of candidates.
    """
    if len({report.environment for report in reports}) < 2:
        return ()
    findings = (
        *_types_differ(reports),
        *_overrides_dead(reports),
        *_keys_of_one(reports),
        *_secrets_shared(reports),
        *_base_changed(reports),
    )
    return tuple(hidden(finding, ()) for finding in findings)


@dataclass
class _Dead:
    """A value that did not count so far, what its layer is ("the file"), and what replaced it: labels of
    layers, and places."""

    setting: Setting
    candidate: Candidate
    whole: str
    by: dict[str, None] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)


def _overrides_dead(reports: Sequence[Report]) -> Iterator[Finding]:
    """A value in a file that counts in no environment."""
    alive: set[_Spot] = set()
    dead: dict[_Spot, _Dead] = {}
    seen: dict[_Spot, KeyPath] = {}
    for report in reports:
        layers = {layer.id: layer for layer in report.layers}
        for setting in report.settings:
            source = setting.source
            hidden_here = source.kind in _OF_THE_PROCESS or _is_local(layers, source)
            for candidate in setting.candidates:
                spot = _spot(candidate)
                if spot is None or candidate.kind not in _OF_FILES or _is_local(layers, candidate):
                    continue
                seen[spot] = setting.path
                if hidden_here or candidate.status in _COUNTS:
                    alive.add(spot)
                else:
                    section = layers[candidate.layer].section
                    whole = f"the section [{join_key(section)}]" if section else "the file"
                    entry = dead.setdefault(spot, _Dead(setting, candidate, whole))
                    entry.by[layers[source.layer].label] = None
                    entry.places.append(source.place)
    _tell_below(dead, seen)
    groups: dict[tuple[str, tuple[str, ...], str], list[_Dead]] = defaultdict(list)
    for spot, entry in dead.items():
        if spot not in alive:
            groups[spot[0], tuple(entry.by), entry.whole].append(entry)
    for (path, by, _), entries in groups.items():
        yield _override_dead(path, by, entries)


def _tell_below(dead: dict[_Spot, _Dead], seen: Mapping[_Spot, KeyPath]) -> None:
    """Mappings that some environments replace as a whole are told by their values, which others read."""
    above = {(spot[0], path[:end]) for spot, path in seen.items() for end in range(len(path))}
    wholes = {
        (spot[0], entry.setting.path): dead.pop(spot)
        for spot, entry in tuple(dead.items())
        if (spot[0], entry.setting.path) in above
    }
    for spot, entry in dead.items():
        path = entry.setting.path
        for end in range(1, len(path) if wholes else 0):
            whole = wholes.get((spot[0], path[:end]))
            if whole is not None:
                entry.by |= whole.by
                entry.places += whole.places


def _override_dead(path: str, by: Sequence[str], entries: Sequence[_Dead]) -> Finding:
    paths = [entry.setting.path for entry in entries]
    one = len(paths) == 1
    them = "it" if one else "them"
    what = join_key(paths[0]) if one else f"{len(paths)} settings"
    which = "." if one else f": {named(paths)}."
    others = [label for label in by if label != path]
    who = _shortened(others) if others else f"another value in {path}"
    replaces = "replaces" if len(others) < 2 else "replace"
    return Finding(
        "override-dead",
        Severity.INFO,
        f"{what} in {path} never count{'s' if one else ''}, because {who} {replaces} {them} in every "
        f"environment that loads {entries[0].whole}{which}",
        _only(paths),
        f"Remove {them} from {path}, unless {'it is' if one else 'they are'} kept for an environment "
        "that is not here.",
        _bounded([*(entry.candidate.place for entry in entries), *(p for e in entries for p in e.places)]),
    )


def _keys_of_one(reports: Sequence[Report]) -> Iterator[Finding]:
    """A key that one environment has and no other."""
    count = Counter(setting.path for report in reports for setting in report.settings)
    read = (LayerStatus.LOADED, LayerStatus.BROKEN)
    active = Counter(layer.id for report in reports for layer in report.layers if layer.status in read)
    for report in reports:
        layers = {layer.id: layer for layer in report.layers}
        odd = {finding.key for finding in report.findings if finding.code in _ODD_KEYS}
        places = {place for finding in report.findings for place in finding.places[:1]}
        own = [
            setting
            for setting in report.settings
            if count[setting.path] == 1
            and setting.source.kind in _OF_FILES
            and not _is_local(layers, setting.source)
            and setting.source.place not in places
            # A base that others read too: there something replaced the value, which is told with that.
            and (setting.source.kind is not LayerKind.BASE or active[setting.source.layer] < len(reports))
            and not any(join_key(setting.path[:end]) in odd for end in range(1, len(setting.path) + 1))
        ]
        if not own:
            continue
        paths = [setting.path for setting in own]
        yield Finding(
            "key-in-one-environment",
            Severity.INFO,
            f"Only {report.environment} has {named(paths)}.",
            _only(paths),
            "Give it a value that holds everywhere too, if the code reads it in every environment.",
            _bounded([setting.source.key_place or setting.source.place for setting in own]),
        )


def _secrets_shared(reports: Sequence[Report]) -> Iterator[Finding]:
    """One secret in several environments. Only keys and places are told."""
    uses: dict[str, list[tuple[str, Setting]]] = defaultdict(list)
    for report in reports:
        layers = {layer.id: layer for layer in report.layers}
        for setting in report.settings:
            source = setting.source
            if source.kind not in _OF_FILES or _is_local(layers, source):
                continue
            if setting.secret and is_real(setting.value, setting.path):
                uses[str(setting.value)].append((report.environment or "", setting))
    groups: dict[tuple[str, ...], list[Setting]] = defaultdict(list)
    for pairs in uses.values():
        environments = tuple(dict.fromkeys(environment for environment, _ in pairs))
        if len(environments) > 1:
            groups[environments] += [setting for _, setting in pairs]
    for environments, settings in groups.items():
        paths = list(dict.fromkeys(setting.path for setting in settings))
        yield Finding(
            "secret-in-several-environments",
            Severity.INFO,
            f"{_listed(environments)} share secrets, the same {named(paths)}.",
            _only(paths),
            "Give each environment a secret of its own: then one that leaks opens one environment.",
            _bounded([setting.source.place for setting in settings]),
        )


def _types_differ(reports: Sequence[Report]) -> Iterator[Finding]:
    """A key of one type here and of another there. What a report tells itself is not told again."""
    told = {finding.key for report in reports for finding in report.findings if finding.key is not None}
    first: dict[KeyPath, tuple[str | None, Setting]] = {}
    done: set[KeyPath] = set()
    for report in reports:
        layers = {layer.id: layer for layer in report.layers}
        for setting in report.settings:
            family = type_family(setting.value)
            if family is None or setting.constraint or setting.source.kind not in _OF_FILES:
                continue
            if _is_local(layers, setting.source):
                continue
            environment, other = first.setdefault(setting.path, (report.environment, setting))
            was = type_family(other.value)
            if was == family or setting.path in done or setting.key in told:
                continue
            done.add(setting.path)
            yield Finding(
                "type-differs-between-environments",
                Severity.WARNING,
                f"{setting.key} is {was} in {environment} and {family} in {report.environment}.",
                setting.key,
                "Write it in the same type in all environments.",
                (other.source.place, setting.source.place),
            )


def _base_changed(reports: Sequence[Report]) -> Iterator[Finding]:
    """S23: a variable that writes into a mapping of the base itself, which the merge did not copy."""
    writes: dict[str, tuple[KeyPath, Place]] = {}
    label = ""
    for report in reports:
        merged = [layer for layer in report.layers if layer.merged and layer.kind is not LayerKind.DEFAULT]
        if report.spec.name != LAYERED.name or not merged:
            continue
        label = merged[0].label
        base, above = _mappings(merged[:1]), _mappings(merged[1:])
        for landed in report.landed:
            ends = (landed.path[:end] for end in range(len(landed.path) - 1, 0, -1))
            written = next((end for end in ends if end in base or end in above), None)
            if landed.applied and written is not None and written not in above:
                writes.setdefault(landed.variable.name, (landed.path, landed.variable.place))
    if not writes:
        return
    names = list(writes)
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    yield Finding(
        "variable-changes-base",
        Severity.INFO,
        f"{', '.join(names[:_MAX_NAMED])}{more} change{'s' if len(names) == 1 else ''} the very mappings "
        f"that were read from {label}, because the merge did not copy them: a process that composes several "
        "environments, or composes again without reading the file, keeps the value.",
        _only([path for path, _ in writes.values()]),
        "Copy what was read before merging it (copy.deepcopy), or read the files anew each time.",
        _bounded([place for _, place in writes.values()]),
    )


def _mappings_in(node: Node, path: KeyPath = ()) -> Iterator[KeyPath]:
    for key, child in node.entries:
        if child.kind is NodeKind.MAPPING:
            here = (*path, key)
            yield here
            yield from _mappings_in(child, here)


def _mappings(layers: Sequence[Layer]) -> frozenset[KeyPath]:
    """The paths of all mappings that these layers write."""
    roots = [layer.root for layer in layers if layer.root is not None]
    return frozenset(path for root in roots for path in _mappings_in(root))


def _spot(candidate: Candidate) -> _Spot | None:
    place = candidate.place
    if place.path is None or place.line is None:
        return None
    return place.path, place.line, place.column or 0


def _is_local(layers: Mapping[str, Layer], candidate: Candidate) -> bool:
    """Whether a value stands in a file of this machine alone, which is not deployed."""
    layer = layers.get(candidate.layer)
    return layer is not None and layer.machine_local


def _shortened(names: Sequence[str]) -> str:
    if len(names) > _MAX_NAMED:
        return f"{', '.join(names[:_MAX_NAMED])} and {len(names) - _MAX_NAMED} more"
    return _listed(names) if len(names) > 1 else names[0]


def _only(paths: Sequence[KeyPath]) -> str | None:
    return join_key(paths[0]) if len(paths) == 1 else None


def _bounded(places: Sequence[Place]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(places))[:_MAX_PLACES]


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
