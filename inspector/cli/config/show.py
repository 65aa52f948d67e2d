"""`inspector config show`: the effective values, and where each comes from."""

from __future__ import annotations

from enum import StrEnum
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
from inspector.cli.config.words import also_fits, headline, nothing_found, unknown_environment
from inspector.cli.output import complain, counted, write_json
from inspector.config.export import effective_text, report_document
from inspector.config.report import Report


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
    report = read_report(path, environment, Inputs(dialect, prefix, schema, environ, what_if))
    if warning := unknown_environment(report, environment):
        complain(warning)
    if output is Format.JSON:
        write_json(report_document(report, reveal=reveal))
        return 0
    nothing_found(report)
    if output is Format.TABLE:
        _write(report, reveal)
    else:
        print(effective_text(report, output.value, reveal=reveal), end="")
    return 0


def _write(report: Report, reveal: bool) -> None:
    print(headline(report))
    if others := also_fits(report):
        print(others)
    print()
    if report.settings:
        write_settings(report.settings, reveal)
        print()
    print(f"{counted(len(report.settings), 'setting')}, {_overridden(report)} overridden{_findings(report)}.")


def _overridden(report: Report) -> int:
    return sum(bool(setting.overridden) for setting in report.settings)


def _findings(report: Report) -> str:
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    if not errors and not warnings:
        return ""
    return (
        f"; `inspector config check` tells of {counted(errors, 'error')} and {counted(warnings, 'warning')}"
    )
