"""The filters that commands share, and the query that they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from inspector.cli.logs.times import time_ns
from inspector.cli.output import CommandError, complain
from inspector.logs.follow import LogSet, LogState
from inspector.logs.formats.levels import LEVEL_WORDS
from inspector.logs.query import Query, QueryError
from inspector.logs.records import Level

_WORDS = ", ".join(level.word for level in Level if level)
_MOST_NAMED = 5
_PARTS = {"where": "--where", "text": "--regex"}

LevelOption = Annotated[
    str | None,
    typer.Option(
        "--level",
        "-l",
        metavar="L",
        help=f"{_WORDS}: this level and above; several, joined by commas: exactly these.",
    ),
]
RequestOption = Annotated[str | None, typer.Option("--request", "-r", metavar="ID", help="One request.")]
LoggerOption = Annotated[
    list[str] | None,
    typer.Option(
        "--logger",
        metavar="NAME",
        help="Only this logger; may be given again. - stands for records without one.",
        show_default=False,
    ),
]
WhereOption = Annotated[
    str | None,
    typer.Option("--where", "-w", metavar="SQL", help="Condition on fields: latency_ms > 100."),
]
TextOption = Annotated[
    str | None,
    typer.Option("--text", "-t", metavar="T", help="Text to find; without capitals, in any case."),
]
RegexOption = Annotated[str | None, typer.Option("--regex", metavar="R", help="Regular expression to find.")]
HideOption = Annotated[
    str | None,
    typer.Option("--hide", metavar="T", help="Text to leave out; without capitals, in any case."),
]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="T", help="Not before: 2026-06-17T10:42Z, 10:42, 15m (ago), 1h30m, now, yesterday."
    ),
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="T", help="Before this time, in the same forms.")
]


def query_of(
    logs: LogSet,
    *,
    level: str | None,
    request: str | None = None,
    logger: Sequence[str] | None,
    where: str | None,
    text: str | None,
    regex: str | None,
    hide: str | None,
    since: str | None,
    until: str | None,
) -> Query:
    """The query that these options ask; raises CommandError."""
    if text is not None and regex is not None:
        raise CommandError("--text and --regex exclude each other.")
    if where == "":
        raise CommandError("--where: the expression is empty: write it like latency_ms > 100.")
    now, newest_ns = datetime.now(UTC), logs.state().last_ns
    return Query(
        levels=None if level is None else _levels(level),
        request=request,
        text=text or regex or "",
        regex=regex is not None,
        since_ns=None if since is None else time_ns(since, "--since", now, newest_ns),
        until_ns=None if until is None else time_ns(until, "--until", now, newest_ns),
        where=where,
        loggers=frozenset("" if name == "-" else name for name in logger) if logger else None,
        hidden=hide or "",
    )


@contextmanager
def told_by_option() -> Iterator[None]:
    """What is wrong with a query, under the name of the option that holds it."""
    try:
        yield
    except QueryError as error:
        raise CommandError(f"{_PARTS.get(error.part, '--hide')}: {error}") from error


def tell_without_requests(state: LogState) -> None:
    """Say on stderr in which files a request cannot be found: silence would say that it never came there."""
    without = [source.path for source in state.sources if source.records and source.request_key is None]
    if without:
        more = f" and {len(without) - _MOST_NAMED:,} more" if len(without) > _MOST_NAMED else ""
        names = ", ".join(Path(path).name for path in without[:_MOST_NAMED])
        complain(
            f"No field is known to carry the request ID in {names}{more}: --request finds nothing there. "
            "Name one with --request-key, or look for the ID with --text."
        )


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
