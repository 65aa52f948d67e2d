"""What a rule is, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects import DialectSpec
from inspector.config.layers import Layer
from inspector.config.resolve import KeyInfo, Resolution, Setting
from inspector.config.resolve.lookup import paths_in
from inspector.config.rules.odd_yaml import OddYaml
from inspector.config.shadow import Environ
from inspector.config.values import KeyPath


@dataclass(frozen=True)
class Scene:
    """A resolved workspace, as the rules see it. `environment_asked` is False for a mere default."""

    dialect: DialectSpec
    layers: Sequence[Layer]
    environ: Environ
    resolution: Resolution
    environment: str | None = None
    environments: tuple[str, ...] = ()
    environment_asked: bool = False
    schema_keys: Mapping[KeyPath, KeyInfo] = field(default_factory=dict)

    @cached_property
    def known(self) -> frozenset[KeyPath]:
        """The keys that files or the schema name, mappings included."""
        roots = (layer.root for layer in self.layers if layer.merged)
        written = (path for root in roots if root is not None for path in paths_in(root))
        return frozenset((*self.schema_keys, *written))

    @cached_property
    def odd_yaml(self) -> OddYaml:
        """What readers of YAML may disagree about."""
        return OddYaml(self.layers)

    @cached_property
    def settings(self) -> Mapping[KeyPath, Setting]:
        """The settings by their paths."""
        return {setting.path: setting for setting in self.resolution.settings}

    @property
    def prefix(self) -> str:
        """What variables begin with."""
        return self.dialect.prefix

    def variable_for(self, path: KeyPath) -> str | None:
        """The name of the variable that sets a key, None when there is none."""
        return self.dialect.variable_for(path)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `check` is given the rule itself, to make its findings with."""

    code: str
    severity: Severity
    title: str
    check: Callable[[Rule, Scene], Iterable[Finding]]

    def finding(
        self,
        message: str,
        hint: str,
        places: Iterable[Place],
        key: str | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this rule."""
        return Finding(self.code, severity or self.severity, message, key, hint, tuple(places))
