"""The layers of a workspace in one environment, read from disk and ranked low to high."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inspector.config.dialects import DialectSpec, FileLayer
from inspector.config.dialects.variables import Environ, compose_environ
from inspector.config.formats import FINDING_CODES, read_document
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.values import Document, Node, NodeKind

_EMPTY = frozenset(["empty-file"])
DAMAGE = frozenset(FINDING_CODES) - {"dotenv-bad-line", "duplicate-key", "empty-file"}
"""Findings of a file of which nothing, or not all, could be read."""


@dataclass(frozen=True, slots=True)
class Stack:
    """All layers, and the environment that the layers of variables make together."""

    layers: tuple[Layer, ...]
    environ: Environ


def read_stack(
    workspace: Path,
    dialect: DialectSpec,
    environment: str | None,
    environ: Sequence[tuple[str, str]],
    environ_label: str,
    what_if: Sequence[tuple[str, str]],
    check_cancelled: Callable[[], None],
) -> Stack:
    """Read the files of all layers and compose the environment."""
    files = []
    for spec in dialect.files:
        layer = _file_layer(workspace, spec, environment)
        if layer is not None:
            files.append(layer)
        check_cancelled()
    dotenv = []
    for template in dialect.dotenv:
        spec = FileLayer(LayerKind.DOTENV, (template,))
        layer = _file_layer(workspace, spec, environment)
        if layer is not None:
            dotenv.append(layer)
    process = _process_layer(dialect.prefix, environ, environ_label)
    typed = _what_if_layer(dialect.prefix, what_if)
    composed = compose_environ(process, environ, typed, what_if, dotenv)
    ranked = [_counted(layer, dialect.prefix, composed) for layer in reversed(dotenv)]
    return Stack((*files, *ranked, process, typed), composed)


def relative_path(file: Path, workspace: Path) -> str:
    """A path as reports show it: relative to the workspace with `/`, absolute when outside of it."""
    return file.relative_to(workspace).as_posix() if file.is_relative_to(workspace) else file.as_posix()


def count_settings(node: Node) -> int:
    """How many settings stand below a node."""
    if node.kind is not NodeKind.MAPPING or not node.entries:
        return 1
    return sum(count_settings(child) for _, child in node.entries)


def _file_layer(workspace: Path, spec: FileLayer, environment: str | None) -> Layer | None:
    """The layer of the first alternative that exists; None when it needs an environment and has none."""
    paths = spec.paths_for(environment)
    if not paths:
        return None
    path = next((path for path in paths if os.path.lexists(workspace / path)), paths[0])
    shown = relative_path(Path(os.path.normpath(workspace / path)), workspace)
    layer = Layer(
        f"{spec.kind}:{shown}",
        spec.kind,
        shown,
        shown,
        by_environment=spec.by_environment,
        required=spec.required,
    )
    if not os.path.lexists(workspace / path):
        return replace(layer, status=LayerStatus.MISSING, note="The file does not exist.")
    if spec.kind is LayerKind.DOTENV and (workspace / path).is_dir():
        return replace(layer, status=LayerStatus.MISSING, note="It is a folder, which load_dotenv passes by.")
    document = read_document(workspace / path, shown)
    status, note = _state(document)
    size = 0 if document.root is None or not document.root.entries else count_settings(document.root)
    return replace(layer, status=status, note=note, size=size, document=document)


def _state(document: Document) -> tuple[LayerStatus, str]:
    codes = {finding.code for finding in document.findings}
    if codes & DAMAGE:
        damage = next(finding for finding in document.findings if finding.code in DAMAGE)
        partial = document.root is not None and document.root.kind is NodeKind.MAPPING
        rest = " What could be read of it is shown." if partial else ""
        return LayerStatus.BROKEN, f"{damage.message}{rest}"
    if codes & _EMPTY or document.root is None or not document.root.entries:
        return LayerStatus.EMPTY, "The file holds no settings."
    return LayerStatus.LOADED, ""


def _process_layer(prefix: str, environ: Sequence[tuple[str, str]], label: str) -> Layer:
    layer = Layer("variable", LayerKind.VARIABLE, "process environment")
    if not environ:
        return replace(layer, status=LayerStatus.INACTIVE, note="No process environment is looked at.")
    size = sum(name.startswith(prefix) for name, _ in environ)
    if not size:
        return replace(layer, status=LayerStatus.EMPTY, note=f"No variable of {label} begins with {prefix}.")
    return replace(layer, note=f"From {label}.", size=size)


def _what_if_layer(prefix: str, what_if: Sequence[tuple[str, str]]) -> Layer:
    layer = Layer("what-if", LayerKind.WHAT_IF, "what-if")
    if not what_if:
        return replace(layer, status=LayerStatus.INACTIVE, note="Nothing is typed.")
    size = sum(name.startswith(prefix) for name, _ in what_if)
    if not size:
        return replace(layer, status=LayerStatus.EMPTY, note=f"No typed variable begins with {prefix}.")
    return replace(layer, size=size)


def _counted(layer: Layer, prefix: str, environ: Environ) -> Layer:
    """A layer of a `.env` file with the number of variables in it that are settings."""
    if layer.status is not LayerStatus.LOADED:
        return layer
    size = sum(v.layer.id == layer.id and v.name.startswith(prefix) for v in environ.written)
    return replace(layer, size=size, note="" if size else f"No variable in it begins with {prefix}.")
