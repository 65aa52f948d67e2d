"""Layers: sources of values, ranked low to high."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector.config.values import Document


class LayerKind(StrEnum):
    """The kinds of layers, low to high."""

    DEFAULT = "default"
    BASE = "base"
    ENVIRONMENT = "environment"
    DOTENV = "dotenv"
    VARIABLE = "variable"
    WHAT_IF = "what-if"


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
    """

    id: str
    kind: LayerKind
    label: str
    path: str | None = None
    status: LayerStatus = LayerStatus.LOADED
    note: str = ""
    size: int = 0
    document: Document | None = None
