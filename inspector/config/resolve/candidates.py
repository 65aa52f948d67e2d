"""Settings read off the shadow tree: who won, who lost, and the sentence that says why."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from inspector.base.places import Place
from inspector.config.resolve.gone import GoneReader
from inspector.config.resolve.making import make_candidate, make_setting
from inspector.config.resolve.secrecy import (
    is_secret_below,
    is_secret_part,
    is_secret_path,
    is_secret_value,
    is_secret_with,
    is_text_of_secret,
)
from inspector.config.resolve.settings import (
    EFFECTIVE,
    EQUAL,
    INACTIVE,
    OVERRIDDEN,
    Candidate,
    KeyInfo,
    Replacement,
    Setting,
    Status,
)
from inspector.config.shadow import Branch, Past, Slot, Variable, Written
from inspector.config.values import KeyPath, Node, Value, join_key, key_texts, part_text, type_name

_NO_INFO = KeyInfo()
_rank_of = itemgetter(0)


class _Lost(NamedTuple):
    """A value that lost with a whole mapping, and the sentence about that."""

    written: Written
    reason: str


class _Context(NamedTuple):
    """What stands above a branch: branches that were replaced as a whole, each with the sentence about
    it, values that stood for the whole mapping, and whether a part of the key names a secret. `aliases` are
    those through which layers write the mapping, by the id of the layer."""

    elders: tuple[tuple[Branch, str], ...] = ()
    above: tuple[_Lost, ...] = ()
    secret: bool = False
    aliases: Mapping[str, Place] = MappingProxyType({})


class SettingReader:
    """Reads the settings of a tree. `ranks` are the ids of the layers, low to high."""

    def __init__(self, ranks: Sequence[str], keys: Mapping[KeyPath, KeyInfo]) -> None:
        self.replacements: list[Replacement] = []
        self.gone = GoneReader(keys)
        self._ranks = {layer: rank for rank, layer in enumerate(ranks)}
        self._keys = keys

    def read(self, root: Branch) -> Iterator[Setting]:
        """All settings of the tree, in reading order."""
        return self._branch(root, (), _Context())

    def _branch(self, branch: Branch, path: KeyPath, context: _Context) -> Iterator[Setting]:
        if branch.removed:
            self.gone.note_removed(path, branch)
        elders, above, all_secret, aliases = context
        last = path[-1] if path else ""
        for key, slot in branch.slots.items():
            here = (*path, key)
            value = branch.value[key]
            secret = all_secret or is_secret_below(last, key)
            older = _older(key, elders) if elders else ()
            under = slot.branch
            if slot.past:
                self.gone.note(here, slot)
            if under is not None and under.removed and not under.slots:
                self.gone.note_removed(here, under)
            is_mapping = under is not None and under.slots
            if len(slot.written) > 1 and (slot.past or is_mapping or isinstance(value, list)):
                self._note_replacements(here, slot)
            if under is not None and under.slots:
                below = _Context(
                    _elders(here, slot, older), (*above, *_above(here, slot)), secret, _aliases(slot, aliases)
                )
                yield from self._branch(under, here, below)
            else:
                lost = (*_lost_with(older), *above) if older or above else ()
                secret = secret or (bool(slot.past) and _took_secrets(slot, value))
                yield self._setting(here, value, slot, lost, secret, aliases)

    def _setting(
        self,
        path: KeyPath,
        value: Value,
        slot: Slot,
        lost: tuple[_Lost, ...],
        secret: bool,
        aliases: Mapping[str, Place],
    ) -> Setting:
        written = slot.written
        info = self._keys.get(path, _NO_INFO) if self._keys else _NO_INFO
        if info is _NO_INFO and self._keys and key_texts(path) is None:
            info = self._keys.get(tuple(map(part_text, path)), _NO_INFO)  # a schema names its keys in text
        if len(written) == 1 and not lost:
            reason = written[0].reason or "no other layer sets it"
            source = make_candidate(written[0], EFFECTIVE, reason)
            candidates: tuple[Candidate, ...] = (source,)
        else:
            source, candidates = self._ranked(path, written, lost)
        if aliases:
            source, candidates = _through(aliases, source, candidates)
        secret = secret or info.secret or is_secret_with(path[-1], value)
        by_shape = False
        if not secret:
            for candidate in candidates:
                variable = candidate.place.variable
                if variable is not None and is_secret_part(variable):
                    secret = True
                elif candidate.value.__class__ is str and is_secret_value(candidate.value):
                    by_shape = True
            by_shape = by_shape and not secret
            secret = secret or (by_shape and is_secret_value(value))
        return make_setting(path, value, secret, source, candidates, info, by_shape)

    def _ranked(
        self, path: KeyPath, written: list[Written], lost: tuple[_Lost, ...]
    ) -> tuple[Candidate, tuple[Candidate, ...]]:
        winner = written[-1]
        name = label(winner)
        if not lost and isinstance(winner.source, Node) and not winner.joined and not winner.reason:
            # Files alone: they were written in their order.
            source = make_candidate(winner, EFFECTIVE, "the highest layer that sets it")
            losers = [make_candidate(w, *_fate(path, w, winner, name)) for w in written[:-1]]
            return source, (*losers, source)
        return self._ranked_with_variables(path, written, lost)

    def _ranked_with_variables(
        self, path: KeyPath, written: list[Written], lost: tuple[_Lost, ...]
    ) -> tuple[Candidate, tuple[Candidate, ...]]:
        ranks = self._ranks
        winner = next(w for w in reversed(written) if w.applied)
        source = make_candidate(winner, EFFECTIVE, self._why(winner, written))
        ranked = [(ranks[w.layer.id], make_candidate(w, OVERRIDDEN, reason)) for w, reason in lost]
        name = label(winner)
        parts = _joined_with(winner, written) if winner.joined else ()
        for w in written:
            if w is winner:
                candidate = source
            elif any(w is part for part in parts):
                candidate = make_candidate(w, EFFECTIVE, f"its items stay: {name} adds to them")
            else:
                candidate = make_candidate(w, *_fate(path, w, winner, name))
            ranked.append((ranks[w.layer.id], candidate))
        ranked.sort(key=_rank_of)
        return source, tuple([candidate for _, candidate in ranked])

    def _why(self, winner: Written, written: list[Written]) -> str:
        """Why a candidate won. Among variables the order of the environment decides, not the layer."""
        if winner.reason:
            return winner.reason
        rank = self._ranks[winner.layer.id]
        for other in reversed(written):
            if other is not winner and other.applied and self._ranks[other.layer.id] >= rank:
                return f"comes later in the environment than {label(other)}, and there the order decides"
        return "the highest layer that sets it"

    def _note_replacements(self, path: KeyPath, slot: Slot) -> None:
        for before, after in pairwise([written for written in slot.written if written.applied]):
            lost: tuple[KeyPath, ...] = ()
            if after.joined:
                continue
            past = next((past for past in slot.past if past.by.source is after.source), None)
            if past is not None:
                lost = _vanished(path, past, slot)
            elif before.is_mapping == after.is_mapping and not (
                isinstance(before.value, list) and isinstance(after.value, list)
            ):
                continue
            old = make_candidate(before, OVERRIDDEN, f"replaced by {label(after)}")
            new = make_candidate(after, EFFECTIVE, f"replaces {label(before)}")
            self.replacements.append(Replacement(path, old, new, lost))


def _took_secrets(slot: Slot, value: Value) -> bool:
    """Whether a text stands in the place of a mapping that held a secret, such as a URL with a password."""
    return is_text_of_secret(value) and any(
        is_secret_path(key) for past in slot.past for key in past.branch.keys(())
    )


def _vanished(path: KeyPath, past: Past, slot: Slot) -> tuple[KeyPath, ...]:
    """The settings of a replaced branch that a mapping in its place does not have either."""
    stays: frozenset[KeyPath] = frozenset()
    if past.by.is_mapping and slot.branch is not None:
        stays = frozenset(slot.branch.keys(path))
    return tuple(key for key in past.branch.keys(path) if key not in stays)


def _joined_with(winner: Written, written: list[Written]) -> tuple[Written, ...]:
    """What stands below a value that was joined with it, and is part of the result."""
    parts: list[Written] = []
    below = iter([w for w in reversed(written) if w.applied and w is not winner])
    last = winner
    while last.joined and (part := next(below, None)) is not None:
        parts.append(part)
        last = part
    return tuple(parts)


def _aliases(slot: Slot, above: Mapping[str, Place]) -> Mapping[str, Place]:
    """The aliases through which layers write the branch of a slot: the innermost of each layer."""
    own = {
        written.layer.id: written.source.alias_place
        for written in slot.written
        if written.is_mapping and isinstance(written.source, Node) and written.source.alias_place is not None
    }
    return {**above, **own} if own else above


def _through(
    aliases: Mapping[str, Place], source: Candidate, candidates: tuple[Candidate, ...]
) -> tuple[Candidate, tuple[Candidate, ...]]:
    """The candidates with the alias of the mapping that they stand in, where they have none of their own."""
    known = [
        replace(candidate, alias_place=candidate.alias_place or aliases.get(candidate.layer))
        for candidate in candidates
    ]
    winner = next(at for at, candidate in enumerate(candidates) if candidate is source)
    return known[winner], tuple(known)


def _older(key: Hashable, elders: tuple[tuple[Branch, str], ...]) -> tuple[tuple[Slot, str], ...]:
    return tuple((elder.slots[key], reason) for elder, reason in elders if key in elder.slots)


def same(left: Value, right: Value) -> bool:
    """Whether two values are equal and of one type, all the way down."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    return left == right or (left != left and right != right)  # NaN is NaN again


