"""The files that a settings class reads, as layers: low to high, and `.env` files apart."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from inspector.base.places import Place
from inspector.config.dialects.pydantic_settings.complexity import Naming, accepted_names
from inspector.config.dialects.pydantic_settings.env_files import source_of_unread
from inspector.config.dialects.pydantic_settings.env_options import EnvOptions
from inspector.config.dialects.pydantic_settings.model import (
    ClassKind,
    Field,
    ModelClass,
    SettingsModel,
    SourceKind,
    SourceUse,
)
from inspector.config.dialects.spec import FileLayer, LayerInputs
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.values import Document, Node, NodeKind, Value

FILE_SOURCES = (SourceKind.YAML, SourceKind.TOML, SourceKind.JSON, SourceKind.PYPROJECT)
_FILE_OPTIONS = {SourceKind.YAML: "yaml_file", SourceKind.TOML: "toml_file", SourceKind.JSON: "json_file"}
_FORMATS = {SourceKind.YAML: "yaml", SourceKind.JSON: "json"}
_MAX_SECRET_BYTES = 1024 * 1024
_MAX_NAMES = 10_000
_MAX_UP = 5
NO_DIRECTORY = "It is no directory."
"""The note of a layer for secrets_dir that is a file, with which the application stops."""


def settings_classes(model: SettingsModel) -> tuple[ModelClass, ...]:
    """The settings class, and those that its fields hold."""
    inner = {known.id: known for known in model.classes.values() if known.kind is ClassKind.SETTINGS}
    return tuple({model.root.id: model.root, **inner}.values())


def files_of(owner: ModelClass, use: SourceUse, folder: str) -> tuple[tuple[str, ...], ...]:
    """The files of a source in their order, each with all paths at which it is looked for. Relative paths
    are those from the workspace."""
    if use.kind is SourceKind.PYPROJECT:
        return (_upwards("pyproject.toml", owner.option("pyproject_toml_depth"), folder),)
    if use.kind is SourceKind.DOTENV:
        depth = owner.option("env_file_depth")
        paths = _paths(_argument(owner, use, "env_file"))
        return tuple(
            (path,) if source_of_unread(path) is not None else _upwards(path, depth, folder) for path in paths
        )
    if use.kind is SourceKind.SECRETS:
        return tuple((_shown(path, folder),) for path in _paths(_argument(owner, use, "secrets_dir")))
    option = _FILE_OPTIONS.get(use.kind)
    return (
        ()
        if option is None
        else tuple((_shown(path, folder),) for path in _paths(_argument(owner, use, option)))
    )


def read_layers(model: SettingsModel, inputs: LayerInputs) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
    """The layers of files, low to high, and those of `.env` files, high to low."""
    files: dict[str, Layer] = {}
    dotenv: dict[str, Layer] = {}
    for owner in reversed(settings_classes(model)):
        for use in reversed(owner.sources):
            for paths in files_of(owner, use, model.folder):
                if use.kind is SourceKind.SECRETS:
                    layer = read_secrets(owner, use, paths[0], model.folder)
                    files.setdefault(layer.id, layer)
                elif use.kind is SourceKind.DOTENV and (source := source_of_unread(paths[0])) is not None:
                    unread = _unread_layer(source)
                    dotenv.setdefault(unread.id, unread)
                elif use.kind is SourceKind.DOTENV:
                    for layer in inputs.read(FileLayer(LayerKind.DOTENV, paths)):
                        dotenv.setdefault(layer.id, layer)
                else:
                    format_ = _FORMATS.get(use.kind, "toml")
                    section = pyproject_section(owner) if use.kind is SourceKind.PYPROJECT else ()
                    for layer in inputs.read(
                        FileLayer(LayerKind.BASE, paths, section=section, format=format_)
                    ):
                        files.setdefault(layer.id, _without_emptiness(layer))
    return tuple(files.values()), tuple(reversed(dotenv.values()))


def pyproject_section(owner: ModelClass) -> tuple[str, ...]:
    """The keys in pyproject.toml below which PyprojectTomlConfigSettingsSource finds the settings."""
    header = owner.option("pyproject_toml_table_header")
    return tuple(map(str, header)) if isinstance(header, list) else ("tool", "pydantic-settings")


def layer_at(layers: Iterable[Layer], paths: tuple[str, ...], kind: LayerKind) -> Layer | None:
    """The layer that read_layers made for a file."""
    unread = source_of_unread(paths[0])
    if unread is not None:
        wanted = _unread_layer(unread).id
        return next((layer for layer in layers if layer.id == wanted), None)
    return next((layer for layer in layers if layer.kind is kind and layer.path in paths), None)


def _unread_layer(source: str) -> Layer:
    return Layer(
        f"dotenv:{source}",
        LayerKind.DOTENV,
        source,
        status=LayerStatus.INACTIVE,
        note="Which file it is, is not known without running the code.",
    )


def read_secrets(owner: ModelClass, use: SourceUse, path: str, folder: str) -> Layer:
    """A directory of secrets: files named like variables. Its document has the field of each.

    SecretsSettingsSource of pydantic-settings 2.16: names are compared as for variables, the text is
    stripped, and what leads out of the directory is passed by.
    """
    layer = Layer(f"base:{path}", LayerKind.BASE, f"{path}/", path)
    directory = Path(folder, path)
    if not directory.exists():
        return replace(layer, status=LayerStatus.MISSING, note="The directory does not exist.")
    if not directory.is_dir():
        return replace(layer, status=LayerStatus.BROKEN, note=NO_DIRECTORY)
    naming = EnvOptions.of(owner, use).naming
    entries: list[tuple[str, Node]] = []
    try:
        names = [entry.name for entry, _ in zip(os.scandir(directory), range(_MAX_NAMES), strict=False)]
        real = directory.resolve()
    except (OSError, RuntimeError):
        return replace(layer, status=LayerStatus.BROKEN, note="The directory cannot be read.")
    for field in owner.fields:
        node = _secret(field, owner, naming, names, Path(path), directory, real)
        if node is not None:
            entries.append((field.name, node))
    root = Node(
        NodeKind.MAPPING, {key: node.value for key, node in entries}, Place(path), entries=tuple(entries)
    )
    status = LayerStatus.LOADED if entries else LayerStatus.EMPTY
    note = "" if entries else "No file in it is named like a setting."
    return replace(
        layer, status=status, note=note, size=len(entries), document=Document(path, "secrets", "", root)
    )


def _secret(
    field: Field,
    owner: ModelClass,
    naming: Naming,
    names: list[str],
    shown: Path,
    directory: Path,
    real: Path,
) -> Node | None:
    for accepted in accepted_names(field, owner, naming, {}):
        name = next((name for name in names if naming.folded(name) == accepted.variable), None)
        if name is None:
            continue
        file = directory / name
        try:
            if not file.is_file() or real not in file.resolve().parents:
                continue
            if file.stat().st_size > _MAX_SECRET_BYTES:
                continue
            text = file.read_text("utf-8").strip()
        except (OSError, RuntimeError, UnicodeDecodeError):
            continue
        place = Place((shown / name).as_posix(), 1, 1)
        return Node(NodeKind.SCALAR, text, place, raw=text)
    return None


def _argument(owner: ModelClass, use: SourceUse, name: str) -> Value:
    given = use.argument(name)
    return owner.option(name) if given is None else given


def _paths(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(path for path in value if isinstance(path, str)) if isinstance(value, list) else ()


def _shown(path: str, folder: str) -> str:
    """A path relative to the workspace where it lies in it, as layers have it."""
    absolute = os.path.normpath(Path(folder, path))
    inside = Path(absolute).is_relative_to(folder)
    return Path(absolute).relative_to(folder).as_posix() if inside else Path(absolute).as_posix()


def _upwards(path: str, depth: Value, folder: str) -> tuple[str, ...]:
    """The path, and the same in the folders above the workspace."""
    levels = min(depth, _MAX_UP) if isinstance(depth, int) and not os.path.isabs(path) else 0  # noqa: PTH117
    return tuple(_shown("../" * level + path, folder) for level in range(levels + 1))


def _without_emptiness(layer: Layer) -> Layer:
    """A layer without the finding about an empty file, which these sources take for an empty mapping."""
    document = layer.document
    if document is None or not any(finding.code == "empty-file" for finding in document.findings):
        return layer
    findings = tuple(finding for finding in document.findings if finding.code != "empty-file")
    return replace(layer, document=replace(document, findings=findings))
