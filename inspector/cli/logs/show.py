"""`inspector logs show`: records that answer a question, once or as they come."""

from __future__ import annotations

import contextlib
import select
import sys
import time
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

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
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", metavar="N", min=1, help="Only the first N that match.")
    ] = None,
    tail: Annotated[
        int | None,
        typer.Option("--tail", metavar="N", min=0, help="Only the last N that match, then new ones with -f."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, one record a line.")] = False,
    count: Annotated[bool, typer.Option("--count", "-c", help="Write only how many there are.")] = False,
    reveal: Annotated[bool, typer.Option("--reveal-secrets", help="Show secrets as they are.")] = False,
) -> int:
    """Show records by time, oldest first."""
    if count and follow:
        raise CommandError("--count and --follow exclude each other.")
    if limit is not None and (tail is not None or follow):
        raise CommandError(f"--limit and {'--follow' if follow else '--tail'} exclude each other.")
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
        shown = _by_time(rows)[:limit]
        if tail is not None:
            shown = shown[max(0, len(shown) - tail) :]
        if count:
            print(len(shown))
            return log.exit_code
        writer = RecordWriter(logs, as_json=as_json, reveal=reveal, follow=follow)
        writer.write(shown)
        if not len(rows.ids) and query != Query() and not follow:
            print("No record matches.", file=sys.stderr)
        if follow:
            return _follow(logs, query, rows, writer)
    return log.exit_code


def _by_time(rows: Rows) -> NDArray[np.int64]:
    """The rows of one file in the order of those of several: late ones in their place."""
    if (rows.times_ns[1:] >= rows.times_ns[:-1]).all():
        return rows.ids
    return rows.ids[np.argsort(rows.times_ns, kind="stable")]


def _pause() -> None:
    """Wait a moment; raises BrokenPipeError when nobody reads any more what is written, as after `head`."""
    if sys.platform == "win32":
        time.sleep(_POLL_SECONDS)
        return
    poll = select.poll()
    with contextlib.suppress(OSError, ValueError):  # not the stdout of the system
        # Errors are told without being asked for.
        poll.register(sys.stdout.fileno(), 0)
    if poll.poll(_POLL_SECONDS * 1000):
        raise BrokenPipeError


def _follow(logs: LogSet, query: Query, rows: Rows, writer: RecordWriter) -> int:
    """Write what is new until the user interrupts, or all that was followed came to its end."""
    problems = Problems()
    state = logs.state()
    problems.tell(state)
    while not state.ended:
        _pause()
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
        writer.write(_by_time(rows), again=again)
    return 2 if any(source.problem for source in state.sources) else 0
