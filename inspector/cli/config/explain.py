"""`inspector config explain`: why a setting has its value, and why the others lost."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from inspector.base.findings import Finding
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
    report_for,
    request_for,
)
from inspector.cli.config.keys import key_meant, reach_document, reach_sentence, refuse_dead_end, understood
from inspector.cli.config.settings import write_settings
from inspector.cli.config.trace import write_elsewhere, write_steps
from inspector.cli.config.words import headline, no_dialect, nothing_found, unknown_environment, write_finding
from inspector.cli.output import complain, console, counted, one_line, visible, write_hanging, write_json
from inspector.config.export import (
    Veil,
    finding_document,
    place_document,
    setting_document,
    shown_value,
    trace_document,
)
from inspector.config.report import Asked, Report, trace
from inspector.config.values import join_key


def explain(
    path: PathArgument,
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            help="Setting, such as training.batch_size; a key above settings; or the name of a variable.",
        ),
    ],
    environment: EnvironmentOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    dialect: DialectOption = None,
    prefix: PrefixOption = None,
    schema: SchemaOption = None,
    environ: EnvironOption = "current",
    what_if: WhatIfOption = None,
    reveal: RevealOption = False,
) -> int:
    """Explain one setting: every layer from low to high, the value on its way, and why it won or lost."""
    request = request_for(path, environment, Inputs(dialect, prefix, schema, environ, what_if))
    report = report_for(request)
    no_dialect(report)
    nothing_found(report)
    if warning := unknown_environment(report, environment):
        complain(warning)
    meant = key_meant(report, request, key)
    veil = Veil.of(report, reveal=reveal)
    findings = _about(report, meant)
    way = trace(report, request, meant)
    refuse_dead_end(report, meant, elsewhere=any(other.place is not None for other in way.elsewhere))
    if as_json:
        write_json(
            {
                "schema": "inspector.config/1",
                "workspace": str(report.workspace),
                "environment": report.environment,
                "key": meant.key,
                "typed": meant.typed or None,
                "setting": None if meant.setting is None else setting_document(meant.setting, veil),
                **trace_document(way, meant.setting, veil),
                "variables": reach_document(report, meant.path),
                "gone": [
                    {
                        **setting_document(gone.setting, veil),
                        "value": None,
                        "type": "null",
                        "source": None,
                        "by": place_document(gone.by.place),
                    }
                    for gone in meant.gone
                ],
                "below": [setting_document(setting, veil) for setting in meant.below],
                "findings": [finding_document(finding) for finding in findings],
            }
        )
        return 0
    out = console()
    print(headline(report))
    if sentence := understood(meant):
        print(sentence)
    print()
    _write_key(out, report, meant, veil)
    write_steps(out, report, way, meant, veil)
    write_elsewhere(out, report, way, meant, veil)
    print()
    reach = reach_sentence(report, meant.path, whole=bool(meant.below))
    write_hanging(out, "", visible(reach), "dim")
    for finding in findings:
        print()
        write_finding(out, finding)
    return 0


def _write_key(out: Console, report: Report, meant: Asked, veil: Veil) -> None:
    """The key with its value, or with what is below it, and what the schema says of it."""
    setting = meant.setting
    info = report.keys.get(meant.path)
    key = one_line(meant.key)
    if setting is not None:
        value = one_line(shown_value(setting.value, secret=setting.secret, reveal=veil.reveal))
        out.print(Text.assemble((key, "bold"), " is ", (value, "bold"), (f"  {setting.type}", "dim")))
    elif meant.below:
        out.print(Text.assemble((key, "bold"), f" holds {counted(len(meant.below), 'setting')}"))
    else:
        out.print(Text.assemble((key, "bold"), " is not set"))
    source = setting or info
    for sentence in () if source is None else (source.description, source.constraint):
        if sentence:
            out.print(Text(visible(sentence), style="dim"))
    if meant.below:
        print()
        write_settings(meant.below, veil.reveal)


def _about(report: Report, meant: Asked) -> list[Finding]:
    """The findings about a key, what is below it, and the variables that land on it."""
    setting = meant.setting
    keys = {meant.key, *(below.key for below in meant.below)}
    keys.update(join_key(gone.at) for gone in meant.gone)
    names = {meant.typed} if meant.variable else set()
    if setting is not None:
        names |= {candidate.place.variable for candidate in setting.candidates if candidate.place.variable}
    return [
        finding
        for finding in report.findings
        if finding.key in keys or any(place.variable in names for place in finding.places)
    ]
