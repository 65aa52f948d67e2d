"""`inspector logs stats`: what the logs hold, in figures."""

from __future__ import annotations

from typing import Annotated

import typer

from inspector.cli.logs.files import (
    Asked,
    CommandOption,
    FilesArgument,
    FormatOption,
    RequestKeyOption,
    RotatedOption,
    ZoneOption,
    opened,
)
from inspector.cli.logs.lines import level_style
from inspector.cli.output import console, counted, one_line, visible, write_hanging, write_json
from inspector.cli.table import Column, write_table
from inspector.logs.export import shown_time, stats_document
from inspector.logs.stats import SourceStats, Stats

_FIGURES = (Column("Figure", keep=True), Column("Value"))
_LEVELS = (Column("Level", keep=True), Column("Records", right=True, keep=True))
_FIELDS = (Column("Field"), Column("Records", right=True, keep=True), Column("Values", right=True, keep=True))


def stats(
    files: FilesArgument = None,
    command: CommandOption = None,
    rotated: RotatedOption = False,
    format: FormatOption = None,  # noqa: A002 - the word of the contract
    request_key: RequestKeyOption = None,
    zone: ZoneOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> int:
    """Count records, levels, fields, and what could not be read."""
    with opened(Asked(files, command, False, rotated, format, request_key, zone)) as log:
        figures = log.logs.stats()
    if as_json:
        write_json(stats_document(figures))
    else:
        _write(figures)
    return log.exit_code


def _odd(figures: Stats) -> tuple[tuple[str, int], ...]:
    """What is told only where there is some."""
    odd = figures.oddities
    return (
        ("repeated keys", odd.duplicates),
        ("numbers from 2^63 on", odd.big_numbers),
        ("NaN or infinity", odd.not_numbers),
        ("lone surrogates", odd.surrogates),
        ("escaped NUL", odd.nul),
    )


def _write(figures: Stats) -> None:
    rows = {
        "records": f"{figures.records:,}",
        "lines": f"{figures.lines:,}",
        "continuation": f"{figures.continuation:,}",
        "unparsed": f"{figures.unparsed:,}",
        "without level": f"{figures.without_level:,}",
        "out of order": f"{figures.out_of_order:,}",
        "not UTF-8": f"{figures.invalid:,}",
        "huge": f"{figures.huge:,}",
        **{name: f"{count:,}" for name, count in _odd(figures) if count},
        "first": shown_time(figures.first_ns) or "-",
        "last": shown_time(figures.last_ns) or "-",
        "formats": ", ".join(figures.formats) or "-",
    }
    write_table(_FIGURES, [((name, ""), (one_line(value), "")) for name, value in rows.items()])
    print()
    out = console()
    levels = [(level, number) for level, number in figures.levels if number]
    write_table(
        _LEVELS,
        [((level.word, level_style(level)), (f"{number:,}", "")) for level, number in levels],
    )
    for source in figures.sources:
        print()
        write_hanging(out, one_line(f"{source.path}: "), visible(source.reason))
        write_hanging(out, "  requests: ", visible(_requests(source)))
    if figures.fields:
        print()
        write_table(
            _FIELDS,
            [
                ((one_line(f.name), ""), (f"{f.records:,}", ""), (f"{f.distinct:,}", ""))
                for f in figures.fields
            ],
        )


def _requests(source: SourceStats) -> str:
    """What carries the request ID, in figures of the whole file."""
    if source.request_key is None:
        return source.request_reason or "no field repeats like a request ID"
    return (
        f"{source.request_key}, in {source.with_request:,} of {counted(source.records, 'record')}, "
        f"{counted(source.requests, 'request')}"
    )
