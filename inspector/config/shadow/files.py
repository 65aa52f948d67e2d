"""Files merged low to high: mappings deeply, everything else replaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inspector.base.places import Place
from inspector.config.layers import Layer, LayerStatus
from inspector.config.shadow.assign import stop_at
from inspector.config.shadow.landing import Stop
from inspector.config.shadow.tree import Branch, Grower, Written, merge
from inspector.config.values import Document, NodeKind, Value


def stops_of(document: Document) -> list[Stop]:
    """The stops of an application that cannot read a file; the file's own findings tell of them."""
    return [
        Stop(finding.exception, f"in {finding.places[0]}", finding.places)
        for finding in document.findings
        if finding.exception
    ]


class MergedFiles:
    """The files of an application that merges them one by one, and the stops on the way."""

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
        node = layer.root
        broken = stops_of(document)[:1]
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
