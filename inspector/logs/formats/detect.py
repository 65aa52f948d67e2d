"""Choosing a source's format from a sample, with a reason a person can read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from inspector.logs.formats.continuation import is_header, record_starts
from inspector.logs.formats.decode import header_fields
from inspector.logs.formats.envelopes import ENVELOPES
from inspector.logs.formats.generic import GENERIC_JSON
from inspector.logs.formats.json_objects import begins_object, first_of_several, parse_object
from inspector.logs.formats.levels import LEVEL_WORDS, level_scale, speaks_of_levels
from inspector.logs.formats.registry import FORMATS
from inspector.logs.formats.request_keys import choose_request_key
from inspector.logs.formats.spec import Detection, Envelope, Format, Shape
from inspector.logs.formats.text import PLAIN_TEXT
from inspector.logs.formats.times import time_ns
from inspector.logs.formats.unwrap import outer_fields, unwrap, wrapped_in
from inspector.logs.formats.values import alternatives, as_text, lookup
from inspector.logs.formats.zones import zone_of

Fields = Mapping[str, object]

SAMPLE_LINES = 2_000
"""Lines of a sample that are looked at: half from its start, half from its end."""

_SETTLED = 100
"""Records from which on a key that was not seen is taken for one that does not come."""

_NEARLY_ALL = 0.9
_FIRST_LOOK = 50
"""Lines that show whether it is worth while to look for an envelope in all of them."""


def detect(
    lines: Sequence[bytes],
    format: str | None = None,  # noqa: A002 - the word of the contract
    request_key: str | None = None,
    zone: str | None = None,
    other_request_keys: Sequence[str] = (),
) -> Detection:
    """Choose format and request key from a sample of a source: runs of whole lines, not single ones.

    The user's choices go first: `format` is a name in FORMATS, `request_key` any field, `zone` the IANA name
    of the zone of times that name none (None and "" are UTC). `other_request_keys` are taken in this order
    where no record has the first. Raises ValueError for an unknown name.
    """
    known = {spec.name: spec for spec in FORMATS}
    if format is not None and format not in known:
        raise ValueError(f"there is no log format “{format}”; known are {', '.join(known)}")
    if zone:
        zone_of(zone)
    half = SAMPLE_LINES // 2
    sample = [*lines[:half], *lines[half:][-half:]]
    forced = known[format] if format is not None else None
    envelope = _envelope(sample)
    request_keys = ((request_key,) if request_key is not None else ()) + tuple(other_request_keys)
    if envelope is None:
        return replace(_detect(sample, forced, request_keys), zone=zone or "")
    block = b"".join(line if line.endswith(b"\n") else line + b"\n" for line in sample)
    inner = _detect(unwrap(block, envelope).data.splitlines(keepends=True), forced, request_keys)
    reason = f"{envelope.title} around {inner.reason}"
    return replace(inner, zone=zone or "", envelope=envelope, reason=reason)


def _envelope(sample: Sequence[bytes]) -> Envelope | None:
    """What nearly all lines are wrapped in."""
    filled = [line for line in sample if line.strip()]
    for envelope in ENVELOPES:
        first = [line for line in filled[:_FIRST_LOOK] if wrapped_in(line, envelope)]
        if len(first) < len(filled[:_FIRST_LOOK]) / 2:
            continue
        wrapped = [line for line in filled if wrapped_in(line, envelope)]
        if not filled or len(wrapped) < _NEARLY_ALL * len(filled):
            continue
        if envelope.of_objects and not _holds_objects(wrapped, envelope):
            continue
        if envelope.wary and _detect(sample, None, ()).format.name != PLAIN_TEXT.name:
            continue
        # `INFO | text` is of no container that is called INFO, nor `TIME INFO logger: text` of a host.
        said = [outer_fields(line, envelope) for line in wrapped]
        origins = {str(fields.get("service", fields.get("host", ""))).lower() for fields in said}
        if not origins <= LEVEL_WORDS.keys():
            return envelope
    return None


def _holds_objects(lines: Sequence[bytes], envelope: Envelope) -> bool:
    inner = [unwrap(line.rstrip(b"\r\n"), envelope).data for line in lines]
    return sum(map(begins_object, inner)) >= _NEARLY_ALL * len(inner)


def _detect(sample: Sequence[bytes], forced: Format | None, request_keys: Sequence[str]) -> Detection:
    objects, records = _objects(sample) if forced is None or forced.shape is Shape.JSON else ([], 0)
    if forced is not None and forced.shape is Shape.JSON:
        return _detect_json(forced, objects, max(records, 1), request_keys)
    specs = [forced] if forced is not None else [spec for spec in FORMATS if spec.pattern is not None]
    # No header begins with a brace.
    others = [line.rstrip(b"\r\n") for line in sample if not line.startswith(b"{")]
    header_counts = [(_headers(others, spec), spec) for spec in specs]
    headers, text_format = max(header_counts, key=lambda counted: counted[0])
    if objects and len(objects) >= headers:
        return _detect_json(None, objects, records, request_keys)
    filled = sum(bool(line.strip()) for line in sample)
    if forced is not None:
        said = f"{text_format.title}: chosen by name"
        if text_format.pattern is not None:
            said += f"; the header fits {headers:,} of {filled:,} lines"
        return _with_pairs(Detection(text_format, said, sampled=headers), sample, request_keys)
    if headers:
        reason = f"{text_format.title}: the header fits {headers:,} of {filled:,} lines"
        return _with_pairs(Detection(text_format, reason, sampled=headers), sample, request_keys)
    reason = "plain text: no line is a JSON object or begins with a known header"
    return Detection(PLAIN_TEXT, reason if sample else "plain text: nothing to read yet", sampled=records)


def _headers(lines: Sequence[bytes], spec: Format) -> int:
    """How many lines have the header of a text format; 0 when they are too few to be its work."""
    found = sum(is_header(line, spec.pattern) for line in lines)
    return found if not spec.share or found >= spec.share * sum(map(bool, map(bytes.strip, lines))) else 0


def _with_pairs(detection: Detection, sample: Sequence[bytes], chosen: Sequence[str]) -> Detection:
    """For logfmt, and where fields stand behind the message: the request key."""
    spec = detection.format
    if spec.shape is not Shape.LOGFMT and "(?P<pairs>" not in (spec.pattern or ""):
        return detection
    lines = [line for line in sample if is_header(line.rstrip(b"\r\n"), spec.pattern)]
    objects = [header_fields(line, detection) for line in lines]
    tuned, notes = _tuned(spec, objects)
    request = choose_request_key(objects, spec.request_keys, chosen)
    return replace(
        detection,
        format=tuned,
        reason="; ".join((detection.reason, *notes)),
        request_key=request.key,
        request_reason=request.reason,
        request_candidates=request.candidates,
        request_counted=request.counted,
        request_single=request.single,
        request_missed=request.missed,
    )


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
        if fields is None and rest and begins_object(first.removeprefix(b"\xef\xbb\xbf")):
            fields = _parse(b"\n".join((first, *rest)))
        if fields is None and (several := first_of_several(first.decode("utf-8", "replace"))) is not None:
            fields = several[0]
        if fields is not None:
            objects.append(fields)
    return objects, len(records)


def _parse(data: bytes) -> Fields | None:
    return parse_object(data.decode("utf-8", "replace").removeprefix("\ufeff"))


def _detect_json(
    forced: Format | None, objects: Sequence[Fields], records: int, chosen: Sequence[str]
) -> Detection:
    spec, notes = _tuned(forced or _best_marked(objects) or GENERIC_JSON, objects)
    if forced is not None:
        reason = "chosen by name"
    elif spec.name == GENERIC_JSON.name:
        reason = _roles(spec, objects)
    else:
        reason = _marks(spec, objects)
    if spec.level_keys and spec.level_numbers and (number := _numeric_level(spec, objects)) is not None:
        notes = (f"numeric level {number}", *notes)
    if spec.status_keys and not spec.level_keys:
        notes = (f"level by the status in {spec.status_keys[0]}", *notes)
    if records > len(objects):
        notes = (*notes, f"JSON in {len(objects):,} of {records:,} records")
    request = choose_request_key(objects, spec.request_keys, chosen)
    return Detection(
        format=spec,
        reason="; ".join((f"{spec.title}: {reason}", *notes)),
        request_key=request.key,
        request_reason=request.reason,
        sampled=len(objects),
        request_candidates=request.candidates,
        request_counted=request.counted,
        request_single=request.single,
        request_missed=request.missed,
    )


def _best_marked(objects: Sequence[Fields]) -> Format | None:
    """The format whose marks all stand in nearly every record, the one with the most of them."""
    if not objects:
        return None
    counts = Counter(key for fields in objects for key in fields)
    fitting = [
        spec
        for spec in FORMATS
        if spec.shape is Shape.JSON
        and spec.marks
        and all(_share(objects, counts, mark) >= _NEARLY_ALL for mark in spec.marks)
        and all(_share_fitting(objects, key, values) >= _NEARLY_ALL for key, values in spec.values.items())
        and (not spec.numeric_level or _numeric_level(spec, objects) is not None)
    ]
    return max(fitting, key=lambda spec: len(spec.marks) + len(spec.values), default=None)


def _share(objects: Sequence[Fields], counts: Mapping[str, int], mark: str) -> float:
    """In how many records a mark stands; `counts` has the figures of all outer keys."""
    keys = alternatives(mark)
    likely = [key for key in keys if key in counts or key.partition(".")[0] in counts]
    if len(likely) == 1 and "." not in likely[0]:
        return counts[likely[0]] / len(objects)
    if not likely:
        return 0.0
    return sum(any(_is_there(fields, key) for key in likely) for fields in objects) / len(objects)


def _is_there(fields: Fields, key: str) -> bool:
    return key in fields or ("." in key and lookup(fields, key) is not None)


def _share_fitting(objects: Sequence[Fields], key: str, values: str) -> float:
    """In how many of the records that have this key its value fits."""
    found = [as_text(value) or "" for fields in objects if (value := lookup(fields, key)) is not None]
    return sum(re.fullmatch(values, text) is not None for text in found) / max(1, len(found))


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


def _marks(spec: Format, objects: Sequence[Fields]) -> str:
    shown = [
        max(alternatives(mark), key=lambda key: sum(_is_there(fields, key) for fields in objects))
        for mark in spec.marks
    ]
    *others, last = shown
    named = f"{', '.join(others)} and {last}" if others else last
    count = len(objects)
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
