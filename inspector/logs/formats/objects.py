"""A record's fields as one JSON object, for queries over them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import orjson

from inspector.logs.formats.decode import HEADER_ROLES, header_fields
from inspector.logs.formats.json_objects import begins_object, parse_object
from inspector.logs.formats.spec import Detection, Shape
from inspector.logs.formats.unwrap import outer_fields, unwrap
from inspector.logs.formats.values import as_text

NONE = b"{}"
_BOM = b"\xef\xbb\xbf"


def has_objects(detection: Detection) -> bool:
    """Whether records have fields that object_of() tells."""
    spec = detection.format
    return (
        spec.shape is not Shape.TEXT
        or "(?P<pairs>" in (spec.pattern or "")
        or bool(declared_fields(detection))
    )


def declared_fields(detection: Detection) -> frozenset[str]:
    """Names of fields that stand in no record: those of the envelope, and of a text's header."""
    spec, envelope = detection.format, detection.envelope
    names: set[str] = set()
    if envelope is not None and envelope.pattern is None:
        names |= set(envelope.keys) - {envelope.text_key}
    elif envelope is not None and envelope.pattern is not None:
        names |= re.compile(envelope.pattern).groupindex.keys() - {"part"}
    if spec.shape is Shape.TEXT and spec.pattern is not None:
        names |= re.compile(spec.pattern).groupindex.keys() - HEADER_ROLES
    return frozenset(names)


def is_bare(detection: Detection) -> bool:
    """Whether records are JSON objects as they stand in the file."""
    return detection.format.shape is Shape.JSON and detection.envelope is None


def object_of(record: bytes, detection: Detection) -> bytes:
    """The JSON object of a record, valid UTF-8: on its first line, or spread over all of them.

    `{}` for one without an object; broken JSON stays what it is. Pairs of logfmt are texts, and so is what a
    header of text names besides time, level, logger, request and message. What an envelope says is added,
    unless the record has such a field.
    """
    envelope = detection.envelope
    inner = record if envelope is None else unwrap(record, envelope).data
    if detection.format.shape is Shape.JSON:
        text = _object(inner)
    else:
        pairs = header_fields(inner, detection)
        text = orjson.dumps(pairs) if pairs else NONE
    outer = outer_fields(record, envelope) if envelope is not None else {}
    return _with(text, outer) if outer else text


def _with(text: bytes, outer: Mapping[str, object]) -> bytes:
    """Members added at the end that it has not itself: of two with the same name the last counts."""
    if not text.endswith(b"}"):
        return text
    if any(json.dumps(name).encode() in text for name in outer):
        own = parse_object(text.decode("utf-8", "replace")) or {}
        outer = {name: value for name, value in outer.items() if name not in own}
    if not outer:
        return text
    try:
        members = orjson.dumps(outer)
    except TypeError:  # an integer beyond 64 bits
        return text
    inner = text[:-1].rstrip()
    return inner + (b"" if inner == b"{" else b",") + members[1:]


def _object(record: bytes) -> bytes:
    text = record.removeprefix(_BOM).strip()
    if not begins_object(text):
        return NONE
    if not text.isascii():
        text = text.decode("utf-8", "replace").encode()
    first, newline, _ = text.partition(b"\n")
    if newline and parse_object(first.decode()) is not None:
        text = first
    if text.startswith(b"{") and text.endswith(b"}"):
        return text
    fields = parse_object(text.decode())
    if fields is None:
        return text if text.startswith(b"{") else NONE
    return (as_text(fields) or "").encode()
