"""The dialect `custom`: whatever a workspace declares about its layers, names and merging."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from inspector.config.dialects.custom.known import KnownKeys
from inspector.config.dialects.custom.naming import Naming
from inspector.config.dialects.custom.options import Case, Empty, Filling, Match, Reading, Unknown
from inspector.config.dialects.custom.stacking import Stacking
from inspector.config.dialects.custom.texts import text_of
from inspector.config.dialects.reading import spec_layers
from inspector.config.dialects.spec import (
    DialectSpec,
    LayerInputs,
    NamePart,
    Stacked,
    StackInputs,
    VariableName,
)
from inspector.config.layers import Layer
from inspector.config.shadow import Environ, Lists, MergeRules, Nulls, VariableSources, compose_environ
from inspector.config.values import KeyPath, Value


@dataclass(frozen=True, slots=True)
class CustomRules:
    """What a workspace declares. `prefixes` are ranked low to high; () when no variable is read.

    `max_splits` is None where every separator splits a name. `known` are the keys of the files and the
    schema, None before they are read.
    """

    prefixes: tuple[str, ...] = ()
    match: Match = Match.SPLIT
    case: Case = Case.LOWER
    max_splits: int | None = None
    reading: Reading = Reading.TEXT
    empty: Empty = Empty.VALUE
    unknown: Unknown = Unknown.SET
    dotenv_overrides: bool = False
    merging: MergeRules = field(default_factory=MergeRules)
    filling: Filling = Filling.NONE
    known: KnownKeys | None = field(default=None, compare=False, repr=False)

    def layers(self, spec: DialectSpec, inputs: LayerInputs) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
        """The files as they are declared."""
        return spec_layers(spec, inputs)

    def compose(self, spec: DialectSpec, sources: VariableSources) -> Environ:  # noqa: ARG002
        """load_dotenv for each file, which overrides the process where that is declared."""
        return compose_environ(sources, dotenv_overrides=self.dotenv_overrides)

    def stack(self, spec: DialectSpec, inputs: StackInputs) -> Stacked:
        """Files merged by the rules, then each variable put in by the same rules, then keys filled in."""
        stacking = Stacking(self.merging, self.reading, self.filling, inputs.environ)
        for layer in inputs.layers:
            if layer.merged:
                stacking.add_file(layer)
        rules = self
        if self.match is Match.KNOWN_KEYS or self.case is Case.KNOWN_KEYS or self.unknown is Unknown.IGNORED:
            rules = replace(self, known=KnownKeys.of(stacking.root, inputs.known))
        stacking.add_variables(rules.naming(spec), self.empty, self.unknown)
        return replace(stacking.stacked(), rules=rules)

    def claims(self, spec: DialectSpec, name: str) -> bool:
        """Every name with a prefix; where unknown ones are ignored, those that mean a key."""
        located = self.naming(spec).locate(name)
        return located is not None and (located.known or self.unknown is Unknown.SET or self.known is None)

    def names_for(self, spec: DialectSpec, path: KeyPath) -> tuple[VariableName, ...]:
        """A name for each prefix, the highest first; in some dialects two spellings of each."""
        naming = self.naming(spec)
        return () if self._passes_by(naming, path) else tuple(naming.names(path))

    def unreachable(self, spec: DialectSpec, path: KeyPath) -> str:
        """Why no name means a key."""
        naming = self.naming(spec)
        if self._passes_by(naming, path):
            return "No file and no schema knows the key, and variables for such keys are ignored."
        return "" if any(naming.names(path)) else naming.unreachable(path)

    def split(self, spec: DialectSpec, name: str) -> tuple[NamePart, ...]:
        """The prefix, then the parts of the key that the name means."""
        return tuple(self.naming(spec).parts(name))

    def text_for(self, spec: DialectSpec, path: KeyPath, value: Value) -> str | None:  # noqa: ARG002
        """The text that is read as this value, where it replaces what stands below."""
        joins = (
            (isinstance(value, dict) and bool(value))
            or (isinstance(value, list) and self.merging.lists is not Lists.REPLACE)
            or (value is None and self.merging.nulls is not Nulls.OVERRIDES)
            or (value == "" and self.empty is Empty.IGNORED)
        )
        return None if joins else text_of(value, self.reading)

    def naming(self, spec: DialectSpec) -> Naming:
        """How names mean keys here: by the declared prefixes, or by another one that somebody chose."""
        prefixes = self.prefixes
        if spec.prefix != (prefixes[-1] if prefixes else ""):
            prefixes = (spec.prefix,)
        known = KnownKeys() if self.known is None else self.known
        return Naming(prefixes, spec.separator, self.match, self.case, self.max_splits, known)

    def _passes_by(self, naming: Naming, path: KeyPath) -> bool:
        return self.unknown is Unknown.IGNORED and self.known is not None and not naming.knows(path)
