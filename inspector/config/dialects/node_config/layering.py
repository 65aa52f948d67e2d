"""Files as node-config takes them: settings, maps of variables, and what nobody reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import Enum

from inspector.base.findings import Finding
from inspector.config.dialects.node_config import telling
from inspector.config.dialects.node_config.javascript import MAX_SAFE_INTEGER
from inspector.config.dialects.node_config.mapping import IllegalLeaf, mapped_names
from inspector.config.dialects.node_config.naming import (
    DEFAULT_DEPLOYMENT,
    MAP_STEM,
    Role,
    Selection,
    files,
)
from inspector.config.dialects.node_config.reading import TOML
from inspector.config.dialects.node_config.unread import set_aside
from inspector.config.dialects.spec import FileLayer, LayerInputs
from inspector.config.formats.problems import crash
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.values import KeyPath, Node, NodeKind, join_key

_MAP_NOTE = "Names variables that set settings; it has no values of its own."
_NO_READER = "No package that reads YAML is installed, so that node-config passes the file over."

_EMPTY = "The file holds no settings."


class YamlReader(Enum):
    """Which package reads YAML: js-yaml 5 stops at an empty file, and where there is none, files count for
    nothing. Where nothing is installed, another package may bring one that package.json does not name."""

    JS_YAML_5 = "js-yaml 5"
    OTHER = "yaml, or an older js-yaml"
    NONE = "none"
    UNNAMED = "none that package.json names"


def settings_layers(inputs: LayerInputs, chosen: Selection, yaml: YamlReader) -> Iterator[Layer]:
    """The files of settings, low to high. A deployment without a file has a missing one."""
    found = [(stem, role, _read(inputs, role.kind, paths, yaml)) for stem, role, paths in files(chosen)]
    there = {stem for stem, _, read in found if read} | {DEFAULT_DEPLOYMENT}
    for stem, role, read in found:
        if role is Role.DEPLOYMENT and stem in chosen.deployments and stem not in there:
            there.add(stem)
            yield from inputs.read(FileLayer(role.kind, (f"{chosen.folders[-1]}/{stem}.json",)))
        by_environment = role.kind is LayerKind.ENVIRONMENT
        of_host = role in (Role.HOST, Role.HOST_DEPLOYMENT)
        for layer in read:
            local = layer.machine_local or of_host
            yield replace(layer, by_environment=by_environment, machine_local=local)


def map_layers(inputs: LayerInputs, chosen: Selection, yaml: YamlReader) -> Iterator[Layer]:
    """The maps of variables, low to high."""

    def is_set(name: str) -> bool:
        return bool(inputs.environ.get(name))

    for layer in _read(inputs, LayerKind.BASE, chosen.paths(MAP_STEM), yaml):
        yield _as_map(layer, is_set)


def runtime_layers(inputs: LayerInputs, path: str) -> Iterator[Layer]:
    """The file above everything that node-config 3 and older have; none without a path."""
    if path:
        yield from _read(inputs, LayerKind.BASE, (path,), YamlReader.OTHER)


def _read(inputs: LayerInputs, kind: LayerKind, paths: Sequence[str], yaml: YamlReader) -> list[Layer]:
    """The layers of those paths that are there; a folder is, too, and stops node-config."""
    layers = (layer for path in paths for layer in inputs.read(FileLayer(kind, (path,))))
    there = (layer for layer in layers if layer.status is not LayerStatus.MISSING)
    return [_as_read(set_aside(layer), yaml) for layer in there]


def _as_read(layer: Layer, yaml: YamlReader) -> Layer:
    """A layer with what node-config's packages do otherwise than ours."""
    document = layer.document
    if document is None:
        return layer
    is_yaml = (layer.path or "").endswith((".yaml", ".yml"))
    if is_yaml and yaml is YamlReader.OTHER and any(f.code == "empty-file" for f in document.findings):
        return replace(layer, document=replace(document, findings=()), status=LayerStatus.EMPTY, note=_EMPTY)
    if is_yaml and yaml is YamlReader.NONE:
        document = replace(document, root=None, findings=(telling.no_yaml_reader(layer, sure=True),))
        return replace(layer, document=document, status=LayerStatus.INACTIVE, note=_NO_READER, size=0)
    if is_yaml and yaml is YamlReader.UNNAMED:
        findings = (*document.findings, telling.no_yaml_reader(layer, sure=False))
        return replace(layer, document=replace(document, findings=findings))
    if document.format == TOML and document.root is not None:
        broken = next(_too_large(document.root, ()), None)
        if broken is not None:
            document = replace(document, findings=(*document.findings, broken))
            return replace(layer, document=document, status=LayerStatus.BROKEN, note=broken.message)
    return layer


def _too_large(node: Node, path: KeyPath) -> Iterator[Finding]:
    """Integers at which the package toml stops (toml 5.0.1; older ones round them)."""
    value = node.value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > MAX_SAFE_INTEGER:
        yield crash(
            f"{join_key(path)} has more digits than a JavaScript number keeps",
            "Error",
            "Put it in quotes to make it text.",
            node.place,
        )
    if node.kind is not NodeKind.SCALAR:
        for key, child in node.entries:
            yield from _too_large(child, (*path, str(key)))
        for child in node.elements:
            yield from _too_large(child, path)


def _as_map(layer: Layer, is_set: Callable[[str], bool]) -> Layer:
    layer = replace(layer, names_variables=True)
    document, root = layer.document, layer.root
    if document is None or root is None:
        return layer
    names = list(mapped_names(root, is_set))
    findings = tuple(telling.illegal_leaf(layer, leaf) for leaf in names if isinstance(leaf, IllegalLeaf))
    document = replace(document, findings=(*document.findings, *findings))
    note = layer.note if layer.status is not LayerStatus.LOADED else _MAP_NOTE
    return replace(layer, document=document, size=len(names) - len(findings), note=note)
