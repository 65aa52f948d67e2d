"""`inspector logs show`: records that answer a question, once or as they come."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from typing import Annotated

import typer

from inspector.cli.logs.files import Asked, CommandOption, FilesArgument, Problems, RotatedOption, opened
from inspector.cli.logs.times import time_ns
from inspector.cli.logs.writing import RecordWriter
from inspector.cli.output import CommandError
from inspector.logs.follow import LogSet
from inspector.logs.formats.levels import LEVEL_WORDS
from inspector.logs.query import Query, QueryError, Rows
from inspector.logs.records import Level

_POLL_SECONDS = 0.2

_WORDS = ", ".join(level.word for level in Level if level)

LevelOption = Annotated[
    str | None,
    typer.Option(
        "--level",
        "-l",
        metavar="L",
        help=f"{_WORDS}: this level and above; several, joined by commas: exactly these.",
    ),
]


def show(
    files: FilesArgument = None,
    command: CommandOption = None,
    rotated: RotatedOption = False,
    restart: Annotated[
        bool, typer.Option("--restart", help="With --follow, start commands again when they end.")
    ] = False,
    level: LevelOption = None,
    request: Annotated[str | None, typer.Option("--request", "-r", metavar="ID", help="One request.")] = None,
    where: Annotated[
        str | None,
        typer.Option("--where", "-w", metavar="SQL", help="Condition on fields: latency_ms > 100."),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option("--text", "-t", metavar="T", help="Text to find; without capitals, in any case."),
    ] = None,
    regex: Annotated[
        str | None, typer.Option("--regex", metavar="R", help="Regular expression to find.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="T", help="Not before: 2026-06-17T10:42Z, 10:42, -15m.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="T", help="Before this time.")] = None,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on with new records until Ctrl-C.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, one record a line.")] = False,
    count: Annotated[bool, typer.Option("--count", "-c", help="Write only how many there are.")] = False,
    reveal: Annotated[bool, typer.Option("--reveal-secrets", help="Show secrets as they are.")] = False,
) -> int:
    """Show records, oldest first."""
    if text is not None and regex is not None:
        raise CommandError("--text and --regex exclude each other.")
    if count and follow:
        raise CommandError("--count and --follow exclude each other.")
    if restart and not follow:
        raise CommandError("--restart goes with --follow.")
    levels = None if level is None else _levels(level)
    with opened(Asked(files, command, restart, rotated), waiting=follow) as log:
        logs = log.logs
        now, newest_ns = datetime.now(UTC), logs.state().last_ns
        query = Query(
            levels=levels,
            request=request,
            text=text or regex or "",
            regex=regex is not None,
            since_ns=None if since is None else time_ns(since, "--since", now, newest_ns),
            until_ns=None if until is None else time_ns(until, "--until", now, newest_ns),
            where=where,
        )
        try:
            rows = logs.rows(query)
        except QueryError as error:
            asked = " or ".join(name for name, value in (("--where", where), ("--regex", regex)) if value)
            raise CommandError(f"{asked}: {error}") from error
        if count:
            print(len(rows.ids))
            return log.exit_code
        writer = RecordWriter(logs, as_json=as_json, reveal=reveal)
        writer.write(rows.ids)
        if not len(rows.ids) and query != Query() and not follow:
            print("No record matches.", file=sys.stderr)
        if follow:
            return _follow(logs, query, rows, writer)
    return log.exit_code


def _levels(words: str) -> frozenset[Level]:
    try:
        chosen = [_level(word.strip().lower()) for word in words.split(",")]
    except KeyError:
        known = ", ".join(level.word for level in Level)
        raise CommandError(f"--level {words} is no level: choose from {known}.") from None
    if len(chosen) > 1 or chosen[0] is Level.UNKNOWN:
        return frozenset(chosen)
    return frozenset(level for level in Level if level >= chosen[0])


def _level(word: str) -> Level:
    return LEVEL_WORDS.get(word) or Level.from_word(word)


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
        if rows.epoch == state.epoch:
            writer.write_grown()
            rows = logs.rows(query, after=rows.mark)
        else:  # Rows given out before are void, but the writer knows what it wrote of the same bytes.
            rows = logs.rows(query)
        writer.write(rows.ids)
    return 2 if any(source.problem for source in state.sources) else 0
