"""The environment that the application sees: the process's own, what-if on top, then `.env` files."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.dotenv import GROWS, load
from inspector.config.layers import Layer
from inspector.config.shadow.endless import endless
from inspector.config.shadow.unset import unset


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable as one layer writes it. `text` is None when there is no `=` behind the name.

    `raw` is the text as written, before `${…}` was filled in. `place` is that of the value.
    """

    layer: Layer
    name: str
    text: str | None
    raw: str | None
    place: Place
    key_place: Place | None = None


@dataclass(frozen=True, slots=True)
class Shadowed:
    """A variable that never reaches the application; `by` is the one that was set before it, if any."""

    variable: Variable
    by: Variable | None
    reason: str


@dataclass(frozen=True, slots=True)
class Environ:
    """The variables of the application in their order, and those that did not make it.

    `findings` tell what went wrong when they were put together, such as references that go round in a circle.
    """

    applied: tuple[Variable, ...] = ()
    shadowed: tuple[Shadowed, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def written(self) -> tuple[Variable, ...]:
        """All variables of all layers."""
        return (*self.applied, *(lost.variable for lost in self.shadowed))


@dataclass(frozen=True, slots=True)
class VariableSources:
    """Where variables come from: the process and its pairs in order, what was typed, `.env` files.

    `dotenv` are ranked high to low: the first that sets a variable wins.
    """

    process: Layer
    variables: tuple[tuple[str, str], ...]
    what_if: Layer
    typed: tuple[tuple[str, str], ...]
    dotenv: tuple[Layer, ...] = ()


def compose_environ(sources: VariableSources, *, dotenv_overrides: bool = False) -> Environ:
    """The environment after load_dotenv has run on each file.

    Without `dotenv_overrides` that is load_dotenv(override=False), the highest file first. With it, it is
    load_dotenv(override=True), the lowest file first, so that files beat the process, but never what-if.
    What `.env` files add comes behind what is exported.
    """
    environ, shadowed = exported(sources)
    grown: list[Variable] = []
    findings: list[Finding] = []
    for layer in reversed(sources.dotenv) if dotenv_overrides else sources.dotenv:
        if layer.document is None:
            continue
        empty: dict[Place, tuple[str, ...]] = {}
        seen = {name: variable.text or "" for name, variable in environ.items()}
        for value in load(layer.document, seen, override=dotenv_overrides):
            place = replace(value.place, variable=value.name)
            variable = Variable(layer, value.name, value.value, value.written, place, value.key_place)
            by = environ.get(value.name)
            if value.applied and value.unset:
                empty[place] = value.unset
            if value.applied and by is not None and by.layer is sources.what_if:
                shadowed.append(Shadowed(variable, by, f"what-if sets {value.name} in its place"))
            elif value.applied:
                if by is not None:
                    shadowed.append(Shadowed(by, variable, f"{layer.label} overrides it"))
                environ[value.name] = variable
            else:
                reason = value.reason
                grown += [variable] if reason == GROWS else []
                if by is not None and not dotenv_overrides:
                    reason = f"{value.name} is set in {by.layer.label} before this file is loaded"
                shadowed.append(Shadowed(variable, by, reason))
        findings += [unset(layer.label, empty)] if empty else []
    if grown:
        places = [variable.place for variable in grown]
        findings.append(endless(places, "nothing of them is set here.", circle=False, escape=False))
    return Environ(tuple(environ.values()), tuple(shadowed), tuple(findings))


def exported(sources: VariableSources) -> tuple[dict[str, Variable], list[Shadowed]]:
    """The variables before any `.env` file is loaded, by their names, and those that what-if replaces.

    A what-if variable takes the spot of the process variable that it replaces; others come behind the
    process's own, as if they had been exported last.
    """
    environ: dict[str, Variable] = {}
    shadowed: list[Shadowed] = []
    for name, text in sources.variables:
        environ.setdefault(name, Variable(sources.process, name, text, text, Place(variable=name)))
    for name, text in sources.typed:
        variable = Variable(sources.what_if, name, text, text, Place(variable=name))
        if name in environ:
            shadowed.append(Shadowed(environ[name], variable, f"what-if sets {name} in its place"))
        environ[name] = variable
    return environ, shadowed
