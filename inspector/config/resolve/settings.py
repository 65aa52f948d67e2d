"""Settings and their candidates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector.base.places import Place
from inspector.config.layers import LayerKind
from inspector.config.resolve.secrecy import is_secret_value
from inspector.config.values import KeyPath, Value, join_key


class Status(StrEnum):
    """What became of a candidate."""

    EFFECTIVE = "effective"
    OVERRIDDEN = "overridden"
    EQUAL = "equal"
    INVALID = "invalid"
    INACTIVE = "inactive"


EFFECTIVE, OVERRIDDEN, EQUAL, INVALID, INACTIVE = Status
"""The members by themselves: Python 3.11 takes long to look up `Status.EFFECTIVE`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One layer's value for a key.

    `value` is typed and unmasked: show it through `export.shown_value`. `raw` is the text as written,
    None when there is none (a default). `reason` is the sentence that says why it won or lost. `equal`
    means overridden by the same value. `place` is that of the value; `key_place` that of its key.
    `interpolated` is the text after `${…}` was filled in, None when that changed nothing. `alias_place` is
    where the alias (`*name`) stands that repeats the value, or a mapping above it; None without one.
    """

    layer: str
    kind: LayerKind
    value: Value
    type: str
    raw: str | None
    status: Status
    reason: str
    place: Place
    key_place: Place | None = None
    interpolated: str | None = None
    alias_place: Place | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A key, its effective value and all its candidates, low to high; `source` is the one that won.

    A list is one value. `description` and `constraint` come from the schema, "" without one. `secret` says
    that the effective value is a secret. `by_shape` says that only candidates with the shape of a secret are
    some, such as a password in a URL; else the key, the schema or a variable's name makes all of them one.
    """

    path: KeyPath
    value: Value
    type: str
    secret: bool
    source: Candidate
    candidates: tuple[Candidate, ...]
    description: str = ""
    constraint: str = ""
    by_shape: bool = False

    def hides(self, candidate: Candidate) -> bool:
        """Whether the value of a candidate is a secret."""
        return is_secret_value(candidate.value) if self.by_shape else self.secret

    @property
    def key(self) -> str:
        """The dotted key."""
        return join_key(self.path)

    @property
    def overridden(self) -> tuple[Candidate, ...]:
        """The candidates that lost, highest first, as the window lists them below the winner."""
        return tuple(c for c in reversed(self.candidates) if c is not self.source)


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """What a schema says about a key, in plain words, and whether it calls the value a secret.

    `types` are the schema's own names of the types that it allows, () when it allows all.
    """

    description: str = ""
    constraint: str = ""
    secret: bool = False
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """A value that a later layer replaced by something of another shape, or a list by another list.

    `lost` are the settings below the key that vanished with it.
    """

    path: KeyPath
    before: Candidate
    after: Candidate
    lost: tuple[KeyPath, ...] = ()
