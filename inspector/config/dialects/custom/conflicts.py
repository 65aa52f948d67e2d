"""What there is to tell about values that do not go together, and about keys that nulls take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects.custom.naming import Located
from inspector.config.shadow import Refusal, Removal, Stop, Variable, Written, shape
from inspector.config.values import join_key

_CONFLICT = "MergeConflict"
_MAX_NAMED = 5


def stop_of(refusal: Refusal) -> Stop:
    """The stop of an application that refuses a value."""
    source = refusal.refused.source
    return Stop(
        _CONFLICT,
        _sentence(refusal),
        _places(refusal),
        source.name if isinstance(source, Variable) else None,
        refusal.refused.target or refusal.path,
        refusal.path,
    )


def refused(refusal: Refusal) -> Finding:
    """The finding about a value that is refused."""
    return Finding(
        "merge-conflict",
        Severity.ERROR,
        f"{_sentence(refusal)}: the application refuses that and stops.",
        join_key(refusal.path),
        "Give it one shape in all layers.",
        _places(refusal),
        exception=_CONFLICT,
    )


def deleted(removals: Sequence[Removal]) -> Iterator[Finding]:
    """A finding for each layer or variable that takes keys away."""
    by_label: dict[str, list[Removal]] = {}
    for removal in removals:
        by_label.setdefault(_label(removal.by), []).append(removal)
    for label, entries in by_label.items():
        names = ", ".join(join_key(removal.path) for removal in entries[:_MAX_NAMED])
        more = f" and {len(entries) - _MAX_NAMED} more" if len(entries) > _MAX_NAMED else ""
        yield Finding(
            "key-deleted",
            Severity.INFO,
            f"{label} takes {names}{more} away: null deletes a key here.",
            join_key(entries[0].path) if len(entries) == 1 else None,
            "Remove the null where the value of the lower layer should stay.",
            tuple(place for removal in entries for place in (_spot(removal.by), _spot(removal.below))),
        )


def ambiguous(variable: Variable, located: Located) -> Finding:
    """The finding about a name that reads like several keys."""
    keys = [join_key(tuple(map(str, keys))) for keys in (located.keys, *located.others)]
    return Finding(
        "variable-ambiguous",
        Severity.WARNING,
        f"{variable.name} reads like {' and like '.join(keys[:_MAX_NAMED])}; it sets {keys[0]}.",
        keys[0],
        "Rename one of the keys, or choose a separator that no key holds.",
        (variable.place,),
    )


def _sentence(refusal: Refusal) -> str:
    below, high = refusal.below, refusal.refused
    key = join_key(refusal.path)
    if shape(below.value) == shape(high.value):  # it is an item of these lists
        return f"{key} has another shape in {_label(high)} than in {_label(below)}"
    return f"{key} is {shape(high.value)} in {_label(high)} and {shape(below.value)} in {_label(below)}"


def _places(refusal: Refusal) -> tuple[Place, ...]:
    return _spot(refusal.refused), _spot(refusal.below)


def _spot(written: Written) -> Place:
    source = written.source
    return source.place if isinstance(source, Variable) else source.key_place or source.place


def _label(written: Written) -> str:
    source = written.source
    return f"{source.name} in {written.layer.label}" if isinstance(source, Variable) else written.layer.label
