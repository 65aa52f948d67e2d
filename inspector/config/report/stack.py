"""The layers of a workspace in one environment, read from disk and ranked low to high."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inspector.base.paths import is_folder
from inspector.config.dialects import DialectSpec, FileLayer, LayerInputs
from inspector.config.discover import matching_files
from inspector.config.formats import FINDING_CODES, format_of, read_document
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.report.machine_local import is_machine_local
from inspector.config.shadow import Environ, VariableSources
from inspector.config.values import MAPPING, Document, Node, NodeKind, join_key

_FILE = "file "  # the label of variables that a file holds
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
    host: str = "",
) -> Stack:
    """Read the files of all layers and compose the environment."""

    of_all = {path for file in dialect.files if not file.by_environment for path in file.paths}

    def read(spec: FileLayer) -> tuple[Layer, ...]:
        check_cancelled()
        layers = _file_layers(workspace, spec, environment, dialect.formats)
        if spec.by_environment and not spec.section:
            layers = tuple(_of_one_environment(layer, of_all) for layer in layers)
        return tuple(_marked(workspace, spec, layer, environment) for layer in layers)

    known = {**dict(environ), **dict(what_if)}
    files, dotenv = dialect.rules.layers(dialect, LayerInputs(environment, known, read, host))
    process = _process_layer(dialect, environ, environ_label)
    typed = _what_if_layer(dialect, what_if)
    sources = VariableSources(process, tuple(environ), typed, tuple(what_if), dotenv)
    composed = dialect.rules.compose(dialect, sources)
    ranked = [_counted(layer, dialect, composed) for layer in reversed(dotenv)]
    return Stack((*files, *ranked, process, typed), composed)


def counted_again(layers: Sequence[Layer], dialect: DialectSpec, environ: Environ) -> tuple[Layer, ...]:
    """The layers with their numbers of variables, by a dialect that has learned which ones are settings."""
    return tuple(_by_claims(layer, dialect, environ) for layer in layers)


def relative_path(file: Path, workspace: Path) -> str:
    """A path as reports show it: relative to the workspace with `/`, absolute when outside of it."""
    return file.relative_to(workspace).as_posix() if file.is_relative_to(workspace) else file.as_posix()


def count_settings(node: Node) -> int:
    """How many settings stand below a node."""
    if node.kind is not MAPPING or not node.entries:
        return 1
    return sum(count_settings(child) for _, child in node.entries)


def _file_layers(
    workspace: Path, spec: FileLayer, environment: str | None, formats: Mapping[str, str]
) -> tuple[Layer, ...]:
    """The layers of a file layer; none when it needs an environment and there is none."""
    paths = spec.paths_for(environment)
    section = spec.section_for(environment)
    if spec.every:
        found = dict.fromkeys(path for pattern in paths for path in matching_files(workspace, pattern))
        return tuple(_in_section(_file_layer(workspace, spec, path, formats), section) for path in found)
    if not paths:
        return ()
    path = next((path for path in paths if os.path.lexists(workspace / path)), paths[0])
    return (_in_section(_file_layer(workspace, spec, path, formats), section),)


def _of_one_environment(layer: Layer, of_all: Container[str]) -> Layer:
    """A layer of an environment; the file of all environments is none, though its name may fit, too."""
    if layer.path not in of_all:
        return layer
    note = "It is the file of all environments."
    return replace(layer, status=LayerStatus.MISSING, note=note, size=0, document=None)


def _marked(workspace: Path, spec: FileLayer, layer: Layer, environment: str | None) -> Layer:
    if layer.path is None or not is_machine_local(workspace, spec, layer.path, environment):
        return layer
    return replace(layer, machine_local=True)


def _file_layer(workspace: Path, spec: FileLayer, path: str, formats: Mapping[str, str]) -> Layer:
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
    if spec.kind is LayerKind.DOTENV and is_folder(workspace / path):
        return replace(layer, status=LayerStatus.MISSING, note="It is a folder, which load_dotenv passes by.")
    name = spec.format
    if name is None:
        usual = format_of(path)
        name = "dotenv" if spec.kind is LayerKind.DOTENV else None if usual is None else usual.name
        name = name and formats.get(name, name)
    document = read_document(workspace / path, shown, name)
    status, note = _state(document)
    size = 0 if document.root is None or not document.root.entries else count_settings(document.root)
    return replace(layer, status=status, note=note, size=size, document=document)


def _in_section(layer: Layer, section: tuple[str, ...]) -> Layer:
    """A layer that is one section of its file."""
    if not section:
        return layer
    name = join_key(section)
    layer = replace(layer, id=f"{layer.id}[{name}]", label=f"{layer.label} [{name}]", section=section)
    if layer.status is not LayerStatus.LOADED:
        return layer
    root = layer.root
    if root is None:
        return replace(layer, status=LayerStatus.MISSING, note=f"The file has no section {name}.", size=0)
    if root.kind is not NodeKind.MAPPING or not root.entries:
        return replace(layer, status=LayerStatus.EMPTY, note=f"The section {name} holds no settings.", size=0)
    return replace(layer, size=count_settings(root))


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


def _by_claims(layer: Layer, dialect: DialectSpec, environ: Environ) -> Layer:
    """What-if too: what is typed may be a setting that no file has yet."""
    if layer.kind is LayerKind.DOTENV:
        return _counted(layer, dialect, environ)
    if layer.kind is not LayerKind.WHAT_IF or layer.status is LayerStatus.INACTIVE:
        return layer
    return _what_if_layer(dialect, [(v.name, "") for v in environ.written if v.layer.id == layer.id])


def _process_layer(dialect: DialectSpec, environ: Sequence[tuple[str, str]], label: str) -> Layer:
    name = label if label.startswith(_FILE) else "process environment"
    layer = Layer("variable", LayerKind.VARIABLE, name)
    if not environ:
        return replace(layer, status=LayerStatus.INACTIVE, note="No process environment is looked at.")
    size = sum(dialect.rules.claims(dialect, name) for name, _ in environ)
    if not size:
        none = _none_fits(dialect, f"variable of {label}")
        return replace(layer, status=LayerStatus.EMPTY, note=none)
    return replace(layer, note=f"From {label}.", size=size)


def _what_if_layer(dialect: DialectSpec, what_if: Sequence[tuple[str, str]]) -> Layer:
    layer = Layer("what-if", LayerKind.WHAT_IF, "what-if")
    if not what_if:
        return replace(layer, status=LayerStatus.INACTIVE, note="Nothing is typed.")
    size = sum(dialect.rules.claims(dialect, name) for name, _ in what_if)
    if not size:
        return replace(layer, status=LayerStatus.EMPTY, note=_none_fits(dialect, "typed variable"))
    return replace(layer, size=size)


def _counted(layer: Layer, dialect: DialectSpec, environ: Environ) -> Layer:
    """A layer of a `.env` file with the number of variables in it that are settings."""
    if layer.status is not LayerStatus.LOADED:
        return layer
    names = [v.name for v in environ.written if v.layer.id == layer.id]
    size = sum(dialect.rules.claims(dialect, name) for name in names)
    return replace(layer, size=size, note="" if size else _none_fits(dialect, "variable in it"))


def _none_fits(dialect: DialectSpec, variables: str) -> str:
    verb = f"begins with {dialect.prefix}" if dialect.prefix else "sets a setting"
    return f"No {variables} {verb}."
