"""What a rule is, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects import DialectSpec
from inspector.config.dialects.suggestion import Suggestion, suggestions, would_set
from inspector.config.layers import Layer, LayerKind
from inspector.config.resolve import Candidate, KeyInfo, Resolution, Setting
from inspector.config.resolve.lookup import paths_in
from inspector.config.resolve.secrecy import is_secret_part, is_secret_path
from inspector.config.rules.meaning import Meaning
from inspector.config.rules.odd_yaml import OddYaml
from inspector.config.shadow import Environ, Landed
from inspector.config.values import KeyPath, join_key

FILES = (LayerKind.DEFAULT, LayerKind.BASE, LayerKind.ENVIRONMENT)
"""The kinds of layers that hold settings and no variables."""


_MAX_NAMED = 4
_MAX_PLACES = 100


def runner_up(setting: Setting) -> Candidate:
    """The highest candidate of a contested setting but the winner."""
    *_, second, last = setting.candidates
    return second if last is setting.source else last


def named(paths: Sequence[KeyPath]) -> str:
    """The first few keys, and how many more there are."""
    more = f" and {len(paths) - _MAX_NAMED} more" if len(paths) > _MAX_NAMED else ""
    return ", ".join(join_key(path) for path in paths[:_MAX_NAMED]) + more


def _is_below(path: KeyPath, wholes: frozenset[KeyPath]) -> bool:
    return bool(wholes) and any(path[:end] in wholes for end in range(1, len(path)))


def _none_tracked(paths: Collection[str]) -> frozenset[str]:  # noqa: ARG001
    return frozenset()


@dataclass(frozen=True)
class Scene:
    """A resolved workspace, as the rules see it. `environment_asked` is False for a mere default.

    `tracked` gives those of the paths that git tracks. `yaml_1_1_reader` says where the workspace names a
    reader of YAML 1.1, "" when it names none. Both read the disk and are called when a rule needs them.
    """

    dialect: DialectSpec
    layers: Sequence[Layer]
    environ: Environ
    resolution: Resolution
    environment: str | None = None
    environments: tuple[str, ...] = ()
    environment_asked: bool = False
    schema_keys: Mapping[KeyPath, KeyInfo] = field(default_factory=dict)
    tracked: Callable[[Collection[str]], frozenset[str]] = _none_tracked
    yaml_1_1_reader: Callable[[], str] = str

    @cached_property
    def known(self) -> frozenset[KeyPath]:
        """The keys that files or the schema name, mappings included."""
        roots = (layer.root for layer in self.layers if layer.merged or layer.names_variables)
        written = (path for root in roots if root is not None for path in paths_in(root))
        return frozenset((*self.schema_keys, *written))

    def is_known(self, path: KeyPath) -> bool:
        """Whether files or the schema name a key. Asks the settings first, which are at hand."""
        setting = self.settings.get(path)
        if setting is not None and setting.candidates[0].place.variable is None:
            return not _is_below(path, self._wholes) or path in self.known
        return path in self.known

    @cached_property
    def meaning(self) -> Meaning:
        """Which known key or name somebody meant."""
        return Meaning(self.dialect, self.known)

    @cached_property
    def odd_yaml(self) -> OddYaml:
        """What readers of YAML may disagree about."""
        return OddYaml(self.layers)

    @cached_property
    def settings(self) -> Mapping[KeyPath, Setting]:
        """The settings by their paths."""
        return {setting.path: setting for setting in self.resolution.settings}

    @cached_property
    def contested(self) -> tuple[Setting, ...]:
        """The settings that more than one layer writes, and that are no part of what somebody replaced as a
        whole: there, candidates are values of keys above."""
        several = [setting for setting in self.resolution.settings if len(setting.candidates) > 1]
        wholes = self._wholes
        if not wholes:
            return tuple(several)
        return tuple([setting for setting in several if not _is_below(setting.path, wholes)])

    def in_files(self, path: KeyPath) -> list[Candidate]:
        """What files say at a key itself, the highest first."""
        setting = self.settings.get(path)
        if setting is None or _is_below(path, self._wholes):
            return []
        return [c for c in reversed(setting.candidates) if c.kind in FILES]

    @cached_property
    def unapplied(self) -> frozenset[Place]:
        """Where variables stand that never took part."""
        lost = [shadowed.variable.place for shadowed in self.environ.shadowed]
        idle = [landed.variable.place for landed in self.resolution.landed if not landed.applied]
        return frozenset((*lost, *idle))

    def is_told(self, key: str, place: Place) -> bool:
        """Whether the dialect itself has a finding about a key that begins at this place."""
        return (key, place) in self._told

    @cached_property
    def _told(self) -> frozenset[tuple[str | None, Place]]:
        return frozenset((f.key, f.places[0]) for f in self.resolution.findings if f.places)

    @cached_property
    def _wholes(self) -> frozenset[KeyPath]:
        return frozenset(replacement.path for replacement in self.resolution.replacements)

    @cached_property
    def applied(self) -> tuple[Landed, ...]:
        """The variables that had an effect, in the order of the application."""
        return tuple([landed for landed in self.resolution.landed if landed.applied])

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return {layer.id: layer.label for layer in self.layers}

    @property
    def prefix(self) -> str:
        """What variables begin with."""
        return self.dialect.prefix

    def layer_label(self, candidate: Candidate) -> str:
        """What a sentence calls the layer of a candidate."""
        return self._labels[candidate.layer]

    def label(self, candidate: Candidate) -> str:
        """What a sentence calls a candidate: its layer, and the variable when it is one."""
        name, layer = candidate.place.variable, self._labels[candidate.layer]
        if name is None:
            return layer
        return name if candidate.place.path is None else f"{name} in {layer}"

    def variable_for(self, path: KeyPath) -> str | None:
        """The name of the variable that sets a key, None when there is none."""
        return self.dialect.variable_for(path)

    def would_set(self, path: KeyPath) -> str:
        """For a key that no variable sets: the sentence about a name that would, in a dialect much like this
        one; "" when none is known."""
        return "" if self.variable_for(path) else would_set(self._suggested, path)

    @cached_property
    def _suggested(self) -> tuple[Suggestion, ...]:
        return suggestions(self.dialect, self.known)

    def claims(self, name: str) -> bool:
        """Whether the application reads a variable of this name."""
        return self.dialect.rules.claims(self.dialect, name)

    def text_for(self, path: KeyPath, value: object) -> str | None:
        """The text that gives a key this value through a variable, None when none does."""
        return self.dialect.rules.text_for(self.dialect, path, value)

    def where(self, path: KeyPath) -> tuple[Place, ...]:
        """Where the effective value of a key stands, () when it has none."""
        setting = self.settings.get(path)
        return () if setting is None else (setting.source.place,)

    def is_secret(self, landed: Landed) -> bool:
        """Whether a variable holds a secret, by its key, its name or the schema."""
        info = self.schema_keys.get(landed.path)
        return (
            (info is not None and info.secret)
            or is_secret_path(landed.path)
            or is_secret_part(landed.variable.name)
        )


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
        """A finding of this rule, with the first places when there are very many."""
        kept = tuple(islice(places, _MAX_PLACES))
        return Finding(self.code, severity or self.severity, message, key, hint, kept)
