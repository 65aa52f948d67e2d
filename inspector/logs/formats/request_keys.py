"""Which field carries the request ID: by its name, and by how its values repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from inspector.logs.formats.spec import RequestCandidate
from inspector.logs.formats.values import as_text, lookup

PLACEHOLDERS = frozenset(
    ["", "-", "null", "none", "nil", "undefined", "unknown", "unknownid", "n/a", "na", "..."]
)
"""Values, in lower case, that say there is no request."""

TRACE_NAME = "projects/[^/]+/traces/([^/]+)"
"""How Google Cloud names a trace (RE2 and `re` alike)."""

TRACE_PARENT = "[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}"
"""A W3C traceparent: version, trace, span, flags."""

COUNTED = "numbers that each log counts for itself"
"""What is said of IDs that are short numbers."""

_NOTHING_BUT_ZEROS = re.compile(r"[0-]+")
_COUNTER = re.compile(r"[0-9]{1,7}")
"""IDs made to be unique are longer, or have letters."""

# The end of a name without its punctuation, and what it weighs: an ID made for the request, one made for a
# longer undertaking, one of a trace. A session is none of them: it lives for hours.
_TIERS: tuple[tuple[float, tuple[str, ...]], ...] = (
    (1.0, ("requestid", "reqid", "auditid", "rayid")),
    (0.7, ("correlationid", "transactionid", "operationid", "flowid", "taskid", "jobid", "logcontext")),
    (0.4, ("traceid", "cloudtrace", "@tr", "traceparent")),
)
_EXACT_TIERS = {"trace": 0.4, "logging.googleapis.com/trace": 0.4}
_FOREIGN = re.compile(r"(?i)(?<!trace)parent|prev|child")
_KNOWN_WEIGHT = 0.3
_MOST_CANDIDATES = 12
_MOST_ITEMS = 20
_LEAST_SAMPLE = 20
_DEPTH = 4


@dataclass(frozen=True, slots=True)
class RequestKey:
    """The chosen field, its figures in words, and all fields that may serve, the best first.

    `key` is None when no field serves. `counted` tells that all its values are short numbers: a process
    counts them, and another one counts from 1 again. `single` tells that each record has an ID of its own:
    they are requests that other logs tell more of. `missed` tells that no record has what the user chose.
    """

    key: str | None = None
    reason: str = ""
    candidates: tuple[RequestCandidate, ...] = ()
    counted: bool = False
    single: bool = False
    missed: bool = False


@dataclass(slots=True)
class _Candidate:
    key: str
    weight: float
    values: Counter[str] = field(default_factory=Counter)

    @property
    def records(self) -> int:
        return self.values.total()

    @property
    def repeats(self) -> float:
        """Records per ID."""
        return self.records / len(self.values)

    def score(self, sampled: int) -> float:
        """Weight of the name × coverage × how well the values repeat; 0 when they do not."""
        if sampled >= _LEAST_SAMPLE and (self.repeats < 1.05 or len(self.values) == 1):
            return 0.0
        band = min(1.0, self.repeats / 2)
        return self.weight * self.records / sampled * band

    @property
    def counted(self) -> bool:
        """Whether all values are short numbers."""
        return all(map(_COUNTER.fullmatch, self.values))

    def figures(self, sampled: int) -> RequestCandidate:
        """What the user chooses by."""
        return RequestCandidate(self.key, self.records / sampled, self.repeats, len(self.values))


def request_id_of(value: object) -> str | None:
    """A request ID as text; None for what is no ID: null, objects, lists, truth values, placeholders.

    Of a W3C traceparent, and of Google's name of a trace, it is the trace's ID; a list of one text, as HTTP
    headers are written, is that text.
    """
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        value = value[0]
    if value is None or isinstance(value, bool | dict | list):
        return None
    text = (as_text(value) or "").strip()
    wrapped = re.fullmatch(TRACE_NAME, text) or re.fullmatch(TRACE_PARENT, text)
    if wrapped is not None:
        text = wrapped[1]
    if text.lower() in PLACEHOLDERS or _NOTHING_BUT_ZEROS.fullmatch(text):
        return None
    return text


def choose_request_key(
    records: Sequence[Mapping[str, object]], known: Sequence[str] = (), chosen: Sequence[str] = ()
) -> RequestKey:
    """Choose among the fields whose names may carry a request ID, from a sample of decoded records.

    `known` are fields that the producer is known to use for it, whatever their names. `chosen` are the user's
    own choices: the first that a record has is taken as it is; where none is found, what would be taken
    without them, or else the first of them.
    """
    weights = {key: max(name_weight(key), _KNOWN_WEIGHT) for key in known}
    for key in chosen:
        weights.setdefault(key, _KNOWN_WEIGHT)
    candidates: dict[str, _Candidate] = {}
    for record in records:
        for key in dict.fromkeys((*_names(record), *known, *chosen)):
            if key not in weights:
                weights[key] = name_weight(key)
            if weights[key] == 0:
                continue
            request_id = request_id_of(lookup(record, key))
            if request_id is not None:
                candidates.setdefault(key, _Candidate(key, weights[key])).values[request_id] += 1
    sampled = len(records)
    ordered = sorted(
        candidates.values(), key=lambda candidate: (-candidate.score(sampled), len(candidate.key))
    )
    listed = tuple(candidate.figures(sampled) for candidate in ordered[:_MOST_CANDIDATES])
    taken = next((candidates[key] for key in chosen if key in candidates), None)
    if taken is not None:
        return RequestKey(taken.key, _figures(taken, sampled), listed, taken.counted)
    found = _best(ordered, sampled, listed)
    if found.key is None and chosen:
        return RequestKey(chosen[0], f"{chosen[0]}: in no record so far", listed, missed=True)
    if chosen:
        return replace(found, missed=True, reason=f"{found.reason}; {', '.join(chosen)} in no record so far")
    return found


def _best(ordered: Sequence[_Candidate], sampled: int, listed: tuple[RequestCandidate, ...]) -> RequestKey:
    """What is taken when the user chose nothing."""
    if not ordered:
        return RequestKey()
    best = ordered[0]
    if best.score(sampled) == 0:
        return _of_single_records(ordered, sampled, listed)
    return RequestKey(best.key, _figures(best, sampled), listed, best.counted)


def _of_single_records(
    candidates: Sequence[_Candidate], sampled: int, listed: tuple[RequestCandidate, ...]
) -> RequestKey:
    """Where no value repeats: an access log, or a service that writes one line a request.

    The name decides then: of a request, else of a longer undertaking, else of a trace. Numbers that are
    counted here tie nothing to another log, and a field with another name is the ID of the record.
    """
    serving = [
        candidate
        for candidate in candidates
        if len(candidate.values) > 1 and not candidate.counted and name_weight(candidate.key)
    ]
    if not serving:
        return RequestKey(None, _refusal(candidates[0]), listed)
    best = max(serving, key=lambda candidate: (candidate.weight * candidate.records, -len(candidate.key)))
    reason = f"{_figures(best, sampled)}; each record has its own, which other logs may tell more of"
    return RequestKey(best.key, reason, listed, single=True)


def name_weight(key: str) -> float:
    """How much a field's dotted name promises a request ID: 0 to 1."""
    if key in _EXACT_TIERS:
        return _EXACT_TIERS[key]
    if _FOREIGN.search(key):
        return 0.0
    name = re.sub(r"[^a-z0-9@]", "", key.lower())
    return next((weight for weight, ends in _TIERS if name.endswith(ends)), 0.0)


