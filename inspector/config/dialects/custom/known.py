"""The keys that files and a schema know, as names of variables may mean them."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from inspector.config.shadow import Branch
from inspector.config.values import KeyPath

Keys = tuple[Hashable, ...]
"""A key as the application has it: parts need not be text."""

_NOTHING = Branch()
_NO_NAME = re.compile(r"[^A-Za-z0-9_]")


@dataclass(frozen=True)
class KnownKeys:
    """Keys by their first parts; what stands below each is the same again.

    `in_files` says that files have the key that leads here, not the schema alone.
    """

    below: dict[Hashable, KnownKeys] = field(default_factory=dict)
    in_files: bool = True

    @classmethod
    def of(cls, branch: Branch | None, named: Collection[KeyPath] = ()) -> KnownKeys:
        """The keys of a tree in its order, and behind them those that a schema names."""
        by_first: dict[Hashable, list[KeyPath]] = {}
        for path in named:
            if path:
                by_first.setdefault(path[0], []).append(path[1:])
        below: dict[Hashable, KnownKeys] = {}
        slots = {} if branch is None else branch.slots
        for key, slot in slots.items():
            below[key] = cls.of(_NOTHING if slot.branch is None else slot.branch, by_first.pop(key, ()))
        for part, rest in by_first.items():
            below[part] = cls.of(None, rest)
        return cls(below, branch is not None)

    @cached_property
    def by_text(self) -> Mapping[str, Hashable]:
        """The keys at the top by what they are as text; the first one where two are the same."""
        return {str(key): key for key in reversed(self.below)}

    @cached_property
    def by_small_letters(self) -> Mapping[str, Hashable]:
        """The keys at the top by their text in small letters; the first one where two are the same."""
        return {str(key).lower(): key for key in reversed(self.below)}

    def spelled(self, separator: str, *, small: bool) -> Mapping[str, tuple[Keys, ...]]:
        """All keys by what names call them, in small letters if wanted; several may read the same.

        Those of the files come first, then those of the schema, each before the ones below it.
        """
        known = self._spelled.get((separator, small))
        if known is None:
            found: dict[str, list[Keys]] = {}
            for keys, _ in sorted(self._walk(()), key=lambda entry: not entry[1]):
                name = spelled(keys, separator)
                found.setdefault(name.lower() if small else name, []).append(keys)
            known = {name: tuple(same) for name, same in found.items()}
            self._spelled[separator, small] = known
        return known

    @cached_property
    def _spelled(self) -> dict[tuple[str, bool], Mapping[str, tuple[Keys, ...]]]:
        return {}

    def _walk(self, above: Keys) -> Iterator[tuple[Keys, bool]]:
        """All keys, each before those below it, and whether files have it."""
        for key, below in self.below.items():
            keys = (*above, key)
            yield keys, below.in_files
            yield from below._walk(keys)  # noqa: SLF001 - the same class


def spelled(keys: Keys, separator: str) -> str:
    """A key as a name spells it: parts joined, and `_` for what names cannot hold."""
    return separator.join(map(spelled_part, keys))


def spelled_part(key: Hashable) -> str:
    """One part of a key as a name spells it."""
    return _NO_NAME.sub("_", str(key))
