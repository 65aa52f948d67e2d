"""Which files dynaconf reads, in which order, and their sections as layers.

The rules are those of dynaconf 3.3.5: loaders/__init__.py, utils/files.py and `Settings.load_file`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inspector.config.dialects.dynaconf.data import MARKS
from inspector.config.dialects.dynaconf.store import upper
from inspector.config.dialects.spec import FileLayer
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.values import Node, NodeKind, Value

PRELOAD, BASE, LOCAL, SECRET, INCLUDE = "preload", "base", "local", "secret", "include"
BESIDE = "beside"
_MAGIC = "*?["
_PYTHON = ".py"
MODULE = "python"
"""The format of modules."""

_RESERVED = ("dynaconf_merge", "dynaconf_dotted_lookup")
SUFFIXES = (".yaml", ".yml", ".toml", ".tml", ".json", ".py")

Read = Callable[[FileLayer], tuple[Layer, ...]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The files that are asked for, as they are written there, and where they are looked for.

    `environments` are those whose modules are read beside a module; `code` is the file of the code itself,
    which is no file of settings.
    """

    preload: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    root: str | None = None
    folder: str = ""
    environments: tuple[str, ...] = ()
    code: str = ""

    def including(self, includes: tuple[str, ...]) -> Wanted:
        """The same with other includes."""
        return replace(self, includes=includes)


def as_list(value: Any) -> tuple[str, ...]:
    """ensure_a_list: a list, or a text cut at `;`, else at `,`."""
    if not value:
        return ()
    if isinstance(value, str):
        for separator in (";", ","):
            if separator in value:
                return tuple(item.strip() for item in value.strip().split(separator))
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, list | tuple | set) else (str(value),)


def section_names(default: Value, prefix: Value, environment: str) -> tuple[str, ...]:
    """build_env_list: the sections that are read, in their order and in small letters."""
    names = [str(default or "default").lower()]
    for name in (str(item).strip().lower() for item in (prefix or "dynaconf", *environment.split(","))):
        if name and name not in names:
            names.append(name)
    return (*names, "global")


def local_twin(path: str) -> str:
    """`settings.local.toml` for `settings.toml`."""
    folder, name = posixpath.split(path)
    stem, _, suffix = name.rpartition(".")
    return posixpath.join(folder, f"{stem}.local.{suffix}")


def read_files(wanted: Wanted, read: Read) -> tuple[Layer, ...]:
    """The files that exist, and those that are missing, as whole layers in the order of their first use."""
    preload = list(_joined(wanted.root or "", wanted.preload, PRELOAD, read))
    root = _root(wanted.root, preload)
    main = list(_found(root, wanted.folder, wanted.files, BASE, read))
    main += _found(_root(root, main), wanted.folder, wanted.secrets, SECRET, read)
    include = list(_joined(_root(root, main) or "", wanted.includes, INCLUDE, read))
    layers: dict[str, Layer] = {}
    for group in (preload, main, include):
        local = (twin for layer in group for twin in _twins(layer, read))
        with_beside = [one for layer in group for one in (layer, *_beside(layer, wanted, read))]
        for layer in (*with_beside, *local):
            if not wanted.code or layer.path != wanted.code:
                layers.setdefault(layer.id, layer)
    return tuple(layers.values())


def _twins(layer: Layer, read: Read) -> Iterator[Layer]:
    path = layer.path or ""
    if layer.status is not LayerStatus.MISSING and ".local." not in path:
        yield from _read(LOCAL, FileLayer(LayerKind.BASE, (local_twin(path),), every=True), read)


def _beside(layer: Layer, wanted: Wanted, read: Read) -> Iterator[Layer]:
    """The modules of environments beside a module, in their order."""
    path = layer.path or ""
    if path.endswith(_PYTHON) and layer.status is not LayerStatus.MISSING:
        for name, kind in module_names(path, wanted.environments):
            yield from _read(BESIDE, FileLayer(kind, (name,), every=True), read)


def module_names(path: str, environments: Sequence[str]) -> Iterator[tuple[str, LayerKind]]:
    """load_from_env_named_file: `production_settings.py` for `settings.py`, then `global_settings.py`."""
    folder, name = posixpath.split(path)
    for environment in environments:
        yield posixpath.join(folder, f"{environment.lower()}_{name}"), LayerKind.ENVIRONMENT
        yield posixpath.join(folder, f"global_{name}"), LayerKind.BASE


