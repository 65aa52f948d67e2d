"""`inspector config show`: the effective values, and where each comes from."""

from __future__ import annotations

import shlex
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from inspector.base.findings import Severity
from inspector.cli.config.inputs import (
    DialectOption,
    EnvironmentOption,
    EnvironOption,
    Inputs,
    PathArgument,
    PrefixOption,
    RevealOption,
    SchemaOption,
    WhatIfOption,
    read_report,
)
from inspector.cli.config.settings import write_settings
from inspector.cli.config.words import (
    also_fits,
    because,
    headline,
    no_dialect,
    nothing_found,
    unknown_environment,
)
from inspector.cli.output import complain, console, counted, visible, write_hanging, write_json
from inspector.config.export import Veil, effective_text, report_document
from inspector.config.report import Report, arrivals
from inspector.config.resolve.secrecy import is_secret_part


class Format(StrEnum):
    """How to write the values."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"
    TOML = "toml"
    DOTENV = "dotenv"


def show(
    path: PathArgument,
    environment: EnvironmentOption = None,
    output: Annotated[Format, typer.Option("--format", "-f", help="How to write the values.")] = Format.TABLE,
    dialect: DialectOption = None,
    prefix: PrefixOption = None,
    schema: SchemaOption = None,
    environ: EnvironOption = "current",
    what_if: WhatIfOption = None,
    reveal: RevealOption = False,
) -> int:
    """Show every setting: its value, and the layer and place it comes from."""
    inputs = Inputs(dialect, prefix, schema, environ, what_if)
    report = read_report(path, environment, inputs)
    no_dialect(report)
    if warning := unknown_environment(report, environment):
        complain(warning)
    if output is Format.JSON:
        write_json(report_document(report, reveal=reveal))
        return 0
    nothing_found(report)
    if output is Format.TABLE:
        _write(report, _check_command(report, path, environment, inputs, reveal), reveal)
    else:
        print(effective_text(report, output.value, reveal=reveal), end="")
    return 0


def _check_command(report: Report, path: Path, environment: str | None, inputs: Inputs, reveal: bool) -> str:
    """The command that tells of the findings of this report; the value of a secret in it is `…`."""
    words = ["inspector", "config", "check", str(path)]
    words += ["-e", environment] if environment is not None else []
    words += ["--dialect", inputs.dialect] if inputs.dialect is not None else []
    words += ["--prefix", inputs.prefix] if inputs.prefix is not None else []
    words += ["--schema", str(inputs.schema)] if inputs.schema is not None else []
    words += ["--environ", inputs.environ] if inputs.environ != "current" else []
    if inputs.what_if:
        secret = {arrival.name for arrival in arrivals(report) if arrival.secret}
        veil = Veil.of(report, reveal=reveal)
        for text in inputs.what_if:
            name, _, value = text.partition("=")
            hidden = not reveal and (name in secret or is_secret_part(name) or veil.sentence(value) != value)
            words += ["--set", f"{name}=…" if hidden else text]
    return shlex.join(words)


def _write(report: Report, check: str, reveal: bool) -> None:
    print(headline(report))
    for line in (because(report), also_fits(report)):
        if line:
            write_hanging(console(), "", visible(line), "dim")
    print()
    if report.settings or report.missing or report.gone:
        write_settings(report.settings, reveal, report.missing, report.taken_away)
        print()
    missing = f", {len(report.missing)} missing" if report.missing else ""
    missing += f", {len(report.taken_away)} gone" if report.taken_away else ""
    settings = counted(len(report.settings), "setting")
    print(f"{settings}, {_overridden(report)} overridden{missing}{_findings(report, check)}.")


def _overridden(report: Report) -> int:
    return sum(bool(setting.overridden) for setting in report.settings)


def _findings(report: Report, check: str) -> str:
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    if not errors and not warnings:
        return ""
    return f"; `{visible(check)}` tells of {counted(errors, 'error')} and {counted(warnings, 'warning')}"
