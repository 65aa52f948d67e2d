"""Choosing a source's format from a sample, with a reason a person can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from inspector.logs.formats.continuation import is_header, record_starts
from inspector.logs.formats.decode import parse_object
from inspector.logs.formats.generic import GENERIC_JSON
from inspector.logs.formats.levels import level_scale, speaks_of_levels
from inspector.logs.formats.registry import FORMATS
from inspector.logs.formats.request_keys import choose_request_key
from inspector.logs.formats.spec import Detection, Format, Shape
from inspector.logs.formats.text import PLAIN_TEXT
from inspector.logs.formats.times import time_ns
from inspector.logs.formats.values import lookup

Fields = Mapping[str, object]

SAMPLE_LINES = 2_000
"""Lines of a sample that are looked at: half from its start, half from its end."""

_SETTLED = 100
"""Records from which on a key that was not seen is taken for one that does not come."""

_NEARLY_ALL = 0.9


def detect(lines: Sequence[bytes]) -> Detection:
    """Choose format and request key from a sample of a source: runs of whole lines, not single ones."""
    half = SAMPLE_LINES // 2
    sample = [*lines[:half], *lines[half:][-half:]]
    objects, records = _objects(sample)
    header_counts = [
        (sum(is_header(line.rstrip(b"\r\n"), spec.pattern) for line in sample), spec)
        for spec in FORMATS
        if spec.pattern is not None
    ]
    headers, text_format = max(header_counts, key=lambda counted: counted[0])
    if objects and len(objects) >= headers:
        return _detect_json(objects, records)
    if headers:
        reason = f"{text_format.title}: the header fits {headers:,} of {len(sample):,} lines"
        return Detection(text_format, reason, sampled=headers)
    reason = "plain text: no line is a JSON object or begins with a known header"
    return Detection(PLAIN_TEXT, reason if sample else "plain text: nothing to read yet", sampled=records)


def _objects(sample: Sequence[bytes]) -> tuple[list[Fields], int]:
    """The JSON objects in a sample, pretty-printed ones included, and the number of all records."""
    starts, _ = record_starts(sample, Detection(GENERIC_JSON, ""))
    records: list[list[bytes]] = []
    for line, start in zip(sample, starts, strict=True):
        if start or not records:
            records.append([line.rstrip(b"\r\n")])
        else:
            records[-1].append(line.rstrip(b"\r\n"))
    objects: list[Fields] = []
    for first, *rest in records:
        fields = _parse(first)
        if fields is None and rest and first.lstrip(b"\xef\xbb\xbf").startswith(b"{"):
            fields = _parse(b"\n".join((first, *rest)))
        if fields is not None:
            objects.append(fields)
    return objects, len(records)


def _parse(data: bytes) -> Fields | None:
    return parse_object(data.decode("utf-8", "replace").removeprefix("\ufeff"))


def _detect_json(objects: Sequence[Fields], records: int) -> Detection:
    spec = _best_marked(objects)
    spec, notes = _tuned(spec or GENERIC_JSON, objects)
    reason = _roles(spec, objects) if spec.name == GENERIC_JSON.name else _marks(spec, len(objects))
    if spec.level_keys and spec.level_numbers and (number := _numeric_level(spec, objects)) is not None:
        notes = (f"numeric level {number}", *notes)
    if records > len(objects):
        notes = (*notes, f"JSON in {len(objects):,} of {records:,} records")
    request = choose_request_key(objects)
    return Detection(
        format=spec,
        reason="; ".join((f"{spec.title}: {reason}", *notes)),
        request_key=request.key,
        request_reason=request.reason,
        sampled=len(objects),
    )


def _best_marked(objects: Sequence[Fields]) -> Format | None:
    """The format whose marks all stand in nearly every record, the one with the most of them."""
    fitting = [
        spec
        for spec in FORMATS
        if spec.shape is Shape.JSON
        and spec.marks
        and all(_share(objects, mark) >= _NEARLY_ALL for mark in spec.marks)
        and (not spec.numeric_level or _numeric_level(spec, objects) is not None)
    ]
    return max(fitting, key=lambda spec: len(spec.marks), default=None)


def _share(objects: Sequence[Fields], key: str) -> float:
    return sum(key in fields for fields in objects) / len(objects)


def _numeric_level(spec: Format, objects: Sequence[Fields]) -> int | None:
    """A level that is a number, if this source writes such."""
    values = (lookup(fields, key) for fields in objects for key in spec.level_keys)
    return next((v for v in values if isinstance(v, int) and not isinstance(v, bool)), None)


def _tuned(spec: Format, objects: Sequence[Fields]) -> tuple[Format, tuple[str, ...]]:
    """The format without keys that hold something else here, and for generic JSON with its number scale."""
    notes: list[str] = []
    level_keys = []
    for key in spec.level_keys:
        values = [value for fields in objects if (value := lookup(fields, key)) is not None]
        if not values or speaks_of_levels(values):
            level_keys.append(key)
        elif key in ("level", "severity"):
            notes.append(f"{key} holds no severity but {values[0]}"[:80])
    time_keys = []
    for key in spec.time_keys:
        values = [value for fields in objects if (value := lookup(fields, key)) is not None]
        if not values or any(time_ns(value, spec.time_unit) is not None for value in values):
            time_keys.append(key)
    tuned = replace(spec, level_keys=tuple(level_keys), time_keys=tuple(time_keys))
    if spec.name == GENERIC_JSON.name:
        tuned = replace(tuned, level_numbers=level_scale(objects, tuned.level_keys))
        if len(objects) >= _SETTLED:
            tuned = replace(
                tuned,
                time_keys=_seen(tuned.time_keys, objects),
                level_keys=_seen(tuned.level_keys, objects),
                logger_keys=_seen(tuned.logger_keys, objects),
                message_keys=_seen(tuned.message_keys, objects),
            )
    return tuned, tuple(notes)


def _seen(keys: Sequence[str], objects: Sequence[Fields]) -> tuple[str, ...]:
    return tuple(key for key in keys if any(lookup(fields, key) is not None for fields in objects))


def _marks(spec: Format, count: int) -> str:
    *others, last = spec.marks
    named = f"{', '.join(others)} and {last}" if others else last
    return f"{named} in {'all of ' if count > 1 else ''}{count:,} {'record' if count == 1 else 'records'}"


def _roles(spec: Format, objects: Sequence[Fields]) -> str:
    roles = (
        ("time", spec.time_keys),
        ("level", spec.level_keys),
        ("logger", spec.logger_keys),
        ("message", spec.message_keys),
    )
    found = [(role, seen[0]) for role, keys in roles if (seen := _seen(keys, objects))]
    if not found:
        return "objects without a known time, level or message"
    return ", ".join(f"{role} in {key}" for role, key in found)
