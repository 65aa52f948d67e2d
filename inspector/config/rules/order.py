"""Variables that get in each other's way, so that the order of the environment decides."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace

from inspector.base.findings import Finding
from inspector.config.dialects import StackInputs
from inspector.config.dialects.layered import LayeredRules
from inspector.config.layers import Layer
from inspector.config.rules.spec import Rule, Scene
from inspector.config.shadow import Environ, Landed, Variable
from inspector.config.values import KeyPath, Node, NodeKind, join_key

_MAX_TRIED = 200


@dataclass
class _Spot:
    """A part of a key: the last variable that points here, the last one that points below, the next parts."""

    here: Landed | None = None
    below: Landed | None = None
    parts: dict[Hashable, _Spot] = field(default_factory=dict)


def order_decides(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S05 and S30: two variables for one spot, or one for a key above the other's.

    Whether the order counts is tried out: the dialect stacks the two alone, in both orders, in `layered` on
    top of what files say on their way.
    """
    root, tried = _Spot(), 0
    for landed in scene.resolution.landed:
        if not landed.applied and landed.stop is None:
            continue
        for rival in _rivals(root, landed):
            tried += 1
            said = _said(scene, rival, landed) if tried <= _MAX_TRIED else ""
            if said:
                first, second = rival.variable.name, landed.variable.name
                yield rule.finding(
                    said,
                    f"Remove one of {first} and {second}: the order of the environment decides which one "
                    "counts.",
                    (landed.variable.place, rival.variable.place),
                    join_key(landed.path),
                )


def _rivals(root: _Spot, landed: Landed) -> list[Landed]:
    """The earlier variables that meet this one, which is then put in."""
    spot, rivals = root, []
    for part in landed.path:
        if spot is not root and spot.here is not None:
            rivals.append(spot.here)
        spot.below = landed
        spot = spot.parts.setdefault(part, _Spot())
    if spot is root:
        return []
    rivals += [other for other in (spot.here, spot.below) if other is not None]
    spot.here = landed
    return rivals


def _said(scene: Scene, rival: Landed, landed: Landed) -> str:
    """The sentence about two variables, "" when their order does not count."""
    now, stops = _outcome(scene, rival, landed)
    turned, turned_stops = _outcome(scene, landed, rival)
    if (now, stops) == (turned, turned_stops) or (stops and turned_stops):
        return ""
    first, second, key = rival.variable.name, landed.variable.name, join_key(landed.path)
    if rival.path == landed.path:
        return f"{first} and {second} both set {key}; {second} wins because it comes later."
    if stops:
        return f"{second} comes after {first} and cannot go below it; in the other order it starts."
    ending = "in the other order nothing starts" if turned_stops else "in the other order the result differs"
    if len(rival.path) > len(landed.path):
        return f"{second} comes after {first} and takes its key; {ending}."
    return f"{second} comes after {first} and sets a part of its key; {ending}."


def _outcome(scene: Scene, *landed: Landed) -> tuple[object, bool]:
    """The tree that variables make in this order, and whether the application stops."""
    variables: tuple[Variable, ...] = tuple(one.variable for one in landed)
    inputs = StackInputs(_on_the_way(scene, landed), Environ(variables), scene.environment)
    stacked = scene.dialect.rules.stack(scene.dialect, inputs)
    return stacked.root.value, bool(stacked.stops)


def _on_the_way(scene: Scene, landed: tuple[Landed, ...]) -> tuple[Layer, ...]:
    """The files of `layered` with nothing but the values that the variables meet."""
    if not isinstance(scene.dialect.rules, LayeredRules):
        return ()
    paths = [one.path for one in landed]
    return tuple(
        replace(layer, document=replace(layer.document, root=_cut(layer.root, paths), findings=()))
        for layer in scene.layers
        if layer.merged and not layer.section and layer.document is not None and layer.root is not None
    )


def _cut(node: Node, paths: list[KeyPath]) -> Node:
    """A mapping with the entries on the way of these paths alone; anything else as it is."""
    if node.kind is not NodeKind.MAPPING:
        return node
    below: dict[Hashable, list[KeyPath]] = {}
    for path in paths:
        if path:
            below.setdefault(path[0], []).append(path[1:])
    entries = tuple((key, _cut(child, below[key])) for key, child in node.entries if key in below)
    return replace(node, entries=entries)
