"""The use of the shadow tree: files merged, variables put in, defaults below, settings read off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inspector.base.findings import Finding
from inspector.config.dialects import DialectSpec, StackInputs
from inspector.config.layers import Layer, LayerKind
from inspector.config.resolve.candidates import SettingReader
from inspector.config.resolve.gone import Gone
from inspector.config.resolve.order import put_in_reading_order
from inspector.config.resolve.settings import KeyInfo, Replacement, Setting
from inspector.config.shadow import Grower, Landed, Stop, underlay
from inspector.config.values import KeyPath, Node, Value


@dataclass(frozen=True, slots=True)
class Resolution:
    """All settings with their candidates, and what happened on the way.

    `tree` is the application's own tree of values, without the defaults of a schema; `values` has them
    where nothing else was written. `stops` are in the order in which the application meets them; it gets no
    further than the first. `findings` are what the dialect itself tells, such as values it refuses.
    `dialect` is the one that was applied, with what it has learned from the files. `layers` are in its
    order. `gone` are keys that went with a mapping which a later layer replaced.
    """

    settings: tuple[Setting, ...]
    tree: Mapping[Any, Value]
    values: Mapping[Any, Value]
    stops: tuple[Stop, ...]
    landed: tuple[Landed, ...]
    replacements: tuple[Replacement, ...]
    dialect: DialectSpec
    findings: tuple[Finding, ...] = ()
    layers: tuple[Layer, ...] = ()
    gone: tuple[Gone, ...] = ()


def resolve(
    dialect: DialectSpec,
    inputs: StackInputs,
    defaults: tuple[Layer, Node] | None = None,
    keys: Mapping[KeyPath, KeyInfo] | None = None,
) -> Resolution:
    """Put the layers together as the dialect does, `defaults` of a schema below them.

    Never raises for what files and variables say.
    """
    stacked = dialect.rules.stack(dialect, inputs)
    layers = _ranked(inputs.layers, stacked.order)
    root = stacked.root
    plain = root.value
    if defaults is not None:
        layer, node = defaults
        root = underlay(root, node, Grower(layer))
    if any(layer.kind is LayerKind.DEFAULT for layer in layers):
        put_in_reading_order(root, _written_trees(layers))
    keys = dict(keys or {})
    for path in stacked.secrets:
        keys[path] = replace(keys.get(path, KeyInfo()), secret=True)
    reader = SettingReader([layer.id for layer in layers], keys)
    settings = tuple(reader.read(root))
    return Resolution(
        settings,
        plain,
        root.value,
        stacked.stops,
        stacked.landed,
        tuple(reader.replacements),
        dialect if stacked.rules is None else replace(dialect, rules=stacked.rules),
        stacked.findings,
        layers,
        reader.gone.read(settings),
    )


def _ranked(layers: Sequence[Layer], order: Sequence[str]) -> tuple[Layer, ...]:
    """The layers in the dialect's own order, those that it does not name where they stand."""
    ranks = {layer: rank for rank, layer in enumerate(order)}
    return tuple(sorted(layers, key=lambda layer: ranks.get(layer.id, -1))) if order else tuple(layers)


def _written_trees(layers: Sequence[Layer]) -> list[Node]:
    """The trees of the files that somebody wrote values in, defaults left out."""
    roots = [layer.root for layer in layers if layer.merged and layer.kind is not LayerKind.DEFAULT]
    return [node for node in roots if node is not None]
