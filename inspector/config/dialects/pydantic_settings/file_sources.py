"""Files of settings as sources: YAML, TOML, JSON and pyproject.toml, as settings_customise_sources uses them.

ConfigFileSourceMixin, YamlConfigSettingsSource, TomlConfigSettingsSource, JsonConfigSettingsSource,
PyprojectTomlConfigSettingsSource and InitSettingsSource of pydantic-settings 2.16.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inspector.base.places import Place
from inspector.config.dialects.pydantic_settings.cells import (
    Cell,
    Entries,
    cell_of_node,
    put,
    updated_entries,
)
from inspector.config.dialects.pydantic_settings.complexity import (
    preferred_key,
    validates_by_alias,
    validates_by_name,
)
from inspector.config.dialects.pydantic_settings.layering import (
    FILE_SOURCES,
    files_of,
    layer_at,
    pyproject_section,
)
from inspector.config.dialects.pydantic_settings.model import ModelClass, SourceKind, SourceUse
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.shadow import Stop, stops_of
from inspector.config.values import Node, NodeKind, Value

_NOT_THERE = (LayerStatus.MISSING, LayerStatus.INACTIVE)
_FILE_OPTIONS = {SourceKind.YAML: "yaml_file", SourceKind.TOML: "toml_file"}


@dataclass(slots=True)
class FileGiven:
    """What the files of a source give, and the exceptions with which they stop the application."""

    entries: Entries = field(default_factory=dict)
    stops: list[Stop] = field(default_factory=list)


def read_files(owner: ModelClass, use: SourceUse, layers: Sequence[Layer], folder: str) -> FileGiven:
    """The input of a file source."""
    assert use.kind in FILE_SOURCES
    given = FileGiven()
    deep = use.argument("deep_merge") is True
    found: list[Layer] = []
    for paths in files_of(owner, use, folder):
        layer = layer_at(layers, paths, LayerKind.BASE)
        if layer is None or layer.document is None or layer.status in _NOT_THERE:
            continue
        found.append(layer)
        broken = stops_of(layer.document)[:1]
        given.stops += broken
        root = layer.document.root
        if root is None or (use.kind is SourceKind.YAML and not root.value):
            continue
        _add(given, root, layer, deep)
    try:
        entries = _section(owner, use, given.entries, found)
        given.entries = normalized(owner, entries)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        places = tuple(Place(layer.path) for layer in found)
        given.stops.append(Stop(type(error).__name__, str(error), places))
        given.entries = {}
    return given


def _add(given: FileGiven, root: Node, layer: Layer, deep: bool) -> None:
    if root.kind is NodeKind.MAPPING:
        entries = {key: cell_of_node(child, layer) for key, child in root.entries}
        if deep:
            given.entries = updated_entries(given.entries, entries)
        else:
            for key, cell in entries.items():
                put(given.entries, key, cell)
        return
    taken: dict[Any, Any] = {}
    value: Any = root.value
    try:
        if deep:
            value.items()
        else:
            taken.update(value)
    except (TypeError, ValueError, AttributeError) as error:
        given.stops.append(Stop(type(error).__name__, str(error), (root.place,)))
    for key, item in taken.items():  # a list of pairs is a mapping to dict.update
        put(given.entries, key, Cell(layer, root, item))


def _section(owner: ModelClass, use: SourceUse, entries: Entries, found: Sequence[Layer]) -> Entries:
    match use.kind:
        case SourceKind.YAML:
            section = use.argument("yaml_config_section") or owner.option("yaml_config_section")
            if isinstance(section, str):
                return _yaml_section(entries, section, _spelled(owner, use))
        case SourceKind.TOML:
            header = use.argument("toml_table_header") or owner.option("toml_table_header")
            if isinstance(header, list) and found:
                return _toml_section(entries, header, _spelled(owner, use))
        case SourceKind.PYPROJECT:
            for key in pyproject_section(owner):
                cell = entries.get(key)
                entries = {} if cell is None else _mapping(cell)
    return entries


def _yaml_section(entries: Entries, section: str, file: str) -> Entries:
    """YamlConfigSettingsSource._traverse_nested_section: the longest literal key first."""

    def walk(here: Cell | Entries, path: str) -> Cell:
        below = here if isinstance(here, dict) else here.entries
        if below is None:
            assert isinstance(here, Cell)
            raise TypeError(
                f'yaml_config_section path "{section}" cannot be traversed in {file}. '
                "An intermediate value is not a dictionary."
            )
        if path in below:
            return below[path]
        parts = path.split(".")
        for length in range(len(parts) - 1, 0, -1):
            prefix = ".".join(parts[:length])
            if prefix in below:
                return walk(below[prefix], ".".join(parts[length:]))
        raise KeyError(f'yaml_config_section key "{section}" not found in {file}')

    cell = walk(entries, section)
    if cell.entries is None and cell.value is None:
        return {}
    if cell.entries is None:
        raise TypeError(
            f'yaml_config_section "{section}" in {file} must be a mapping, got {type(cell.value).__name__}.'
        )
    return cell.entries


def _toml_section(entries: Entries, header: Sequence[Value], file: str) -> Entries:
    for key in header:
        cell = entries.get(str(key))
        if cell is None:
            raise KeyError(f'toml_table_header key "{key}" not found in {file}')
        entries = _mapping(cell)
    return entries


def _mapping(cell: Cell) -> Entries:
    if cell.entries is None:
        raise AttributeError(f"'{type(cell.value).__name__}' object has no attribute 'get'")
    return cell.entries


def _spelled(owner: ModelClass, use: SourceUse) -> str:
    """The files as the library's messages print them."""
    option = _FILE_OPTIONS[use.kind]
    value = use.argument(option)
    return str(owner.option(option) if value is None else value)


def normalized(owner: ModelClass, entries: Mapping[Hashable, Cell]) -> Entries:
    """InitSettingsSource.__init__: keys that mean a field are replaced by the key that the field prefers."""
    names = preferred_names(owner, entries)
    result: Entries = {}
    for old, new in names.items():
        if new is not None:
            result[new] = entries[old]
    result.update({key: cell for key, cell in entries.items() if key not in names})
    return result


def preferred_names(owner: ModelClass, keys: Iterable[Hashable]) -> dict[Hashable, str | None]:
    """The key in the input for each key that means a field; None for one that another one replaces.

    Raises AttributeError for keys that are no text where letters do not count, as the library does.
    """
    case_sensitive = bool(owner.option("case_sensitive"))

    def folded(name: Any) -> Any:
        return name if case_sensitive else name.lower()

    provided: dict[Hashable, list[Hashable]] = {}
    left = list(keys)
    for key in left:
        provided.setdefault(folded(key), []).append(key)
    names: dict[Hashable, str | None] = {}
    for field_ in owner.fields:
        matchable = [folded(name) for name in _alias_names(field_, owner)]
        if validates_by_name(owner) and folded(field_.name) not in matchable:
            matchable.append(folded(field_.name))
        matched = [key for name in matchable for key in provided.get(name, ()) if key not in names]
        for number, key in enumerate(matched):
            names[key] = preferred_key(field_, owner) if number == 0 else None
    return names


def _alias_names(field_: Any, owner: ModelClass) -> list[str]:
    """_get_alias_names without its first value's order: the names under which pydantic takes a field."""
    if not field_.aliases or not validates_by_alias(owner) or field_.pair("env") is True:
        return [field_.name]
    plain = [str(path[0]) for path in field_.aliases if len(path) == 1]
    return plain or [preferred_key(field_, owner)]
