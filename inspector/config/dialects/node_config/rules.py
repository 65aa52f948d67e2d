"""The rules of node-config 5.0.1, with what is known to differ in 3.3.12."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from inspector.config.dialects.node_config import telling
from inspector.config.dialects.node_config.javascript import number_of
from inspector.config.dialects.node_config.layering import (
    YamlReader,
    map_layers,
    runtime_layers,
    settings_layers,
)
from inspector.config.dialects.node_config.mapping import MappedName, mapped_names
from inspector.config.dialects.node_config.merging import MAX_DEPTH
from inspector.config.dialects.node_config.naming import (
    INTERLEAVED,
    MAP_STEM,
    NEWEST,
    Selection,
    deployments,
    folders,
)
from inspector.config.dialects.node_config.reading import NESTING
from inspector.config.dialects.node_config.stacking import NODE_CONFIG, Run
from inspector.config.dialects.node_config.strictness import (
    Strictness,
    broken_pattern,
    complaints,
    meant_by,
    stop_for,
    stopped,
)
from inspector.config.dialects.spec import (
    DialectSpec,
    LayerInputs,
    NamePart,
    PartRole,
    Stacked,
    StackInputs,
    VariableName,
)
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.shadow import Environ, VariableSources, compose_environ
from inspector.config.values import KeyPath, Node, Value

_TRUE = ("true", "1")


@dataclass(frozen=True, slots=True)
class NodeConfigRules:
    """node-config in one workspace.

    `folder` is the usual folder of configuration, `hosts` are names of hosts and `deployments` of
    deployments that have files there. `yaml` says which package reads YAML. `names` are the variables of
    custom-environment-variables by the keys that they set, the one that wins first. `major` is the version of
    node-config; older ones than 3 are read like 3.
    """

    folder: str = "config"
    hosts: tuple[str, ...] = ()
    deployments: tuple[str, ...] = ()
    yaml: YamlReader = YamlReader.JS_YAML_5
    names: Mapping[KeyPath, tuple[MappedName, ...]] = field(default_factory=dict)
    major: int = NEWEST

    def layers(self, spec: DialectSpec, inputs: LayerInputs) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:  # noqa: ARG002
        """Default, deployment, host and local files, each with its instance's, then the maps."""
        chosen = self._selection(inputs.environment, inputs.environ, inputs.host)
        files = (
            *settings_layers(inputs, chosen, self.yaml),
            *map_layers(inputs, chosen, self.yaml),
            *runtime_layers(inputs, self._runtime(inputs.environ, chosen)),
        )
        return files, ()

    def compose(self, spec: DialectSpec, sources: VariableSources) -> Environ:  # noqa: ARG002
        """The variables of the process: node-config reads no `.env` files."""
        return compose_environ(sources)

    def stack(self, spec: DialectSpec, inputs: StackInputs) -> Stacked:  # noqa: ARG002
        """Files, NODE_CONFIG, mapped variables, then the checks of strict mode."""
        run = Run(inputs.environ)
        environ = {name: variable.text or "" for name, variable in run.variables.items()}
        chosen = self._selection(inputs.environment, environ, inputs.host)
        files = [layer for layer in inputs.layers if layer.path is not None and not _is_defaults(layer)]
        maps = [layer for layer in files if layer.names_variables]
        names = map_names(layer.root for layer in maps)
        path = self._runtime(environ, chosen)
        runtime = files[-1:] if path and files and files[-1].path == path else []
        for layer in files[: len(files) - len(runtime)]:
            if not layer.names_variables:
                run.add_file(layer)
        run.add_node_config()
        for layer in maps:
            run.add_map(layer)
        for layer in runtime:
            run.add_file(layer)
        run.add_shadowed(names)
        self._check(run, chosen, environ, files)
        run.finish()
        last = [layer.id for layer in runtime]
        order = [layer.id for layer in inputs.layers if layer.id not in last] if last else []
        return Stacked(
            run.root,
            tuple(run.stops),
            tuple(run.landed),
            tuple(run.findings),
            replace(self, names=names),
            order=(*order, *last),
        )

    def claims(self, spec: DialectSpec, name: str) -> bool:  # noqa: ARG002
        """NODE_CONFIG and the variables of custom-environment-variables."""
        return name == NODE_CONFIG or any(
            mapped.name == name for several in self.names.values() for mapped in several
        )

    def names_for(self, spec: DialectSpec, path: KeyPath) -> tuple[VariableName, ...]:  # noqa: ARG002
        """Mapped variables of the key and of keys above it, then NODE_CONFIG, which sets every key."""
        if not path or self._unreachable(path):
            return ()
        found = []
        for end in range(len(path), 0, -1):
            for mapped in self.names.get(path[:end], ()):
                below = path[end:]
                if not below:
                    found.append(VariableName(mapped.name, _note(mapped.form)))
                elif mapped.form in NESTING:
                    found.append(VariableName(mapped.name, _note(mapped.form), _example(below)))
        below_maps = f"below {MAP_STEM}" if found else ""
        return (*found, VariableName(NODE_CONFIG, f"JSON, {below_maps}".rstrip(", "), _example(path)))

    def unreachable(self, spec: DialectSpec, path: KeyPath) -> str:  # noqa: ARG002
        """Why neither NODE_CONFIG nor a mapped variable sets a key."""
        return self._unreachable(path)

    def split(self, spec: DialectSpec, name: str) -> tuple[NamePart, ...]:  # noqa: ARG002
        """Names do not fall into parts."""
        return (NamePart(name, PartRole.OTHER),)

    def text_for(self, spec: DialectSpec, path: KeyPath, value: Value) -> str | None:  # noqa: ARG002
        """The text in the format of the mapped variable."""
        mapped = next(iter(self.names.get(path, ())), None)
        return None if mapped is None else _text(value, mapped.form)

    def _selection(self, environment: str | None, environ: Mapping[str, str], host: str) -> Selection:
        return Selection(
            deployments(environment),
            environ.get("HOST") or environ.get("HOSTNAME") or host,
            environ.get("NODE_APP_INSTANCE") or "",
            folders(environ.get("NODE_CONFIG_DIR") or "", self.folder),
            self.major,
        )

    def _runtime(self, environ: Mapping[str, str], chosen: Selection) -> str:
        """The path of runtime.json, "" in versions that have none."""
        if self.major > INTERLEAVED:
            return ""
        return environ.get("NODE_CONFIG_RUNTIME_JSON") or f"{chosen.folders[-1]}/runtime.json"

    def _check(self, run: Run, chosen: Selection, environ: Mapping[str, str], files: Sequence[Layer]) -> None:
        strictness = Strictness(
            "NODE_CONFIG_ENV" if environ.get("NODE_CONFIG_ENV") else "NODE_ENV",
            chosen.folders[-1],
            self.deployments,
            environ.get("NODE_CONFIG_STRICT_MODE") in _TRUE,
            bool(environ.get("SUPPRESS_STRICTNESS_CHECK")) and self.major > INTERLEAVED,
            self.major <= INTERLEAVED,
        )
        here = [layer for layer in files if layer.status is not LayerStatus.MISSING]
        names = [PurePosixPath(layer.path or "").name for layer in here]
        names += ["$NODE_CONFIG"] if environ.get(NODE_CONFIG) else []
        stop = broken_pattern(strictness, chosen)
        if stop is not None:
            run.stops.append(stop)
            run.findings.append(stopped(stop))
        for complaint in complaints(strictness, chosen, names):
            if strictness.strict:
                run.stops.append(stop_for(strictness, complaint))
                run.findings.append(stopped(run.stops[-1], meant_by(strictness, complaint.deployment)))
            run.findings.append(complaint.finding)
        if self.hosts and not chosen.host:
            run.findings.append(telling.host_unknown(self.hosts))
        if environ.get("NODE_CONFIG_PARSER"):
            run.findings.append(telling.own_parser())

    def _unreachable(self, path: KeyPath) -> str:
        if path == ("util",):
            return "node-config keeps util at the top for itself, whatever a layer says."
        if "__proto__" in path:
            return "JavaScript keeps __proto__ for itself."
        if len(path) > MAX_DEPTH:
            return f"node-config merges no further than {MAX_DEPTH} keys deep."
        return ""


