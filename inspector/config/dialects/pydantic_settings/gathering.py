"""The input of a settings class: all its sources put together, and who gave what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from inspector.base.places import Place
from inspector.config.dialects.pydantic_settings.cells import Entries, cell_of_value, plain_entries, put
from inspector.config.dialects.pydantic_settings.complexity import field_is_complex
from inspector.config.dialects.pydantic_settings.defaults import Defaults
from inspector.config.dialects.pydantic_settings.dotenv_source import add_unknown
from inspector.config.dialects.pydantic_settings.env_options import EnvOptions
from inspector.config.dialects.pydantic_settings.explode import EnvSource, folded
from inspector.config.dialects.pydantic_settings.file_sources import preferred_names, read_files
from inspector.config.dialects.pydantic_settings.layering import (
    FILE_SOURCES,
    NO_DIRECTORY,
    files_of,
    layer_at,
)
from inspector.config.dialects.pydantic_settings.model import (
    Field,
    ModelClass,
    SettingsModel,
    SourceKind,
    SourceUse,
)
from inspector.config.dialects.pydantic_settings.rebuilding import Rebuilt
from inspector.config.layers import Layer, LayerKind
from inspector.config.shadow import Stop, Variable, stops_of
from inspector.config.values import Node, Value

_TITLES = {
    SourceKind.ENV: "EnvSettingsSource",
    SourceKind.DOTENV: "DotEnvSettingsSource",
    SourceKind.SECRETS: "SecretsSettingsSource",
}


@dataclass(slots=True)
class Gathered:
    """`state` is the input as pydantic gets it. `sources` are what each source gives, low to high. `stops`
    are in the order in which the application meets them."""

    state: dict[Any, Value] = field(default_factory=dict)
    sources: list[tuple[SourceKind, Entries]] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)


class Gatherer:
    """Reads sources in one environment. `layers` are all layers; `variables` those of the process and of
    what-if, `dotenv` those of each `.env` file, by the id of its layer."""

    def __init__(
        self,
        model: SettingsModel,
        rebuilt: Rebuilt,
        layers: Sequence[Layer],
        variables: Sequence[Variable],
        dotenv: Mapping[str, Sequence[Variable]],
    ) -> None:
        self._model = model
        self._rebuilt = rebuilt
        self._layers = layers
        self._variables = variables
        self._dotenv = dotenv
        self.known: dict[str, Gathered] = {}
        self.defaults = Defaults(model, rebuilt, layers)

    def of(self, owner: ModelClass) -> Gathered:
        """The sources of a class that is called without arguments."""
        if owner.id not in self.known:
            self.known[owner.id] = self._gather(owner)
        return self.known[owner.id]

    def filled(self, owner: ModelClass, given: dict[str, Any]) -> dict[str, Any]:
        """The input of a class that is called with arguments: they stand where init_settings stands."""
        names = preferred_names(owner, given)
        init = {new: given[str(old)] for old, new in names.items() if new is not None}
        init |= {key: value for key, value in given.items() if key not in names}
        state: dict[Any, Any] = {}
        sources = self.of(owner).sources
        kinds = [use.kind for use in owner.sources]
        for kind in kinds:
            if kind is SourceKind.INIT:
                state = deep_update(init, state)
            for known, entries in sources:
                if known is kind:
                    state = deep_update(plain_entries(entries), state)
        return state

    def _gather(self, owner: ModelClass) -> Gathered:
        result = Gathered()
        read = [(use, self._read(owner, use, result)) for use in owner.sources]
        early = [stop for use, (_, stops) in read if use.kind in FILE_SOURCES for stop in stops]
        late = [stop for use, (_, stops) in read if use.kind not in FILE_SOURCES for stop in stops]
        result.stops += (*early, *late)
        for use, (entries, _) in read:
            result.state = deep_update(plain_entries(entries), result.state)
            result.sources.insert(0, (use.kind, entries))
        if owner.option("nested_model_default_partial_update") is True:
            entries = self.defaults.partial(owner, result.state)
            defaults = plain_entries(entries)
            state = deep_update(defaults, result.state)
            result.state = {
                key: value for key, value in state.items() if key not in defaults or defaults[key] != value
            }
            kept = {key: cell for key, cell in entries.items() if key in result.state}
            result.sources.insert(0, (SourceKind.UNKNOWN, kept))
        return result

    def _read(self, owner: ModelClass, use: SourceUse, result: Gathered) -> tuple[Entries, list[Stop]]:
        match use.kind:
            case SourceKind.ENV:
                return self._env(owner, use, self._variables, use.kind)
            case SourceKind.DOTENV:
                return self._dotenv_files(owner, use, result)
            case SourceKind.SECRETS:
                return self._secrets(owner, use)
            case kind if kind in FILE_SOURCES:
                given = read_files(owner, use, self._layers, self._model.folder)
                return given.entries, given.stops
        return {}, []

    def _env(
        self, owner: ModelClass, use: SourceUse, variables: Sequence[Variable], kind: SourceKind
    ) -> tuple[Entries, list[Stop]]:
        options = EnvOptions.of(owner, use)
        source = self.env_source(owner, options, kind)
        given = source.read(folded(variables, options))
        stops = [
            Stop(
                stop.exception,
                stop.message,
                (*(() if stop.variable is None else (stop.variable.place,)), stop.field.place),
                None if stop.variable is None else stop.variable.name,
                (stop.field.name,),
                (stop.field.name,),
            )
            for stop in given.stops
        ]
        return given.entries, stops

    def env_source(self, owner: ModelClass, options: EnvOptions, kind: SourceKind) -> EnvSource:
        """What reads variables for a class."""
        return EnvSource(
            owner,
            self._model.classes,
            options,
            _TITLES[kind],
            self._rebuilt.enum_member,
            self._rebuilt.strict_value,
        )

    def _dotenv_files(
        self, owner: ModelClass, use: SourceUse, result: Gathered
    ) -> tuple[Entries, list[Stop]]:
        options = EnvOptions.of(owner, use)
        variables: list[Variable] = []
        for paths in files_of(owner, use, self._model.folder):
            layer = layer_at(self._layers, paths, LayerKind.DOTENV)
            if layer is not None and layer.document is not None:
                result.stops += stops_of(layer.document)[:1]
                variables += self._dotenv.get(layer.id, ())
        entries, stops = self._env(owner, use, variables, use.kind)
        source = self.env_source(owner, options, use.kind)
        filtering = use.argument("dotenv_filtering") or owner.option("dotenv_filtering")
        add_unknown(source, folded(variables, options), entries, str(filtering or ""))
        return entries, stops

    def _secrets(self, owner: ModelClass, use: SourceUse) -> tuple[Entries, list[Stop]]:
        options = EnvOptions.of(owner, use)
        source = self.env_source(owner, options, use.kind)
        layers = [
            layer
            for paths in files_of(owner, use, self._model.folder)
            if (layer := layer_at(self._layers, paths, LayerKind.BASE)) is not None
        ]
        if any(layer.note == NO_DIRECTORY for layer in layers):
            message = "secrets_dir must reference a directory, not a file"
            places = tuple(Place(layer.path) for layer in layers if layer.note == NO_DIRECTORY)
            return {}, [Stop("SettingsError", message, places)]
        entries: Entries = {}
        stops: list[Stop] = []
        for field_ in owner.fields:
            for layer in layers:
                node = None if layer.root is None else layer.root.child(field_.name)
                if node is not None:
                    self._secret(source, field_, node, layer, entries, stops)
        return entries, stops

    def _secret(
        self,
        source: EnvSource,
        field_: Field,
        node: Node,
        layer: Layer,
        entries: Entries,
        stops: list[Stop],
    ) -> None:
        """One file of a directory of secrets."""
        names = source.names(field_)
        file_name = source.options.naming.folded(PurePosixPath(node.place.path or "").name)
        name = next((known for known in names if known.variable == file_name), names[0])
        value: Value = node.value
        complex_, may_fail = field_is_complex(field_, self._model.classes)
        if (complex_ and not may_fail) or name.complex:
            try:
                value = source.json_value(field_, value)
            except ValueError:
                message = f'error parsing value for field "{field_.name}" from source "{source.title}"'
                places = (node.place, field_.place)
                stops.append(Stop("SettingsError", message, places, None, (field_.name,), (field_.name,)))
                return
        cell = cell_of_value(value, node, layer)
        if not source.options.naming.case_sensitive and cell.entries is not None:
            cell.entries = source.with_field_names(field_, cell.entries)
        put(entries, source.key(field_, name), cell)


def deep_update(low: Mapping[Any, Any], high: Mapping[Any, Any]) -> dict[Any, Any]:
    """deep_update of pydantic: mappings merge, everything else replaces."""
    result = dict(low)
    for key, value in high.items():
        if key in result and isinstance(result[key], dict) and isinstance(value, dict):
            result[key] = deep_update(result[key], value)
        else:
            result[key] = value
    return result
