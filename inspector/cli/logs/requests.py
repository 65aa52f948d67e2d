"""`inspector logs requests`: one line for each request."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from inspector.cli.logs.files import FilesArgument, opened
from inspector.cli.logs.lines import level_style
from inspector.cli.output import Column, counted, json_line, one_line, write_table
from inspector.logs.export import request_document, shown_time
from inspector.logs.requests import RequestSort, RequestSummary

_SCREENFUL = 50

_COLUMNS = (
    Column("Request", keep=True),
    Column("Duration ms", right=True, keep=True),
    Column("Records", right=True, keep=True),
    Column("Errors", right=True, keep=True),
    Column("Level", keep=True),
    Column("First", wide=True, keep=True),
    Column("Loggers"),
)


def requests(
    files: FilesArgument,
    sort: Annotated[
        RequestSort, typer.Option("--sort", "-s", help="What comes first.")
    ] = RequestSort.DURATION,
    limit: Annotated[
        int | None,
        typer.Option("--limit", "-n", metavar="N", min=1, help="How many [50 in a table, all in JSON]."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, one request a line.")] = False,
) -> int:
    """List requests over all files, the slowest on top."""
    with opened(files) as logs:
        found = logs.requests(sort)
    shown = found[: limit or (len(found) if as_json else _SCREENFUL)]
    if as_json:
        for summary in shown:
            print(json_line(request_document(summary)))
        return 0
    if not found:
        print("No request: no field repeats like a request ID.")
        return 0
    write_table(_COLUMNS, [_row(summary) for summary in shown])
    print()
    print(_closing(len(shown), len(found)))
    return 0


def _row(summary: RequestSummary) -> tuple[Text, ...]:
    duration = summary.duration_ms
    failed = "red" if summary.errors else "dim"
    return (
        Text(one_line(summary.request_id), style="bold"),
        Text("-" if duration is None else f"{duration:,.1f}"),
        Text(f"{summary.records:,}"),
        Text(f"{summary.errors:,}", style=failed),
        Text(summary.level.word, style=level_style(summary.level)),
        Text(shown_time(summary.first_ns) or "-", style="dim"),
        Text(one_line(", ".join(summary.loggers)), style="dim"),
    )


def _closing(shown: int, found: int) -> str:
    if shown == found:
        return f"{counted(found, 'request')}."
    return f"{shown:,} of {counted(found, 'request')}; --limit shows more."
