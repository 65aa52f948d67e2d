"""Records, requests and figures as the stable JSON of the command line, and their secrets hidden."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

from inspector.base.secrets import MASK, is_secret_name, mask_spans, mask_text
from inspector.logs.formats.json_objects import parse_object
from inspector.logs.formats.values import TOO_DEEP
from inspector.logs.query.values import TopValues, ValueKind
from inspector.logs.records import Level, Record

if TYPE_CHECKING:  # masking alone, which the window needs first, should not load the index
    from inspector.logs.histogram import Histogram
    from inspector.logs.requests import RequestSummary
    from inspector.logs.stats import Stats

_SHORT = 64
_SAFE = frozenset([str, int, bool, type(None)])
_MOST_SHAPES = 1_000
_WORDS = tuple(level.word for level in Level)
_DEEPEST = 64
"""Levels of nesting that are shown: deeper ones would end in an error of Python or of the reader."""
DocumentLine: TypeAlias = tuple[int, int, int, bytes]
"""Row, offset and length of a record, and its line."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The same field names come again in every record.
_is_secret_name = lru_cache(maxsize=4_096)(is_secret_name)
_MEMBER = re.compile(r'"((?:[^"\\\n]|\\.){1,200})"\s{0,40}:\s{0,40}')


class DocumentLines:
    """Makes of each record its line of `logs show --json`, UTF-8 with its newline: record_document() as text.

    Each comes with the row, offset and length of the record.
    """

    def __init__(self, *, reveal: bool) -> None:
        self._reveal = reveal
        self._plans: dict[tuple[str, ...], bool] = {}

    def known(
        self,
        *,
        row: int,
        source: str,
        line: int,
        offset: int,
        length: int,
        time_ns: int | None,
        level: Level,
        level_raw: str | None,
        logger: str | None,
        request_id: str | None,
        request_key: str | None,
        message: str,
        raw: bytes,  # noqa: ARG002 - not shown
        fields: dict[str, Any],
        late: bool,
    ) -> DocumentLine:
        """Of a line without a traceback."""
        if not self._reveal:
            message = _masked_short(message) if len(message) <= _SHORT else _masked_text(message)
            fields = self._masked(fields)
        elif not _SAFE.issuperset(map(type, fields.values())):
            fields = {name: _plain(value) for name, value in fields.items()}
        document = {
            "source": source,
            "line": line,
            "offset": offset,
            "time": shown_time(time_ns) or None,
            "level": _WORDS[level],
            "level_raw": level_raw,
            "logger": logger,
            "request_id": request_id,
            "request_key": request_key,
            "message": message,
            "fields": fields,
            "continuation": (),
            "late": late,
        }
        return row, offset, length, _line(document)

    def other(self, record: Record) -> DocumentLine:
        """Of any other record."""
        return record.row, record.offset, record.length, _line(record_document(record, reveal=self._reveal))

    def _masked(self, fields: dict[str, Any]) -> dict[str, Any]:
        names = tuple(fields)
        secret = self._plans.get(names)
        if secret is None:
            secret = any(map(_is_secret_name, names))
            if len(self._plans) < _MOST_SHAPES:
                self._plans[names] = secret
        if secret:
            return {name: _plain(value) for name, value in _masked_members(fields).items()}
        return {
            name: value
            if type(value) is int
            else (_masked_short(value) if len(value) <= _SHORT else _masked_text(value))
            if type(value) is str
            else _plain(_masked(value, secret=False, depth=1))
            for name, value in fields.items()
        }


