"""What all families of `.env` files have in common: a setting is a variable, and its key is the name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

from inspector.base.findings import Finding
from inspector.config.dialects.dotenv_files.cuts import cut_values
from inspector.config.dialects.reading import spec_layers
from inspector.config.dialects.spec import (
    DialectSpec,
    LayerInputs,
    NamePart,
    PartRole,
    Stacked,
    StackInputs,
    VariableName,
)
from inspector.config.formats.javascript import js_ordered
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.shadow import Branch, Environ, Landed, Stop, Variable, VariableSources, Written
from inspector.config.values import KeyPath, Value, part_text


@dataclass(frozen=True, slots=True)
class DotenvRules(ABC):
    """The rules of a family. `names` are the variables that are settings: those that its files name.

    A prefix in the spec takes their place: then all that begins with it is a setting, and nothing else.
    """

    names: frozenset[str] = frozenset()

    def layers(self, spec: DialectSpec, inputs: LayerInputs) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
        """The files as the spec has them."""
        return spec_layers(spec, inputs)

    @abstractmethod
    def compose(self, spec: DialectSpec, sources: VariableSources) -> Environ:
        """The environment after the library has loaded the files."""

    @property
    def dollars(self) -> str:
        """How a `$` is written that begins no reference, "" where nothing is filled in."""
        return ""

    def told(self, spec: DialectSpec, inputs: StackInputs) -> tuple[Finding, ...]:  # noqa: ARG002
        """What the family itself tells of files and variables."""
        return ()

    def stack(self, spec: DialectSpec, inputs: StackInputs) -> Stacked:
        """The variables of the environment that are settings, in the order of the files that name them."""
        environ = inputs.environ
        typed = {variable.name for variable in environ.written if variable.layer.kind is LayerKind.WHAT_IF}
        own = replace(self, names=self.names | names_in(inputs.layers) | typed)
        root = Branch()
        landed: list[Landed] = []
        for variable in _in_reading_order(environ.applied, inputs.layers):
            if own.claims(spec, variable.name):
                written = Written(variable.layer, variable, variable.text, target=(variable.name,))
                root.put(variable.name, written, variable.text, None)
                landed.append(Landed(variable, (variable.name,), variable.text, applied=True))
        for lost in environ.shadowed:
            name, text = lost.variable.name, lost.variable.text
            if own.claims(spec, name):
                root.remember(
                    Written(lost.variable.layer, lost.variable, text, False, False, lost.reason, (name,))
                )
                landed.append(Landed(lost.variable, (name,), text, applied=False, reason=lost.reason))
        known = {variable.name for variable in environ.written}
        findings = (*own.told(spec, inputs), *cut_values(inputs.layers, known, self.dollars))
        stops = [
            Stop(finding.exception, finding.message, finding.places, finding.key)
            for finding in (*environ.findings, *findings)
            if finding.exception
        ]
        return Stacked(root, tuple(stops), tuple(landed), findings, own)

    def claims(self, spec: DialectSpec, name: str) -> bool:
        """A name that files set; with a prefix, every name that begins with it."""
        return name.startswith(spec.prefix) if spec.prefix else name in self.names

    def names_for(self, spec: DialectSpec, path: KeyPath) -> tuple[VariableName, ...]:
        """The key itself."""
        return () if self.unreachable(spec, path) else (VariableName(part_text(path[0])),)

    def unreachable(self, spec: DialectSpec, path: KeyPath) -> str:
        """Why no variable is called like a key."""
        name = part_text(path[0]) if len(path) == 1 else ""
        if not name or "=" in name or "\0" in name:
            return "No variable can have this name."
        if not name.startswith(spec.prefix):
            return f"Only variables that begin with {spec.prefix} are looked at."
        return ""

    def split(self, spec: DialectSpec, name: str) -> tuple[NamePart, ...]:
        """The prefix, and the rest."""
        prefix = spec.prefix if name.startswith(spec.prefix) else ""
        parts = (NamePart(prefix, PartRole.PREFIX), NamePart(name[len(prefix) :], PartRole.KEY))
        return tuple(part for part in parts if part.text)

    def text_for(self, spec: DialectSpec, path: KeyPath, value: Value) -> str | None:  # noqa: ARG002
        """Any text that a system takes."""
        return value if isinstance(value, str) and "\0" not in value else None


def variables_of(layer: Layer) -> dict[str, Variable]:
    """The variables of a `.env` file as written, before anything is filled in."""
    root = None if layer.status is LayerStatus.INACTIVE else layer.root
    variables = {}
    for key, node in () if root is None else root.entries:
        name, text = str(key), None if node.value is None else str(node.value)
        place = replace(node.place, variable=name)
        variables[name] = Variable(layer, name, text, text, place, node.key_place)
    return variables


def js_variables_of(layer: Layer) -> dict[str, Variable]:
    """The same for a reader in JavaScript, where names that are whole numbers come first."""
    return in_js_order(variables_of(layer))


def in_js_order(variables: Mapping[str, Variable]) -> dict[str, Variable]:
    """Variables as JavaScript goes through the properties of an object; `__proto__` is none."""
    names: dict[Hashable, Variable] = dict(variables.items())
    names.pop("__proto__", None)
    return {str(name): variable for name, variable in js_ordered(names).items()}


def names_in(layers: Iterable[Layer]) -> frozenset[str]:
    """The names in all `.env` files that take part."""
    return frozenset(
        name for layer in layers if layer.kind is LayerKind.DOTENV for name in variables_of(layer)
    )


def set_before(variable: Variable, by: Variable) -> str:
    """Why a variable of a file does not count."""
    return f"{variable.name} is set in {by.layer.label}, which comes before {variable.layer.label}"


def _in_reading_order(variables: Iterable[Variable], layers: Iterable[Layer]) -> list[Variable]:
    """As the files have them, the lowest file first; then the others in the order of the environment."""
    order: dict[str, int] = {}
    for layer in layers:
        if layer.kind is LayerKind.DOTENV:
            for name in variables_of(layer):
                order.setdefault(name, len(order))
    return sorted(variables, key=lambda variable: order.get(variable.name, len(order)))
