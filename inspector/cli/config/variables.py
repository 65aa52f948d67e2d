"""`inspector config variables`: which variables set a key, and where each set variable lands."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from inspector.cli.config.arrivals import write_arrival
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
from inspector.cli.config.keys import key_meant, reach_document, refuse_dead_end, understood
from inspector.cli.config.words import (
    headline,
    no_dialect,
    nothing_found,
    short_place,
    unknown_environment,
    write_finding,
)
from inspector.cli.output import complain, console, counted, one_line, visible, write_hanging, write_json
from inspector.cli.table import Cell, Column, write_table
from inspector.config.dialects import VariableName
from inspector.config.export import Veil, arrival_document, finding_document, masked_value, whole_text
from inspector.config.report import Asked, Report, arrivals, ignored, known_paths
from inspector.config.resolve import Setting
from inspector.config.values import KeyPath, Value, join_key

_COLUMNS = (Column("Setting", keep=True), Column("Variable", keep=True), Column("Set in"))


def variables(
    path: PathArgument,
    key: Annotated[
        str | None,
        typer.Argument(metavar="[KEY]", help="Setting, or the name of a variable [all of them]."),
    ] = None,
    environment: EnvironmentOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    dialect: DialectOption = None,
    prefix: PrefixOption = None,
    schema: SchemaOption = None,
    environ: EnvironOption = "current",
    what_if: WhatIfOption = None,
    reveal: RevealOption = False,
) -> int:
    """Tell which variables set each key, and where each variable that is set lands."""
    request = request_for(path, environment, Inputs(dialect, prefix, schema, environ, what_if))
    report = report_for(request)
    no_dialect(report)
    nothing_found(report)
    if warning := unknown_environment(report, environment):
        complain(warning)
    meant = None if key is None else key_meant(report, request, key)
    if meant is not None and not report.spec.rules.names_for(report.spec, meant.path):
        refuse_dead_end(report, meant)
    veil = Veil.of(report, reveal=reveal)
    if as_json:
        write_json(_document(report, meant, veil))
        return 0
    out = console()
    print(headline(report))
    if meant is not None:
        if sentence := understood(meant):
            print(sentence)
        _write_key(out, report, meant, veil)
    else:
        _write_all(out, report, veil)
    return 0


def _document(report: Report, meant: Asked | None, veil: Veil) -> dict[str, Any]:
    read = arrivals(report)
    head = {
        "schema": "inspector.config/1",
        "workspace": str(report.workspace),
        "dialect": report.dialect.name,
        "prefix": report.dialect.prefix,
        "environment": report.environment,
    }
    if meant is not None:
        here = [arrival for arrival in read if arrival.landed.path == meant.path]
        return {
            **head,
            "key": meant.key,
            "typed": meant.typed or None,
            **reach_document(report, meant.path),
            "example": _example(report, meant),
            "variables": [arrival_document(arrival, report, veil) for arrival in here],
        }
    return {
        **head,
        "variables": [arrival_document(arrival, report, veil) for arrival in read],
        "ignored": [finding_document(finding) for finding in ignored(report)],
        "keys": [{"key": join_key(path), **reach_document(report, path)} for path in _leaves(report)],
    }


def _leaves(report: Report) -> list[KeyPath]:
    """The known keys that have none below them."""
    known = known_paths(report)
    above = {path[:length] for path in known for length in range(1, len(path))}
    return [path for path in known if path not in above]


def _write_all(out: Console, report: Report, veil: Veil) -> None:
    read = arrivals(report)
    print()
    if read:
        number = len({arrival.name for arrival in read})
        print(f"{counted(number, 'variable')} that the application reads:")
    else:
        print("No variable that the application reads is set.")
    for arrival in read:
        print()
        write_arrival(out, report, arrival, veil)
    for finding in ignored(report):
        print()
        write_finding(out, finding)
    _write_names(out, report, _leaves(report))


def _write_names(out: Console, report: Report, paths: Iterable[KeyPath]) -> None:
    """Keys with the names that set them; those out of reach by their reasons."""
    spec = report.spec
    settings = {setting.path: setting for setting in report.settings}
    labels = {layer.id: layer.label for layer in report.layers}
    rows: list[tuple[Cell, ...]] = []
    lost: dict[str, list[str]] = {}
    for path in paths:
        names = spec.rules.names_for(spec, path)
        if names:
            where = "" if path not in settings else _set_in(settings[path], names[0].name, labels)
            rows.append(_row(path, names, where))
        else:
            lost.setdefault(spec.rules.unreachable(spec, path), []).append(one_line(join_key(path)))
    if rows or lost:
        print()
    if rows and all(row[0][0] == row[1][0] for row in rows):
        print("Each setting is set by the variable of its name.")
    elif rows:
        write_table(_COLUMNS, rows)
    for number, (reason, keys) in enumerate(lost.items()):
        if rows or number:
            print()
        write_hanging(out, Text("Out of reach: ", "bold"), ", ".join(keys))
        if reason:
            write_hanging(out, " " * 14, visible(reason), "dim")


def _row(path: KeyPath, names: Sequence[VariableName], where: str) -> tuple[Cell, ...]:
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return (
        (one_line(join_key(path)), ""),
        (one_line(names[0].name) + more, "bold"),
        (one_line(where), "dim"),
    )


def _set_in(setting: Setting, usual: str, labels: Mapping[str, str]) -> str:
    """Where a variable sets a setting, by which name unless it is the usual one; "" where none does."""
    for candidate in (setting.source, *setting.overridden):
        place = candidate.place
        if place.variable is not None:
            spot = short_place(place) if place.path else labels[candidate.layer]
            where = spot if place.variable == usual else f"{spot} ({place.variable})"
            return where if candidate is setting.source else f"{where}, no effect"
    return ""


def _write_key(out: Console, report: Report, meant: Asked, veil: Veil) -> None:
    spec = report.spec
    names = spec.rules.names_for(spec, meant.path)
    here = [arrival for arrival in arrivals(report) if arrival.landed.path == meant.path]
    print()
    if names:
        which = ", the first that is set wins" if len(names) > 1 else ""
        whole = " as a whole" if meant.below else ""
        out.print(Text.assemble((one_line(meant.key), "bold"), f" is set{whole} by{which}:"))
        width = max(cell_len(one_line(name.name)) for name in names)
        for name in names:
            gap = " " * (width - cell_len(one_line(name.name)) + 2)
            before = Text.assemble("  ", (one_line(name.name), "bold"), gap)
            write_hanging(out, before, visible(name.note), "dim")
    else:
        out.print(Text.assemble((one_line(meant.key), "bold"), " is set by no variable."))
        write_hanging(out, "", visible(spec.rules.unreachable(spec, meant.path)))
    print()
    nothing = "No variable sets it now." if names else "No variable lands on it."
    print("Set now:" if here else nothing)
    for arrival in here:
        write_arrival(out, report, arrival, veil)
    if example := _example(report, meant):
        print()
        print(f"  {visible(example)}")
    if meant.below:
        _write_names(out, report, [setting.path for setting in meant.below])


def _example(report: Report, meant: Asked) -> str:
    """A line for a shell that sets the key, to the value that it has when a line can hold that."""
    spec = report.spec
    names = spec.rules.names_for(spec, meant.path)
    if not names:
        return ""
    value, hidden = _value(report, meant)
    text = None
    if not hidden and not names[0].plain:
        text = whole_text(names[0], value)
    elif not hidden and value is not None and meant.setting is not None:
        text = spec.rules.text_for(spec, meant.path, value)
    if text is None or not text.isprintable():
        text = names[0].example
    return f"export {names[0].name}={text if text == '…' else shlex.quote(text)}"


def _value(report: Report, meant: Asked) -> tuple[Value, bool]:
    """The value of a setting, or of all below a key, and whether it may not be shown or is none."""
    value: Value = dict(report.values)
    if meant.setting is not None:
        value = meant.setting.value
    elif not meant.below:
        return None, True
    else:
        for part in meant.path:
            if not isinstance(value, dict) or part not in value:
                return None, True
            value = value[part]
    secret = meant.secret or any(setting.secret for setting in (meant.setting, *meant.below) if setting)
    return value, secret or masked_value(value, secret=False) != value
