"""`inspector config check`: findings for people, editors and CI."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from inspector.base.findings import Finding, Severity
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
from inspector.cli.config.words import (
    SEVERITY_STYLES,
    is_wrong_environment,
    nothing_found,
    place_to_jump,
    unknown_environment,
)
from inspector.cli.output import CommandError, complain, console, counted, visible, write_hanging, write_json
from inspector.config.export import finding_document
from inspector.config.report import Report, finding_order
from inspector.config.report.survey import survey

_WRONG_USAGE = 2
_MOST_PLACES = 6
_NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def check(
    path: PathArgument,
    environment: EnvironmentOption = None,
    everywhere: Annotated[
        bool, typer.Option("--all-environments", help="Check every environment that was found.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    dialect: DialectOption = None,
    prefix: PrefixOption = None,
    schema: SchemaOption = None,
    environ: EnvironOption = "current",
    what_if: WhatIfOption = None,
    reveal: RevealOption = False,  # noqa: ARG001 - findings hold no secrets; all `config` commands take it
) -> int:
    """Tell what is wrong or surprising; the exit code is 1 when there is an error, 2 when the environment is
    not known here."""
    if everywhere and environment is not None:
        raise CommandError("--environment and --all-environments exclude each other.")
    reports = _reports(path, environment, everywhere, Inputs(dialect, prefix, schema, environ, what_if))
    findings = _merged(reports)
    if as_json:
        write_json(
            {
                "schema": "inspector.config/1",
                "workspace": str(reports[0].workspace),
                "environments": [report.environment for report in reports],
                "findings": [
                    {**finding_document(finding), "environments": environments}
                    for finding, environments in findings.items()
                ],
            }
        )
    else:
        _write(reports, findings)
    if is_wrong_environment(reports[0], environment):
        return _WRONG_USAGE
    return int(any(finding.severity is Severity.ERROR for finding in findings))


def _reports(path: Path, environment: str | None, everywhere: bool, inputs: Inputs) -> list[Report]:
    request = request_for(path, environment, inputs)
    first = report_for(request)
    nothing_found(first)
    if warning := unknown_environment(first, environment):
        complain(warning)
    others = [name for name in first.environments if name != first.environment] if everywhere else []
    reports = [first, *(report_for(replace(request, environment=name)) for name in others)]
    order = {name: i for i, name in enumerate(first.environments)}
    return sorted(reports, key=lambda report: order.get(report.environment or "", -1))


def _merged(reports: Sequence[Report]) -> dict[Finding, list[str | None]]:
    """Every finding once, worst first, with the environments that have it.

    What only shows when all environments lie side by side belongs to all of them. Findings of one kind
    about the same places are one, though numbers in their sentences may differ: the first environment's
    words are told. So are those that say the same of one place, though others play a part in each: the one
    has the places of all.
    """
    by_cause: dict[Hashable, tuple[Finding, list[str | None]]] = {}
    for report in reports:
        seen: Counter[Hashable] = Counter()
        for finding in report.findings:
            cause = (finding.code, finding.severity, finding.key, finding.places, finding.hint)
            seen[cause] += 1
            told = by_cause.setdefault((cause, seen[cause]), (finding, []))
            told[1].append(report.environment)
    everywhere = [report.environment for report in reports]
    merged = {finding: (finding, everywhere) for finding in survey(reports)}
    by_sentence: dict[Finding, tuple[Finding, list[str | None]]] = {}
    for finding, environments in by_cause.values():
        sentence = replace(finding, places=finding.places[:1])
        first, names = by_sentence.get(sentence, (finding, []))
        whole = replace(first, places=tuple(dict.fromkeys((*first.places, *finding.places))))
        here = {*names, *environments}
        by_sentence[sentence] = (whole, [name for name in everywhere if name in here])
    told_once = [*merged.values(), *by_sentence.values()]
    return dict(sorted(told_once, key=lambda told: finding_order(told[0])))


def _write(reports: Sequence[Report], findings: Mapping[Finding, list[str | None]]) -> None:
    out = console()
    workspace = reports[0].workspace
    for finding, environments in findings.items():
        places = [place_to_jump(place, workspace) for place in finding.places]
        where = "" if len(environments) == len(reports) else f" (in {_names(environments)})"
        out.print(
            Text.assemble(
                f"{visible(places[0] if places else str(workspace))}: ",
                (finding.severity.value, SEVERITY_STYLES[finding.severity]),
                f": {visible(finding.message)}{where} ",
                (f"[{finding.code}]", "dim"),
            ),
            soft_wrap=True,
        )
        also = places[1 : 1 + _MOST_PLACES]
        left = len(places) - 1 - len(also)
        rest = f" and {left} more" if left > 0 else ""
        more = ([f"also {', '.join(also)}{rest}"] if also else []) + [finding.hint]
        for line in filter(None, more):
            write_hanging(out, "    ", visible(line), "dim")
    if findings:
        print()
    print(f"{_names([report.environment for report in reports])}: {_summary(findings)}.")


def _summary(findings: Mapping[Finding, list[str | None]]) -> str:
    counts = {severity: sum(f.severity is severity for f in findings) for severity in Severity}
    told = [counted(number, _NOUNS[severity]) for severity, number in counts.items() if number]
    return ", ".join(told) or "nothing to tell"


def _names(environments: Sequence[str | None]) -> str:
    return ", ".join(name or "no environment" for name in environments)