def label(written: Written) -> str:
    """How a sentence names what wrote a value."""
    if isinstance(written.source, Variable):
        return f"{written.source.name} in {written.layer.label}"
    return written.layer.label


def _elders(path: KeyPath, slot: Slot, older: tuple[tuple[Slot, str], ...]) -> tuple[tuple[Branch, str], ...]:
    if not slot.past and not older:
        return ()
    elders = [
        (branch, reason)
        for old, reason in older
        for branch in (*(past.branch for past in old.past), old.branch)
        if branch is not None
    ]
    elders += [(branch, _replaced_whole(path, by, label(by))) for branch, by in slot.past]
    return tuple(elders)


def _above(path: KeyPath, slot: Slot) -> tuple[_Lost, ...]:
    """Values that stood for the whole mapping before it came, or came back."""
    if len(slot.written) < 2:
        return ()
    values = [written for written in slot.written if not written.is_mapping]
    mappings = [written for written in slot.written if written.is_mapping]
    if not values or not mappings:
        return ()
    reason = f"sets {join_key(path)} as a whole; {label(mappings[-1])} puts a mapping in its place"
    return tuple(_Lost(written, reason) for written in values)


def _lost_with(older: tuple[tuple[Slot, str], ...]) -> tuple[_Lost, ...]:
    return tuple(_Lost(written, reason) for slot, reason in older for written in slot.written)


def _fate(path: KeyPath, written: Written, winner: Written, name: str) -> tuple[Status, str]:
    """What became of a candidate that lost, and why; `name` is the label of the winner."""
    if same(written.value, winner.value):
        return EQUAL, written.reason or f"same value again in {name}"
    if not written.applied:
        return INACTIVE if written.value is None else OVERRIDDEN, written.reason
    if written.is_mapping:
        return OVERRIDDEN, _replaced_whole(path, winner, name)
    return OVERRIDDEN, f"overridden by {name}"


def _replaced_whole(path: KeyPath, by: Written, name: str) -> str:
    if by.is_mapping:
        what = "a mapping of its own"
    elif isinstance(by.value, str | list):
        what = "text" if isinstance(by.value, str) else "a list"
    else:
        what = "null" if by.value is None else f"a value of type {type_name(by.value)}"
    return f"replaced as a whole: {name} sets {join_key(path)} to {what}"
