"""`inspector logs requests`: one line for each request."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from typing import Annotated

import typer

from inspector.cli.logs.asking import (
    HideOption,
    LevelOption,
    LoggerOption,
    RegexOption,
    RequestOption,
    SinceOption,
    TextOption,
    UntilOption,
    WhereOption,
    query_of,
    told_by_option,
)
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
from inspector.cli.output import counted, json_line, one_line
from inspector.cli.table import Cell, Column, write_table
from inspector.logs.export import request_document, shown_time
from inspector.logs.query import Query
from inspector.logs.requests import RequestSort, RequestSummary

_SCREENFUL = 50

_COLUMNS = (
    Column("Request", keep=True),
    Column("Duration ms", right=True, keep=True),
    Column("Records", right=True, keep=True),
    Column("Errors", right=True, keep=True),
    Column("Level", keep=True),
    Column("Open", keep=True),
    Column("First", wide=True, keep=True),
    Column("Loggers"),
)


def requests(
    files: FilesArgument = None,
    command: CommandOption = None,
    rotated: RotatedOption = False,
    format: FormatOption = None,  # noqa: A002 - the word of the contract
    request_key: RequestKeyOption = None,
    zone: ZoneOption = None,
    sort: Annotated[
        RequestSort, typer.Option("--sort", "-s", help="What comes first.")
    ] = RequestSort.DURATION,
    limit: Annotated[
        int | None,
        typer.Option("--limit", "-n", metavar="N", min=1, help="How many [50 in a table, all in JSON]."),
    ] = None,
    level: LevelOption = None,
    request: RequestOption = None,
    logger: LoggerOption = None,
    where: WhereOption = None,
    text: TextOption = None,
    regex: RegexOption = None,
    hide: HideOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, one request a line.")] = False,
) -> int:
    """List requests over all files, the slowest on top; with filters, those that have such a record."""
    with opened(Asked(files, command, False, rotated, format, request_key, zone)) as log, told_by_option():
        query = query_of(
            log.logs,
            level=level,
            request=request,
            logger=logger,
            where=where,
            text=text,
            regex=regex,
            hide=hide,
            since=since,
            until=until,
        )
        if as_json:
            with closing(log.logs.each_request(sort, limit, query=query)) as found:
                sys.stdout.writelines(f"{json_line(request_document(each))}\n" for each in found)
        else:
            number = log.logs.count_requests(query)
            _write(log.logs.requests(sort, limit or _SCREENFUL, query=query), number, query)
    return log.exit_code


def _write(shown: Sequence[RequestSummary], number: int, query: Query) -> None:
    if shown:
        write_table(_COLUMNS, [_row(summary) for summary in shown])
        print()
        print(_closing(len(shown), number))
    elif query.everything:
        print("No request: no field repeats like a request ID.")
    else:
        print("No request has a record that matches.")


def _row(summary: RequestSummary) -> tuple[Cell, ...]:
    duration = summary.duration_ms
    failed = "red" if summary.errors else "dim"
    return (
        (one_line(summary.request_id), "bold"),
        ("-" if duration is None else f"{duration:,.1f}", ""),
        (f"{summary.records:,}", ""),
        (f"{summary.errors:,}", failed),
        (summary.level.word, level_style(summary.level)),
        ("open" if summary.open else "", "yellow"),
        (shown_time(summary.first_ns) or "-", "dim"),
        (one_line(", ".join(summary.loggers)), "dim"),
    )


def _closing(shown: int, found: int) -> str:
    if shown == found:
        return f"{counted(found, 'request')}."
    return f"{shown:,} of {counted(found, 'request')}; --limit shows more."
