"""The dialect `dotenv-rails`: the `.env` files of the Ruby gems dotenv and dotenv-rails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspector.base.findings import Finding, Severity
from inspector.config.dialects.dotenv_files.family import DotenvRules, set_before, variables_of
from inspector.config.dialects.dotenv_files.modes import without_local
from inspector.config.dialects.dotenv_files.ruby_values import Parsed, parsed
from inspector.config.dialects.spec import DialectSpec, LayerInputs
from inspector.config.formats.dotenv_ruby import seen_text
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import crash
from inspector.config.layers import Layer, LayerStatus
from inspector.config.shadow import Environ, Shadowed, Variable, VariableSources, endless, exported

_MAX_NAMED = 4


@dataclass(frozen=True, slots=True)
class RailsRules(DotenvRules):
    """Dotenv::Rails.load, which calls Dotenv.load without overwrite."""

    def layers(self, spec: DialectSpec, inputs: LayerInputs) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
        """The files as the spec has them, .env.local not in the environment `test`."""
        files, dotenv = DotenvRules.layers(self, spec, inputs)
        return files, without_local(dotenv, inputs.environment, "dotenv-rails")

    @property
    def dollars(self) -> str:
        """Single quotes, or a backslash."""
        return "\\$, or the value in single quotes,"

    def compose(self, spec: DialectSpec, sources: VariableSources) -> Environ:  # noqa: ARG002
        """The files one by one, high to low: each sees what is set by then, and changes none of it."""
        environ, shadowed = exported(sources)
        set_now = {name: variable.text or "" for name, variable in environ.items()}
        findings: list[Finding] = []
        for layer in sources.dotenv:
            if layer.document is None or layer.status is LayerStatus.INACTIVE:
                continue
            found = parsed(layer.document.text, set_now)
            variables = variables_of(layer)
            findings += _told(layer, found, variables)
            for name, variable in variables.items():
                by = environ.get(name)
                if by is None:
                    environ[name] = replace(variable, text=found.texts[name])
                    set_now[name] = found.texts[name]
                else:
                    shadowed.append(Shadowed(variable, by, set_before(variable, by)))
        return Environ(tuple(environ.values()), tuple(shadowed), tuple(findings))


def _told(layer: Layer, found: Parsed, variables: dict[str, Variable]) -> list[Finding]:
    """What the gem stops at, and what Inspector leaves to it."""
    findings = []
    if found.unset and layer.document is not None:
        positions = Positions(seen_text(layer.document.text), layer.document.path)
        findings.append(
            crash(
                "A name behind export has no value here, and nothing has set it before",
                "Dotenv::FormatError",
                "Give it a value with =, or remove the line.",
                *(positions.place(*span) for span in found.unset[:_MAX_NAMED]),
            )
        )
    if found.endless:
        outcome = "the application fills its memory, and they stay as they are written here."
        findings.append(endless([variables[name].place for name in found.endless], outcome, circle=False))
    if found.commands:
        findings.append(_commands_not_run(layer, [variables[name] for name in found.commands]))
    return findings


def _commands_not_run(layer: Layer, variables: Sequence[Variable]) -> Finding:
    names = [variable.name for variable in variables]
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    listed = ", ".join(names[:_MAX_NAMED]) + more
    return Finding(
        "command-not-run",
        Severity.WARNING,
        f"{listed} in {layer.label} {'holds' if len(names) == 1 else 'hold'} a command in $(…), which dotenv "
        "runs when the application starts; here it is not run, and its text stands in place of its output.",
        names[0],
        "Write the value itself, or a \\ before the $ if no command is meant.",
        tuple(variable.place for variable in variables),
    )


DOTENV_RAILS = DialectSpec(
    name="dotenv-rails",
    title=".env files in the order of dotenv-rails (Ruby): .env.local beats .env.<environment>",
    library="dotenv 3.2 (Ruby)",
    rules=RailsRules(),
    dotenv=(".env.{environment}.local", ".env.local", ".env.{environment}", ".env"),
    formats={"dotenv": "dotenv-ruby"},
    environment_variables=("RAILS_ENV", "RACK_ENV"),
    default_environment="development",
)
