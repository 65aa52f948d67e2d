"""`inspector logs show`: records that answer a question, once or as they come."""

from __future__ import annotations

import sys
import time
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
    tell_without_requests,
    told_by_option,
)
from inspector.cli.logs.files import (
    Asked,
    CommandOption,
    FilesArgument,
    FormatOption,
    Problems,
    RequestKeyOption,
    RotatedOption,
    ZoneOption,
    opened,
)
from inspector.cli.logs.writing import RecordWriter
from inspector.cli.output import CommandError
from inspector.logs.follow import LogSet
from inspector.logs.query import Query, Rows

_POLL_SECONDS = 0.2


def show(
    files: FilesArgument = None,
    command: CommandOption = None,
    rotated: RotatedOption = False,
    format: FormatOption = None,  # noqa: A002 - the word of the contract
    request_key: RequestKeyOption = None,
    zone: ZoneOption = None,
    restart: Annotated[
        bool, typer.Option("--restart", help="With --follow, start commands again when they end.")
    ] = False,
    level: LevelOption = None,
    request: RequestOption = None,
    logger: LoggerOption = None,
    where: WhereOption = None,
    text: TextOption = None,
    regex: RegexOption = None,
    hide: HideOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on with new records until Ctrl-C.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, one record a line.")] = False,
    count: Annotated[bool, typer.Option("--count", "-c", help="Write only how many there are.")] = False,
    reveal: Annotated[bool, typer.Option("--reveal-secrets", help="Show secrets as they are.")] = False,
) -> int:
    """Show records, oldest first."""
    if count and follow:
        raise CommandError("--count and --follow exclude each other.")
    if restart and not follow:
        raise CommandError("--restart goes with --follow.")
    with opened(Asked(files, command, restart, rotated, format, request_key, zone), waiting=follow) as log:
        logs = log.logs
        query = query_of(
            logs,
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
        with told_by_option():
            rows = logs.rows(query)
        if request is not None:
            tell_without_requests(logs.state())
        if count:
            print(len(rows.ids))
            return log.exit_code
        writer = RecordWriter(logs, as_json=as_json, reveal=reveal, follow=follow)
        writer.write(rows.ids)
        if not len(rows.ids) and query != Query() and not follow:
            print("No record matches.", file=sys.stderr)
        if follow:
            return _follow(logs, query, rows, writer)
    return log.exit_code


def _follow(logs: LogSet, query: Query, rows: Rows, writer: RecordWriter) -> int:
    """Write what is new until the user interrupts, or all that was followed came to its end."""
    problems = Problems()
    state = logs.state()
    problems.tell(state)
    while not state.ended:
        time.sleep(_POLL_SECONDS)
        revision = state.revision
        state = logs.refresh()
        problems.tell(state)
        if state.revision == revision:
            continue
        again = rows.epoch != state.epoch
        if not again:
            writer.write_grown()
        # Rows of an earlier epoch are void, but the writer knows what it wrote of the same bytes.
        rows = logs.rows(query, after=None if again else rows.mark)
        writer.write(rows.ids, again=again)
    return 2 if any(source.problem for source in state.sources) else 0
