"""Sentences and figures of the log window, as pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector.logs.follow import LogState, SourceState

_UNITS = ("kB", "MB", "GB", "TB")


def count(number: int, singular: str, plural: str | None = None) -> str:
    """`1 record`, `4,112 records`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def request_fields(state: LogState | None) -> list[tuple[str, str]]:
    """The fields that may carry the request ID, each with a sentence of its figures; those of the first
    source that has it."""
    found: dict[str, str] = {}
    for source in state.sources if state is not None else ():
        for field in source.request_candidates:
            share = f"{field.coverage:.0%}".replace("%", " %")
            text = f"{field.key}: in {share} of a sample, {count(field.requests, 'request')}"
            found.setdefault(field.key, text)
    if state is not None and state.request_key is not None:
        found.setdefault(state.request_key, state.request_reason)
    return list(found.items())


def size(count_bytes: int) -> str:
    """A size in powers of 1,000: `412 MB`."""
    amount = float(count_bytes)
    if amount < 1000:
        return f"{count_bytes} B"
    for unit in _UNITS:
        amount /= 1000
        if amount < 999.5 or unit == _UNITS[-1]:
            break
    return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:.0f} {unit}"


def clock(time_ns: int | None) -> tuple[str, str]:
    """Local day and time with milliseconds; two empty texts for None or a time no calendar has."""
    moment = _moment(time_ns)
    if time_ns is None or moment is None:
        return "", ""
    local = moment.astimezone()
    return local.strftime("%Y-%m-%d"), f"{local:%H:%M:%S}.{time_ns // 1_000_000 % 1000:03d}"


def zone(time_ns: int | None) -> str:
    """The offset of the local zone at a time: `+02:00`."""
    moment = _moment(time_ns)
    offset = "" if moment is None else moment.astimezone().strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}" if offset else ""


def utc_time(time_ns: int | None) -> str:
    """RFC 3339 UTC with nine digits when they are needed, else three."""
    moment = _moment(time_ns)
    if time_ns is None or moment is None:
        return ""
    rest = time_ns % 1_000_000_000
    digits = f"{rest // 1_000_000:03d}" if rest % 1_000_000 == 0 else f"{rest:09d}".rstrip("0")
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{digits}Z"


def spans_days(first_ns: int | None, last_ns: int | None) -> bool:
    """Whether a log begins and ends on different local days."""
    return clock(first_ns)[0] != clock(last_ns)[0]


def title(paths: Sequence[str]) -> str:
    """What to call these logs: the file with its folder, or the folder they share."""
    if not paths:
        return ""
    if len(paths) == 1:
        path = PurePath(paths[0])
        return "/".join(path.parts[-2:]) if len(path.parts) > 1 else path.name
    parents = {PurePath(path).parent for path in paths}
    if len(parents) == 1:
        return "/".join(part for part in parents.pop().parts[-2:] if part not in ("/", "\\")) or paths[0]
    return ", ".join(PurePath(path).name for path in paths)


def source_names(paths: Sequence[str]) -> dict[str, str]:
    """The shortest name that tells each source apart: the stem, the file name, else folder and file name."""
    stems = [PurePath(path).name.split(".")[0] for path in paths]
    names = [PurePath(path).name for path in paths]
    for candidates in (stems, names):
        if len(set(candidates)) == len(paths) and all(candidates):
            return dict(zip(paths, candidates, strict=True))
    return {path: "/".join(PurePath(path).parts[-2:]) for path in paths}


def summary(state: LogState) -> str:
    """What the log holds: `4,112 records · 12 lines not JSON`."""
    parts = [count(state.records, "record")]
    if state.unparsed:
        json = all("json" in source.format.lower() for source in state.sources if source.format)
        parts.append(count(state.unparsed, "line") + (" not JSON" if json else " of no known format"))
    return " · ".join(parts)


def newest_only(listed: int, left_out: int) -> str:
    """What to say when not all records can be listed, "" when they are."""
    if not left_out:
        return ""
    return f"Only the newest {listed:,} records are listed; filter to see the other {left_out:,}"


def search_of(typed: str) -> tuple[str, bool]:
    """What a text in the search box asks for, and whether it is a regular expression: `/timeout|refused/`."""
    if len(typed) > 2 and typed.startswith("/") and typed.endswith("/"):
        return typed[1:-1], True
    return typed, False


def typed_search(text: str, *, regex: bool) -> str:
    """The reverse of search_of()."""
    return f"/{text}/" if regex else text


def indexing(state: LogState) -> str:
    """How far the first pass is."""
    return f"Indexing {size(state.indexed_bytes)} of {size(state.size_bytes)}"


def source_events(before: Sequence[SourceState], after: Sequence[SourceState]) -> tuple[str, ...]:
    """What happened to the files between two snapshots, one sentence each."""
    known = {source.path: source for source in before}
    events = []
    for source in after:
        old = known.get(source.path)
        if old is None:
            continue
        name = PurePath(source.path).name
        if source.rotations > old.rotations:
            events.append(f"{name} rotated; following the new file")
        elif source.truncations > old.truncations:
            events.append(f"{name} was truncated; following it from its start")
        elif old.problem and not source.problem:
            events.append(f"{name} can be read again")
    return tuple(events)


def problems(sources: Sequence[SourceState]) -> str:
    """The sentences of all sources that have a problem, "" when all is well."""
    return " ".join(_sentence(source.problem) for source in sources if source.problem)


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _moment(time_ns: int | None) -> datetime | None:
    if time_ns is None:
        return None
    try:
        moment = datetime.fromtimestamp(time_ns // 1_000_000_000, UTC)
        moment.astimezone()
    except (OverflowError, ValueError, OSError):
        return None
    return moment
