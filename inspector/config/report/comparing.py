"""Two environments of one workspace, key by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from inspector.config.report.model import Report
from inspector.config.resolve import Setting
from inspector.config.resolve.candidates import same
from inspector.config.values import KeyPath, join_key


class Change(StrEnum):
    """What becomes of a key on the way from one environment to the other."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True)
class Difference:
    """A key in two environments. `before` or `after` is None where it is not set.

    Values are equal when they are and their types are, too; where they come from does not matter.
    """

    path: KeyPath
    change: Change
    before: Setting | None
    after: Setting | None

    @property
    def key(self) -> str:
        """The dotted key."""
        return join_key(self.path)

    @property
    def secret(self) -> bool:
        """Whether it holds a secret in either environment."""
        return any(setting is not None and setting.secret for setting in (self.before, self.after))


def compare(before: Report, after: Report) -> tuple[Difference, ...]:
    """Every key of both reports, in the reading order of the first; what the second adds stands where the
    second has it."""
    first = {setting.path: setting for setting in before.settings}
    second = {setting.path: setting for setting in after.settings}
    return tuple(
        Difference(path, _change(first.get(path), second.get(path)), first.get(path), second.get(path))
        for path in in_order(list(first), list(second))
    )


def _change(before: Setting | None, after: Setting | None) -> Change:
    if before is None:
        return Change.ADDED
    if after is None:
        return Change.REMOVED
    return Change.EQUAL if same(before.value, after.value) else Change.CHANGED


def in_order(first: Sequence[KeyPath], second: Sequence[KeyPath]) -> list[KeyPath]:
    """The keys of both: those of the second alone behind the key that they follow there."""
    known = set(first)
    behind: dict[KeyPath | None, list[KeyPath]] = {}
    last: KeyPath | None = None
    for path in second:
        if path in known:
            last = path
        else:
            behind.setdefault(last, []).append(path)
    ordered = list(behind.get(None, ()))
    for path in first:
        ordered += [path, *behind.get(path, ())]
    return ordered
