"""SQL over lines that are JSON objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inspector.logs.formats.spec import Detection, Format, request_keys_of
from inspector.logs.formats.values import alternatives, list_item, list_member
from inspector.logs.index.habits import Traits
from inspector.logs.index.phrases import (
    ESCAPE,
    LINE,
    ODD_START,
    PLACE,
    any_of,
    begins_like_data,
    carried,
    is_no_number,
    sql_text,
)
from inspector.logs.records import Level

# A pair of logfmt without escapes, and the same as a member of an object.
_PAIR = r'([A-Za-z_][\w.@/\-]*)=(?:"([^"]*)"|([^\s"]*))(?: +|$)'
_MEMBER = r'"\1":"\2\3",'
_BACKSLASH = "\\"


class _Found:
    """The paths that a statement asks for, and the SQL for what stands at the first of some keys.

    `odd` collects when only decode() can tell what stands there.
    """

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.odd: list[str] = []

    def first_of(self, keys: tuple[str, ...]) -> str:
        """The first of these keys that is present and not null."""
        places = [place for key in keys for place in self._places(key)]
        return f"coalesce({', '.join(places)})" if len(places) > 1 else (*places, "NULL::VARCHAR")[0]

    def _places(self, key: str) -> Iterator[str]:
        for path in _paths(key):
            if path not in self.paths:
                self.paths.append(path)
            yield f"found[{self.paths.index(path) + 1}]"
        if (member := list_member(key)) is not None:
            head, name = member
            for path in _paths(head):
                steps = sql_text(f"{path}[*].{_quoted(name)}")
                yield f"list_any_value(TRY(json_extract_string(text, {steps})))"
        elif (item := list_item(key)) is not None:
            head, name = item
            for path in _paths(head):
                items = f"TRY(json_extract(text, {sql_text(f'{path}[*]')}))"
                named = f"lambda item: json_extract_string(item, '$.key') = {sql_text(name)}"
                chosen = f"list_filter({items}, {named})[1]"
                value = f"json_extract_string({chosen}, '$.value.stringValue')"
                self.odd.append(f"({chosen}) IS NOT NULL AND {value} IS NULL")
                yield value

    def list(self) -> str:
        """All paths as a list in SQL."""
        return _listed(self.paths) if self.paths else "['$']"


@dataclass(frozen=True, slots=True)
class _Source:
    """Where objects come from: a table, which of its rows are objects, and which are odd.

    `columns` are those that `odd` and `line`, the line as it was written, are made of.
    """

    table: str
    columns: str
    is_object: str
    line: str
    odd: tuple[str, ...]


def from_objects(detection: Detection, repeats_keys: bool, traits: Traits) -> str:
    """What stands under the keys that matter, and whether SQL may have read it differently."""
    is_object = "true"
    odd: tuple[str, ...] = ("found_none",)
    if not traits.objects:
        is_object = "lines = 1 AND text ^@ '{'"
        odd = ("lines > 1", "is_object AND found_none", f"NOT is_object AND ({ODD_START})")
    columns = "lines, filled" if traits.filled else "lines"
    return _select(detection, repeats_keys, traits, _Source("batch", columns, is_object, LINE, odd))


def from_pairs(detection: Detection, repeats_keys: bool, traits: Traits) -> str:
    """logfmt: lines without escapes become objects of texts, which are read as JSON is.

    Where the batch has `object` and `plain`, see pairs.Objects, most of them are objects already.
    """
    fits = f"regexp_full_match({LINE}, {sql_text(detection.format.pattern or '')}, 's')"
    members = f"regexp_replace({LINE}, {sql_text(_PAIR)}, {sql_text(_MEMBER)}, 'g')"
    made = "WHEN fits AND plain = 1 THEN object " if traits.paired else ""
    plain = f"fits AND NOT contains(text, {sql_text(_BACKSLASH)})"
    rare = any_of(("lines > 1", f"contains(text, {ESCAPE})", ODD_START))
    table = f"""(SELECT * REPLACE (
            CASE {made}WHEN {plain} THEN '{{' || rtrim({members}, ',') || '}}' ELSE '' END AS text),
            {LINE} AS line_text, {rare} AS rare
        FROM (SELECT *, {fits} AS fits FROM batch))"""
    odd = ("rare", "fits AND found_none")
    source = _Source(table, "line_text, rare, fits", "fits", "line_text", odd)
    return _select(detection, repeats_keys, Traits(), source)


def _select(detection: Detection, repeats_keys: bool, traits: Traits, source: _Source) -> str:
    spec = detection.format
    found_keys = _Found()
    texts = {"logger": spec.logger_keys, "said": spec.message_keys, "stack": spec.detail_keys}
    texts |= {f"part{number}": alternatives(part) for number, part in enumerate(spec.message_parts)}
    if spec.template_keys:
        texts["template"] = spec.template_keys
    columns = {role: found_keys.first_of(keys) for role, keys in texts.items()}
    text_paths = _listed(found_keys.paths) if found_keys.paths else "['$']"
    columns["raw_time"] = found_keys.first_of(() if traits.timed else spec.time_keys)
    columns["word"] = found_keys.first_of(spec.level_keys)
    columns["raw_request"] = found_keys.first_of(request_keys_of(spec, detection.request_key))
    columns["status"] = found_keys.first_of(spec.status_keys)
    columns["error"] = found_keys.first_of(spec.error_keys)
    pairs = () if traits.timed else spec.second_keys
    for number, (seconds, nanos) in enumerate(pairs):
        columns[f"seconds{number}"] = found_keys.first_of((seconds,))
        columns[f"nanos{number}"] = found_keys.first_of((nanos,))
    listed = found_keys.list()
    found = f"CASE WHEN is_object THEN TRY(json_extract_string(text, {listed})) END"
    if traits.objects:
        found = f"TRY(json_extract_string(text, {listed}))"
    # decode() spells objects, lists and fractions its own way; a text may begin like one.
    like_data = " OR ".join(begins_like_data(role) for role in texts)
    nested = f"list_has_any(json_type(text, {text_paths}), ['OBJECT', 'ARRAY', 'DOUBLE'])"
    odd = [
        *source.odd,
        "stack = 'true' OR stack = 'false'",
        *(is_no_number(role) for role in texts),
        f"CASE WHEN {like_data} THEN {nested} END",
        *(begins_like_data(role) for role, keys in texts.items() if any("[" in key for key in keys)),
        *found_keys.odd,
    ]
    if spec.template_keys:
        unfilled = "said IS NULL AND filled IS NULL" if traits.filled else "said IS NULL"
        odd.append(f"{unfilled} AND (contains(template, '{{') OR contains(template, '}}'))")
    if spec.null_message:
        odd.append("is_object AND said IS NULL")
    if repeats_keys:
        odd.append("is_object AND len(json_keys(text)) <> len(list_distinct(json_keys(text)))")
    pair_ns, odd_pairs = _pair_ns(len(pairs))
    named = ", ".join(f"{expression} AS {role}" for role, expression in columns.items())
    along = carried(detection.envelope is not None)
    is_object = f"SELECT *, {source.is_object} AS is_object FROM {source.table}"
    return f"""
        SELECT {PLACE}, {along}, raw_time, word, raw_request, logger, {pair_ns} AS pair_ns,
               {_message(spec, source.line, traits.filled)} AS message,
               CASE WHEN stack IS NOT NULL THEN stack ELSE '' END AS detail,
               is_object AS structured, {_unsaid(spec)} AS unsaid, {any_of([*odd, *odd_pairs])} AS odd
        FROM (SELECT {PLACE}, {source.columns}, {along}, text, is_object, {named},
                     found IS NULL AS found_none
              FROM (SELECT *, {found} AS found FROM ({is_object})))
    """


def _message(spec: Format, line: str, filled: bool) -> str:
    said = "said"
    if spec.template_keys:
        said = "coalesce(said, filled, template)" if filled else "coalesce(said, template)"
    if spec.message_parts:
        parts = ", ".join(f"part{number}" for number in range(len(spec.message_parts)))
        said = f"CASE WHEN part0 IS NOT NULL THEN concat_ws(' ', {parts}) ELSE {said} END"
    if said == "said":
        return f"CASE WHEN said IS NOT NULL THEN said ELSE {line} END"
    return f"coalesce({said}, {line})"


def _unsaid(spec: Format) -> str:
    """The level of a record that names none."""
    branches = ["WHEN NOT is_object THEN 0"]
    if spec.status_keys:
        levels = " ".join(
            f"WHEN status ^@ '{digit}' THEN {int(level)}"
            for digit, level in (("5", Level.ERROR), ("4", Level.WARNING))
        )
        said = f"CASE {levels} ELSE {int(Level.INFO)} END"
        branches.append(f"WHEN regexp_full_match(status, '[1-5][0-9]{{2}}') THEN {said}")
    if spec.error_keys:
        branches.append(f"WHEN error IS NOT NULL THEN {int(Level.ERROR)}")
    if len(branches) == 1 and spec.default_level is Level.UNKNOWN:
        return "0"
    return f"CASE {' '.join(branches)} ELSE {int(spec.default_level)} END"


def _pair_ns(count: int) -> tuple[str, list[str]]:
    """Nanoseconds of the first pair that is there, and when only decode() can tell."""
    if not count:
        return "NULL::BIGINT", []
    branches = []
    for number in range(count):
        seconds, nanos = f"seconds{number}", f"nanos{number}"
        good = f"regexp_full_match({seconds}, '[1-9][0-9]{{8}}|[1-8][0-9]{{9}}')"
        good += f" AND ({nanos} IS NULL OR regexp_full_match({nanos}, '[0-9]{{1,9}}'))"
        ns = f"{seconds}::BIGINT * 1000000000 + coalesce({nanos}::BIGINT, 0)"
        branches.append(f"WHEN {seconds} IS NOT NULL THEN CASE WHEN {good} THEN {ns} END")
    there = " OR ".join(f"seconds{number} IS NOT NULL" for number in range(count))
    pair = f"CASE WHEN raw_time IS NULL THEN CASE {' '.join(branches)} END END"
    return pair, [f"raw_time IS NULL AND ({there}) AND ({pair}) IS NULL"]


def _paths(key: str) -> tuple[str, ...]:
    """Where a key may stand: the literal key, then the nested one."""
    literal = f"$.{_quoted(key)}"
    if "." not in key or "[" in key:
        return (literal,)
    return literal, "$" + "".join(f".{_quoted(part)}" for part in key.split("."))


def _listed(paths: list[str]) -> str:
    return f"[{', '.join(sql_text(path) for path in paths)}]"


def _quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
