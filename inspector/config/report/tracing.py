"""The way of one setting's values: which layers have it, which have not, and what became of each value."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

from inspector.base.places import Place
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.report.asking import Asked
from inspector.config.report.model import Report, Request
from inspector.config.report.stack import read_stack
from inspector.config.resolve import Candidate, Setting, Status
from inspector.config.resolve.lookup import node_at
from inspector.config.schemas import refusal
from inspector.config.shadow import Landed
from inspector.config.values import KeyPath, Node, NodeKind, Value

_VARIABLES = (LayerKind.DOTENV, LayerKind.VARIABLE, LayerKind.WHAT_IF)
_NOT_READ = (LayerStatus.MISSING, LayerStatus.INACTIVE)
_MOST_ENVIRONMENTS = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One candidate on its way. `accepted` is None when nobody checks it; `wanted` is what the schema wants
    in place of a value that it refuses (`must be at most 9`), "" when it does not say."""

    candidate: Candidate
    accepted: bool | None = None
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Without:
    """A layer that does not set a key, and why, as a part of a sentence."""

    layer: Layer
    reason: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A layer that is not loaded here but in another `environment`, None for a section that is passed by.

    `place` is None when it does not set the key; `value` is what it sets, None as well for a mapping.
    `secret` says that the value must be masked.
    """

    layer: Layer
    environment: str | None
    value: Value = None
    place: Place | None = None
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a key gets its values from. `steps` are the candidates, those of keys that are
    gone too, and `without` the layers that have none,
    low to high; `elsewhere` are the layers of other environments."""

    steps: tuple[Step, ...] = ()
    without: tuple[Without, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


def trace(report: Report, request: Request, meant: Asked) -> Trace:
    """The way of the values of a key, with what every layer says of it, those of other environments too.

    Reads the files of the other environments.
    """
    setting = meant.setting
    settings = (*meant.below, *(gone.setting for gone in meant.gone)) if setting is None else (setting,)
    having = {candidate.layer for other in settings for candidate in other.candidates}
    having.update(gone.by.layer for gone in meant.gone)
    elsewhere = (*_passed_by(report, meant.path), *_elsewhere(report, request, meant.path))
    having.update(other.layer.id for other in elsewhere)
    stopping = {one.variable.layer.id: one.variable.name for one in stoppers(report, meant.path)}
    without = tuple(
        Without(layer, _reason(layer, stopping)) for layer in report.layers if layer.id not in having
    )
    steps = () if setting is None else tuple(_step(report, setting, c) for c in setting.candidates)
    steps += tuple(Step(candidate) for gone in meant.gone for candidate in gone.setting.candidates)
    return Trace(steps, without, tuple(replace(e, secret=e.secret or meant.secret) for e in elsewhere))


def _step(report: Report, setting: Setting, candidate: Candidate) -> Step:
    schema = report.checked_by
    if schema is None or setting.path not in report.keys or candidate.status is Status.INACTIVE:
        refused = candidate.status is Status.INVALID
        return Step(candidate, False if refused else None, _told(report, setting) if refused else "")
    wanted = refusal(schema, report.settings, setting, candidate.value)
    return Step(candidate, not wanted and candidate.status is not Status.INVALID, wanted)


def stoppers(report: Report, path: KeyPath) -> tuple[Landed, ...]:
    """The variables that point at a key and stop the application before it is set."""
    return tuple(one for one in report.landed if one.stop is not None and one.path == path)


def _reason(layer: Layer, stopping: Mapping[str, str]) -> str:
    if layer.id in stopping:
        return f"{stopping[layer.id]} points here and stops the application"
    if layer.status is LayerStatus.LOADED:
        return "no variable in it sets it" if layer.kind in _VARIABLES else "does not set it"
    return f"{layer.status.value}: {layer.note}" if layer.note else layer.status.value


def _told(report: Report, setting: Setting) -> str:
    """What a finding says of the value in force: `db.port is “x”: must be a number. Also …`."""
    for finding in report.findings:
        if finding.code == "invalid-value" and finding.key == setting.key:
            return finding.message.partition(": ")[2].partition(". ")[0].removesuffix(".")
    return ""


def _passed_by(report: Report, path: KeyPath) -> tuple[Elsewhere, ...]:
    """The layers that are inactive here and would set the key."""
    inactive = (layer for layer in report.layers if layer.status is LayerStatus.INACTIVE and layer.document)
    names = _names(report, path)
    seen = (_seen(Elsewhere(layer, None), path, names) for layer in inactive)
    return tuple(other for other in seen if other.place is not None)


def _names(report: Report, path: KeyPath) -> frozenset[str]:
    return frozenset(name.name for name in report.spec.rules.names_for(report.spec, path))


def _elsewhere(report: Report, request: Request, path: KeyPath) -> tuple[Elsewhere, ...]:
    """The layers of all other environments that are not loaded in this one, each once; no missing files."""
    seen = {layer.id for layer in report.layers}
    names = _names(report, path)
    found: list[Elsewhere] = []
    others = [name for name in report.environments if name != report.environment]
    for environment in others[:_MOST_ENVIRONMENTS]:
        stack = read_stack(
            report.workspace,
            report.spec,
            environment,
            request.environ,
            request.environ_label,
            request.what_if,
            lambda: None,
        )
        for layer in stack.layers:
            if layer.id in seen or layer.document is None or layer.status in _NOT_READ:
                continue
            seen.add(layer.id)
            found.append(_seen(Elsewhere(layer, environment), path, names))
    return tuple(found)


def _seen(layer: Elsewhere, path: KeyPath, names: frozenset[str]) -> Elsewhere:
    """The layer with what it sets the key to."""
    node = _node(layer.layer, path, names)
    if node is None:
        return layer
    value = None if node.kind is NodeKind.MAPPING else node.value
    return replace(layer, value=value, place=node.key_place if value is None else node.place)


def _node(layer: Layer, path: KeyPath, names: frozenset[str]) -> Node | None:
    if layer.kind is not LayerKind.DOTENV:
        return node_at(layer.root, path) or _node_in_other_letters(layer.root, path)
    root = None if layer.document is None else layer.document.root
    entries = () if root is None else root.entries
    return next((node for name, node in entries if name in names), None)


def _node_in_other_letters(root: Node | None, path: KeyPath) -> Node | None:
    """The node of a key that the application puts in small or capital letters."""
    node = root
    for part in path:
        entries = () if node is None else node.entries
        node = next((child for key, child in entries if _is_same(key, part)), None)
    return node


def _is_same(key: Hashable, part: Hashable) -> bool:
    """Whether two parts of a key are one, whatever their letters."""
    if isinstance(key, str) and isinstance(part, str):
        return key.casefold() == part.casefold()
    return key == part
