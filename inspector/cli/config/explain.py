"""`inspector config explain`: why a setting has its value, and why the others lost."""

from __future__ import annotations

from typing import Annotated

import typer
from rapidfuzz import process
from rapidfuzz.utils import default_process
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
    read_report,
)
from inspector.cli.config.words import headline, nothing_found, style_of, unknown_environment
from inspector.cli.output import CommandError, complain, console, one_line, visible, write_json
from inspector.config.export import Veil, finding_document, setting_document, shown_value
from inspector.config.layers import LayerKind
from inspector.config.report import Report
from inspector.config.resolve import Candidate, Setting

_SIMILAR_PERCENT = 60
_KIND_WIDTH = max(len(kind.value) for kind in LayerKind) + 2


def explain(
    path: PathArgument,
    key: Annotated[str, typer.Argument(metavar="KEY", help="Setting, such as training.batch_size.")],
    environment: EnvironmentOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    dialect: DialectOption = None,
    prefix: PrefixOption = None,
    schema: SchemaOption = None,
    environ: EnvironOption = "current",
    what_if: WhatIfOption = None,
    reveal: RevealOption = False,
) -> int:
    """Explain one setting: every layer's value from high to low, and why it won or lost."""
    report = read_report(path, environment, Inputs(dialect, prefix, schema, environ, what_if))
    nothing_found(report)
    if warning := unknown_environment(report, environment):
        complain(warning)
    setting = report.setting(key)
    if setting is None:
        raise CommandError(_unknown(key, report))
    findings = [finding for finding in report.findings if finding.key == key]
    if as_json:
        write_json(
            {
                "schema": "inspector.config/1",
                "workspace": str(report.workspace),
                "environment": report.environment,
                "setting": setting_document(setting, Veil.of(report, reveal=reveal)),
                "findings": [finding_document(finding) for finding in findings],
            }
        )
    else:
        _write(report, setting, findings, reveal)
    return 0


def _write(report: Report, setting: Setting, findings: list[Finding], reveal: bool) -> None:
    out = console()
    value = one_line(shown_value(setting.value, secret=setting.secret, reveal=reveal))
    print(headline(report))
    print()
    out.print(Text.assemble((setting.key, "bold"), " is ", (value, "bold"), (f"  {setting.type}", "dim")))
    for sentence in (setting.description, setting.constraint):
        if sentence:
            out.print(Text(visible(sentence), style="dim"))
    print()
    for candidate in (setting.source, *setting.overridden):
        _write_candidate(out, setting, candidate, reveal)
    for finding in findings:
        print()
        out.print(Text.assemble((finding.severity.value, "bold"), f": {visible(finding.message)}"))
        if finding.hint:
            out.print(Text(f"  {visible(finding.hint)}", style="dim"))


def _write_candidate(out: Console, setting: Setting, candidate: Candidate, reveal: bool) -> None:
    won = candidate is setting.source
    value = one_line(shown_value(candidate.value, secret=setting.secret, reveal=reveal))
    out.print(
        Text.assemble(
            ("▸ " if won else "  "),
            (f"{candidate.kind.value:<{_KIND_WIDTH}}", style_of(candidate.kind)),
            (value, "bold" if won else "dim strike"),
            (f"  {visible(str(candidate.place))}", "" if won else "dim"),
        )
    )
    out.print(Text(f"{'':{_KIND_WIDTH + 2}}{visible(candidate.reason)}", style="" if won else "dim"))


def _unknown(key: str, report: Report) -> str:
    below = [setting.key for setting in report.settings if setting.key.startswith(f"{key}.")]
    if below:
        return f"{key} is not one setting; it holds {', '.join(below)}."
    keys = [setting.key for setting in report.settings]
    if not keys:
        return f"{key} is no setting: there are none; `inspector config check` tells why."
    similar = process.extract(key, keys, processor=default_process, limit=3, score_cutoff=_SIMILAR_PERCENT)
    if not similar:
        return f"{key} is no setting; `inspector config show` lists all {len(keys)}."
    return f"{key} is no setting. Did you mean {' or '.join(match[0] for match in similar)}?"
