"""How an application stacks its layers, as data, and the few rules that data cannot say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from inspector.base.findings import Finding
from inspector.config.layers import Layer, LayerKind
from inspector.config.shadow import Branch, Environ, Landed, Stop, VariableSources
from inspector.config.values import KeyPath, Value


@dataclass(frozen=True, slots=True)
class FileLayer:
    """A file of settings. `{environment}` in a path or section stands for the environment's name.

    `paths` are alternatives: the first that exists is the layer. With `every`, each one that exists is a
    layer of its own, ranked as they stand, and a path may be a glob, whose files come in sorted order.
    The application does not start without a `required` one. `section` are the keys in the file below which
    the layer's settings stand, () for the whole file. `format` is the format of the file, None for what its
    name tells.
    """

    kind: LayerKind
    paths: tuple[str, ...]
    required: bool = False
    every: bool = False
    section: tuple[str, ...] = ()
    format: str | None = None

    @property
    def by_environment(self) -> bool:
        """Whether each environment has a file or a section of its own."""
        return any("{environment}" in text for text in (*self.paths, *self.section))

    def paths_for(self, environment: str | None) -> tuple[str, ...]:
        """The paths in an environment; none when the layer needs an environment and there is none."""
        if not self.by_environment:
            return self.paths
        if environment is None:
            return ()
        return tuple(path.replace("{environment}", environment) for path in self.paths)

    def section_for(self, environment: str | None) -> tuple[str, ...]:
        """The section in an environment."""
        return tuple(part.replace("{environment}", environment or "") for part in self.section)


@dataclass(frozen=True, slots=True)
class LayerInputs:
    """What decides which files are layers.

    `environ` are the variables that are known before any file is read, what-if included, the last of a
    name standing. `host` is the name of the machine that they were taken from, "" when nobody knows it.
    `read` reads the layers of one FileLayer: none when it needs an environment and there is none, a layer
    with the status `missing` when no file is there (none at all with `every`).
    """

    environment: str | None
    environ: Mapping[str, str]
    read: Callable[[FileLayer], tuple[Layer, ...]]
    host: str = ""


@dataclass(frozen=True, slots=True)
class StackInputs:
    """What a dialect stacks: all layers, low to high, and the variables as `compose` put them together.

    `known` are the keys that a schema names, mappings included. `host` is as in LayerInputs.
    """

    layers: Sequence[Layer]
    environ: Environ
    environment: str | None = None
    known: Collection[KeyPath] = ()
    host: str = ""


@dataclass(frozen=True, slots=True)
class Stacked:
    """The application's tree, and what happened on the way.

    `stops` are in the order in which the application meets them. `landed` are the variables that it reads.
    `findings` are what the dialect itself tells, such as values that it refuses. `rules` are the dialect's
    own with what they have learned from the files, such as the keys that variables may mean; None when
    that changes nothing. `secrets` are keys that hold the value of a secret, whatever they are called.
    `order` are the ids of all layers, low to high, where the dialect ranks them in another order than they
    were read in; () where it does not.
    """

    root: Branch
    stops: tuple[Stop, ...] = ()
    landed: tuple[Landed, ...] = ()
    findings: tuple[Finding, ...] = ()
    rules: Rules | None = None
    secrets: frozenset[KeyPath] = frozenset()
    order: tuple[str, ...] = ()


class PartRole(StrEnum):
    """What a part of a variable's name is."""

    PREFIX = "prefix"
    SEPARATOR = "separator"
    KEY = "key"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NamePart:
    """A piece of a variable's name. The pieces put together are the name."""

    text: str
    role: PartRole


@dataclass(frozen=True, slots=True)
class VariableName:
    """A name that sets a key. `note` says how, "" for the plain way: the text is the value.

    `example` is the text that gives the key a value of its own, with `…` for the value, such as
    `{"host": "…"}` where a variable holds a whole mapping.
    """

    name: str
    note: str = ""
    example: str = "…"

    @property
    def plain(self) -> bool:
        """Whether the variable's whole text is the value."""
        return self.example == "…"


class Rules(Protocol):
    """What a dialect does. Implemented by frozen dataclasses, whose fields are the options of a workspace."""

    def layers(self, spec: DialectSpec, inputs: LayerInputs) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
        """The layers of files, low to high, and those of `.env` files, high to low."""

    def compose(self, spec: DialectSpec, sources: VariableSources) -> Environ:
        """The variables that the application sees, in its order, and those that do not make it."""

    def stack(self, spec: DialectSpec, inputs: StackInputs) -> Stacked:
        """All layers put together. Never raises for what files and variables say."""

    def claims(self, spec: DialectSpec, name: str) -> bool:
        """Whether the application reads a variable of this name."""

    def names_for(self, spec: DialectSpec, path: KeyPath) -> tuple[VariableName, ...]:
        """Every name that sets a key, the one that wins first; () for keys out of reach."""

    def unreachable(self, spec: DialectSpec, path: KeyPath) -> str:
        """Why no variable sets a key, as a sentence; "" when one does."""

    def split(self, spec: DialectSpec, name: str) -> tuple[NamePart, ...]:
        """How a name that the application reads falls into parts."""

    def text_for(self, spec: DialectSpec, path: KeyPath, value: Value) -> str | None:
        """The text that gives a key this value when the plain name holds it; None when none does."""


@dataclass(frozen=True, slots=True)
class DialectSpec:
    """A way of stacking layers.

    `library` names the library and version whose behaviour was reproduced, "" for a scheme without one.
    `files` are ranked low to high, `dotenv` high to low: the first that sets a variable wins. `formats`
    replaces a format by the variant that the application's parser reads (`yaml` by `yaml-1.2`). The first of
    `environment_variables` that is set selects the environment, `default_environment` stands when none is;
    None means that there are no environments. `prefix` is what variables begin with unless the workspace
    says otherwise. `separator` stands between the parts of a key in a variable's name, "" when names do not
    nest.
    """

    name: str
    title: str
    rules: Rules
    library: str = ""
    files: tuple[FileLayer, ...] = ()
    dotenv: tuple[str, ...] = ()
    formats: Mapping[str, str] = field(default_factory=dict)
    environment_variables: tuple[str, ...] = ()
    default_environment: str | None = None
    prefix: str = ""
    separator: str = ""

    def variable_for(self, path: KeyPath) -> str | None:
        """The name of the variable whose whole text is the value of a key, None when there is none."""
        return next((name.name for name in self.rules.names_for(self, path) if name.plain), None)