def _root(root: str | None, layers: Iterable[Layer]) -> str | None:
    """The root that the code names, or else the folder of the first file that is there."""
    if root is not None:
        return root
    found = (layer.path for layer in layers if layer.status is not LayerStatus.MISSING)
    first = next(found, None)
    return None if first is None else posixpath.dirname(first)


def _found(root: str | None, folder: str, names: Iterable[str], role: str, read: Read) -> Iterator[Layer]:
    """Files looked for in one folder after the other, as settings_files are."""
    for name in names:
        if not name.endswith(SUFFIXES):
            continue
        if any(char in name for char in _MAGIC):
            patterns = tuple(posixpath.join(root or "", pattern) for pattern in _with_hidden(name))
            spec = FileLayer(LayerKind.BASE, patterns, every=True)
        else:
            spec = FileLayer(LayerKind.BASE, tuple(search(name, root, folder)))
        layers = tuple(as_written(layer, name) for layer in _read(role, spec, read))
        root = _root(root, layers)
        yield from layers


def as_written(layer: Layer, name: str) -> Layer:
    """A layer that was looked for in many places and is in none, under the name that the code gives it."""
    if layer.status is not LayerStatus.MISSING:
        return layer
    role = layer.id.partition(":")[0]
    return replace(layer, id=f"{role}:{name}", label=name, path=name)


def _joined(root: str, names: Iterable[str], role: str, read: Read) -> Iterator[Layer]:
    """Files below one folder, as includes are: globs in order, `.local.` files of a glob last."""
    for name in names:
        if not name.endswith(SUFFIXES) and not any(char in name for char in _MAGIC):
            continue
        patterns = tuple(posixpath.join(root, pattern) for pattern in _with_hidden(name))
        every = any(char in name for char in _MAGIC)
        layers = _read(role, FileLayer(LayerKind.BASE, patterns, every=every), read)
        known = [layer for layer in layers if (layer.path or "").endswith(SUFFIXES)]
        yield from sorted(known, key=lambda layer: ".local." in (layer.path or ""))


def _with_hidden(name: str) -> tuple[str, ...]:
    """dynaconf's globs find hidden files too."""
    folder, last = posixpath.split(name)
    return (name, posixpath.join(folder, f".{last}")) if last[:1] in ("*", "?", "[") else (name,)


def search(name: str, root: str | None, folder: str) -> Iterator[str]:
    """find_file inside of the workspace: the root and what is above it, the folder of the code and what is
    above it, each with its `config` folder."""
    if posixpath.isabs(name):
        yield name
        return
    seen: dict[str, None] = {}
    for start in (root, folder, ""):
        at = None if start is None else posixpath.normpath(start) if start else ""
        while at is not None:
            at = "" if at == "." else at
            seen[at] = None
            seen[posixpath.join(at, "config")] = None
            at = posixpath.dirname(at) if at and posixpath.dirname(at) != at else None
    for place in seen:
        yield posixpath.join(place, name)


def _read(role: str, spec: FileLayer, read: Read) -> Iterator[Layer]:
    for layer in read(spec):
        found: tuple[Layer, ...] = (layer,)
        if (layer.path or "").endswith(_PYTHON) and layer.status is not LayerStatus.MISSING:
            found = read(FileLayer(spec.kind, (layer.path or "",), format=MODULE))
        for one in found:
            yield _of_role(one, role)


def _of_role(layer: Layer, role: str) -> Layer:
    layer = replace(layer, id=f"{role}:{layer.path}")
    document = layer.document
    if layer.status is LayerStatus.EMPTY and document is not None and document.format != "json":
        # dynaconf passes over an empty file of YAML or TOML.
        findings = tuple(finding for finding in document.findings if finding.code != "empty-file")
        return replace(layer, document=replace(document, findings=findings))
    return layer


def with_upper_keys(layer: Layer, *, sections: bool) -> Layer:
    """A layer whose keys at the top, or at the top of each section, are in capital letters, as dynaconf has
    them; keys of its own stay."""
    document = layer.document
    if document is None or document.root is None or document.root.kind is not NodeKind.MAPPING:
        return layer
    if document.format == MODULE:
        return layer
    root = _without_marks(document.root) if "dynaconf_merge" in document.text else document.root
    if not sections:
        root = _with_upper_keys(root)
    else:
        children = tuple((key, _with_upper_keys(node)) for key, node in root.entries)
        root = replace(root, entries=children, value=_with_marks(root.value, dict(children)))
    return replace(layer, document=replace(document, root=root))


