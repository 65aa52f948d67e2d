"""Settings read off the shadow tree: who won, who lost, and the sentence that says why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inspector.config.dialects.variables import Variable
from inspector.config.resolve.secrecy import is_secret_path, is_secret_value
from inspector.config.resolve.settings import Candidate, KeyInfo, Replacement, Setting, Status
from inspector.config.resolve.shadow import Branch, Slot, Written
from inspector.config.values import KeyPath, Value, join_key, type_name

_NO_INFO = KeyInfo()


@dataclass(frozen=True, slots=True)
class _Elder:
    """A branch that was replaced as a whole, and by what."""

    branch: Branch
    reason: str


class SettingReader:
    """Reads the settings of a tree. `ranks` are the ids of the layers, low to high."""

    def __init__(self, ranks: Sequence[str], keys: Mapping[KeyPath, KeyInfo]) -> None:
        self.replacements: list[Replacement] = []
        self._ranks = {layer: rank for rank, layer in enumerate(ranks)}
        self._keys = keys

    def read(self, root: Branch) -> Iterator[Setting]:
        """All settings of the tree, in reading order."""
        return self._branch(root, (), (), ())

    def _branch(
        self, branch: Branch, path: KeyPath, elders: tuple[_Elder, ...], above: tuple[Written, ...]
    ) -> Iterator[Setting]:
        for key, slot in branch.slots.items():
            here = (*path, str(key))
            older = tuple(
                (elder.branch.slots[key], elder.reason) for elder in elders if key in elder.branch.slots
            )
            if slot.past or len(slot.written) > 1:
                self._note_replacements(here, slot)
            if slot.branch is None or not slot.branch.slots:
                yield self._setting(here, branch.value[key], slot, older, above)
            else:
                yield from self._branch(
                    slot.branch, here, self._elders(here, slot, older), self._above(here, slot, above)
                )

    def _elders(self, path: KeyPath, slot: Slot, older: tuple[tuple[Slot, str], ...]) -> tuple[_Elder, ...]:
        elders = [
            _Elder(branch, reason)
            for old, reason in older
            for branch in (*old.past, old.branch)
            if branch is not None
        ]
        if slot.past:
            ends = [
                after
                for before, after in pairwise(slot.written)
                if before.is_mapping and not after.is_mapping
            ]
            elders += [
                _Elder(branch, _replaced_whole(path, end))
                for branch, end in zip(slot.past, ends, strict=False)
            ]
        return tuple(elders)

    def _above(self, path: KeyPath, slot: Slot, above: tuple[Written, ...]) -> tuple[Written, ...]:
        """Values that stood for the whole mapping before it came (back)."""
        if len(slot.written) < 2:
            return above
        here = [written for written in slot.written if not written.is_mapping]
        if not here:
            return above
        by = next(written for written in reversed(slot.written) if written.is_mapping)
        reason = f"set {join_key(path)} as a whole; {label(by)} puts a mapping in its place"
        return (*above, *(Written(w.layer, w.source, w.value, w.applied, reason) for w in here))

    def _setting(
        self,
        path: KeyPath,
        value: Value,
        slot: Slot,
        older: tuple[tuple[Slot, str], ...],
        above: tuple[Written, ...],
    ) -> Setting:
        written = slot.written
        info = self._keys.get(path, _NO_INFO)
        if len(written) == 1 and not older and not above:
            only = _candidate(written[0], Status.EFFECTIVE, "no other layer sets it")
            source: Candidate = only
            candidates: tuple[Candidate, ...] = (only,)
        else:
            source, candidates = self._ranked(path, written, older, above)
        secret = info.secret or is_secret_path(path) or any(is_secret_value(c.value) for c in candidates)
        return Setting(
            path, value, type_name(value), secret, source, candidates, info.description, info.constraint
        )

    def _ranked(
        self,
        path: KeyPath,
        written: list[Written],
        older: tuple[tuple[Slot, str], ...],
        above: tuple[Written, ...],
    ) -> tuple[Candidate, tuple[Candidate, ...]]:
        winner = next(w for w in reversed(written) if w.applied)
        lost = [(w, Status.OVERRIDDEN, reason) for slot, reason in older for w in slot.written]
        lost += [(w, Status.OVERRIDDEN, w.reason) for w in above]
        lost += [(w, *_fate(path, w, winner)) for w in written if w is not winner]
        source = _candidate(winner, Status.EFFECTIVE, self._why(winner, written))
        ranked = [(self._rank(w), _candidate(w, status, reason)) for w, status, reason in lost]
        ranked.append((self._rank(winner), source))
        ranked.sort(key=_by_rank)
        return source, tuple(candidate for _, candidate in ranked)

    def _rank(self, written: Written) -> int:
        return self._ranks[written.layer.id]

    def _why(self, winner: Written, written: list[Written]) -> str:
        """Why a candidate won. Among variables the order of the environment decides, not the layer."""
        rank = self._rank(winner)
        for other in reversed(written):
            if other is winner or not other.applied or self._rank(other) < rank:
                continue
            return f"comes later in the environment than {label(other)}, and there the order decides"
        return "the highest layer that sets it"

    def _note_replacements(self, path: KeyPath, slot: Slot) -> None:
        past = iter(slot.past)
        applied = [written for written in slot.written if written.applied]
        for before, after in pairwise(applied):
            lost: tuple[KeyPath, ...] = ()
            if before.is_mapping and not after.is_mapping:
                branch = next(past, None)
                lost = () if branch is None else tuple(branch.keys(path))
            elif before.is_mapping == after.is_mapping and not (
                isinstance(before.value, list) and isinstance(after.value, list)
            ):
                continue
            self.replacements.append(
                Replacement(
                    path,
                    _candidate(before, Status.OVERRIDDEN, ""),
                    _candidate(after, Status.EFFECTIVE, ""),
                    lost,
                )
            )


def same(left: Value, right: Value) -> bool:
    """Whether two values are equal and of one type, all the way down."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    return left == right or (left != left and right != right)


def label(written: Written) -> str:
    """How a sentence names what wrote a value."""
    if isinstance(written.source, Variable):
        return f"{written.source.name} in {written.layer.label}"
    return written.layer.label


def _by_rank(ranked: tuple[int, Candidate]) -> int:
    return ranked[0]


def _fate(path: KeyPath, written: Written, winner: Written) -> tuple[Status, str]:
    if same(written.value, winner.value):
        return Status.EQUAL, written.reason or f"same value again in {label(winner)}"
    if not written.applied:
        return Status.OVERRIDDEN if written.value is not None else Status.INACTIVE, written.reason
    if written.is_mapping:
        return Status.OVERRIDDEN, _replaced_whole(path, winner)
    return Status.OVERRIDDEN, f"overridden by {label(winner)}"


def _replaced_whole(path: KeyPath, by: Written) -> str:
    what = {"null": "null", "str": "a text"}.get(
        type_name(by.value), f"a value of type {type_name(by.value)}"
    )
    if isinstance(by.value, list):
        what = "a list"
    return f"replaced as a whole: {label(by)} sets {join_key(path)} to {what}"


def _candidate(written: Written, status: Status, reason: str) -> Candidate:
    source = written.source
    return Candidate(
        written.layer.id,
        written.layer.kind,
        written.value,
        type_name(written.value),
        source.raw,
        status,
        reason,
        source.place,
        source.key_place,
    )
