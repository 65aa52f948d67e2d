"""Whether a log has the fields that a filter names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from inspector.base.cancel import CancelToken
from inspector.logs.formats.json_objects import parse_object
from inspector.logs.formats.objects import declared_fields, has_objects, is_bare, object_of
from inspector.logs.index.view import SegmentView
from inspector.logs.query.mistakes import column_of_field, may_be_text
from inspector.logs.query.model import QueryError
from inspector.logs.query.objects import own_name

_SAMPLE_BYTES = 256 << 10
_BLOCK_BYTES = 8 << 20
_DEPTH = 4
_ALIKE_PERCENT = 60.0


def check_fields(
    where: str,
    names: Sequence[str],
    segments: Sequence[SegmentView],
    others: Sequence[str],
    cancel: CancelToken | None,
) -> None:
    """Raise QueryError for a name that no record has, with the closest one that is known.

    `others` are names that every record has. A log without records may have any field.
    """
    filled = [segment for segment in segments if segment.progress.records]
    if not names or not filled:
        return
    objects = [segment for segment in filled if has_objects(segment.detection)]
    if not objects:
        column = column_of_field(where, names[0])
        raise QueryError(
            f"{_placed(names[0], column)} is no field: records of text have {', '.join(others)}", column
        )
    present = [segment for segment in objects if not segment.gone]
    known = {name for segment in present for name in _sampled(segment)}
    known = known.union(*(declared_fields(segment.detection) for segment in present))
    for name in names:
        parts = {part for each in (name, own_name(name)) for part in (each, each.partition("[")[0]) if part}
        if parts & known or len(present) < len(objects):
            continue
        if not any(_is_written(part, segment, cancel) for segment in present for part in parts):
            closest = _closest(name, {*known, *others})
            column = column_of_field(where, name)
            hint = f"; did you mean “{closest}”?" if closest else ""
            if column is not None and may_be_text(where, name):
                hint = f"; texts stand in single quotes: '{name}'"
            raise QueryError(f"no record has a field {_placed(name, column)}{hint}", column)


def _placed(name: str, column: int | None) -> str:
    return f"“{name}”" if column is None else f"“{name}” (column {column})"


def _closest(name: str, known: set[str]) -> str:
    found = process.extractOne(
        name, sorted(known), scorer=fuzz.ratio, processor=str.lower, score_cutoff=_ALIKE_PERCENT
    )
    return found[0] if found is not None else ""


def _sampled(segment: SegmentView) -> Iterator[str]:
    """Names of fields at the beginning, in the middle and at the end."""
    last = max(0, segment.progress.end - _SAMPLE_BYTES)
    for offset in sorted({0, last // 2, last}):
        for line in segment.file.read(offset, _SAMPLE_BYTES).split(b"\n"):
            text = line if is_bare(segment.detection) else object_of(line, segment.detection)
            fields = parse_object(text.decode("utf-8", "replace"))
            if fields is not None:
                yield from _names(fields)


def _names(fields: Mapping[str, object], prefix: str = "", depth: int = 1) -> Iterator[str]:
    for key, value in fields.items():
        yield prefix + key
        if isinstance(value, dict) and depth < _DEPTH:
            yield from _names(value, f"{prefix}{key}.", depth + 1)


def _is_written(name: str, segment: SegmentView, cancel: CancelToken | None) -> bool:
    """Whether the key stands anywhere in the file: a field may be too rare for a sample."""
    # In logfmt and in a text within an object a key stands without its quotes, or with other ones.
    bare = is_bare(segment.detection)
    whole = _key(name, bare)
    parts = {_key(part, bare) for part in name.split(".")}
    overlap = max(len(key.pattern) for key in (whole, *parts))
    end, offset = segment.progress.end, 0
    while offset < end and parts:
        if cancel is not None:
            cancel.raise_if_cancelled()
        data = segment.file.read(offset, min(_BLOCK_BYTES, end - offset))
        if not data or whole.search(data):
            return bool(data)
        parts = {part for part in parts if part.search(data) is None}
        if len(data) < _BLOCK_BYTES:
            break
        offset += len(data) - overlap
    return not parts


def _key(name: str, bare: bool) -> re.Pattern[bytes]:
    if not bare:
        return re.compile(re.escape(name.encode()))
    # A text that stands as a value is no key.
    return re.compile(re.escape(json.dumps(name, ensure_ascii=False).encode()) + rb"\s*:")
