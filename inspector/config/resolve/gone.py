"""Keys that a later layer took away: alone, or with a mapping above them that it replaced as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from inspector.config.resolve.making import make_candidate, make_setting
from inspector.config.resolve.secrecy import is_secret_part, is_secret_path, is_secret_value
from inspector.config.resolve.settings import Candidate, KeyInfo, Setting, Status
from inspector.config.shadow import Branch, Slot, Variable, Written
from inspector.config.values import KeyPath, join_key, type_name

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Gone:
    """A key that is not set, though layers set it. `setting` has what they set, each overridden, and the
    highest of them as its source. `by` is what replaced the mapping `at` above it, or took
    the key itself away."""

    setting: Setting
    by: Candidate
    at: KeyPath


class GoneReader:
    """Collects the keys below replaced branches, 10,000 at most."""

    def __init__(self, keys: Mapping[KeyPath, KeyInfo]) -> None:
        self._keys = keys
        self._found: dict[KeyPath, tuple[list[Written], Written, KeyPath]] = {}

    def note(self, path: KeyPath, slot: Slot) -> None:
        """Note what stood below a key that was replaced as a whole, once or several times."""
        for branch, by in slot.past:
            self._add(_below(branch, path), by, path)

    def note_removed(self, path: KeyPath, branch: Branch) -> None:
        """Note the keys of a branch that a null took away, with all that stood below them."""
        for key, slot, by in branch.removed:
            here = (*path, key)
            self._add(_in_slot(slot, here), by, here)

    def _add(self, found: Iterable[tuple[KeyPath, list[Written]]], by: Written, at: KeyPath) -> None:
        for key, written in found:
            if len(self._found) >= _MOST and key not in self._found:
                return
            before = self._found.get(key, ([], by, at))[0]
            self._found[key] = ([*before, *written], by, at)

    def read(self, settings: Iterable[Setting]) -> tuple[Gone, ...]:
        """The keys that are not set any more, nor have settings below them, as the files order them."""
        if not self._found:
            return ()
        there = {setting.path[:end] for setting in settings for end in range(1, len(setting.path) + 1)}
        return tuple(self._gone(path, *found) for path, found in self._found.items() if path not in there)

    def _gone(self, path: KeyPath, written: list[Written], by: Written, at: KeyPath) -> Gone:
        reason = (
            f"taken away by {_named(by, at)}" if at == path else f"replaced as a whole by {_named(by, at)}"
        )
        candidates = tuple(make_candidate(one, Status.OVERRIDDEN, reason) for one in written)
        source = candidates[-1]
        info = self._keys.get(path, KeyInfo())
        names = [one.place.variable for one in candidates if one.place.variable]
        secret = info.secret or is_secret_path(path) or any(map(is_secret_part, names))
        by_shape = not secret and any(is_secret_value(one.value) for one in candidates)
        secret = secret or is_secret_value(source.value)
        setting = make_setting(path, source.value, secret, source, candidates, info, by_shape)
        return Gone(setting, make_candidate(by, Status.EFFECTIVE, reason), at)


def _below(branch: Branch, path: KeyPath) -> Iterator[tuple[KeyPath, list[Written]]]:
    """The settings below a branch and below those that it had replaced before, with all that set them."""
    for key, slot in branch.slots.items():
        yield from _in_slot(slot, (*path, key))


def _in_slot(slot: Slot, path: KeyPath) -> Iterator[tuple[KeyPath, list[Written]]]:
    for past, _ in slot.past:
        yield from _below(past, path)
    if slot.branch is not None and slot.branch.slots:
        yield from _below(slot.branch, path)
    else:
        yield path, slot.written


def _named(by: Written, at: KeyPath) -> str:
    if isinstance(by.source, Variable):
        return f"{join_key(at)}, which {by.source.name} in {by.layer.label} sets to {_what(by)}"
    return f"{join_key(at)} in {by.source.place}, which is {_what(by)}"


def _what(by: Written) -> str:
    if by.is_mapping:
        return "a mapping of its own"
    if isinstance(by.value, str | list):
        return "text" if isinstance(by.value, str) else "a list"
    return "null" if by.value is None else f"a value of type {type_name(by.value)}"