def _names(fields: Mapping[str, object], prefix: str = "", depth: int = 1) -> Iterator[str]:
    """Dotted names of all values in a record; below a key that holds a dot nothing can be named."""
    for key, value in fields.items():
        if isinstance(value, dict):
            if depth < _DEPTH and "." not in key:
                yield from _names(value, f"{prefix}{key}.", depth + 1)
        elif isinstance(value, list):
            if len(value) == 1 and isinstance(value[0], str) and (not prefix or "." not in key):
                yield prefix + key
            if depth < _DEPTH and "." not in key:
                yield from _names_in_list(value, prefix + key)
        elif not prefix or "." not in key:
            yield prefix + key


def _names_in_list(items: Sequence[object], name: str) -> Iterator[str]:
    """Members of the objects in a list, and items that are a key and a value."""
    for item in items[:_MOST_ITEMS]:
        if not isinstance(item, dict):
            continue
        key = item.get("key")
        if isinstance(key, str) and "value" in item:
            yield f"{name}[{key}]"
        else:
            yield from (f"{name}[].{member}" for member, value in item.items() if not isinstance(value, dict))


def _figures(best: _Candidate, sampled: int) -> str:
    share = f"{best.records / sampled:.0%}".replace("%", " %")
    count = len(best.values)
    figures = (
        f"{best.key}: in {share} of {sampled:,} records, {count:,} {'request' if count == 1 else 'requests'}"
    )
    return f"{figures}; {COUNTED}" if best.counted else figures


def _refusal(best: _Candidate) -> str:
    if len(best.values) == 1:
        return f"{best.key} has one value only, so it tells no requests apart"
    return f"{best.key} is different in every record, so it ties no records together"
