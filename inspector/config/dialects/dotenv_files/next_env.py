"""The dialect `dotenv-next`: the `.env` files of Next, `.env.local` above `.env.<mode>`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects.dotenv_files.bounds import Budget, EndlessError
from inspector.config.dialects.dotenv_files.expand_next import interpolated, unescaped
from inspector.config.dialects.dotenv_files.family import DotenvRules, js_variables_of, set_before
from inspector.config.dialects.dotenv_files.modes import layers_of_mode, without_local
from inspector.config.dialects.spec import DialectSpec, LayerInputs, StackInputs
from inspector.config.layers import Layer, LayerKind
from inspector.config.shadow import Environ, Shadowed, Variable, VariableSources, endless, exported

MODES = ("development", "test", "production")
_BUILT = "production"
_PROCESSED = "__NEXT_PROCESSED_ENV"


@dataclass(frozen=True, slots=True)
class NextRules(DotenvRules):
    """loadEnvConfig() of @next/env."""

    def layers(self, spec: DialectSpec, inputs: LayerInputs) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
        """The files of the mode: what is none of the three counts as production, as for `next build`."""
        if inputs.environment is not None and inputs.environment not in MODES:
            return (), layers_of_mode(spec, inputs, _BUILT)
        files, dotenv = DotenvRules.layers(self, spec, inputs)
        return files, without_local(dotenv, inputs.environment, "Next")

    def compose(self, spec: DialectSpec, sources: VariableSources) -> Environ:  # noqa: ARG002
        """The files one by one, high to low, each filled in with all that is set by then."""
        return _Loading(sources).environ()

    @property
    def dollars(self) -> str:
        """A backslash; quotes change nothing."""
        return "\\$ (quotes do not keep it)"

    def told(self, spec: DialectSpec, inputs: StackInputs) -> tuple[Finding, ...]:
        """A mode that Next does not know."""
        mode = inputs.environment
        if mode is None or mode in MODES:
            return ()
        name = next(iter(spec.environment_variables), "the environment")
        own = [layer for layer in inputs.layers if layer.path is not None and f".{mode}" in layer.path]
        return (
            Finding(
                "environment-not-supported",
                Severity.WARNING,
                f"Next knows the environments {', '.join(MODES[:-1])} and {MODES[-1]} only: "
                f"with {name}={mode} it builds and starts with the files of {_BUILT}.",
                hint=f"Choose one of the three, and load .env.{mode} by other means (such as env-cmd).",
                places=tuple(Place(layer.path) for layer in own),
            ),
        )


class _Loading:
    """One run of loadEnvConfig: `set_now` is process.env as it changes on the way."""

    def __init__(self, sources: VariableSources) -> None:
        self._sources = sources
        self._exported, self._shadowed = exported(sources)
        self._set_now = {name: variable.text or "" for name, variable in self._exported.items()}
        self._by_files: dict[str, Variable] = {}
        self._namers: dict[str, Layer] = {}
        self._findings: list[Finding] = []

    def environ(self) -> Environ:
        """Load all files."""
        done = bool(self._set_now.get(_PROCESSED))
        for layer in self._sources.dotenv:
            variables = js_variables_of(layer)
            if done:
                reason = f"{_PROCESSED} is set, so that Next takes the files for loaded"
                self._shadowed += [Shadowed(variable, None, reason) for variable in variables.values()]
            else:
                self._load(layer, variables)
        applied = [self._as_expanded(variable) for variable in self._exported.values()]
        return Environ((*applied, *self._by_files.values()), tuple(self._shadowed), tuple(self._findings))

    def _load(self, layer: Layer, variables: dict[str, Variable]) -> None:
        parsed = {name: variable.text or "" for name, variable in variables.items()}
        budget = Budget()
        try:
            for name in parsed:
                text = self._set_now.get(name, parsed[name])
                parsed[name] = unescaped(interpolated(text, self._set_now, parsed, budget))
        except EndlessError as error:
            outcome = f"Next passes over the whole file {layer.label}, and none of its variables is set."
            if not error.circle:
                outcome = f"Next fills the memory, or passes over the whole file {layer.label}."
            self._findings.append(endless((variables[name].place,), outcome, circle=error.circle))
            reason = f"the references in {name} never end, so that Next passes over the whole file"
            self._shadowed += [Shadowed(variable, None, reason) for variable in variables.values()]
            return
        self._set_now.update(parsed)
        for name, variable in variables.items():
            self._namers.setdefault(name, layer)
            by = self._exported.get(name) or self._by_files.get(name)
            if by is None:
                self._by_files[name] = replace(variable, text=parsed[name])
            else:
                self._shadowed.append(Shadowed(variable, by, set_before(variable, by)))

    def _as_expanded(self, variable: Variable) -> Variable:
        """A variable of the process: Next fills in its references too when a file has its name."""
        text = self._set_now[variable.name]
        if text == variable.text:
            return variable
        where = "what was typed" if variable.layer.kind is LayerKind.WHAT_IF else "the process environment"
        namer = self._namers[variable.name]
        self._findings.append(
            Finding(
                "process-variable-expanded",
                Severity.WARNING,
                f"{variable.name} in {where} holds a $ or a \\, and Next changes it because {namer.label} "
                "has the same name: the application gets another text.",
                variable.name,
                f"Remove {variable.name} from {namer.label} and all other .env files, or avoid the $.",
                (variable.place, Place(namer.path)),
            )
        )
        return replace(variable, text=text)


DOTENV_NEXT = DialectSpec(
    name="dotenv-next",
    title=".env files in the order of Next: .env.local beats .env.<environment>",
    library="@next/env 16.4",
    rules=NextRules(),
    dotenv=(".env.{environment}.local", ".env.local", ".env.{environment}", ".env"),
    formats={"dotenv": "dotenv-js"},
    environment_variables=("NODE_ENV",),
    default_environment="development",
)