def _without_marks(node: Node) -> Node:
    """A tree in which dynaconf_merge is no key of its own: it stays in the value, which `of_node` reads."""
    if node.kind is not NodeKind.MAPPING:
        return node
    entries = tuple(
        (key, _without_marks(child))
        for key, child in node.entries
        if key not in MARKS or child.kind is not NodeKind.SCALAR
    )
    return replace(node, entries=entries)


def _with_upper_keys(node: Node) -> Node:
    if node.kind is not NodeKind.MAPPING:
        return node
    entries = {_loud(key): child for key, child in node.entries}
    value = _with_marks({_loud(key): value for key, value in _items(node.value)}, entries)
    return replace(node, entries=tuple(entries.items()), value=value)


def _loud(key: Hashable) -> Hashable:
    return key if str(key).lower() in _RESERVED else upper(key)


def _with_marks(value: Value, children: Mapping[Hashable, Node]) -> dict[Hashable, Value]:
    """The value of a mapping that has these children and, where they stood, the marks that are none."""
    known = {key: old for key, old in _items(value) if key in children or key in MARKS}
    return {**known, **{key: node.value for key, node in children.items()}}


def _items(value: Value) -> Iterator[tuple[Any, Value]]:
    if isinstance(value, dict):
        yield from value.items()


def with_sections(layer: Layer, selected: Sequence[str], environments: Sequence[str]) -> tuple[Layer, ...]:
    """The sections of a file as layers, in the order in which dynaconf reads them; those that it does not
    read come first, as inactive ones.

    `selected` are the names that are read, `environments` those among them that are environments.
    """
    root = None if layer.document is None else layer.document.root
    if root is None or root.kind is not NodeKind.MAPPING:
        return (layer,)
    if layer.document is not None and layer.document.format == MODULE:  # dynaconf looks for no sections there
        return (layer,)
    sections = [(str(key), node) for key, node in root.entries if node.kind is NodeKind.MAPPING]
    last = {name.lower(): name for name, _ in sections}
    idle, read = [], []
    for name, node in sections:
        section = replace(
            layer,
            id=f"{layer.id}[{name}]",
            kind=LayerKind.ENVIRONMENT if name.lower() in environments else LayerKind.BASE,
            label=f"{layer.label} [{name}]",
            section=(name,),
            size=_size(node),
        )
        if name.lower() not in selected:
            note = f"Not read in the environment {', '.join(environments)}."
            idle.append(replace(section, status=LayerStatus.INACTIVE, note=note))
        elif last[name.lower()] != name:
            note = f"[{last[name.lower()]}] of the same file takes its place."
            idle.append(replace(section, status=LayerStatus.INACTIVE, note=note))
        else:
            read.append(section)
    read.sort(key=lambda section: selected.index(section.section[0].lower()))
    return (*idle, *read) or (layer,)


def _size(node: Node) -> int:
    if node.kind is not NodeKind.MAPPING or not node.entries:
        return 1
    return sum(_size(child) for _, child in node.entries)


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A file with its layers: one for the whole file, or one for each section."""

    path: str
    layers: tuple[Layer, ...]

    @property
    def root(self) -> Node | None:
        """The tree of the whole file."""
        document = self.layers[0].document
        return None if document is None else document.root

    def section(self, name: str) -> Layer | None:
        """The layer of a section, by its name in small letters."""
        found = [layer for layer in self.layers if layer.section and layer.section[0].lower() == name]
        return found[-1] if found else None


def files_of(layers: Sequence[Layer]) -> Mapping[str, tuple[SettingsFile, ...]]:
    """The files of each role, in their order, put together of their layers again; missing ones left out."""
    files: dict[str, dict[str, list[Layer]]] = {}
    for layer in layers:
        role, colon, _ = layer.id.partition(":")
        if not colon or layer.path is None or layer.document is None:
            continue
        if role in (PRELOAD, BASE, LOCAL, SECRET, INCLUDE, BESIDE):
            files.setdefault(role, {}).setdefault(layer.path, []).append(layer)
    return {
        role: tuple(SettingsFile(path, tuple(group)) for path, group in found.items())
        for role, found in files.items()
    }


def outside(root: Node) -> Iterator[tuple[str, Node]]:
    """Keys at the top of a file with sections that are no section and mean nothing."""
    for key, node in root.entries:
        if node.kind is not NodeKind.MAPPING and str(key).lower() not in _RESERVED:
            yield str(key), node
