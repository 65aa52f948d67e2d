"""Layers: sources of values, ranked low to high."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector.config.values import Document, Node, NodeKind


class LayerKind(StrEnum):
    """The kinds of layers, low to high."""

    DEFAULT = "default"
    BASE = "base"
    ENVIRONMENT = "environment"
    DOTENV = "dotenv"
    VARIABLE = "variable"
    WHAT_IF = "what-if"

    @property
    def word(self) -> str:
        """What a sentence calls a layer of this kind."""
        return _WORDS.get(self, self.value)


_WORDS = {LayerKind.ENVIRONMENT: "environment file", LayerKind.DOTENV: ".env"}


class LayerStatus(StrEnum):
    """Whether a layer takes part, and if not, why not."""

    LOADED = "loaded"
    MISSING = "missing"
    EMPTY = "empty"
    BROKEN = "broken"
    INACTIVE = "inactive"


@dataclass(frozen=True, slots=True)
class Layer:
    """One source of values.

    `id` is unique in a report and stable between reports (`base:config.yaml`, `variable`). `label` is
    what a person reads (`config.yaml`, `process environment`). `path` is relative to the workspace, None
    for the process environment and what-if. `note` says in a sentence why the layer has its status.
    `document` is None when the layer is no file. `size` is the number of settings or variables it gives.
    `by_environment` says that each environment has a file of its own here, `required` that the
    application does not start without it. `section` are the keys in the document below which the layer's
    settings stand, () for the whole document. `names_variables` says that its texts are no values but names
    of variables, which set the keys that they stand at. `machine_local` says that the file is on this machine
    alone, so that it tells nothing about what is deployed.
    """

    id: str
    kind: LayerKind
    label: str
    path: str | None = None
    status: LayerStatus = LayerStatus.LOADED
    note: str = ""
    size: int = 0
    document: Document | None = None
    by_environment: bool = False
    required: bool = False
    section: tuple[str, ...] = ()
    names_variables: bool = False
    machine_local: bool = False

    @property
    def root(self) -> Node | None:
        """The tree of the layer's own settings, None when there is none."""
        node = None if self.document is None else self.document.root
        for part in self.section:
            if node is None or node.kind is not NodeKind.MAPPING:
                return None
            node = node.child(part)
        return node

    @property
    def merged(self) -> bool:
        """Whether this is a file of settings that takes part: `.env` files and maps are about variables."""
        return (
            self.document is not None
            and self.kind is not LayerKind.DOTENV
            and not self.names_variables
            and self.status not in (LayerStatus.INACTIVE, LayerStatus.MISSING)
        )
