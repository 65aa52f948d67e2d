"""`inspector logs histogram`: records over time."""

from __future__ import annotations

import re
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
from inspector.cli.output import CommandError, counted, write_json
from inspector.cli.table import Cell, Column, write_table
from inspector.logs.export import histogram_document, shown_time
from inspector.logs.histogram import Histogram
from inspector.logs.records import Level

_LINES = 40
_LONGEST_BAR = 40
_UNITS_NS = {
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "min": 60 * 10**9,
    "h": 3600 * 10**9,
    "d": 86_400 * 10**9,
}
_COLUMNS = (
    Column("From", keep=True),
    Column("Records", right=True, keep=True),
    Column("Warnings", right=True, keep=True),
    Column("Errors", right=True, keep=True),
    Column(""),
)


def histogram(
    files: FilesArgument = None,
    command: CommandOption = None,
    rotated: RotatedOption = False,
    format: FormatOption = None,  # noqa: A002 - the word of the contract
    request_key: RequestKeyOption = None,
    zone: ZoneOption = None,
    bucket: Annotated[
        str | None,
        typer.Option("--bucket", "-b", metavar="W", help="Width: 500ms, 10s, 5min, 1h, 1d. [a round one]"),
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
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> int:
    """Count records over time, by level."""
    width = None if bucket is None else _width_ns(bucket)
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
        found = log.logs.histogram(query, width, buckets=_LINES)
    if as_json:
        write_json(histogram_document(found))
    else:
        _write(found)
    return log.exit_code


def _width_ns(text: str) -> int:
    found = re.fullmatch(r"\s*(\d{1,6})\s*([a-z]+)\s*", text)
    unit = _UNITS_NS.get(found[2]) if found else None
    if found is None or unit is None or int(found[1]) == 0:
        raise CommandError(f"--bucket {text} is no width: write it like 500ms, 10s, 5min, 1h or 1d.")
    return int(found[1]) * unit


def _write(found: Histogram) -> None:
    highest = max(1, int(found.counts.sum(axis=1).max()))
    rows: list[tuple[Cell, ...]] = []
    for number, counts in enumerate(found.counts):
        total = int(counts.sum())
        errors = int(counts[Level.ERROR] + counts[Level.CRITICAL])
        rows.append(
            (
                (shown_time(found.start_ns + number * found.bucket_ns), "dim"),
                (f"{total:,}", ""),
                (f"{counts[Level.WARNING]:,}", "yellow" if counts[Level.WARNING] else "dim"),
                (f"{errors:,}", "red" if errors else "dim"),
                ("#" * -(-total * _LONGEST_BAR // highest), "red" if errors else "blue"),
            )
        )
    write_table(_COLUMNS, rows)
    if found.untimed:
        print()
        print(f"{counted(found.untimed, 'record')} without a time.")
