"""The use of the shadow tree: files merged, variables put in, defaults below, settings read off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspector.base.places import Place
from inspector.config.dialects import DialectSpec
from inspector.config.dialects.variables import Environ, Variable
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.resolve.assign import assign, stop_at
from inspector.config.resolve.candidates import SettingReader
from inspector.config.resolve.order import put_in_reading_order
from inspector.config.resolve.settings import KeyInfo, Replacement, Setting, Stop
from inspector.config.resolve.shadow import Branch, Grower, Written, merge, underlay
from inspector.config.values import Document, KeyPath, Node, NodeKind, Value

MAX_PARTS = 100
"""A variable whose name has more parts means no setting: no tree is built for it."""


@dataclass(frozen=True, slots=True)
class Landed:
    """A variable with the prefix: where it points, what its text became, what it stumbled over.

    `too_deep` says that it points below more than MAX_PARTS levels, where nothing is shown.
    """

    variable: Variable
    path: KeyPath
    value: Value
    applied: bool
    stop: Stop | None = None
    too_deep: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """All settings with their candidates, and what happened on the way.

    `tree` is the application's own tree of values, without the defaults of a schema; `values` has them
    where nothing else was written. `stops` are in the order in which the application meets them; it gets
    no further than the first.
    """

    settings: tuple[Setting, ...]
    tree: Mapping[Any, Value]
    values: Mapping[Any, Value]
    stops: tuple[Stop, ...]
    landed: tuple[Landed, ...]
    replacements: tuple[Replacement, ...]


def resolve(
    dialect: DialectSpec,
    prefix: str | None,
    layers: Sequence[Layer],
    environ: Environ,
    defaults: tuple[Layer, Node] | None = None,
    keys: Mapping[KeyPath, KeyInfo] | None = None,
) -> Resolution:
    """Put the layers together. `layers` are ranked low to high; those without a document are no files.

    Never raises for what files and variables say.
    """
    tree = _Files([layer for layer in layers if layer.merged])
    stops = tree.stops
    landed = []
    root = tree.root
    for variable in environ.applied:
        if prefix is None or not variable.name.startswith(prefix):
            continue
        written = _written(dialect, prefix, variable, applied=True)
        if len(written.target) > MAX_PARTS:
            landed.append(Landed(variable, written.target, written.value, applied=False, too_deep=True))
            continue
        stop = tree.stop_for(written) or assign(root, written)
        landed.append(Landed(variable, written.target, written.value, stop is None, stop))
        if stop is not None:
            stops.append(stop)
    for lost in environ.shadowed:
        variable = lost.variable
        if prefix is None or not variable.name.startswith(prefix):
            continue
        written = _written(dialect, prefix, variable, applied=False, reason=lost.reason)
        if len(written.target) <= MAX_PARTS:
            root.remember(written)
        landed.append(Landed(variable, written.target, written.value, applied=False))
    plain = root.value
    if defaults is not None:
        layer, node = defaults
        root = underlay(root, node, Grower(layer))
    if any(layer.kind is LayerKind.DEFAULT for layer in layers):
        put_in_reading_order(root, _written_trees(layers))
    reader = SettingReader([layer.id for layer in layers], keys or {})
    settings = tuple(reader.read(root))
    return Resolution(settings, plain, root.value, tuple(stops), tuple(landed), tuple(reader.replacements))


def _written_trees(layers: Sequence[Layer]) -> list[Node]:
    """The trees of the files that somebody wrote values in, defaults left out."""
    files = [layer for layer in layers if layer.merged and layer.kind is not LayerKind.DEFAULT]
    roots = [layer.document.root for layer in files if layer.document is not None]
    return [node for node in roots if node is not None]


def _written(
    dialect: DialectSpec, prefix: str, variable: Variable, *, applied: bool, reason: str = ""
) -> Written:
    path = dialect.key_path(variable.name[len(prefix) :])
    value = None if variable.text is None else dialect.read_text(variable.text)
    return Written(variable.layer, variable, value, False, applied, reason, path)


def _stops_of(document: Document) -> list[Stop]:
    """The stops of an application that cannot read a file; the file's own findings tell of them."""
    return [
        Stop(finding.exception, f"in {finding.places[0]}", finding.places)
        for finding in document.findings
        if finding.exception
    ]


class _Files:
    """The files merged, and the stops on the way."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.stops: list[Stop] = []
        self._root: Branch | None = None
        self._other: tuple[Value, Place] | None = None
        for layer in layers:
            self._add(layer)

    @property
    def root(self) -> Branch:
        """The merged tree, empty when there is none."""
        if self._root is None:
            self._root = Branch()
        return self._root

    def stop_for(self, written: Written) -> Stop | None:
        """The stop of the first variable when the tree is no mapping at all."""
        if self._other is None:
            return None
        (value, place), self._other = self._other, None
        stop = stop_at(written, value, (), None)
        return stop and Stop(stop.exception, stop.message, (*stop.places, place), stop.variable, stop.path)

    def _add(self, layer: Layer) -> None:
        document = layer.document
        assert document is not None
        node = document.root
        broken = _stops_of(document)[:1]
        self.stops += broken
        if node is None and (broken or layer.status is LayerStatus.BROKEN):
            return
        grower = Grower(layer)
        mapping = node if node is not None and node.kind is NodeKind.MAPPING else None
        place = Place(document.path) if node is None else node.place
        value = None if node is None else node.value
        if self._root is not None and mapping is not None:
            self._root = merge(self._root, mapping, grower)
            return
        if self._root is not None or self._other is not None:
            low, low_place = self._other or (self.root.value, None)
            self._stop_at_merge(low, value, place, low_place)
            self._other = None
            if self._root is None:
                self._root = Branch()
            if mapping is not None:
                self._root = merge(self._root, mapping, grower)
            return
        if mapping is None:
            self._other = (value, place)
        else:
            self._root = grower.grow(mapping)[1]

    def _stop_at_merge(self, low: Any, high: Any, place: Place, low_place: Place | None) -> None:
        """Do the steps of a merge with values of which one is no mapping, and note what Python says."""
        try:
            result = low.copy()
            for key, value in high.items():
                if key in result and isinstance(result[key], dict) and isinstance(value, dict):
                    continue
                result[key] = value
        except (AttributeError, TypeError, IndexError) as error:
            places = (place,) if low_place is None else (low_place, place)
            self.stops.append(Stop(type(error).__name__, str(error), places))
