"""`inspector logs top`: the most frequent values of a field."""

from __future__ import annotations

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
from inspector.cli.output import counted, one_line, write_json
from inspector.cli.table import Column, write_table
from inspector.logs.export import masked_top, top_document
from inspector.logs.query.values import TopValues

_COLUMNS = (
    Column("Records", right=True, keep=True),
    Column("%", right=True, keep=True),
    Column("Type", keep=True),
    Column("Value"),
)


def top(
    field: Annotated[
        str, typer.Argument(metavar="FIELD", help="Its name as in --where: logger, http.status, latency_ms.")
    ],
    files: FilesArgument = None,
    command: CommandOption = None,
    rotated: RotatedOption = False,
    format: FormatOption = None,  # noqa: A002 - the word of the contract
    request_key: RequestKeyOption = None,
    zone: ZoneOption = None,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="How many.")] = 20,
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
    reveal: Annotated[bool, typer.Option("--reveal-secrets", help="Show secrets as they are.")] = False,
) -> int:
    """List the most frequent values of a field."""
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
        found = log.logs.top_values(field, query, limit)
    if as_json:
        write_json(top_document(found, reveal=reveal))
    else:
        _write(found if reveal else masked_top(found))
    return log.exit_code


def _write(found: TopValues) -> None:
    if not found.values:
        print(f"No record of {found.records:,} has a field {one_line(found.field)}.")
        return
    write_table(
        _COLUMNS,
        [
            (
                (f"{value.records:,}", ""),
                (f"{100 * value.records / found.records:.1f}", "dim"),
                (value.kind.value, "dim"),
                (one_line(value.text), "bold"),
            )
            for value in found.values
        ],
    )
    print()
    without = f", {found.without:,} without it" if found.without else ""
    print(f"{counted(found.distinct, 'value')} in {counted(found.records, 'record')}{without}.")
