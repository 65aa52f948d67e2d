"""The rules of the dialect: which files and variables a settings class reads, and what it makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from inspector.base.places import Place
from inspector.config.dialects.pydantic_settings.dotenv_values import dotenv_variables
from inspector.config.dialects.pydantic_settings.env_files import in_process
from inspector.config.dialects.pydantic_settings.env_options import EnvOptions
from inspector.config.dialects.pydantic_settings.layering import read_layers
from inspector.config.dialects.pydantic_settings.model import SettingsModel
from inspector.config.dialects.pydantic_settings.naming import Landing, Names
from inspector.config.dialects.spec import (
    DialectSpec,
    LayerInputs,
    NamePart,
    PartRole,
    Stacked,
    StackInputs,
    VariableName,
)
from inspector.config.layers import Layer, LayerKind
from inspector.config.shadow import (
    Branch,
    Environ,
    Shadowed,
    Variable,
    VariableSources,
)
from inspector.config.values import KeyPath, Value


@dataclass(frozen=True)
class PydanticSettingsRules:
    """The rules for one settings class; without one, nothing is read.

    `others` are the workspace's settings classes beside it: what they look at is meant for them.
    """

    model: SettingsModel | None = None
    others: tuple[SettingsModel, ...] = ()

    def layers(self, spec: DialectSpec, inputs: LayerInputs) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
        """The files that the class reads."""
        model = self._model(spec)
        if model is None:
            return (), ()
        return read_layers(in_process(model, inputs.environ, inputs.environment, keep=True), inputs)

    def compose(self, spec: DialectSpec, sources: VariableSources) -> Environ:
        """The process's variables, what-if in their place, and those of each `.env` file by itself.

        A variable of a `.env` file stays below one of the process with the same name, unless both may be
        mappings, which are merged.
        """
        process: dict[str, Variable] = {}
        shadowed: list[Shadowed] = []
        for name, text in sources.variables:
            process.setdefault(name, Variable(sources.process, name, text, text, Place(variable=name)))
        for name, text in sources.typed:
            variable = Variable(sources.what_if, name, text, text, Place(variable=name))
            if name in process:
                shadowed.append(Shadowed(process[name], variable, f"what-if sets {name} in its place"))
            process[name] = variable
        fold = self._fold(spec)
        taken = {fold(name): variable for name, variable in process.items()}
        texts = {name: variable.text or "" for name, variable in process.items()}
        applied: list[Variable] = list(process.values())
        for layer in sources.dotenv:
            for variable in dotenv_variables(layer, texts):
                by = taken.get(fold(variable.name))
                if by is None or _may_be_mapping(variable):
                    applied.append(variable)
                    continue
                reason = f"{by.name} in {by.layer.label} counts more than a .env file"
                if by.layer.kind is LayerKind.DOTENV:
                    reason = f"{by.layer.label} is read later"
                shadowed.append(Shadowed(variable, by, reason))
            for variable in dotenv_variables(layer, texts):
                taken.setdefault(fold(variable.name), variable)
        return Environ(tuple(applied), tuple(shadowed))

    def stack(self, spec: DialectSpec, inputs: StackInputs) -> Stacked:
        """Sources gathered, checked by pydantic itself, and the tree of what came out of it."""
        model = self._model(spec)
        if model is None:
            return Stacked(Branch())
        from inspector.config.dialects.pydantic_settings.stacking import stack

        def is_of_others(name: str) -> bool:
            return any(names_of(other).claims(name) for other in self.others)

        process = {
            variable.name: variable.text or ""
            for variable in inputs.environ.applied
            if variable.layer.kind is not LayerKind.DOTENV
        }
        here = in_process(model, process, inputs.environment)
        return stack(here, names_of(model), inputs, is_of_others)

    def claims(self, spec: DialectSpec, name: str) -> bool:
        """The names of fields and those below them, and all that begin with the prefix."""
        model = self._model(spec)
        return model is not None and names_of(model).claims(name)

    def names_for(self, spec: DialectSpec, path: KeyPath) -> tuple[VariableName, ...]:
        """The names of the field, of its aliases, and of mappings above it as JSON."""
        model = self._model(spec)
        return () if model is None else names_of(model).names_for(path)

    def unreachable(self, spec: DialectSpec, path: KeyPath) -> str:
        """Why no name leads to a key."""
        model = self._model(spec)
        return _NO_CLASS if model is None else names_of(model).unreachable(path)

    def split(self, spec: DialectSpec, name: str) -> tuple[NamePart, ...]:
        """The prefix, the field, and what stands between the delimiters."""
        model = self._model(spec)
        return (NamePart(name, PartRole.OTHER),) if model is None else names_of(model).split(name)

    def text_for(self, spec: DialectSpec, path: KeyPath, value: Value) -> str | None:
        """A text as it is, a list or mapping as JSON, unless the field has NoDecode."""
        model = self._model(spec)
        landing = None if model is None else self._landing(spec, path)
        if model is None or landing is None:
            return None
        if landing.complex or isinstance(value, list | dict):
            if landing.field is not None and not EnvOptions.of(model.root).decodes(landing.field):
                return value if isinstance(value, str) else None  # only a validator makes more of the text
            return json.dumps(value, ensure_ascii=False, default=str)
        if value is None:
            return EnvOptions.of(model.root).none_text
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value)

    def _model(self, spec: DialectSpec) -> SettingsModel | None:
        """The model with the prefix that was asked for."""
        return None if self.model is None else _with_prefix(self.model, spec.prefix)

    def _landing(self, spec: DialectSpec, path: KeyPath) -> Landing | None:
        model = self._model(spec)
        name = next((known.name for known in self.names_for(spec, path) if known.plain), None)
        return None if name is None or model is None else names_of(model).landing(name)

    def _fold(self, spec: DialectSpec) -> Callable[[str], str]:
        model = self._model(spec)
        if model is not None and EnvOptions.of(model.root).naming.case_sensitive:
            return str
        return str.lower


@lru_cache(maxsize=16)
def names_of(model: SettingsModel) -> Names:
    """The names of variables of a model."""
    return Names(model)


@lru_cache(maxsize=16)
def _with_prefix(model: SettingsModel, prefix: str) -> SettingsModel:
    if (model.root.option("env_prefix") or "") == prefix:
        return model
    root = replace(model.root, config=(*model.root.config, ("env_prefix", prefix)))
    return replace(model, root=root, classes={**model.classes, root.id: root})


def _may_be_mapping(variable: Variable) -> bool:
    return (variable.text or "").lstrip().startswith("{")


_NO_CLASS = "There is no settings class."
