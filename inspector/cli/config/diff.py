"""`inspector config diff`: what two environments do not have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated

import typer

from inspector.cli.config.inputs import (
    DialectOption,
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
    headline,
    is_refused_environment,
    is_wrong_environment,
    no_dialect,
    nothing_found,
    short_place,
    style_of,
    unknown_environment,
)
from inspector.cli.output import CommandError, complain, counted, one_line, write_json
from inspector.cli.table import Cell, Column, write_table
from inspector.config.export import Veil, difference_document, shown_value
from inspector.config.report import Change, Difference, Report, compare
from inspector.config.resolve import Setting

_COLUMNS = (
    Column(""),
    Column("Setting", keep=True),
    Column("Value"),
    Column("Type", wide=True),
    Column("Source", wide=True),
    Column("Written at", keep=True),
)
_STYLES = {"-": "red", "+": "green", "": ""}


def diff(
    path: PathArgument,
    before: Annotated[str, typer.Argument(metavar="ENV_A", help="Environment, such as staging.")],
    after: Annotated[str, typer.Argument(metavar="ENV_B", help="The other one, such as production.")],
    everything: Annotated[bool, typer.Option("--all", help="Show the settings that are equal, too.")] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with exit code 1 when there is a difference.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    dialect: DialectOption = None,
    prefix: PrefixOption = None,
    schema: SchemaOption = None,
    environ: EnvironOption = "current",
    what_if: WhatIfOption = None,
    reveal: RevealOption = False,
) -> int:
    """Compare two environments: settings that differ, with both values and where they were written."""
    request = request_for(path, before, Inputs(dialect, prefix, schema, environ, what_if))
    reports = tuple(report_for(replace(request, environment=name)) for name in (before, after))
    for name, report in zip((before, after), reports, strict=True):
        no_dialect(report)
        nothing_found(report)
        _require(name, report)
    differences = compare(*reports)
    veil = Veil.over(*reports, reveal=reveal)
    shown = [d for d in differences if everything or d.change is not Change.EQUAL]
    counts = Counter(difference.change for difference in differences)
    if as_json:
        write_json(
            {
                "schema": "inspector.config/1",
                "workspace": str(reports[0].workspace),
                "dialect": reports[0].dialect.name,
                "environments": [before, after],
                "counts": {change.value: counts[change] for change in Change},
                "differences": [difference_document(difference, veil) for difference in shown],
            }
        )
    else:
        print(headline(reports[0], f"{before} → {after}"))
        print()
        if shown:
            write_table(_COLUMNS, [row for difference in shown for row in _rows(difference, veil)])
            print()
        print(_summary(counts, before, after))
    return int(exit_code and counts[Change.EQUAL] != len(differences))


def _require(environment: str, report: Report) -> None:
    if not report.environments:
        raise CommandError(f"There is no environment {environment} here: nothing depends on one.")
    if problem := unknown_environment(report, environment):
        if is_wrong_environment(report, environment) or is_refused_environment(report):
            raise CommandError(problem)
        complain(f"{problem} The files of all environments alone are compared.")


def _rows(difference: Difference, veil: Veil) -> Iterator[tuple[Cell, ...]]:
    before, after = difference.before, difference.after
    signs = {Change.EQUAL: ("",), Change.REMOVED: ("-",), Change.ADDED: ("+",)}
    sides = [side for side in (before, after) if side is not None]
    texts = _texts(difference, sides, veil)
    key = one_line(difference.key)
    for sign, side, text in zip(signs.get(difference.change, ("-", "+")), sides, texts, strict=False):
        yield (
            (sign, _STYLES[sign]),
            (key, ""),
            (text, _STYLES[sign]),
            (side.type, "dim"),
            (side.source.kind.value, style_of(side.source.kind)),
            (one_line(short_place(side.source.place)), "dim"),
        )
        key = ""


def _texts(difference: Difference, sides: Sequence[Setting], veil: Veil) -> list[str]:
    """The values, told apart by their types, or by a word, when they look alike and are not equal."""
    texts = [one_line(shown_value(side.value, secret=side.secret, reveal=veil.reveal)) for side in sides]
    if difference.change is Change.CHANGED and texts[0] == texts[1]:
        types = [side.type for side in sides]
        if types[0] != types[1]:
            return [f"{text} ({name})" for text, name in zip(texts, types, strict=True)]
        return [texts[0], f"{texts[1]} (another)"]
    return texts


def _summary(counts: Counter[Change], before: str, after: str) -> str:
    changed, equal = counts[Change.CHANGED], counts[Change.EQUAL]
    told = [f"{counted(changed, 'setting')} {'differs' if changed == 1 else 'differ'}"] if changed else []
    for name, number in ((before, counts[Change.REMOVED]), (after, counts[Change.ADDED])):
        if number:
            told.append(f"{counted(number, 'setting')} only in {name}")
    if not told:
        return f"{before} and {after} do not differ: {counted(equal, 'setting')}."
    return f"{', '.join(told)}; {equal:,} {'is' if equal == 1 else 'are'} equal."
