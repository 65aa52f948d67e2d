"""How an application stacks its layers, as data, and the few rules that data cannot say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector.config.layers import LayerKind
from inspector.config.values import KeyPath, Value


@dataclass(frozen=True, slots=True)
class FileLayer:
    """A file of settings. `{environment}` in a path stands for the environment's name.

    `paths` are alternatives: the first that exists is the layer. The application does not start without
    a `required` one.
    """

    kind: LayerKind
    paths: tuple[str, ...]
    required: bool = False

    @property
    def by_environment(self) -> bool:
        """Whether each environment has a file of its own."""
        return "{environment}" in self.paths[0]

    def paths_for(self, environment: str | None) -> tuple[str, ...]:
        """The paths in an environment; none when the layer needs an environment and there is none."""
        if not self.by_environment:
            return self.paths
        if environment is None:
            return ()
        return tuple(path.replace("{environment}", environment) for path in self.paths)


@dataclass(frozen=True, slots=True)
class DialectSpec:
    """A way of stacking layers.

    `files` are ranked low to high. `dotenv` are in the order in which they are loaded: the first that
    sets a variable wins. `environment_variable` selects the environment, `default_environment` stands
    when it is not set. `prefix` is what variables begin with unless the workspace says otherwise.
    `key_path` is where a variable's name without the prefix points, `variable_for` the name (again
    without prefix) that points at a key, None when there is none, and `read_text` what a variable's
    text becomes.
    """

    name: str
    title: str
    files: tuple[FileLayer, ...]
    dotenv: tuple[str, ...]
    environment_variable: str
    default_environment: str
    prefix: str
    separator: str
    key_path: Callable[[str], KeyPath]
    variable_for: Callable[[KeyPath], str | None]
    read_text: Callable[[str], Value]
