"""The dialect `dotenv-vite`: the `.env` files of Vite, `.env.<mode>` above `.env.local`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects.dotenv_files.bounds import EndlessError
from inspector.config.dialects.dotenv_files.expand_next import unescaped
from inspector.config.dialects.dotenv_files.expand_vite import Expander
from inspector.config.dialects.dotenv_files.family import (
    DotenvRules,
    in_js_order,
    js_variables_of,
    set_before,
)
from inspector.config.dialects.spec import DialectSpec, StackInputs
from inspector.config.layers import LayerKind
from inspector.config.shadow import Environ, Shadowed, Variable, VariableSources, endless, exported
from inspector.config.values import KeyPath, part_text

_STACK = "RangeError: Maximum call stack size exceeded"
_MAX_NAMED = 4

# Vite puts these into its own process when files set them and nobody else does; the first under another name.
_HANDED_ON = {"NODE_ENV": "VITE_USER_NODE_ENV", "BROWSER": "BROWSER", "BROWSER_ARGS": "BROWSER_ARGS"}
# What files set for Vite itself, which needs no prefix.
_FOR_VITE = frozenset(_HANDED_ON)


@dataclass(frozen=True, slots=True)
class ViteRules(DotenvRules):
    """loadEnv() of Vite. `prefixes` are those of `envPrefix` when there is more than one."""

    prefixes: tuple[str, ...] = ()

    def compose(self, spec: DialectSpec, sources: VariableSources) -> Environ:  # noqa: ARG002
        """All files merged, then filled in once; what the process has stays as it is."""
        return _Loading(sources).environ()

    @property
    def dollars(self) -> str:
        """A backslash; quotes change nothing."""
        return "\\$ (quotes do not keep it)"

    def claims(self, spec: DialectSpec, name: str) -> bool:
        """Names with a prefix; without one, those that files set."""
        if spec.prefix and spec.prefix in self.prefixes:
            return name.startswith(self.prefixes)
        return DotenvRules.claims(self, spec, name)

    def unreachable(self, spec: DialectSpec, path: KeyPath) -> str:
        """Vite shows the application nothing else than names with the prefix."""
        reason = DotenvRules.unreachable(self, spec, path)
        if reason and len(path) == 1 and self.claims(spec, part_text(path[0])):
            return ""
        return reason

    def told(self, spec: DialectSpec, inputs: StackInputs) -> tuple[Finding, ...]:
        """Variables that the application never sees, and the one mode that Vite refuses."""
        found = []
        if inputs.environment == "local":
            found.append(_LOCAL_REFUSED)
        hidden = [
            variable
            for variable in inputs.environ.written
            if variable.layer.kind is LayerKind.DOTENV
            and variable.name not in _FOR_VITE
            and not self.claims(spec, variable.name)
        ]
        if hidden:
            found.append(_not_exposed(hidden, self.prefixes or (spec.prefix,)))
        return tuple(found)


class _Loading:
    """One run of loadEnv."""

    def __init__(self, sources: VariableSources) -> None:
        self._exported, self._shadowed = exported(sources)
        self._written: dict[str, Variable] = {}
        for layer in reversed(sources.dotenv):
            for variable in js_variables_of(layer).values():
                self._add(variable)
        self._findings: list[Finding] = []

    def environ(self) -> Environ:
        """Fill in the references of all files together."""
        handed_on = self._handed_on()
        known = {**self._exported, **handed_on}
        set_already = {name: variable.text or "" for name, variable in known.items()}
        parsed = {name: variable.text or "" for name, variable in in_js_order(self._written).items()}
        expander = Expander(set_already, parsed)
        endless_ones: list[Variable] = []
        in_circle = False
        for name, text in parsed.items():
            try:
                own = set_already.get(name, text) == text
                parsed[name] = unescaped(expander.expanded(text) if own else set_already[name])
            except EndlessError as error:
                endless_ones.append(self._written[name])
                in_circle = in_circle or error.circle
        if endless_ones:
            outcome = (
                f"Vite stops at start with {_STACK}." if in_circle else "they stay as they are written here."
            )
            kind = _STACK.partition(":")[0] if in_circle else ""
            self._findings.append(
                endless([v.place for v in endless_ones], outcome, circle=in_circle, exception=kind)
            )
        for name, variable in self._written.items():
            by = known.get(name)
            if by is not None and by.place == variable.place:
                continue
            if by is not None:
                self._shadowed.append(Shadowed(variable, by, set_before(variable, by)))
            else:
                known[name] = replace(variable, text=parsed[name])
        return Environ(tuple(known.values()), tuple(self._shadowed), tuple(self._findings))

    def _add(self, variable: Variable) -> None:
        below = self._written.get(variable.name)
        if below is not None:
            self._shadowed.append(Shadowed(below, variable, set_before(below, variable)))
        self._written[variable.name] = variable

    def _handed_on(self) -> dict[str, Variable]:
        """What Vite sets in its own process before it fills in anything."""
        return {
            name: replace(self._written[source], name=name)
            for source, name in _HANDED_ON.items()
            if source in self._written and self._written[source].text and name not in self._exported
        }


_LOCAL_REFUSED = Finding(
    "environment-not-supported",
    Severity.ERROR,
    "Vite takes no mode that is called local: it stops at start with an Error, because .env.local means "
    "something else.",
    hint="Choose another name for the mode.",
    exception="Error",
)


def _not_exposed(variables: Sequence[Variable], prefixes: Sequence[str]) -> Finding:
    places: dict[str, Place] = {variable.name: variable.key_place or variable.place for variable in variables}
    names = list(places)
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    listed = ", ".join(names[:_MAX_NAMED]) + more
    one = len(names) == 1
    return Finding(
        "variable-not-exposed",
        Severity.INFO,
        f"{listed} {'does' if one else 'do'} not begin with {' or '.join(prefixes)}, so that Vite does not "
        f"show {'it' if one else 'them'} to the application.",
        names[0] if one else None,
        f"Rename {'it' if one else 'them'} if the application needs {'it' if one else 'them'} and "
        f"{'it is' if one else 'they are'} no secret; vite.config can read {'it' if one else 'them'} as "
        f"{'it is' if one else 'they are'}, with loadEnv.",
        tuple(places.values()),
    )


DOTENV_VITE = DialectSpec(
    name="dotenv-vite",
    title=".env files in the order of Vite: .env.<mode> beats .env.local",
    library="vite 5.4",
    rules=ViteRules(),
    dotenv=(".env.{environment}.local", ".env.{environment}", ".env.local", ".env"),
    formats={"dotenv": "dotenv-js"},
    default_environment="development",
    prefix="VITE_",
)
