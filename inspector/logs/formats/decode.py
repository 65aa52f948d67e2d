"""A record's bytes, decoded: the authority that the index's columns must agree with."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from inspector.logs.formats.crash import level_below, level_of_plain
from inspector.logs.formats.json_objects import first_of_several, parse_object
from inspector.logs.formats.levels import level_of, priority_level
from inspector.logs.formats.logfmt import parse_pairs
from inspector.logs.formats.pairs import pairs_of
from inspector.logs.formats.request_keys import request_id_of
from inspector.logs.formats.spec import Detection, Format, Shape, request_keys_of
from inspector.logs.formats.templates import parts_text, template_text, unsaid_level
from inspector.logs.formats.times import time_ns
from inspector.logs.formats.unwrap import outer_fields, unwrap
from inspector.logs.formats.values import ANSI, as_lines, as_text, first, lookup, without
from inspector.logs.formats.zones import zone_of
from inspector.logs.records import Level, Record

_ANSI = re.compile(ANSI)
# A second since March 1973 that nanoseconds reach, and the nanoseconds in it.
_SECONDS = re.compile(r"[1-9][0-9]{8}|[1-8][0-9]{9}")
_NANOS = re.compile(r"[0-9]{1,9}")

HEADER_ROLES = frozenset(
    [
        "pairs",
        *(name + end for name in ("time", "level", "logger", "request", "message") for end in ("", "_2")),
    ]
)
"""Groups of a header that have a place of their own in a record, or hold several fields; any other is one."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """One record without its place: see logs.records.Record for the fields.

    `structured` is False for a line that fits no format; its message is the whole first line.
    """

    time_ns: int | None
    level: Level
    level_raw: str | None
    logger: str | None
    request_id: str | None
    request_key: str | None
    message: str
    detail: str
    fields: Mapping[str, object] = field(default_factory=dict)
    raw: str = ""
    continuation: tuple[str, ...] = ()
    structured: bool = True

    def at(self, row: int, source: str, line: int | None, offset: int, length: int) -> Record:
        """The record at this place; see logs.records.Record for the units."""
        return Record(
            row=row,
            source=source,
            line=line,
            offset=offset,
            length=length,
            time_ns=self.time_ns,
            level=self.level,
            level_raw=self.level_raw,
            logger=self.logger,
            request_id=self.request_id,
            request_key=self.request_key,
            message=self.message,
            raw=self.raw,
            fields=self.fields,
            detail=self.detail,
            continuation=self.continuation,
            structured=self.structured,
        )


def decode(data: bytes, detection: Detection) -> Decoded:
    """Decode a record: its first line and the lines that belong to it. Never raises.

    A JSON object spread over several lines is one record. Bytes that are no UTF-8 are replaced. A key
    written twice has its last value, as in the producers' own parsers. JSON that only Python reads (NaN,
    lone surrogates, integers beyond 64 bits) is read; lone surrogates are replaced. One comma too many at
    the end of an object or list, and NaN and inf in small or capital letters, are read too. A record in an
    envelope is what is inside of it; time, level and logger that it does not have are those of the envelope.
    """
    envelope = detection.envelope
    if envelope is None:
        return _decode(data, detection)
    decoded = _decode(unwrap(data, envelope).data, detection)
    outer = outer_fields(data, envelope)
    if not outer:
        return decoded
    level = decoded.level
    if level is Level.UNKNOWN and decoded.level_raw is None:
        level = priority_level(outer.get("priority"))
    origin = outer.get(envelope.logger) if envelope.logger and decoded.logger is None else None
    time = decoded.time_ns
    if time is None:
        time = time_ns(outer.get(envelope.time_key), naive=zone_of(detection.zone))
    return replace(
        decoded,
        time_ns=time,
        level=level,
        logger=origin if isinstance(origin, str) else decoded.logger,
        fields={**outer, **decoded.fields},
    )


def decode_beginning(data: bytes, length: int, detection: Detection) -> Decoded:
    """Decode a record of `length` bytes of which these are the first; the message says so where some lack."""
    decoded = decode(data, detection)
    if length <= len(data):
        return decoded
    note = f"… {length:,} bytes, of which the first {len(data):,} are shown"
    return replace(decoded, message=f"{decoded.message} {note}")


def _decode(data: bytes, detection: Detection) -> Decoded:
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r\n")
    raw, *rest = (line.rstrip("\r") for line in text.split("\n"))
    continuation = tuple(rest)
    if detection.format.shape is Shape.JSON:
        fields = parse_object(raw)
        if fields is not None:
            return _from_fields(fields, detection, raw, continuation)
        whole = parse_object(text) if rest else None
        if whole is not None:
            return _from_fields(whole, detection, raw, continuation, spread=True)
        several = first_of_several(raw)
        if several is not None:
            # They share a line, and a line is one record: the others stand below the first.
            found = _from_fields(several[0], detection, raw, continuation)
            return replace(found, detail="\n".join(part for part in (several[1], found.detail) if part))
    else:
        match = _header(raw, detection.format)
        if match is not None and detection.format.shape is Shape.LOGFMT:
            return _from_fields(dict(parse_pairs(match[0])), detection, raw, continuation)
        if match is not None:
            return _from_header(match, detection, raw, continuation)
    return Decoded(
        time_ns=None,
        level=level_of_plain((raw, *continuation)),
        level_raw=None,
        logger=None,
        request_id=None,
        request_key=None,
        message=without_ansi(raw),
        detail="\n".join(continuation),
        raw=raw,
        continuation=continuation,
        structured=False,
    )


def without_ansi(text: str) -> str:
    """The text without colour and cursor codes."""
    return _ANSI.sub("", text) if "\x1b" in text else text


def _from_fields(
    fields: dict[str, Any],
    detection: Detection,
    raw: str,
    continuation: tuple[str, ...],
    *,
    spread: bool = False,
) -> Decoded:
    spec = detection.format
    time_key, time_value = first(fields, spec.time_keys)
    level_key, level_value = first(fields, spec.level_keys)
    logger_key, logger_value = first(fields, spec.logger_keys)
    message_key, message_value = first(fields, spec.message_keys)
    detail_key, detail_value = first(fields, spec.detail_keys)
    request_key = detection.request_key
    written_key, request_value = first(fields, request_keys_of(spec, request_key))
    request_id = request_id_of(request_value)
    if time_key is None and spec.second_keys:
        time = _time_of_pairs(fields, spec)
    else:
        time = time_ns(time_value, spec.time_unit, zone_of(detection.zone))
    level_raw = as_text(level_value)
    if level_raw is None:
        level = unsaid_level(fields, spec)
    else:
        level = level_of(without_ansi(level_raw), spec.level_numbers)
    logger = _said(logger_value, spec)
    message = parts_text(fields, spec)
    if message is not None:
        message_key = None
    elif message_key is not None:
        message = _said(message_value, spec)
    else:
        message = template_text(fields, spec)
    if message is None and spec.null_message and any(key in fields for key in spec.message_keys):
        message = spec.null_message
    detail = as_lines(detail_value)
    if spec.printed_key and isinstance(detail_value, dict):
        detail = _printed_below(lookup(fields, spec.printed_key), message) or detail
    if continuation and not (detail or spread) and spec.shape is Shape.JSON:
        level = level_below(level, continuation)
    # What has a place of its own is no longer a field; what was not understood, or has parts, stays one.
    shown = {
        time_key if time is not None else None,
        level_key if not isinstance(level_value, dict | list) else None,
        logger_key if not isinstance(logger_value, dict | list) else None,
        message_key if not isinstance(message_value, dict | list) else None,
        written_key if request_id is not None else None,
    }
    kept = {key: value for key, value in fields.items() if key not in shown}
    # A stack two levels down would be shown twice.
    if detail_key is not None and isinstance(detail_value, str) and detail_key not in fields:
        kept = without(kept, detail_key)
    for key in spec.repeats:
        kept = without(kept, key)
    return Decoded(
        time_ns=time,
        level=level,
        level_raw=level_raw,
        logger=without_ansi(logger) if logger is not None else None,
        request_id=request_id,
        request_key=request_key if request_id is not None else None,
        message=without_ansi(message if message is not None else raw),
        detail="\n".join(part for part in (detail, *(() if spread else continuation)) if part),
        fields=kept,
        raw=raw,
        continuation=continuation,
    )


def _printed_below(text: object, message: str | None) -> str:
    """What stands below the message in a record as it was printed."""
    if not isinstance(text, str):
        return ""
    head, found, below = text.partition(f"{message}\n")
    return (below if found else head.partition("\n")[2]).strip("\n")


def _said(value: object, spec: Format) -> str | None:
    """A value as text, bytes in numbers included where the producer writes such."""
    if spec.byte_lists and isinstance(value, list) and value:
        with contextlib.suppress(TypeError, ValueError):
            return bytes(value).decode("utf-8", "replace")
    return as_text(value)


def _time_of_pairs(fields: dict[str, Any], spec: Format) -> int | None:
    """Seconds in one field, nanoseconds in another; both are integers or text that is one."""
    for seconds_key, nanos_key in spec.second_keys:
        seconds, nanos = as_text(lookup(fields, seconds_key)), as_text(lookup(fields, nanos_key))
        if seconds is None:
            continue
        if _SECONDS.fullmatch(seconds) and (nanos is None or _NANOS.fullmatch(nanos)):
            return int(seconds) * 1_000_000_000 + int(nanos or 0)
        return None
    return None


def _from_header(
    match: re.Match[str], detection: Detection, raw: str, continuation: tuple[str, ...]
) -> Decoded:
    groups = match.groupdict()
    spec = detection.format
    level_raw = _role(groups, "level")
    time = time_ns(_role(groups, "time"), spec.time_unit, zone_of(detection.zone))
    request_id, request_key = request_id_of(_role(groups, "request")), "request"
    logger, message = _role(groups, "logger"), _role(groups, "message")
    fields = {name: value for name, value in groups.items() if value and name != "pairs"}
    if groups.get("pairs"):
        fields |= pairs_of(groups["pairs"])
        if request_id is None and detection.request_key is not None:
            request_key = detection.request_key
            request_id = request_id_of(lookup(fields, request_key))
            if request_id is not None:
                fields.pop(request_key, None)
    level = spec.level_words.get(level_raw or "") or level_of(level_raw, spec.level_numbers)
    return Decoded(
        time_ns=time,
        level=unsaid_level(fields, spec) if level_raw is None else level,
        level_raw=level_raw,
        logger=logger,
        request_id=request_id,
        request_key=request_key if request_id is not None else None,
        message=parts_text(fields, spec) or message or "",
        detail=without_ansi("\n".join(continuation)),
        fields=fields,
        raw=raw,
        continuation=continuation,
    )


def _role(groups: dict[str, Any], name: str) -> str | None:
    """The text of a role, taken out of the groups; None when it is not there or empty."""
    return groups.pop(name, None) or groups.pop(f"{name}_2", None) or None


def header_fields(data: bytes, detection: Detection) -> dict[str, Any]:
    """The pairs of a record of logfmt, or what a header of text names besides; {} for a line that is none."""
    raw = data.decode("utf-8", "replace").removeprefix("\ufeff").partition("\n")[0].rstrip("\r")
    match = _header(raw, detection.format)
    if match is None:
        return {}
    if detection.format.shape is Shape.LOGFMT:
        return dict(parse_pairs(match[0]))
    groups = match.groupdict()
    fields = {name: value for name, value in groups.items() if value is not None and name not in HEADER_ROLES}
    return fields | pairs_of(groups.get("pairs") or "")


def _header(raw: str, spec: Format) -> re.Match[str] | None:
    return None if spec.pattern is None else _compiled(spec.pattern).match(without_ansi(raw))


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    # ASCII and DOTALL: as the index's RE2 reads \d, \s, \w and the dot.
    return re.compile(pattern, re.ASCII | re.DOTALL)