def _line(document: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:  # half a character, or a whole number of more than 64 bits
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return f"{text}\n".encode("utf-8", "backslashreplace")


def record_document(record: Record, *, reveal: bool = False) -> dict[str, Any]:
    """One line of `logs show --json`; secrets masked unless revealed.

    Numbers that JSON cannot hold (NaN, Infinity) are their names as text; integers keep all their digits.
    What is nested deeper than 64 levels is a text that says so.
    """
    masked = record if reveal else masked_shown(record)
    return {
        "source": record.source,
        "line": record.line,
        "offset": record.offset,
        "time": shown_time(record.time_ns) or None,
        "level": _WORDS[record.level],
        "level_raw": record.level_raw,
        "logger": record.logger,
        "request_id": record.request_id,
        "request_key": record.request_key,
        "message": masked.message,
        "fields": {
            name: value if type(value) in _SAFE else _plain(value) for name, value in masked.fields.items()
        },
        "continuation": list(masked.continuation),
        "late": record.late,
    }


def masked_shown(record: Record) -> Record:
    """The record with secrets hidden in all but `raw`, which takes the most time."""
    if not record.structured or record.continuation:
        return masked_record(record)
    text = record.message
    message = _masked_short(text) if len(text) <= _SHORT else _masked_text(text)
    fields = _masked_members(record.fields)
    detail = _masked_text(record.detail) if record.detail else ""
    if message == record.message and fields == record.fields and detail == record.detail:
        return record
    return replace(record, message=message, fields=fields, detail=detail)


def request_document(summary: RequestSummary) -> dict[str, Any]:
    """One line of `logs requests --json`."""
    return {
        "request_id": summary.request_id,
        "request_key": summary.request_key,
        "records": summary.records,
        "first": shown_time(summary.first_ns) or None,
        "last": shown_time(summary.last_ns) or None,
        "duration_ms": summary.duration_ms,
        "level": summary.level.word,
        "errors": summary.errors,
        "sources": list(summary.sources),
        "loggers": list(summary.loggers),
        "open": summary.open,
    }


def stats_document(stats: Stats) -> dict[str, Any]:
    """`logs stats --json`."""
    return {
        "records": stats.records,
        "lines": stats.lines,
        "unparsed": stats.unparsed,
        "levels": {level.word: count for level, count in stats.levels},
        "first": shown_time(stats.first_ns) or None,
        "last": shown_time(stats.last_ns) or None,
        "formats": list(stats.formats),
        "fields": [
            {"name": field.name, "records": field.records, "distinct": field.distinct}
            for field in stats.fields
        ],
        "continuation": stats.continuation,
        "without_level": stats.without_level,
        "out_of_order": stats.out_of_order,
        "invalid": stats.invalid,
        "huge": stats.huge,
        "odd": asdict(stats.oddities),
        "sources": [
            {
                "path": source.path,
                "records": source.records,
                "lines": source.lines,
                "format": source.format,
                "reason": source.reason,
                "request_key": source.request_key,
                "request_reason": source.request_reason,
                "with_request": source.with_request,
                "requests": source.requests,
            }
            for source in stats.sources
        ],
    }


def top_document(top: TopValues, *, reveal: bool = False) -> dict[str, Any]:
    """`logs top --json`; values of a secret field are masked unless revealed, each value by itself."""
    if not reveal:
        top = masked_top(top)
    return {
        "field": top.field,
        "records": top.records,
        "without": top.without,
        "distinct": top.distinct,
        "values": [
            {"value": _plain(value.value), "type": value.kind.value, "records": value.records}
            for value in top.values
        ],
    }


def histogram_document(histogram: Histogram) -> dict[str, Any]:
    """`logs histogram --json`: every bucket, empty ones included, with the levels that it has."""
    return {
        "bucket_ms": histogram.bucket_ns / 1e6,
        "records": histogram.records,
        "untimed": histogram.untimed,
        "buckets": [
            {
                "time": shown_time(histogram.start_ns + number * histogram.bucket_ns),
                "records": int(counts.sum()),
                "levels": {level.word: int(counts[level]) for level in Level if counts[level]},
            }
            for number, counts in enumerate(histogram.counts)
        ],
    }


def masked_top(top: TopValues) -> TopValues:
    """The values with secrets hidden: all of a field with the name of one, else those within texts."""
    secret = any(_is_secret_name(part) for part in (top.field, *top.field.split(".")))
    values = (
        replace(
            value,
            text=MASK if secret else _masked_text(value.text),
            kind=ValueKind.TEXT if secret else value.kind,
        )
        for value in top.values
    )
    return replace(top, values=tuple(values))


def shown_time(time_ns: int | None) -> str:
    """RFC 3339 UTC with as many digits as needed (3, 6 or 9), "" for None."""
    if time_ns is None:
        return ""
    seconds, fraction = divmod(time_ns, 1_000_000_000)
    if fraction % 1_000_000 == 0:
        return f"{_shown_second(seconds)}.{fraction // 1_000_000:03d}Z"
    digits = f"{fraction:09d}"
    while len(digits) > 3 and digits.endswith("000"):
        digits = digits[:-3]
    return f"{_shown_second(seconds)}.{digits}Z"


@lru_cache(maxsize=1_024)
def _shown_second(seconds: int) -> str:
    return f"{_EPOCH + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}"


def masked_record(record: Record) -> Record:
    """The record with secrets hidden in message, raw text, fields, detail and continuation.

    A JSON record that holds a secret is written anew in `raw`, on one line. What is nested deeper than 64
    levels is a text that says so.
    """
    message, detail = _masked_text(record.message), _masked_text(record.detail)
    fields = _masked_members(record.fields)
    if (
        record.structured
        and not record.continuation
        and (message, detail, fields) == (record.message, record.detail, record.fields)
    ):
        # Its values are clean; what is left are members whose names come twice.
        raw = mask_spans(record.raw, tuple(_member_spans(record.raw)))
        return record if raw == record.raw else replace(record, raw=raw)
    raw, continuation = _masked_lines(record)
    return replace(record, message=message, raw=raw, fields=fields, detail=detail, continuation=continuation)


def _masked_lines(record: Record) -> tuple[str, tuple[str, ...]]:
    """The first line and the others; what is no JSON object by itself is masked together with them."""
    lines = (record.raw, *record.continuation)
    if len(lines) == 1 or parse_object(record.raw) is None:
        first, *rest = _masked_text("\n".join(lines)).split("\n")
    else:
        first, rest = _masked_text(record.raw), _masked_text("\n".join(record.continuation)).split("\n")
    return first, tuple(rest)


def _masked_members(fields: Mapping[str, object]) -> dict[str, object]:
    masked: dict[str, object] = {}
    for name, value in fields.items():
        if _is_secret_name(name) or type(value) not in _SAFE:
            masked[name] = _masked(value, secret=_is_secret_name(name), depth=1)
        elif type(value) is str:
            masked[name] = _masked_short(value) if len(value) <= _SHORT else _masked_text(value)
        else:
            masked[name] = value
    return masked


def _masked(value: object, *, secret: bool, depth: int) -> object:
    """A value with its secrets hidden; below a secret name everything but true, false, null and "" is one."""
    if isinstance(value, dict | list) and depth > _DEEPEST:
        return MASK if secret else TOO_DEEP
    if isinstance(value, dict):
        return {
            name: _masked(item, secret=secret or _is_secret_name(name), depth=depth + 1)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_masked(item, secret=secret, depth=depth + 1) for item in value]
    if secret:
        return value if value is None or value == "" or isinstance(value, bool) else MASK
    if not isinstance(value, str):
        return value
    return _masked_short(value) if len(value) <= _SHORT else _masked_text(value)


def _masked_text(text: str) -> str:
    """Text with its secrets hidden: a JSON object as values, so that no escape hides one from us."""
    fields = parse_object(text) if "{" in text else None
    masked = None if fields is None else _masked_members(fields)
    if masked != fields:
        return json.dumps(masked, ensure_ascii=False)
    # A broken object, one inside of other text, or the first of two members of one name.
    if '":' in text or '" :' in text:
        text = mask_spans(text, tuple(_member_spans(text)))
    return mask_text(text) if fields is None else text


# So do most short values: names of modules and functions, services, states.
_masked_short = lru_cache(maxsize=4_096)(_masked_text)


def _member_spans(text: str) -> list[tuple[int, int]]:
    """Where secret values stand in pieces of JSON; where the JSON is broken, to the end of the line."""
    decoder = json.JSONDecoder()
    spans = []
    for member in _MEMBER.finditer(text):
        if not _is_secret_name(member[1]):
            continue
        start = member.end()
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = text.find("\n", start)
            spans.append((start, len(text) if end < 0 else end))
            continue
        if isinstance(value, str):
            if value:
                spans.append((start + 1, end - 1))
        elif value is not None and not isinstance(value, bool):
            spans.append((start, end))
    return spans


def _plain(value: object, depth: int = 0) -> Any:
    """A value that every JSON writer takes."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, Mapping | list) and depth > _DEEPEST:
        return TOO_DEEP
    if isinstance(value, Mapping):
        return {str(name): _plain(item, depth + 1) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    return value