def map_names(roots: Iterable[Node | None]) -> dict[KeyPath, tuple[MappedName, ...]]:
    """The variables of maps (low to high) by the keys that they set, the one that wins first."""
    names: dict[KeyPath, tuple[MappedName, ...]] = {}
    for root in roots:
        for mapped in () if root is None else mapped_names(root, lambda _: True):
            if isinstance(mapped, MappedName):
                names[mapped.path] = (mapped, *names.get(mapped.path, ()))
    return names


def _is_defaults(layer: Layer) -> bool:
    return layer.kind in (LayerKind.DEFAULT, LayerKind.DOTENV)


def _note(form: str | None) -> str:
    if form is None:
        return ""
    if form == "boolean":
        return "true for exactly true, else false"
    return "read as a number" if form == "number" else f"read as {form}"


def _example(path: KeyPath) -> str:
    parts = map(str, path)
    names = [f'"{part}"' if part.isalnum() else json.dumps(part, ensure_ascii=False) for part in parts]
    return f'{{{": {".join(names)}: "…"{"}" * len(names)}'


def _text(value: Value, form: str | None) -> str | None:
    if form is None:
        return value if isinstance(value, str) and value else None
    if form == "boolean":
        return ("true" if value else "false") if isinstance(value, bool) else None
    if form == "number":
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        text = str(value)
        return text if number_of(text) == value else None
    if form not in NESTING or value is None:
        return None
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError):
        return None
