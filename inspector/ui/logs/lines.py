"""A record made ready to paint: short texts, secrets hidden. Made by a job, never while painting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspector.logs.export import masked_record
from inspector.logs.records import Record
from inspector.ui.logs.levels import SHORT_WORD
from inspector.ui.logs.texts import clock

# No screen shows more of one line, and shaping a long one would hold up painting.
_LONGEST_MESSAGE = 600
_LONGEST_VALUE = 48
_MOST_FIELDS = 12
_NOT_IN_A_ROW = frozenset(
    [
        "module", "function", "funcName", "func", "line", "lineno", "line_number", "filename", "file",
        "pathname", "caller", "process", "processName", "thread", "threadName", "thread_name", "taskName",
        "pid", "hostname", "v", "levelno", "relativeCreated", "msecs", "created",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row's texts.

    `record` is as it stands in the file, `shown` as it may be seen (masked unless secrets are revealed).
    `extras` are the fields after the message, `fold` tells what else belongs to the record.
    """

    record: Record
    shown: Record
    day: str
    time: str
    level: str
    logger: str
    request: str
    message: str
    extras: str
    fold: str


def lines_of(records: Iterable[Record], *, reveal: bool) -> tuple[Line, ...]:
    """The rows of these records."""
    return tuple(line_of(record, reveal=reveal) for record in records)


def line_of(record: Record, *, reveal: bool) -> Line:
    """The row of one record."""
    shown = record if reveal else masked_record(record)
    day, time = clock(record.time_ns)
    return Line(
        record=record,
        shown=shown,
        day=day,
        time=time,
        level=SHORT_WORD[record.level],
        logger=_short(record.logger or ""),
        request=_short(shown.request_id or ""),
        message=_message(shown),
        extras=_extras(shown),
        fold=fold_of(shown),
    )


def below_of(record: Record) -> tuple[str, ...]:
    """The traceback and the continuation lines; a traceback that stood in those is not said twice."""
    text = "\n".join(record.continuation).strip()
    if text and text in record.detail:
        return tuple(record.detail.splitlines())
    return (*record.detail.splitlines(), *record.continuation)


def fold_of(record: Record) -> str:
    """One phrase for what stands below the first line: `Traceback, 14 lines · RuntimeError: …`."""
    below = below_of(record)
    if not below:
        return "bytes no longer in the file" if record.gone else ""
    what = "Traceback, " if any(line.startswith("Traceback ") for line in below[:3]) else ""
    unit = "line" if len(below) == 1 else "lines"
    last = next((line.strip() for line in reversed(below) if line.strip()), "")
    return f"{what}{len(below)} {unit}" + (f" · {_short(last, 120)}" if last else "")


def _message(record: Record) -> str:
    first = record.message.split("\n", 1)[0] if record.message else record.raw
    return _short(first, _LONGEST_MESSAGE)


def _extras(record: Record) -> str:
    # The line itself is the message of an object that names none.
    told = record.structured and record.message == record.raw
    fields = {} if told else record.fields
    shown = [name for name in fields if name not in _NOT_IN_A_ROW and not _told_by_fold(fields[name], record)]
    parts = [f"{name}={_value(fields[name])}" for name in shown[:_MOST_FIELDS]]
    if len(shown) > _MOST_FIELDS:
        parts.append(f"+{len(shown) - _MOST_FIELDS} more")
    return " ".join(parts)


def _told_by_fold(value: object, record: Record) -> bool:
    return bool(record.detail) and isinstance(value, str) and value.strip() == record.detail.strip()


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + str(len(value)) + "}"
    if isinstance(value, list | tuple):
        return f"[{len(value)}]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _short(str(value), _LONGEST_VALUE)


def _short(text: str, limit: int = 80) -> str:
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
