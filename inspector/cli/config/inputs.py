"""The options that all `config` commands share, and the report they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from inspector.cli.log_names import is_log_name
from inspector.cli.output import CommandError
from inspector.config.dialects import DIALECTS
from inspector.config.environ import EnvironError, read_environ
from inspector.config.report import Report, Request, build_report

PathArgument = Annotated[
    Path, typer.Argument(metavar="PATH", help="Folder of the project, or one of its configuration files.")
]
EnvironmentOption = Annotated[
    str | None,
    typer.Option("--environment", "-e", metavar="E", help="Environment, such as production [as detected]."),
]
DialectOption = Annotated[
    str | None,
    typer.Option(
        "--dialect",
        metavar="D",
        help=f"How layers are stacked: {', '.join(dialect.name for dialect in DIALECTS)} [as detected].",
    ),
]
PrefixOption = Annotated[
    str | None, typer.Option("--prefix", metavar="P", help="Beginning of variable names [as detected].")
]
SchemaOption = Annotated[
    Path | None, typer.Option("--schema", metavar="S", help="JSON Schema file [as detected].")
]
EnvironOption = Annotated[
    str,
    typer.Option("--environ", metavar="current|none|pid:N|file:F", help="Process environment to look at."),
]
WhatIfOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="What if this variable were set; may be repeated."),
]
RevealOption = Annotated[bool, typer.Option("--reveal-secrets", help="Show secrets as they are.")]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The shared options as typed."""

    dialect: str | None
    prefix: str | None
    schema: Path | None
    environ: str
    what_if: list[str] | None


def read_report(path: Path, environment: str | None, inputs: Inputs) -> Report:
    """The report of one environment; raises CommandError when the inputs cannot be read."""
    return report_for(request_for(path, environment, inputs))


def request_for(path: Path, environment: str | None, inputs: Inputs) -> Request:
    """What is asked, with the variables read; raises CommandError when the inputs cannot be read."""
    if not path.exists():
        raise CommandError(f"{path} does not exist.")
    if is_log_name(path.name) and path.is_file():
        raise CommandError(f"{path} is a log: `inspector logs show {path}` shows its records.")
    if inputs.schema is not None and not inputs.schema.is_file():
        raise CommandError(f"{inputs.schema} is no schema file.")
    try:
        environ = read_environ(inputs.environ)
    except EnvironError as error:
        raise CommandError(str(error)) from error
    return Request(
        workspace=path,
        environment=environment,
        dialect=inputs.dialect,
        prefix=inputs.prefix,
        schema=inputs.schema,
        environ=environ.variables,
        environ_label=environ.label,
        environ_notes=environ.notes,
        what_if=tuple(_variable(text) for text in inputs.what_if or ()),
        host=environ.host,
    )


def report_for(request: Request) -> Report:
    """The report; raises CommandError when there can be none."""
    try:
        return build_report(request)
    except OSError as error:
        reason = str(error.strerror or error).rstrip(".")
        raise CommandError(f"{request.workspace} cannot be read: {reason}.") from error
    except ValueError as error:
        raise CommandError(str(error)) from error


def _variable(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise CommandError(f"--set {text} is not of the form NAME=VALUE.")
    return name, value
