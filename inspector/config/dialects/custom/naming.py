"""Names of variables to the keys they mean, and keys to the names that mean them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from inspector.config.dialects.custom.known import Keys, KnownKeys, spelled, spelled_part
from inspector.config.dialects.custom.options import Case, Match
from inspector.config.dialects.spec import NamePart, PartRole, VariableName
from inspector.config.values import KeyPath, join_key

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Located(NamedTuple):
    """What a name means. `known` says that the key is one of those that are known; `others` are known keys
    that read the same and stand behind it."""

    prefix: str
    keys: Keys
    known: bool
    others: tuple[Keys, ...] = ()

    @property
    def path(self) -> KeyPath:
        """The key as reports have it."""
        return self.keys


@dataclass(frozen=True, slots=True)
class Naming:
    """How names mean keys. `prefixes` are ranked low to high; `max_splits` is None for no limit."""

    prefixes: tuple[str, ...]
    separator: str = "__"
    match: Match = Match.SPLIT
    case: Case = Case.LOWER
    max_splits: int | None = None
    known: KnownKeys = field(default_factory=KnownKeys)

    def prefix_of(self, name: str) -> str | None:
        """The longest prefix that a name has, None when it has none."""
        return max((p for p in self.prefixes if name.startswith(p)), key=len, default=None)

    def locate(self, name: str) -> Located | None:
        """The key that a name means, None for names without a prefix."""
        prefix = self.prefix_of(name)
        if prefix is None:
            return None
        name = name[len(prefix) :]
        keys, known = self._by_splitting(name)
        if self.match is Match.SPLIT:
            return Located(prefix, keys, known)
        small = self.case is Case.KNOWN_KEYS
        wanted = name if self.case is Case.KEEP else name.lower()
        alike = self.known.spelled(self.separator, small=small).get(wanted, ())
        if not known and alike:
            keys, known = alike[0], True
        return Located(prefix, keys, known, tuple(other for other in alike if other != keys))

    def knows(self, path: KeyPath) -> bool:
        """Whether a key is one of those that are known."""
        level = self.known
        for part in path:
            if part not in level.below:
                return False
            level = level.below[part]
        return True

    def names(self, path: KeyPath) -> Iterator[VariableName]:
        """The names that mean a key and that a shell accepts, the winning one first."""
        spellings = [self.separator.join(map(str, path))]
        if self.match is Match.KNOWN_KEYS:
            spellings.append(spelled(path, self.separator))
        shown = [name if self.case is Case.KEEP else name.upper() for name in spellings]
        for rank, prefix in enumerate(reversed(self.prefixes), start=1):
            lower = self.prefixes[: len(self.prefixes) - rank]
            notes = [f"beats names with {' and '.join(map(_shown, lower))}"] if lower else []
            for name in dict.fromkeys(shown):
                full = prefix + name
                located = self.locate(full) if _NAME.fullmatch(full) else None
                if located is None or located.prefix != prefix or located.path != path:
                    continue
                if self.case is not Case.KEEP and name != name.lower():
                    notes = [*notes[:1], "small letters behind the prefix land on the same key"]
                yield VariableName(full, "; ".join(notes))

    def unreachable(self, path: KeyPath) -> str:
        """Why no name means a key, as a sentence, for a key that none means."""
        if not self.prefixes:
            return "No prefix is declared, so that no variable is read."
        texts = tuple(map(str, path))
        read = spelled(path, self.separator)
        alike = self.known.spelled(self.separator, small=True).get(read.lower(), ())
        others = [other for keys in alike if (other := keys) != path]
        if self.match is Match.KNOWN_KEYS and others:
            return f"The name that reads like this key means {join_key(others[0])}."
        if not self.separator and len(path) > 1:
            return "Names are not split, so that none reaches a key below another."
        if self.max_splits is not None and len(path) > self.max_splits + 1:
            return f"Names are split at most {_times(self.max_splits)}; this key has {len(path)} parts."
        if self.separator and any(self.separator in part for part in texts):
            return f"Names are split at each {self.separator}, so that none reaches a key that holds one."
        if self.case is Case.LOWER and any(part != part.lower() for part in texts):
            return "Names are put in small letters, so that none reaches a key with capital letters."
        return "No name that a shell accepts spells this key."

    def parts(self, name: str) -> Iterator[NamePart]:
        """How a name falls into its prefix and the parts of the key that it means."""
        located = self.locate(name)
        if located is None:
            yield NamePart(name, PartRole.KEY)
            return
        if located.prefix:
            yield NamePart(located.prefix, PartRole.PREFIX)
        for number, text in enumerate(self._drawn(name[len(located.prefix) :], located.keys)):
            if number and self.separator:
                yield NamePart(self.separator, PartRole.SEPARATOR)
            yield NamePart(text, PartRole.KEY)

    def _drawn(self, name: str, keys: Keys) -> list[str]:
        if self._by_splitting(name)[0] == keys:
            return self._split(name)
        parts = []
        for key in keys:
            length = len(spelled_part(key))
            parts.append(name[:length])
            name = name[length + len(self.separator) :]
        return parts

    def _split(self, name: str) -> list[str]:
        if not self.separator:
            return [name]
        return name.split(self.separator, -1 if self.max_splits is None else self.max_splits)

    def _by_splitting(self, name: str) -> tuple[Keys, bool]:
        """The key that the parts of a name spell, and whether it is known."""
        looks = self.match is Match.KNOWN_KEYS or self.case is Case.KNOWN_KEYS
        keys: list[Hashable] = []
        level: KnownKeys | None = self.known
        for part in self._split(name):
            text = part if self.case is Case.KEEP else part.lower()
            found = {} if level is None else level.by_text
            if level is not None and self.case is Case.KNOWN_KEYS:
                found, text = (found, part) if part in found else (level.by_small_letters, text)
            if level is None or text not in found:
                level = None
                keys.append(text)
            else:
                keys.append(found[text] if looks else text)
                level = level.below[found[text]]
        return tuple(keys), level is not None


def _shown(prefix: str) -> str:
    return prefix or "no prefix"


def _times(count: int) -> str:
    return {0: "not at all", 1: "once"}.get(count, f"{count} times")
