"""The dialect `dotenv-flow`: the order of Vite, with .env.defaults below and without any expansion."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.config.dialects.dotenv_files.family import DotenvRules, js_variables_of, set_before
from inspector.config.dialects.dotenv_files.modes import without_local
from inspector.config.dialects.spec import DialectSpec, LayerInputs
from inspector.config.layers import Layer
from inspector.config.shadow import Environ, Shadowed, VariableSources, exported


@dataclass(frozen=True, slots=True)
class FlowRules(DotenvRules):
    """config() of dotenv-flow."""

    def layers(self, spec: DialectSpec, inputs: LayerInputs) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
        """The files as the spec has them, .env.local not in the environment `test`."""
        files, dotenv = DotenvRules.layers(self, spec, inputs)
        return files, without_local(dotenv, inputs.environment, "dotenv-flow")

    def compose(self, spec: DialectSpec, sources: VariableSources) -> Environ:  # noqa: ARG002
        """Files merged, then set where the process has nothing of the name; texts stay as written."""
        environ, shadowed = exported(sources)
        for layer in sources.dotenv:
            for variable in js_variables_of(layer).values():
                by = environ.setdefault(variable.name, variable)
                if by is not variable:
                    shadowed.append(Shadowed(variable, by, set_before(variable, by)))
        return Environ(tuple(environ.values()), tuple(shadowed))


DOTENV_FLOW = DialectSpec(
    name="dotenv-flow",
    title=".env files in the order of dotenv-flow: .env.<environment> beats .env.local",
    library="dotenv-flow 4.1",
    rules=FlowRules(),
    dotenv=(".env.{environment}.local", ".env.{environment}", ".env.local", ".env", ".env.defaults"),
    formats={"dotenv": "dotenv-js"},
    environment_variables=("NODE_ENV",),
)
